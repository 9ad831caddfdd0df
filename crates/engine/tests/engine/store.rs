//! The database file itself.

use crate::fixture::eventually;
use hookbay_engine::domain::bot::{Bot, Environment};
use hookbay_engine::domain::history::PendingSample;
use hookbay_engine::domain::ids::BotId;
use hookbay_engine::domain::update::classify;
use hookbay_engine::error::Code;
use hookbay_engine::store::{BotKey, Ingested, NewUpdate, Page, Store};

pub fn bot() -> Bot {
    Bot {
        id: BotId::random(),
        name: "Pizza orders".into(),
        telegram_id: 1,
        username: None,
        environment: Environment::Cloud,
        webhook_url: None,
        webhook_last_checked: None,
        webhook_auto_refresh: true,
        paused: false,
        created_at: chrono::Utc::now(),
    }
}

pub fn update(bot: BotKey, id: i64) -> NewUpdate {
    let body = bytes::Bytes::from(format!(
        "{{\"update_id\":{id},\n\"message\":{{\"text\":\"hi\"}}}}"
    ));
    NewUpdate {
        bot,
        received_at: id,
        what: classify(&body).unwrap(),
        body,
    }
}

const ALL: Page = Page {
    before: None,
    after: None,
    limit: 500,
};

#[tokio::test]
async fn a_database_of_a_newer_version_is_refused_and_left_untouched() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("hookbay.sqlite");
    drop(Store::open(&path).unwrap());
    let connection = rusqlite::Connection::open(&path).unwrap();
    connection.pragma_update(None, "user_version", 999).unwrap();
    // The store's own connections are closed by its threads, after the drop.
    eventually("the file is ours alone", || async {
        connection
            .pragma_update(None, "journal_mode", "DELETE")
            .ok()
    })
    .await;
    drop(connection);
    let before = std::fs::read(&path).unwrap();
    let error = Store::open(&path).err().unwrap();
    assert_eq!(error.code, Code::StoreNewer);
    assert!(error.message.contains("999"));
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[tokio::test]
async fn the_file_is_durable_and_shaped_as_the_model_says() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("hookbay.sqlite");
    let store = Store::open(&path).unwrap();
    store.add_bot(bot()).await.unwrap();
    let connection = rusqlite::Connection::open(&path).unwrap();
    let mode: String = connection
        .query_row("PRAGMA journal_mode", [], |row| row.get(0))
        .unwrap();
    assert_eq!(mode, "wal");
    let mut statement = connection
        .prepare("PRAGMA table_info(bot_platform_credential)")
        .unwrap();
    let columns: Vec<(String, String, bool, Option<String>)> = statement
        .query_map([], |row| {
            Ok((row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
        })
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let column = |name: &str| columns.iter().find(|column| column.0 == name).unwrap();
    for required in ["bot_id", "platform", "credentials", "webhook_auto_refresh"] {
        assert!(column(required).2, "{required} may not be null");
    }
    for optional in ["webhook_url", "webhook_last_checked"] {
        assert!(!column(optional).2, "{optional} may be null");
    }
    assert_eq!(column("webhook_auto_refresh").3.as_deref(), Some("1"));
}

#[tokio::test]
async fn the_same_update_is_stored_once() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("db")).unwrap();
    let (one, two) = (
        store.add_bot(bot()).await.unwrap(),
        store.add_bot(bot()).await.unwrap(),
    );
    assert_eq!(
        store.ingest(update(one, 7)).await.unwrap(),
        Ingested::Stored
    );
    assert_eq!(
        store.ingest(update(one, 7)).await.unwrap(),
        Ingested::Duplicate
    );
    assert_eq!(
        store.ingest(update(two, 7)).await.unwrap(),
        Ingested::Stored
    );
    assert_eq!((store.count(one).updates, store.count(two).updates), (1, 1));
}

#[tokio::test]
async fn many_writers_at_once_lose_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("db");
    let store = Store::open(&path).unwrap();
    let bot = store.add_bot(bot()).await.unwrap();
    let writers = (0..2_000).map(|id| {
        let store = store.clone();
        tokio::spawn(async move { store.ingest(update(bot, id)).await.unwrap() })
    });
    for writer in writers.collect::<Vec<_>>() {
        assert_eq!(writer.await.unwrap(), Ingested::Stored);
    }
    drop(store);
    let store = Store::open(&path).unwrap();
    assert_eq!(store.count(bot).updates, 2_000);
}

#[tokio::test]
async fn pages_meet_without_gap_or_overlap() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("db")).unwrap();
    let (bot, other) = (
        store.add_bot(bot()).await.unwrap(),
        store.add_bot(bot()).await.unwrap(),
    );
    for id in 0..25 {
        store.ingest(update(bot, id)).await.unwrap();
        store.ingest(update(other, id)).await.unwrap();
    }
    let mut seen = Vec::new();
    let mut before = None;
    loop {
        let rows = store
            .updates(
                bot,
                Page {
                    before,
                    after: None,
                    limit: 10,
                },
            )
            .await
            .unwrap();
        let Some(last) = rows.last() else { break };
        before = Some(last.seq);
        seen.extend(rows.iter().map(|row| row.update_id));
    }
    assert_eq!(seen, (0..25).rev().collect::<Vec<_>>());
    let rows = store.updates(bot, ALL).await.unwrap();
    let newer = store
        .updates(
            bot,
            Page {
                after: Some(rows[3].seq),
                ..ALL
            },
        )
        .await
        .unwrap();
    assert_eq!(newer, rows[..3]);
}

#[tokio::test]
async fn a_month_of_checks_stays_however_often_the_window_looks() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("hookbay.sqlite")).unwrap();
    let key = store.add_bot(bot()).await.unwrap();
    let end = chrono::DateTime::from_timestamp(1_800_000_000, 0).unwrap();
    let ago = |seconds: i64| end - chrono::TimeDelta::seconds(seconds);
    let month = 30 * 24 * 3600;
    // The background's, every five minutes, and the window's of the last three days, every 20 seconds.
    let checks = (0..=month / 300).map(|n| (ago(n * 300), 5));
    let looks = (1..3 * 24 * 180).map(|n| (ago(n * 20 + 1), 7));
    let peak = std::iter::once((ago(2 * 24 * 3600 + 7), 900));
    let mut all: Vec<_> = checks.chain(looks).chain(peak).collect();
    all.sort_unstable();
    let samples = all
        .into_iter()
        .map(|(at, pending)| (key, PendingSample { at, pending }));
    store.add_samples(samples.collect()).await.unwrap();

    let kept = store.samples(key, ago(month)).await.unwrap();
    assert!(kept.len() <= 12_000, "{}", kept.len());
    assert_eq!(kept[0].at, ago(month));
    let gaps = kept.windows(2).map(|two| two[1].at - two[0].at);
    assert!(gaps.max().unwrap() <= chrono::TimeDelta::minutes(10));
    assert!(kept.iter().any(|sample| sample.pending == 900));
    // The last hour is as it was seen.
    let fresh = store.samples(key, ago(3600)).await.unwrap();
    assert_eq!(fresh.len(), 180 + 13 - 1);
}
