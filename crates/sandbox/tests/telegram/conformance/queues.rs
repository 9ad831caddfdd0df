//! Which updates wait for which, and how many wait.

use chrono::TimeDelta;
use serde_json::{Value, json};
use tokio::sync::watch;

use crate::desk::{cloud, local, noon};
use crate::hook::{Hook, Reply, status};
use crate::queue::pending;

#[tokio::test]
async fn one_chat_waits_for_its_first_update_and_others_do_not() {
    let desk = local().await;
    let (open, gate) = watch::channel(false);
    let hook = Hook::start(move |request| {
        if request.body.contains("first") {
            Reply::Hold(gate.clone())
        } else {
            status("200 OK")
        }
    })
    .await;
    desk.set_url(&hook.url()).await;
    let group =
        |id: i64, text: &str| json!({"date": noon().timestamp(), "chat": {"id": id}, "text": text});
    // A success makes the webhook healthy, so that more than one connection is opened.
    let warm = desk.update("message", &group(-9, "warm"));
    desk.attempt(1).await;
    let first = desk.update("message", &group(-1, "first"));
    let second = desk.update("edited_message", &group(-1, "second"));
    let other = desk.update("message", &group(-2, "other"));
    let query = desk.update("callback_query", &json!({"id": "1", "from": {"id": 5}}));
    desk.attempt(3).await;
    let mut seen: Vec<i64> = hook
        .received()
        .iter()
        .map(|request| request.update_id())
        .collect();
    seen.sort_unstable();
    assert_eq!(seen, [warm, first, other, query]);
    open.send_replace(true);
    desk.attempt(5).await;
    let order: Vec<i64> = desk
        .control
        .deliveries(&desk.token)
        .unwrap()
        .iter()
        .map(|attempt| attempt.update_id)
        .collect();
    assert_eq!(order[3..], [first, second]);
}

fn by(user: i64) -> Value {
    json!({"id": "1", "from": {"id": user}})
}

fn at(chat: i64) -> Value {
    json!({"chat": {"id": chat}, "from": {"id": 99}})
}

fn member(user: i64, chat: i64) -> Value {
    json!({"chat": {"id": chat}, "new_chat_member": {"user": {"id": user}}})
}

fn business(chat: i64, connection: &str) -> Value {
    json!({"chat": {"id": chat}, "business_connection_id": connection})
}

#[tokio::test]
async fn messages_and_posts_wait_by_their_chat() {
    for (one, other) in [
        ("message", "edited_message"),
        ("channel_post", "edited_channel_post"),
    ] {
        assert!(waits((one, at(1)), (other, at(1))).await, "{other}");
        assert!(!waits((one, at(1)), (other, at(2))).await, "{other}");
    }
}

#[tokio::test]
async fn queries_wait_by_their_user_and_kind() {
    let (query, result, callback) = ("inline_query", "chosen_inline_result", "callback_query");
    for kind in [query, result, callback] {
        assert!(waits((kind, by(1)), (kind, by(1))).await, "{kind}");
        assert!(!waits((kind, by(1)), (kind, by(2))).await, "{kind}");
    }
    assert!(!waits((query, by(1)), (result, by(1))).await);
    assert!(!waits((result, by(1)), (callback, by(1))).await);
}

#[tokio::test]
async fn payments_wait_by_their_user() {
    let (shipping, checkout) = ("shipping_query", "pre_checkout_query");
    assert!(waits((shipping, by(1)), (checkout, by(1))).await);
    assert!(!waits((shipping, by(1)), (checkout, by(2))).await);
    assert!(!waits((shipping, by(1)), ("callback_query", by(1))).await);
}

#[tokio::test]
async fn polls_wait_with_their_answers() {
    let answer = |poll: &str| json!({"poll_id": poll, "option_ids": []});
    assert!(waits(("poll", by(1)), ("poll_answer", answer("1"))).await);
    assert!(!waits(("poll", by(1)), ("poll_answer", answer("2"))).await);
}

#[tokio::test]
async fn members_boosts_reactions_and_businesses_wait_by_themselves() {
    let joining = json!({"chat": {"id": 2}, "from": {"id": 7}});
    assert!(
        waits(
            ("chat_member", member(7, 1)),
            ("chat_join_request", joining)
        )
        .await
    );
    assert!(waits(("chat_member", member(7, 1)), ("chat_member", member(7, 2))).await);
    assert!(!waits(("chat_member", member(7, 1)), ("chat_member", member(8, 1))).await);
    assert!(
        waits(
            ("my_chat_member", member(7, 1)),
            ("my_chat_member", member(8, 1))
        )
        .await
    );
    assert!(!waits(("my_chat_member", member(7, 1)), ("message", at(1))).await);
    assert!(
        !waits(
            ("message_reaction", at(1)),
            ("message_reaction_count", at(1))
        )
        .await
    );

    let (said, edited, deleted) = (
        "business_message",
        "edited_business_message",
        "deleted_business_messages",
    );
    assert!(waits((said, business(1, "a")), (edited, business(1, "b"))).await);
    assert!(waits((said, business(1, "a")), (deleted, business(1, "a"))).await);
    assert!(!waits((said, business(1, "a")), (said, business(2, "a"))).await);
    assert!(!waits((said, business(1, "a")), ("message", at(1))).await);
    let connection = json!({"id": "a", "user": {"id": 1}});
    assert!(
        !waits(
            (said, business(1, "a")),
            ("business_connection", connection)
        )
        .await
    );
}

/// Whether the second update waits for the answer to the first.
async fn waits(first: (&str, Value), second: (&str, Value)) -> bool {
    let desk = local().await;
    let (_open, gate) = watch::channel(false);
    let hook = Hook::start(move |request| {
        if request.body.contains("warm") || request.body.contains("purchased") {
            status("200 OK")
        } else {
            Reply::Hold(gate.clone())
        }
    })
    .await;
    let kinds = [first.0, second.0, "message", "purchased_paid_media"];
    desk.set(json!({"url": hook.url(), "allowed_updates": kinds}))
        .await;
    // A success makes the webhook healthy, so that more than one connection is opened.
    desk.say("warm");
    desk.attempt(1).await;
    let first = desk.update(first.0, &first.1);
    hook.wait_for(2).await;
    let second = desk.update(second.0, &second.1);
    // Nothing else is in this one's queue; it goes out after everything that may go.
    desk.update("purchased_paid_media", &json!({"from": {"id": 1}}));
    desk.attempt(2).await;
    let mut seen = hook.received().into_iter().map(|one| one.update_id());
    assert!(seen.any(|id| id == first));
    !seen.any(|id| id == second)
}

#[tokio::test]
async fn never_more_at_once_than_max_connections() {
    let desk = local().await;
    let (open, gate) = watch::channel(false);
    let hook = Hook::start(move |request| {
        if request.body.contains("warm") {
            status("200 OK")
        } else {
            Reply::Hold(gate.clone())
        }
    })
    .await;
    desk.set(json!({"url": hook.url(), "max_connections": 2}))
        .await;
    desk.say("warm");
    desk.attempt(1).await;
    for chat in 1..=4 {
        desk.update(
            "message",
            &json!({"date": noon().timestamp(), "chat": {"id": chat}}),
        );
    }
    hook.wait_for(3).await;
    assert_eq!(desk.info().await["pending_update_count"], 4);
    assert_eq!(hook.received().len(), 3);
    open.send_replace(true);
    desk.attempt(5).await;
    let connections = hook
        .received()
        .iter()
        .map(|request| request.connection)
        .max();
    assert_eq!(connections, Some(1));
}

#[tokio::test]
async fn a_hundred_thousand_wait_and_no_more() {
    let desk = cloud().await;
    let raw = serde_json::value::to_raw_value(&json!({"id": "1"})).unwrap();
    let send = || desk.control.send_update(&desk.token, "poll", &raw).unwrap();
    for _ in 0..100_000 {
        assert!(send().is_some());
    }
    assert_eq!(send(), None);
    assert_eq!(pending(&desk).await, 100_000);
    desk.clock.advance(TimeDelta::hours(25));
    assert!(send().is_some());
    assert_eq!(pending(&desk).await, 1);
}

#[tokio::test]
async fn a_hundred_and_twenty_eight_mebibytes_wait_and_no_more() {
    let desk = cloud().await;
    let text = "x".repeat(500 << 10);
    let raw = serde_json::value::to_raw_value(&json!({"id": text})).unwrap();
    let send = || desk.control.send_update(&desk.token, "poll", &raw).unwrap();
    let fits = (128 << 20) / (raw.get().len() + 40);
    for number in 0..fits {
        assert!(send().is_some(), "{number}");
    }
    assert_eq!(send(), None);
    desk.done("deleteWebhook", json!({"drop_pending_updates": true}))
        .await;
    assert!(send().is_some());
}

#[tokio::test]
async fn an_update_of_more_than_half_a_mebibyte_is_lost() {
    let desk = cloud().await;
    let text = "x".repeat(512 << 10);
    assert_eq!(
        desk.control.send_message(&desk.token, None, &text).unwrap(),
        None
    );
    desk.say(&text[..500 << 10]);
}
