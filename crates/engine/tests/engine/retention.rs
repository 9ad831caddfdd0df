//! How much is kept: by number, by age and by size, on a real file.

use crate::fixture::{Bench, eventually};
use crate::ingest::ids;
use crate::store::{bot, update};
use hookbay_engine::api::types::{Retention, SetRetention};
use hookbay_engine::domain::ids::BotId;
use hookbay_engine::domain::update::classify;
use hookbay_engine::error::Code;
use hookbay_engine::event::{Change, Events};
use hookbay_engine::inbox::retention::Keeper;
use hookbay_engine::store::{BotKey, Ingested, NewUpdate, Page, Store};
use std::path::PathBuf;

const NONE: Retention = Retention {
    max_updates: None,
    max_days: None,
    max_bytes: None,
};

struct Kept {
    folder: tempfile::TempDir,
    store: Store,
    bot: BotKey,
    events: Events,
    keeper: Keeper,
}

impl Kept {
    /// The same file after all that had it open let go of it.
    fn opened_again(self) -> (tempfile::TempDir, Store) {
        let path = self.path();
        drop((self.store, self.keeper));
        (self.folder, Store::open(&path).unwrap())
    }

    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("db")).unwrap();
        let bot = store.add_bot(bot()).await.unwrap();
        let events = Events::default();
        let keeper = Keeper::start(store.clone(), events.clone());
        let kept = Self {
            folder,
            store,
            bot,
            events,
            keeper,
        };
        kept.limit(NONE).await;
        kept
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("db")
    }

    async fn limit(&self, limits: Retention) {
        self.store
            .set_retention(self.bot, Some(limits))
            .await
            .unwrap();
        self.keeper.limits_changed();
    }

    async fn ingest(&self, updates: impl Iterator<Item = NewUpdate>) {
        let callers: Vec<_> = updates
            .map(|update| {
                let store = self.store.clone();
                tokio::spawn(async move { store.ingest(update).await.unwrap() })
            })
            .collect();
        for caller in callers {
            assert_eq!(caller.await.unwrap(), Ingested::Stored);
        }
        self.tell();
    }

    /// As the receiver does after a commit.
    fn tell(&self) {
        let bot_id = BotId::random();
        self.events.tell(Change::Updates { bot_id });
    }

    async fn ingest_sized(&self, ids: std::ops::Range<i64>, size: usize) {
        self.ingest(ids.map(|id| sized(self.bot, id, size))).await;
    }

    async fn becomes(&self, updates: u64) {
        eventually(&format!("{updates} updates are left"), || async {
            (self.store.count(self.bot).updates == updates).then_some(())
        })
        .await;
    }

    /// The seq of each stored update, oldest first.
    async fn seqs(&self) -> Vec<i64> {
        let page = Page {
            before: None,
            after: None,
            limit: 500,
        };
        let rows = self.store.updates(self.bot, page).await.unwrap();
        rows.iter().rev().map(|row| row.seq).collect()
    }
}

/// An update whose body has exactly so many bytes.
fn sized(bot: BotKey, id: i64, size: usize) -> NewUpdate {
    let mut body = format!("{{\"update_id\":{id}}}");
    body.push_str(&" ".repeat(size - body.len()));
    NewUpdate {
        bot,
        received_at: chrono::Utc::now().timestamp_millis(),
        what: classify(body.as_bytes()).unwrap(),
        body: body.into(),
    }
}

#[tokio::test]
async fn the_oldest_beyond_a_number_go_and_the_count_is_right() {
    let kept = Kept::new().await;
    kept.ingest_sized(0..3_000, 100).await;
    let before = ids(&kept.path());
    kept.limit(Retention {
        max_updates: Some(700),
        ..NONE
    })
    .await;
    kept.becomes(700).await;
    assert_eq!(kept.store.count(kept.bot).bytes, 70_000);
    assert_eq!(
        ids(&kept.path()),
        before[2_300..],
        "the newest stay, in their order"
    );

    // More arrive, and as many go.
    kept.ingest_sized(3_000..3_100, 100).await;
    kept.becomes(700).await;
    eventually("the last hundred are among them", || async {
        let left = ids(&kept.path());
        (left.len() == 700 && (3_000..3_100).all(|id| left.contains(&id))).then_some(())
    })
    .await;
}

#[tokio::test]
async fn the_oldest_beyond_a_size_go() {
    let kept = Kept::new().await;
    kept.ingest_sized(0..400, 10_000).await;
    assert_eq!(kept.store.count(kept.bot).bytes, 4_000_000);
    kept.limit(Retention {
        max_bytes: Some(2_000_000),
        ..NONE
    })
    .await;
    kept.becomes(200).await;
    assert_eq!(ids(&kept.path()).len(), 200);
}

#[tokio::test]
async fn what_is_too_old_goes_and_nothing_else() {
    let kept = Kept::new().await;
    let now = chrono::Utc::now().timestamp_millis();
    let day = 86_400_000;
    let aged = |id: i64, days: i64| NewUpdate {
        received_at: now - days * day,
        ..update(kept.bot, id)
    };
    kept.ingest((0..1_000).map(|id| aged(id, 9))).await;
    kept.ingest((1_000..1_010).map(|id| aged(id, 6))).await;
    kept.limit(Retention {
        max_days: Some(7),
        ..NONE
    })
    .await;
    kept.becomes(10).await;
    assert!(ids(&kept.path()).iter().all(|id| *id >= 1_000));
}

#[tokio::test]
async fn a_pinned_update_neither_goes_nor_counts() {
    let kept = Kept::new().await;
    kept.ingest_sized(0..300, 100).await;
    let seqs = kept.seqs().await;
    for seq in [seqs[0], seqs[1], seqs[150]] {
        assert!(kept.store.pin(seq, true).await.unwrap().is_some());
        // Twice is once.
        assert!(kept.store.pin(seq, true).await.unwrap().is_some());
    }
    assert!(kept.store.pin(i64::MAX, true).await.unwrap().is_none());
    let count = kept.store.count(kept.bot);
    assert_eq!(
        (count.updates, count.pinned, count.pinned_bytes),
        (300, 3, 300)
    );
    kept.limit(Retention {
        max_updates: Some(10),
        ..NONE
    })
    .await;
    kept.becomes(13).await;
    let expected: Vec<i64> = [&[seqs[0], seqs[1], seqs[150]][..], &seqs[290..]].concat();
    assert_eq!(kept.seqs().await, expected);

    kept.store.pin(seqs[0], false).await.unwrap();
    kept.tell();
    kept.becomes(12).await;
    assert_eq!(kept.seqs().await, expected[1..]);
    assert_eq!(kept.store.count(kept.bot).pinned, 2);
}

#[tokio::test]
async fn the_file_becomes_smaller() {
    let kept = Kept::new().await;
    kept.ingest_sized(0..2_000, 8_000).await;
    let size = || std::fs::metadata(kept.path()).unwrap().len();
    eventually("all of it is in the file", || async {
        (size() > 16_000_000).then_some(())
    })
    .await;
    kept.limit(Retention {
        max_updates: Some(100),
        ..NONE
    })
    .await;
    kept.becomes(100).await;
    eventually("a small file", || async {
        (size() < 4_000_000).then_some(())
    })
    .await;
    let connection = rusqlite::Connection::open(kept.path()).unwrap();
    let check: String = connection
        .query_row("PRAGMA integrity_check", [], |row| row.get(0))
        .unwrap();
    assert_eq!(check, "ok");
    assert_eq!(ids(&kept.path()).len(), 100);
}

#[tokio::test]
async fn updates_arrive_while_others_go_and_none_that_is_kept_is_lost() {
    let kept = Kept::new().await;
    kept.limit(Retention {
        max_updates: Some(500),
        ..NONE
    })
    .await;
    for round in 0..10 {
        kept.ingest_sized(round * 1_000..(round + 1) * 1_000, 1_000)
            .await;
    }
    kept.becomes(500).await;
    let left = ids(&kept.path());
    assert_eq!(left.len(), 500);
    assert!(left.iter().all(|id| *id >= 9_000), "the last round's");
    assert_eq!(kept.store.count(kept.bot).bytes, 500_000);
    let (count, bot) = (kept.store.count(kept.bot), kept.bot);
    let (_folder, store) = kept.opened_again();
    assert_eq!(store.count(bot), count, "as written down");
}

#[tokio::test]
async fn no_place_in_the_order_is_given_twice() {
    let kept = Kept::new().await;
    let day = 86_400_000;
    let old = chrono::Utc::now().timestamp_millis() - 2 * day;
    kept.ingest((0..20).map(|id| NewUpdate {
        received_at: old,
        ..update(kept.bot, id)
    }))
    .await;
    let last = *kept.seqs().await.last().unwrap();
    kept.limit(Retention {
        max_days: Some(1),
        ..NONE
    })
    .await;
    kept.becomes(0).await;
    let bot = kept.bot;
    // Nothing is in the table to tell how far the order had come.
    let (_folder, store) = kept.opened_again();
    store.ingest(sized(bot, 100, 100)).await.unwrap();
    let page = Page {
        before: None,
        after: Some(last),
        limit: 10,
    };
    assert_eq!(store.updates(bot, page).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_file_from_before_is_counted_and_can_shrink() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("db");
    let connection = rusqlite::Connection::open(&path).unwrap();
    for sql in [
        include_str!("../../../../migrations/0001_bots_and_updates.sql"),
        include_str!("../../../../migrations/0002_watch.sql"),
        "PRAGMA user_version = 2",
        "INSERT INTO bot_instance (key, id, name, created_at) VALUES
         (7, '0b8f2f0e-3f3c-4c53-9d0a-1f1d4f0a9e11', 'old', '2026-01-01T00:00:00Z')",
        "INSERT INTO telegram_update (bot, update_id, received_at, kind, summary, body)
         VALUES (7, 1, 5, 'message', '', x'313233'), (7, 2, 6, 'message', '', x'3132')",
    ] {
        connection.execute_batch(sql).unwrap();
    }
    drop(connection);
    let store = Store::open(&path).unwrap();
    let count = store.count(BotKey(7));
    assert_eq!((count.updates, count.bytes, count.last_at), (2, 5, Some(6)));
    let connection = rusqlite::Connection::open(&path).unwrap();
    let mode: i64 = connection
        .query_row("PRAGMA auto_vacuum", [], |row| row.get(0))
        .unwrap();
    assert_eq!(mode, 2, "incremental");
}

#[tokio::test]
async fn limits_are_set_through_the_door_and_told_to_those_who_watch() {
    let bench = Bench::new().await;
    let bot = bench.listening_bot().await;
    let view = bench.app.retention(bot.id).await.unwrap();
    assert_eq!((view.limits, view.is_default), (Retention::default(), true));
    let set = |limits| {
        bench.app.set_retention(SetRetention {
            bot_id: bot.id,
            limits,
        })
    };
    let refused = set(Some(Retention {
        max_updates: Some(0),
        ..NONE
    }))
    .await
    .unwrap_err();
    assert_eq!(refused.code, Code::InvalidInput);

    for text in ["one", "two", "three"] {
        let say = hookbay_engine::api::types::SandboxSay {
            bot_id: bot.id,
            text: text.into(),
        };
        bench.app.sandbox_say(say).await.unwrap();
    }
    eventually("three rows", || async {
        (bench.rows(bot.id).await.len() == 3).then_some(())
    })
    .await;
    let view = bench.app.retention(bot.id).await.unwrap();
    assert_eq!((view.updates, view.pinned), (3, 0));
    assert!(view.bytes > 0 && view.oldest_at.is_some());

    let mut events = bench.app.watch();
    let one = Retention {
        max_updates: Some(1),
        ..NONE
    };
    let view = set(Some(one)).await.unwrap();
    assert_eq!((view.limits, view.is_default), (one, false));
    eventually("one row", || async {
        (bench.rows(bot.id).await.len() == 1).then_some(())
    })
    .await;
    assert_eq!(bench.rows(bot.id).await[0].summary, "three");
    loop {
        if events.recv().await.unwrap().change == (Change::Updates { bot_id: bot.id }) {
            break;
        }
    }
    assert!(set(None).await.unwrap().is_default);
}
