//! Queries whose time runs out while the bot is away.

use super::local_bot::LocalBot;
use super::scene::limits;
use crate::fixture::eventually;
use crate::store::bot;
use chrono::{DateTime, TimeDelta, Utc};
use hookbay_engine::api::types::{HeldState, Mode};
use hookbay_engine::delivery::{Change, Clock, Delivery, TargetChange};
use hookbay_engine::domain::update::classify;
use hookbay_engine::event::Events;
use hookbay_engine::store::{BotKey, NewUpdate, Store};
use hookbay_engine::vault::Vault;
use std::sync::{Arc, Mutex};

fn update(bot: BotKey, id: i64, kind: &str, at: DateTime<Utc>) -> NewUpdate {
    let body = format!("{{\"update_id\":{id},\n\"{kind}\":{{\"from\":{{\"id\":7}}}}}}");
    let body = bytes::Bytes::from(body);
    NewUpdate {
        bot,
        received_at: at.timestamp_millis(),
        what: classify(&body).unwrap(),
        body,
    }
}

async fn held(store: &Store, key: BotKey, state: HeldState) -> u64 {
    let counts = store.held_counts(key).await.unwrap();
    let of = counts.iter().filter(|(_, is, _)| *is == state);
    of.map(|(_, _, count)| count).sum()
}

#[tokio::test]
async fn a_query_past_its_life_is_marked_and_not_delivered_unless_it_is_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("hookbay.sqlite")).unwrap();
    let vault = Vault::open("dev.hookbay.test.expiry").await;
    vault.keep_for_this_run();
    let then = Utc::now();
    let now = Arc::new(Mutex::new(then));
    let told = Arc::clone(&now);
    let clock: Clock = Arc::new(move || *told.lock().unwrap());
    let bot_row = bot();
    let id = bot_row.id;
    let key = store.add_bot(bot_row).await.unwrap();
    let delivery = Delivery::start(store.clone(), vault, Events::default(), clock);
    let delivery = delivery.await.unwrap();
    let mut local = LocalBot::start().await;
    local.kill().await;
    let change = Change {
        mode: Mode::Hold,
        limits: limits(),
        targets: vec![TargetChange {
            id: None,
            name: String::new(),
            url: local.url(),
            answers: true,
            secret_token: None,
            headers: Vec::new(),
            certificate: None,
        }],
    };
    delivery.configure(id, key, change).await.unwrap();
    let kinds = [
        "inline_query",
        "callback_query",
        "chosen_inline_result",
        "message",
    ];
    for (kind, number) in kinds.iter().zip(1..) {
        store.ingest(update(key, number, kind, then)).await.unwrap();
    }
    *now.lock().unwrap() = then + TimeDelta::seconds(151);
    local.run().await;
    // Nothing tells the queue of what was stored without the receiver, so it is asked to look.
    delivery.again(key, None, Vec::new()).await.unwrap();
    eventually("nothing waits", || async {
        (held(&store, key, HeldState::Waiting).await == 0).then_some(())
    })
    .await;
    assert_eq!(held(&store, key, HeldState::Expired).await, 2);
    let mut got: Vec<_> = local
        .got()
        .iter()
        .map(|got| got.json()["update_id"].as_i64())
        .collect();
    got.sort();
    assert_eq!(got, [Some(3), Some(4)], "those that live longer");
    let first = store.attempts(key, None, false, None, 10).await.unwrap();
    let expired: Vec<i64> = (1..=4)
        .filter(|seq| first.iter().all(|attempt| attempt.seq != *seq))
        .collect();
    delivery.again(key, None, expired).await.unwrap();
    eventually("both are delivered", || async {
        (local.got().len() == 4).then_some(())
    })
    .await;
    delivery.close().await;
    assert_eq!(held(&store, key, HeldState::Expired).await, 0);
}
