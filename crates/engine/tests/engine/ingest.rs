//! Updates that arrive faster than they can be written, and a disk that is slow or full.

use crate::store::{bot, update};
use hookbay_engine::domain::ids::BotId;
use hookbay_engine::domain::update::classify;
use hookbay_engine::event::Events;
use hookbay_engine::receiver::{Receiver, Refusals, router};
use hookbay_engine::secret::Secret;
use hookbay_engine::store::{BotKey, Ingested, NewUpdate, Options, Page, Store};
use hookbay_engine::vault::{Key, Vault};
use std::collections::HashSet;
use std::path::Path;
use std::time::Duration;

fn slow(by: Duration) -> Options {
    Options {
        slower_by: by,
        ..Options::default()
    }
}

/// An update with a body of so many bytes and a little more.
fn large(bot: BotKey, id: i64, size: usize) -> NewUpdate {
    let text = "x".repeat(size);
    let body = bytes::Bytes::from(format!(
        "{{\"update_id\":{id},\"message\":{{\"text\":\"{text}\"}}}}"
    ));
    NewUpdate {
        bot,
        received_at: id,
        what: classify(&body).unwrap(),
        body,
    }
}

/// The update_ids in a file, in the order of their seq.
pub fn ids(path: &Path) -> Vec<i64> {
    let connection = rusqlite::Connection::open(path).unwrap();
    let mut statement = connection
        .prepare("SELECT update_id FROM telegram_update ORDER BY seq")
        .unwrap();
    let rows = statement.query_map([], |row| row.get(0)).unwrap();
    rows.map(Result::unwrap).collect()
}

#[tokio::test]
async fn more_than_may_wait_is_told_to_come_back_and_what_was_acknowledged_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("db");
    let store = Store::open_with(&path, slow(Duration::from_millis(600))).unwrap();
    let bot = store.add_bot(bot()).await.unwrap();
    let callers = (0..20_000).map(|id| {
        let store = store.clone();
        tokio::spawn(async move { (id, store.ingest(update(bot, id)).await.unwrap()) })
    });
    let (mut stored, mut busy) = (HashSet::new(), 0);
    for caller in callers.collect::<Vec<_>>() {
        match caller.await.unwrap() {
            (id, Ingested::Stored) => assert!(stored.insert(id)),
            (_, Ingested::Busy) => busy += 1,
            (id, Ingested::Duplicate) => panic!("{id} came once"),
        }
    }
    assert!(busy > 0, "20,000 may not wait at once");
    assert!(stored.len() >= 8_192, "as many as may wait are stored");
    assert_eq!(store.count(bot).updates, stored.len() as u64);
    // Those that were told to come back can.
    let again = (0..20_000).find(|id| !stored.contains(id)).unwrap();
    assert_eq!(
        store.ingest(update(bot, again)).await.unwrap(),
        Ingested::Stored
    );
    stored.insert(again);
    drop(store);
    assert_eq!(ids(&path).into_iter().collect::<HashSet<_>>(), stored);
}

#[tokio::test]
async fn the_receiver_answers_503_with_a_time_when_too_many_wait() {
    // Another test in this process may have been first.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("db");
    let store = Store::open_with(&path, slow(Duration::from_secs(1))).unwrap();
    let bot = bot();
    let id: BotId = bot.id;
    let key = store.add_bot(bot).await.unwrap();
    let vault = Vault::open(&format!("dev.hookbay.test.{id}")).await;
    vault.keep_for_this_run();
    vault
        .set(Key::SecretToken(id), Secret::new("s"))
        .await
        .unwrap();
    let public = router(Receiver {
        store: store.clone(),
        vault,
        refusals: Refusals::default(),
        events: Events::default(),
        probes: hookbay_engine::receiver::Probes::default(),
        relay: std::sync::Arc::new(hookbay_engine::receiver::Nobody),
    });
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0))
        .await
        .unwrap();
    let url = format!(
        "http://{}/v1/api/webhooks/telegram/{id}",
        listener.local_addr().unwrap()
    );
    tokio::spawn(async move { axum::serve(listener, public).await });
    let client = reqwest::Client::new();
    let post = |id: i64| {
        let request = client
            .post(&url)
            .header("x-telegram-bot-api-secret-token", "s")
            .body(format!("{{\"update_id\":{id}}}"));
        async move { request.send().await.unwrap() }
    };
    assert_eq!(post(1).await.status(), 200);

    // The queue is filled in less than a commit's time, and the next one finds it full; on a machine
    // that is slower than that it is filled again.
    let refused = crate::fixture::eventually("a 503", || async {
        for id in 1_000..11_000 {
            let store = store.clone();
            drop(tokio::spawn(
                async move { store.ingest(update(key, id)).await },
            ));
        }
        let answer = post(2).await;
        (answer.status() == 503).then_some(answer)
    })
    .await;
    assert_eq!(refused.headers()["retry-after"], "1");
}

#[tokio::test]
async fn a_full_disk_loses_nothing_that_was_acknowledged_and_goes_on_when_there_is_room() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("db");
    let options = Options {
        slower_by: Duration::from_millis(5),
        pages: Some(400),
    };
    let store = Store::open_with(&path, options).unwrap();
    let (one, other) = (bot(), bot());
    let (first, second) = (
        store.add_bot(one.clone()).await.unwrap(),
        store.add_bot(other).await.unwrap(),
    );
    let mut acknowledged = Vec::new();
    let mut next = 0;
    let full = loop {
        // Small ones first, so that a group that fails has some in it that went well before.
        let callers: Vec<_> = (next..next + 16)
            .map(|id| {
                let store = store.clone();
                let bot = if id % 2 == 0 { first } else { second };
                let size = if id % 16 < 9 { 10 } else { 8_000 };
                tokio::spawn(async move { (id, store.ingest(large(bot, id, size)).await) })
            })
            .collect();
        next += 16;
        let mut failed = None;
        for caller in callers {
            match caller.await.unwrap() {
                (id, Ok(outcome)) => {
                    assert_eq!(outcome, Ingested::Stored);
                    acknowledged.push(id);
                }
                (_, Err(error)) => failed = Some(error),
            }
        }
        if let Some(error) = failed {
            break error;
        }
    };
    assert!(
        full.message.contains("database") && full.remedy.contains("room"),
        "{full:?}"
    );
    assert!(acknowledged.len() > 100);
    let count = store.count(first).updates + store.count(second).updates;
    assert_eq!(
        count,
        acknowledged.len() as u64,
        "what failed is not counted"
    );

    // Still no room for as much as that group's, still the same answer, and reading goes on.
    store
        .ingest(large(first, 900_000, 128_000))
        .await
        .unwrap_err();
    let all = Page {
        before: None,
        after: None,
        limit: 500,
    };
    assert!(!store.updates(second, all).await.unwrap().is_empty());

    store.leave(one.id, first).await.unwrap();
    while store.remove_some(first).await.unwrap() {}
    let outcome = store.ingest(large(second, 900_001, 8_000)).await.unwrap();
    assert_eq!(outcome, Ingested::Stored);
    drop(store);
    let mut expected: HashSet<i64> = acknowledged.into_iter().filter(|id| id % 2 == 1).collect();
    expected.insert(900_001);
    assert_eq!(ids(&path).into_iter().collect::<HashSet<_>>(), expected);
}

/// SQLite ends the whole transaction when the disk is full in the middle of a large write. What comes
/// after it in the same group must not be written one by one.
#[tokio::test]
async fn what_fills_the_disk_fails_with_its_group_and_the_next_one_goes_well() {
    let folder = tempfile::tempdir().unwrap();
    let options = Options {
        slower_by: Duration::from_millis(50),
        pages: Some(600),
    };
    let store = Store::open_with(&folder.path().join("db"), options).unwrap();
    let key = store.add_bot(bot()).await.unwrap();
    store.ingest(update(key, 1)).await.unwrap();
    // Both are there before the writer looks, as good as always, so they are of one group.
    let (filled, beside) = tokio::join!(
        store.write_note(1, Some("x".repeat(8_000_000))),
        store.ingest(update(key, 2)),
    );
    filled.unwrap_err();
    let again = if beside.is_ok() { 3..4 } else { 2..4 };
    for id in again {
        let outcome = store.ingest(update(key, id)).await.unwrap();
        assert_eq!(outcome, Ingested::Stored, "{id}");
    }
    assert_eq!(store.count(key).updates, 3);
}

#[tokio::test]
async fn the_log_stays_short_under_load_and_is_emptied_after_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("db");
    let log = folder.path().join("db-wal");
    let size = || std::fs::metadata(&log).map_or(0, |data| data.len());
    let store = Store::open(&path).unwrap();
    let bot = store.add_bot(bot()).await.unwrap();
    let (mut longest, mut id) = (0, 0);
    // Ten times as much as the log may hold before it starts anew.
    while id < 40 * 128 {
        let callers: Vec<_> = (0..128)
            .map(|_| {
                id += 1;
                let store = store.clone();
                tokio::spawn(async move { store.ingest(large(bot, id, 64_000)).await.unwrap() })
            })
            .collect();
        for caller in callers {
            assert_eq!(caller.await.unwrap(), Ingested::Stored);
        }
        longest = longest.max(size());
    }
    assert!(longest > 8 << 20, "the log was in use");
    assert!(longest < 128 << 20, "{longest} bytes");
    crate::fixture::eventually("an empty log", || async { (size() == 0).then_some(()) }).await;
}
