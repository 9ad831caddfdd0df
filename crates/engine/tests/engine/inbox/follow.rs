//! The index follows, forgets, and survives.

use super::{Inbox, exactly};
use crate::fixture::eventually;
use hookbay_engine::domain::retention::Excess;
use hookbay_engine::event::{Change, Events};
use hookbay_engine::inbox::follower::Follower;
use hookbay_engine::store::Store;

fn indexed(inbox: &Inbox) -> Vec<i64> {
    numbers(inbox, "SELECT id FROM update_index_docsize ORDER BY id")
}

fn numbers(inbox: &Inbox, sql: &str) -> Vec<i64> {
    let connection = rusqlite::Connection::open(inbox.path()).unwrap();
    let mut select = connection.prepare(sql).unwrap();
    let rows = select.query_map([], |row| row.get(0)).unwrap();
    rows.map(Result::unwrap).collect()
}

#[tokio::test]
async fn what_is_pruned_leaves_the_index_the_tallies_and_the_ladder() {
    let mut inbox = Inbox::new().await;
    for n in 0..1_500 {
        inbox.say(&format!("word{n}x")).await;
    }
    inbox.add("poll", "{}").await;
    inbox.follow().await;
    inbox.say("not indexed").await;
    assert_eq!(inbox.count("kind:message").await, exactly(1_501));
    let excess = Excess {
        updates: 400,
        bytes: 0,
    };
    let pruned = inbox
        .store
        .prune(inbox.bot, excess, None, i64::MIN)
        .await
        .unwrap();
    assert_eq!(pruned.removed, 400);
    assert_eq!(indexed(&inbox), (401..=1_501).collect::<Vec<_>>());
    assert_eq!(
        numbers(&inbox, "SELECT left FROM update_rung ORDER BY first"),
        [600, 501]
    );
    assert_eq!(inbox.count("kind:message").await, exactly(1_101));
    assert!(inbox.found("word399x").await.is_empty());
    assert_eq!(inbox.found("word400x").await, [401]);
    let connection = rusqlite::Connection::open(inbox.path()).unwrap();
    connection
        .execute_batch("INSERT INTO update_index(update_index) VALUES ('integrity-check')")
        .unwrap();
}

#[tokio::test]
async fn a_removed_bot_leaves_nothing_in_the_index() {
    let mut inbox = Inbox::new().await;
    let gone = crate::store::bot();
    let key = inbox.store.add_bot(gone.clone()).await.unwrap();
    for _ in 0..10 {
        inbox.say("pizza").await;
        inbox.add_to(key, "message", r#"{"text":"pizza"}"#, 5).await;
    }
    inbox.follow().await;
    assert_eq!(indexed(&inbox).len(), 20);
    inbox.store.leave(gone.id, key).await.unwrap();
    while inbox.store.remove_some(key).await.unwrap() {}
    inbox.follow().await;
    assert_eq!(indexed(&inbox).len(), 10);
    assert_eq!(
        numbers(&inbox, "SELECT count(*) FROM update_rung WHERE bot = -1"),
        [0]
    );
    // The next bot may get the key, and none of the updates.
    let again = inbox.store.add_bot(crate::store::bot()).await.unwrap();
    inbox.bot = again;
    assert!(inbox.found("pizza").await.is_empty());
    assert_eq!(inbox.count("kind:message").await, exactly(0));
}

#[tokio::test]
async fn the_index_goes_on_where_it_was_after_a_crash() {
    let mut inbox = Inbox::new().await;
    for n in 0..600 {
        inbox.say(&format!("word{n}x")).await;
    }
    let step = inbox.store.follow_a_little().await.unwrap();
    assert!(step.more && step.rows < 100, "{step:?}");
    let step = inbox.store.follow().await.unwrap();
    assert!(step.more && step.rows > 400, "{step:?}");
    // A copy of the file and its log at this moment is what a crash would leave.
    let copy = tempfile::tempdir().unwrap();
    // The log first: should it be emptied meanwhile, the file has what was in it.
    for name in ["db-wal", "db"] {
        std::fs::copy(inbox.path().with_file_name(name), copy.path().join(name)).unwrap();
    }
    let store = Store::open(&copy.path().join("db")).unwrap();
    inbox.store = store;
    assert_eq!(inbox.found("word599x").await, [600]);
    inbox.follow().await;
    assert_eq!(inbox.found("word599x").await, [600]);
    assert_eq!(inbox.found("word0x").await, [1]);
    assert_eq!(inbox.count("kind:message").await, exactly(600));
    drop(copy);
}

#[tokio::test]
async fn a_task_keeps_it_up() {
    let mut inbox = Inbox::new().await;
    inbox.say("before").await;
    let events = Events::default();
    let follower = Follower::start(inbox.store.clone(), &events);
    eventually("what was there is indexed", || async {
        (indexed(&inbox).len() == 1).then_some(())
    })
    .await;
    inbox.say("after").await;
    events.tell(Change::Updates {
        bot_id: hookbay_engine::domain::ids::BotId::random(),
    });
    eventually("what arrived is indexed", || async {
        (indexed(&inbox).len() == 2).then_some(())
    })
    .await;
    drop(follower);
}

#[tokio::test]
async fn pins_and_notes_keep_an_update_and_are_found_after_a_restart() {
    let mut inbox = Inbox::new().await;
    for _ in 0..5 {
        inbox.say("x").await;
    }
    inbox.store.pin(1, true).await.unwrap();
    inbox
        .store
        .write_note(2, Some("why?".into()))
        .await
        .unwrap();
    inbox
        .store
        .write_note(1, Some("both".into()))
        .await
        .unwrap();
    inbox.store.write_note(1, None).await.unwrap();
    assert_eq!(inbox.store.count(inbox.bot).pinned, 2);
    let excess = Excess {
        updates: 100,
        bytes: 0,
    };
    inbox
        .store
        .prune(inbox.bot, excess, None, i64::MIN)
        .await
        .unwrap();
    let path = inbox.path();
    inbox.store = Store::open(&path).unwrap();
    assert_eq!(inbox.found("").await, [2, 1]);
    assert_eq!(
        (
            inbox.found("note:yes").await,
            inbox.found("pinned:yes").await
        ),
        (vec![2], vec![1])
    );
    assert_eq!(inbox.store.note(2).await.unwrap().as_deref(), Some("why?"));
    inbox.store.write_note(2, None).await.unwrap();
    inbox
        .store
        .prune(inbox.bot, excess, None, i64::MIN)
        .await
        .unwrap();
    assert_eq!(inbox.found("").await, [1]);
    assert_eq!(
        inbox
            .store
            .write_note(99, Some("none".into()))
            .await
            .unwrap(),
        None
    );
}
