//! A bot that is removed is gone at once; its rows go in small steps.

use crate::fixture::eventually;
use crate::ingest::ids;
use crate::store::{bot, update};
use hookbay_engine::domain::bot::Bot;
use hookbay_engine::domain::ids::BotId;
use hookbay_engine::inbox::leaving::Leaver;
use hookbay_engine::store::{Ingested, Store};

/// Two bots, the first with so many updates.
async fn filled(store: &Store, updates: i64) -> (Bot, Bot) {
    let (first, second) = (
        bot(),
        Bot {
            id: BotId::random(),
            ..bot()
        },
    );
    let key = store.add_bot(first.clone()).await.unwrap();
    store.add_bot(second.clone()).await.unwrap();
    let stored = (0..updates).map(|id| {
        let store = store.clone();
        tokio::spawn(async move { store.ingest(update(key, id)).await.unwrap() })
    });
    for stored in stored.collect::<Vec<_>>() {
        assert_eq!(stored.await.unwrap(), Ingested::Stored);
    }
    (first, second)
}

#[tokio::test]
async fn other_bots_updates_are_stored_in_between() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("db")).unwrap();
    let (first, second) = filled(&store, 6_000).await;
    let key = store.key(first.id).unwrap();
    let other = store.key(second.id).unwrap();
    store.leave(first.id, key).await.unwrap();
    assert_eq!(store.key(first.id), None);
    let left = store.bots().await.unwrap();
    assert_eq!(left.len(), 1, "it is in no list");
    assert_eq!(store.count(key).updates, 0);
    let leaver = Leaver::start(store.clone());
    let mut between = 0;
    for id in 0.. {
        let (stored, left) = tokio::join!(store.ingest(update(other, id)), store.leaving());
        assert_eq!(stored.unwrap(), Ingested::Stored);
        if left.unwrap().is_empty() {
            break;
        }
        between += 1;
    }
    assert!(between > 3, "{between} were stored while rows were removed");
    let stored = ids(&folder.path().join("db")).len();
    assert_eq!(stored, usize::try_from(store.count(other).updates).unwrap());
    drop(leaver);
}

#[tokio::test]
async fn the_next_start_goes_on_where_a_run_ended() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("db");
    let store = Store::open(&path).unwrap();
    let (first, second) = filled(&store, 3_000).await;
    let key = store.key(first.id).unwrap();
    store.leave(first.id, key).await.unwrap();
    assert!(store.remove_some(key).await.unwrap(), "more is left");
    drop(store);
    let left = ids(&path).len();
    assert!((1..3_000).contains(&left), "{left}");

    let store = Store::open(&path).unwrap();
    assert_eq!(store.key(first.id), None);
    assert_eq!(store.bots().await.unwrap().len(), 1);
    let _leaver = Leaver::start(store.clone());
    eventually("all rows are gone", || async {
        store.leaving().await.unwrap().is_empty().then_some(())
    })
    .await;
    assert!(ids(&path).is_empty());
    // No number is given twice, though the newest rows are gone.
    let other = store.key(second.id).unwrap();
    store.ingest(update(other, 1)).await.unwrap();
    let all = hookbay_engine::store::Page {
        before: None,
        after: None,
        limit: 1,
    };
    assert!(store.updates(other, all).await.unwrap()[0].seq > 3_000);
}
