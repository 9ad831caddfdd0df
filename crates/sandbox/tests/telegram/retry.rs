//! Deliveries that follow one that expired, and answers with nothing in them.

use chrono::TimeDelta;
use serde_json::json;

use crate::desk::{local, noon};
use crate::hook::{Hook, Reply, status};

#[tokio::test]
async fn the_next_update_of_a_chat_follows_when_the_first_expires() {
    let desk = local().await;
    let date = noon().timestamp();
    let old = json!({"date": date - 86_400 + 10, "chat": {"id": 1}, "text": "old"});
    let old = desk.update("message", &old);
    let new = desk.update(
        "message",
        &json!({"date": date, "chat": {"id": 1}, "text": "new"}),
    );
    desk.clock.advance(TimeDelta::seconds(20));
    let hook = Hook::start(|_| status("200 OK")).await;
    desk.set_url(&hook.url()).await;
    let first = desk.attempt(1).await;
    assert_eq!(first["update_id"], new);
    assert_ne!(first["update_id"], old);
    assert_eq!(desk.info().await["pending_update_count"], 0);
}

#[tokio::test]
async fn how_nothing_is_encoded_does_not_matter() {
    for answer in [
        "HTTP/1.1 204 No Content\r\nContent-Encoding: br\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 0\r\n\r\n",
    ] {
        let desk = local().await;
        let hook = Hook::start(|_| Reply::Bytes(answer.to_owned())).await;
        desk.set_url(&hook.url()).await;
        desk.say("x");
        assert_eq!(desk.attempt(1).await["delivered"], true, "{answer}");
    }
}
