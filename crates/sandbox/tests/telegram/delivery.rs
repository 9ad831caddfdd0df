//! What a delivery looks like, and which go out beside each other.

use chrono::TimeDelta;
use serde_json::json;
use tokio::sync::watch;

use crate::desk::{local, noon};
use crate::hook::{Hook, Reply, status};

#[tokio::test]
async fn the_request_is_telegrams_to_the_byte() {
    let desk = local().await;
    let hook = Hook::start(|_| status("200 OK")).await;
    let secret = json!({"url": hook.url(), "secret_token": "s3cret_-"});
    assert_eq!(desk.set(secret).await["ok"], true);
    let raw = "{ \"date\":1800000000,  \"chat\":{\"id\":7}, \"text\":\"\\u00e9 é\" }";
    let payload = serde_json::value::RawValue::from_string(raw.to_owned()).unwrap();
    let id = desk
        .control
        .send_update(&desk.token, "message", &payload)
        .unwrap()
        .unwrap();
    let received = &hook.wait_for(1).await[0];
    let body = format!("{{\"update_id\":{id},\n\"message\":{raw}}}");
    assert_eq!(received.body, body);
    let head = format!(
        "POST /hook?a=1 HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n\
         X-Telegram-Bot-Api-Secret-Token: s3cret_-\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\nConnection: keep-alive\r\nAccept-Encoding: gzip, deflate\r\n\r\n",
        hook.port,
        body.len()
    );
    assert_eq!(received.head, head);
    desk.attempt(1).await;
    assert_eq!(desk.info().await["pending_update_count"], 0);
}

#[tokio::test]
async fn a_login_in_the_url_becomes_basic_authorization_as_it_is_written() {
    let desk = local().await;
    let hook = Hook::start(|_| status("200 OK")).await;
    desk.set_url(&format!("http://ann:pa%20ss@127.0.0.1:{}/", hook.port))
        .await;
    desk.say("x");
    let head = &hook.wait_for(1).await[0].head;
    let line = "Authorization: Basic YW5uOnBhJTIwc3M=\r\nContent-Type";
    assert!(head.contains(line), "{head}");
    assert!(!head.contains("X-Telegram-Bot-Api-Secret-Token"), "{head}");
}

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
async fn connections_are_kept_for_a_minute() {
    let desk = local().await;
    let hook = Hook::start(|_| status("200 OK")).await;
    desk.set_url(&hook.url()).await;
    desk.say("a");
    desk.attempt(1).await;
    desk.clock.advance(TimeDelta::seconds(59));
    desk.say("b");
    desk.attempt(2).await;
    desk.clock.advance(TimeDelta::seconds(60));
    desk.say("c");
    desk.attempt(3).await;
    let used: Vec<usize> = hook
        .received()
        .iter()
        .map(|request| request.connection)
        .collect();
    assert_eq!(used, [0, 0, 1]);
}

#[tokio::test]
async fn connection_close_is_honoured() {
    let desk = local().await;
    let hook = Hook::start(|_| {
        Reply::Bytes("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n".to_owned())
    })
    .await;
    desk.set_url(&hook.url()).await;
    for number in 1..=2 {
        desk.say("x");
        desk.attempt(number).await;
    }
    let used: Vec<usize> = hook
        .received()
        .iter()
        .map(|request| request.connection)
        .collect();
    assert_eq!(used, [0, 1]);
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
