//! The queue of waiting updates: expiry, its limits, and what is delivered beside what.

use chrono::TimeDelta;
use serde_json::{Value, json};
use tokio::sync::watch;

use crate::desk::{Desk, cloud, local, noon};
use crate::hook::{Hook, Reply, status};

async fn pending(desk: &Desk) -> i64 {
    let count = desk.info().await["pending_update_count"].as_i64().unwrap();
    let same = desk.control.pending(&desk.token).unwrap();
    assert_eq!(usize::try_from(count).unwrap(), same);
    count
}

#[tokio::test]
async fn a_message_is_as_old_as_its_last_edit() {
    let old = (noon() - TimeDelta::days(30)).timestamp();
    let plain = json!({"date": old, "chat": {"id": 1}});
    let edited = json!({"date": old, "edit_date": noon().timestamp(), "chat": {"id": 1}});
    for kind in [
        "edited_message",
        "edited_channel_post",
        "edited_business_message",
        "message",
        "channel_post",
        "business_message",
        "guest_message",
    ] {
        let desk = cloud().await;
        desk.update(kind, &plain);
        assert_eq!(pending(&desk).await, 0, "{kind}");
        desk.update(kind, &edited);
        assert_eq!(pending(&desk).await, 1, "{kind}");
        desk.clock.advance(TimeDelta::days(2));
        assert_eq!(pending(&desk).await, 0, "{kind}");
    }
}

#[tokio::test]
async fn a_date_at_the_end_of_the_calendar_is_a_date() {
    let desk = cloud().await;
    let end = chrono::DateTime::<chrono::Utc>::MAX_UTC.timestamp();
    for date in [end, end - 1, i64::MAX, i64::MIN] {
        desk.update("message", &json!({"date": date, "chat": {"id": 1}}));
    }
    assert_eq!(pending(&desk).await, 4);
}

#[tokio::test]
async fn updates_expire_when_nobody_fetches_them() {
    let desk = cloud().await;
    desk.update("callback_query", &json!({"id": "1", "from": {"id": 1}}));
    desk.say("longer");
    desk.clock.advance(TimeDelta::seconds(151));
    assert_eq!(pending(&desk).await, 1);
    desk.clock.advance(TimeDelta::days(1));
    let updates = desk.call("getUpdates", json!({})).await;
    assert_eq!(updates["result"], json!([]));
}

#[tokio::test]
async fn updates_expire_behind_one_that_is_not_delivered() {
    let desk = local().await;
    let hook = Hook::start(|_| status("500 x")).await;
    desk.set_url(&hook.url()).await;
    let (early, now) = (
        (desk.clock.now() - TimeDelta::hours(23)).timestamp(),
        desk.clock.now().timestamp(),
    );
    desk.update("message", &json!({"date": now, "chat": {"id": 1}}));
    desk.update("message", &json!({"date": early, "chat": {"id": 1}}));
    desk.attempt(2).await;
    assert_eq!(pending(&desk).await, 2);
    desk.clock.advance(TimeDelta::hours(2));
    assert_eq!(pending(&desk).await, 1);
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
async fn an_update_of_more_than_half_a_mebibyte_is_lost() {
    let desk = cloud().await;
    let text = "x".repeat(512 << 10);
    assert_eq!(
        desk.control.send_message(&desk.token, None, &text).unwrap(),
        None
    );
    desk.say(&text[..500 << 10]);
}

#[tokio::test]
async fn allowed_updates_do_not_filter_what_waits_already() {
    let desk = local().await;
    let id = desk.say("before");
    let hook = Hook::start(|_| status("200 OK")).await;
    desk.set(json!({"url": hook.url(), "allowed_updates": ["poll"]}))
        .await;
    assert_eq!(desk.attempt(1).await["update_id"], id);
    let after = desk.control.send_message(&desk.token, None, "after");
    assert_eq!(after.unwrap(), None);
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
async fn which_updates_wait_for_which() {
    let chat_wide = [
        ("message", "edited_message"),
        ("channel_post", "edited_channel_post"),
        ("chat_boost", "removed_chat_boost"),
    ];
    for (one, other) in chat_wide {
        assert!(waits((one, at(1)), (other, at(1))).await, "{other}");
        assert!(!waits((one, at(1)), (other, at(2))).await, "{other}");
    }
    for kind in ["inline_query", "chosen_inline_result", "callback_query"] {
        assert!(waits((kind, by(1)), (kind, by(1))).await, "{kind}");
        assert!(!waits((kind, by(1)), (kind, by(2))).await, "{kind}");
    }
    let (query, result) = ("inline_query", "chosen_inline_result");
    assert!(!waits((query, by(1)), (result, by(1))).await);
    assert!(!waits((result, by(1)), ("callback_query", by(1))).await);
    assert!(waits(("shipping_query", by(1)), ("pre_checkout_query", by(1))).await);
    assert!(!waits(("shipping_query", by(1)), ("callback_query", by(1))).await);
    let answer = json!({"poll_id": "1", "option_ids": []});
    assert!(waits(("poll", by(1)), ("poll_answer", answer)).await);
}

#[tokio::test]
async fn members_and_businesses_have_queues_of_their_own() {
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
