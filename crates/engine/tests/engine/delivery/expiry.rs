//! Queries whose time runs out while the bot is away.

use super::local_bot::LocalBot;
use super::scene::limits;
use crate::fixture::eventually;
use crate::store::bot;
use chrono::{DateTime, TimeDelta, Utc};
use hookbay_engine::api::types::{HeldState, Mode};
use hookbay_engine::delivery::{Change, Clock, Delivery, TargetChange};
use hookbay_engine::domain::ids::BotId;
use hookbay_engine::domain::update::classify;
use hookbay_engine::event::Events;
use hookbay_engine::store::{BotKey, NewUpdate, Store};
use hookbay_engine::vault::Vault;
use std::sync::{Arc, Mutex};

/// A bot's deliveries, with no receiver before them.
pub struct Deliveries {
    pub delivery: Delivery,
    pub store: Store,
    pub key: BotKey,
    id: BotId,
    _folder: tempfile::TempDir,
}

/// Those of a bot whose updates go to a local one.
pub async fn bot_of(mode: Mode, local: &LocalBot, clock: Clock) -> Deliveries {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("hookbay.sqlite")).unwrap();
    let vault = Vault::open("dev.hookbay.test.expiry").await;
    vault.keep_for_this_run();
    let row = bot();
    let id = row.id;
    let key = store.add_bot(row).await.unwrap();
    let delivery = Delivery::start(store.clone(), vault, Events::default(), clock);
    let deliveries = Deliveries {
        delivery: delivery.await.unwrap(),
        store,
        key,
        id,
        _folder: folder,
    };
    deliveries.pass_on(mode, local).await;
    deliveries
}

impl Deliveries {
    async fn pass_on(&self, mode: Mode, local: &LocalBot) {
        let (_, targets) = self.delivery.shape(self.key).unzip();
        let change = Change {
            mode,
            limits: limits(),
            targets: vec![TargetChange {
                id: targets.and_then(|targets| targets.first().map(|target| target.id)),
                name: String::new(),
                url: local.url(),
                answers: true,
                secret_token: None,
                headers: Vec::new(),
                certificate: None,
            }],
        };
        let configured = self.delivery.configure(self.id, self.key, change);
        configured.await.unwrap();
    }

    async fn held(&self, state: HeldState) -> u64 {
        let counts = self.store.held_counts(self.key).await.unwrap();
        let of = counts.iter().filter(|(_, is, _)| *is == state);
        of.map(|(_, _, count)| count).sum()
    }

    async fn until_held(&self, state: HeldState, number: u64) {
        eventually("so many are held", || async {
            (self.held(state).await == number).then_some(())
        })
        .await;
    }

    /// One update of each kind, with the numbers 1 to 4.
    async fn one_of_each(&self, at: DateTime<Utc>) {
        let kinds = [
            "inline_query",
            "callback_query",
            "chosen_inline_result",
            "message",
        ];
        for (kind, number) in kinds.iter().zip(1..) {
            let update = update(self.key, number, kind, at);
            self.store.ingest(update).await.unwrap();
        }
    }

    /// Nothing tells the queue of what was stored without the receiver, so it is asked to look.
    async fn look(&self) {
        let looked = self.delivery.again(self.key, None, Vec::new());
        looked.await.unwrap();
    }
}

pub fn update(bot: BotKey, id: i64, kind: &str, at: DateTime<Utc>) -> NewUpdate {
    let body = format!("{{\"update_id\":{id},\n\"{kind}\":{{\"from\":{{\"id\":7}}}}}}");
    let body = bytes::Bytes::from(body);
    NewUpdate {
        bot,
        received_at: at.timestamp_millis(),
        what: classify(&body).unwrap(),
        body,
    }
}

/// A clock that stands still until it is put forward.
fn clock(then: DateTime<Utc>) -> (Arc<Mutex<DateTime<Utc>>>, Clock) {
    let now = Arc::new(Mutex::new(then));
    let told = Arc::clone(&now);
    (now, Arc::new(move || *told.lock().unwrap()))
}

/// The numbers of what a bot got, the least first.
fn taken(bot: &LocalBot) -> Vec<i64> {
    let got = bot.got();
    let mut ids: Vec<_> = got
        .iter()
        .map(|got| got.json()["update_id"].as_i64().unwrap())
        .collect();
    ids.sort_unstable();
    ids
}

#[tokio::test]
async fn a_query_past_its_life_is_marked_and_not_delivered_unless_it_is_asked_for() {
    let mut local = LocalBot::start().await;
    local.kill().await;
    let then = Utc::now();
    let (now, clock) = clock(then);
    let of = bot_of(Mode::Hold, &local, clock).await;
    of.one_of_each(then).await;
    *now.lock().unwrap() = then + TimeDelta::seconds(151);
    local.run().await;
    of.look().await;
    of.until_held(HeldState::Waiting, 0).await;
    assert_eq!(of.held(HeldState::Expired).await, 2);
    assert_eq!(taken(&local), [3, 4], "those that live longer");
    let first = of.store.attempts(of.key, None, false, None, 10);
    let first = first.await.unwrap();
    let expired: Vec<i64> = (1..=4)
        .filter(|seq| first.iter().all(|attempt| attempt.seq != *seq))
        .collect();
    of.delivery.again(of.key, None, expired).await.unwrap();
    eventually("both are delivered", || async {
        (local.got().len() == 4).then_some(())
    })
    .await;
    of.delivery.close().await;
    assert_eq!(of.held(HeldState::Expired).await, 0);
}

#[tokio::test]
async fn a_query_is_marked_when_its_life_ends_and_not_when_the_bot_is_back() {
    let mut local = LocalBot::start().await;
    local.kill().await;
    let then = Utc::now();
    let (now, clock) = clock(then);
    let of = bot_of(Mode::Hold, &local, clock).await;
    of.one_of_each(then).await;
    of.look().await;
    of.until_held(HeldState::Waiting, 4).await;
    *now.lock().unwrap() = then + TimeDelta::seconds(31);
    of.until_held(HeldState::Expired, 1).await;
    // The mode in which nothing is sent: what was wanted again has no end.
    of.pass_on(Mode::Record, &local).await;
    of.delivery.again(of.key, None, vec![1]).await.unwrap();
    *now.lock().unwrap() = then + TimeDelta::seconds(601);
    of.until_held(HeldState::Expired, 2).await;
    assert_eq!(of.held(HeldState::Waiting).await, 2);
    local.run().await;
    of.pass_on(Mode::Hold, &local).await;
    of.until_held(HeldState::Waiting, 0).await;
    assert_eq!(taken(&local), [1, 4]);
    of.delivery.close().await;
}
