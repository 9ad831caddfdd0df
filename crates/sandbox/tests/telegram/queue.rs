//! The queue of waiting updates, and what expires in it.

use chrono::TimeDelta;
use serde_json::json;

use crate::desk::{Desk, cloud, local, noon};
use crate::hook::{Hook, status};

pub async fn pending(desk: &Desk) -> i64 {
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
async fn updates_that_waited_are_delivered_once_a_webhook_is_set() {
    let desk = local().await;
    let ids = [desk.say("a"), desk.say("b")];
    let hook = Hook::start(|_| status("201 Created")).await;
    desk.set_url(&hook.url()).await;
    desk.attempt(2).await;
    let seen: Vec<i64> = hook
        .received()
        .iter()
        .map(|request| request.update_id())
        .collect();
    assert_eq!(seen, ids);
}
