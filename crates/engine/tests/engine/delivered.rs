//! What the bodies of deliveries take counts towards a bot's size, on a real file.

use crate::fixture::eventually;
use crate::store::bot;
use bytes::Bytes;
use hookbay_engine::api::types::{AttemptKind, Phases, Retention};
use hookbay_engine::domain::update::classify;
use hookbay_engine::event::Events;
use hookbay_engine::inbox::retention::Keeper;
use hookbay_engine::store::{About, BotKey, NewAttempt, NewUpdate, Outcome, Store};

const MIB: u64 = 1 << 20;

fn update(bot: BotKey, id: i64, size: usize) -> NewUpdate {
    let body = format!("{:<size$}", format!("{{\"update_id\":{id}}}"));
    NewUpdate {
        bot,
        received_at: chrono::Utc::now().timestamp_millis(),
        what: classify(body.as_bytes()).unwrap(),
        body: body.into(),
    }
}

fn delivered(bot: BotKey, id: i64, size: usize) -> Outcome {
    let attempt = NewAttempt {
        bot,
        about: About::UpdateId(id),
        target: None,
        url: "http://localhost/hook".into(),
        at: id,
        kind: AttemptKind::Replay,
        replay_of: None,
        status: Some(200),
        trouble: None,
        detail: None,
        certificate: None,
        phases: Phases::default(),
        request_headers: Vec::new(),
        request_body: Some(Bytes::from(vec![b'q'; size / 2])),
        response_headers: Vec::new(),
        response_body: Bytes::from(vec![b'a'; size - size / 2]),
        response_size: size,
        delivered: true,
        call: None,
    };
    Outcome {
        attempt: Some(attempt),
        held: None,
    }
}

struct Kept {
    folder: tempfile::TempDir,
    store: Store,
    bot: BotKey,
    keeper: Keeper,
}

impl Kept {
    /// Two hundred updates, each with a delivery, of so many bytes.
    async fn new(update_size: usize, delivery_size: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("db")).unwrap();
        let bot = store.add_bot(bot()).await.unwrap();
        for id in 0..200 {
            store.ingest(update(bot, id, update_size)).await.unwrap();
        }
        let outcomes: Vec<_> = (0..200)
            .map(|id| delivered(bot, id, delivery_size))
            .collect();
        store.add_outcomes(outcomes.into()).await.unwrap();
        let keeper = Keeper::start(store.clone(), Events::default());
        let kept = Self {
            folder,
            store,
            bot,
            keeper,
        };
        assert_eq!(kept.takes().await, 200 * delivery_size as u64);
        kept
    }

    async fn limit(&self, max_bytes: u64) {
        let limits = Retention {
            max_updates: None,
            max_days: None,
            max_bytes: Some(max_bytes),
        };
        let set = self.store.set_retention(self.bot, Some(limits));
        set.await.unwrap();
        self.keeper.limits_changed();
        eventually("it is within its size", || async {
            (self.takes().await + self.store.count(self.bot).bytes <= max_bytes).then_some(())
        })
        .await;
    }

    /// What is written down of the deliveries, which is what there is.
    async fn takes(&self) -> u64 {
        let known = self.store.delivery_bytes(self.bot).await.unwrap();
        let file = rusqlite::Connection::open(self.folder.path().join("db")).unwrap();
        let sql = "SELECT (SELECT bytes FROM delivery_tally), \
                   coalesce(sum(length(response_body) + length(request_body)), 0) FROM delivery_attempt";
        let (written, there): (i64, i64) = file
            .query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))
            .unwrap();
        assert_eq!(written, there);
        known
    }
}

#[tokio::test]
async fn the_oldest_deliveries_go_before_any_update_does() {
    let kept = Kept::new(1_000, 20_000).await;
    kept.limit(MIB).await;
    assert_eq!(kept.store.count(kept.bot).updates, 200);
    let left = kept.takes().await;
    assert!(left > MIB / 2, "no more went than had to: {left}");
    let attempts = kept.store.attempts(kept.bot, None, false, None, 500).await;
    let attempts = attempts.unwrap();
    assert_eq!(attempts.first().unwrap().at, 199, "the newest stay");
}

#[tokio::test]
async fn a_quarter_is_the_deliveries_and_then_the_oldest_updates_go_with_theirs() {
    let kept = Kept::new(10_000, 5_000).await;
    kept.limit(MIB).await;
    let count = kept.store.count(kept.bot);
    let left = kept.takes().await;
    assert!(left > MIB / 5, "{left}");
    assert!((60..90).contains(&count.updates), "{count:?}");
}
