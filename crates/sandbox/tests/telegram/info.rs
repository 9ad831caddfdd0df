//! getWebhookInfo: which fields, when.

use serde_json::json;

use crate::desk::{local, noon};
use crate::hook::{Hook, status};

#[tokio::test]
async fn without_a_webhook() {
    let desk = local().await;
    let expected = json!({"url": "", "has_custom_certificate": false, "pending_update_count": 0});
    assert_eq!(desk.info().await, expected);
}

#[tokio::test]
async fn with_a_webhook() {
    let desk = local().await;
    let hook = Hook::start(|_| status("200 OK")).await;
    desk.set_url(&hook.url()).await;
    let expected = json!({
        "url": hook.url(),
        "has_custom_certificate": false,
        "pending_update_count": 0,
        "max_connections": 100,
        "ip_address": "127.0.0.1",
    });
    assert_eq!(desk.info().await, expected);
}

#[tokio::test]
async fn an_error_stays_after_a_success_and_goes_with_the_next_set_webhook() {
    let desk = local().await;
    let hook = Hook::start(|request| {
        if request.body.contains("bad") {
            status("404 Not Found")
        } else {
            status("200 OK")
        }
    })
    .await;
    desk.set_url(&hook.url()).await;
    let group = |id: i64, text: &str| json!({"message_id": 1, "date": noon().timestamp(), "chat": {"id": id, "type": "group"}, "text": text});
    desk.update("message", &group(-1, "bad"));
    let error = desk.last_error().await;
    assert_eq!(error, "Wrong response from the webhook: 404 Not Found");
    desk.update("message", &group(-2, "good"));
    let token = desk.token.clone();
    desk.until("a delivery", |control| {
        control
            .deliveries(&token)
            .unwrap()
            .iter()
            .any(|attempt| attempt.delivered)
    })
    .await;
    let info = desk.info().await;
    assert_eq!(info["last_error_message"], json!(error));
    assert_eq!(info["last_error_date"], noon().timestamp() + 2);
    assert_eq!(info["pending_update_count"], 1);
    let other = Hook::start(|_| status("200 OK")).await;
    desk.set_url(&other.url()).await;
    let info = desk.info().await;
    assert!(info.get("last_error_message").is_none(), "{info}");
    assert!(info.get("last_error_date").is_none(), "{info}");
}
