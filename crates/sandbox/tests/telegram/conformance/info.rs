//! deleteWebhook, getWebhookInfo field by field, and getMe.

use serde_json::{Value, json};

use super::webhook_parameters::upload;
use crate::desk::{Desk, cloud, local, noon};
use crate::hook::{Hook, status};
use crate::pending_webhook::{HERE, answer, pending};

const URL: &str = "http://127.0.0.1:9/";

#[tokio::test]
async fn delete_webhook_is_true_each_time() {
    let desk = local().await;
    desk.set_url(URL).await;
    // More than one a second are no trouble.
    for _ in 0..5 {
        let deleted = desk.call("deleteWebhook", json!({})).await;
        assert_eq!(
            (&deleted["ok"], &deleted["result"]),
            (&json!(true), &json!(true))
        );
    }
}

#[tokio::test]
async fn delete_webhook_keeps_what_waits() {
    let desk = cloud().await;
    desk.set_url("https://9.9.9.9/").await;
    desk.say("kept");
    desk.call("deleteWebhook", json!({"drop_pending_updates": "no"}))
        .await;
    assert_eq!(desk.info().await["pending_update_count"], 1);
    desk.call("deleteWebhook", json!({})).await;
    assert_eq!(desk.info().await["pending_update_count"], 1);
}

#[tokio::test]
async fn delete_webhook_drops_what_waits_when_asked_to() {
    let desk = cloud().await;
    for set in [true, false] {
        if set {
            desk.set_url("https://9.9.9.9/").await;
        }
        desk.say("dropped");
        desk.call("deleteWebhook", json!({"drop_pending_updates": true}))
            .await;
        assert_eq!(desk.info().await["pending_update_count"], 0);
    }
}

#[tokio::test]
async fn url_is_empty_without_a_webhook() {
    let desk = local().await;
    let none = json!({"url": "", "has_custom_certificate": false, "pending_update_count": 0});
    assert_eq!(desk.info().await, none);
    desk.set_url(URL).await;
    assert_eq!(desk.info().await["url"], URL);
}

#[tokio::test]
async fn has_custom_certificate_is_always_there() {
    let desk = cloud().await;
    assert_eq!(desk.info().await["has_custom_certificate"], false);
    let own = rcgen::generate_simple_self_signed(vec!["9.9.9.9".to_owned()]).unwrap();
    upload(&desk, "certificate", own.cert.pem().into_bytes()).await;
    assert_eq!(desk.info().await["has_custom_certificate"], true);
}

#[tokio::test]
async fn pending_update_count_is_of_what_was_not_acknowledged() {
    let desk = local().await;
    for count in 1..=3 {
        desk.say("x");
        assert_eq!(desk.info().await["pending_update_count"], count);
    }
    let hook = Hook::start(|_| status("200 OK")).await;
    desk.set_url(&hook.url()).await;
    desk.attempt(3).await;
    assert_eq!(desk.info().await["pending_update_count"], 0);
}

#[tokio::test]
async fn last_error_stays_after_a_success_until_the_next_set_webhook() {
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

#[tokio::test]
async fn max_connections_is_there_with_a_webhook() {
    present_with_a_webhook("max_connections", &json!(100)).await;
}

#[tokio::test]
async fn ip_address_is_there_with_a_webhook() {
    present_with_a_webhook("ip_address", &json!("127.0.0.1")).await;
}

async fn present_with_a_webhook(field: &str, value: &Value) {
    let desk = local().await;
    assert_eq!(desk.info().await.get(field), None);
    desk.set_url(URL).await;
    assert_eq!(desk.info().await.get(field), Some(value));
    desk.call("deleteWebhook", json!({})).await;
    assert_eq!(desk.info().await.get(field), None);
}

#[tokio::test]
async fn ip_address_of_a_pending_webhook_is_unknown() {
    let desk = local().await;
    let call = pending(&desk, "http://slow.example/").await;
    let info = desk.info().await;
    assert_eq!(info["ip_address"], "<unknown>");
    assert_eq!(info["max_connections"], 100);
    desk.control.set_name("slow.example", HERE);
    assert_eq!(answer(call).await["description"], "Webhook was set");
    assert_eq!(desk.info().await["ip_address"], "127.0.0.1");
}

#[tokio::test]
async fn allowed_updates_are_there_when_they_are_not_the_default() {
    let desk = local().await;
    let set = async |kinds: &Value| {
        desk.set(json!({"url": URL, "allowed_updates": kinds}))
            .await;
        desk.info().await.get("allowed_updates").cloned()
    };
    assert_eq!(set(&json!(["poll"])).await, Some(json!(["poll"])));
    assert_eq!(set(&json!([])).await, None);
    // The default set named in full is the default.
    let all = default_kinds(&desk);
    assert_eq!(set(&all).await, None);
    let more = json!([all.as_array().unwrap().clone(), vec![json!("chat_member")]].concat());
    assert!(set(&more).await.is_some());
}

/// Every kind that a bot gets without asking for it, by the sandbox taking it.
fn default_kinds(desk: &Desk) -> Value {
    let kinds = [
        "message",
        "edited_message",
        "channel_post",
        "edited_channel_post",
        "business_connection",
        "business_message",
        "edited_business_message",
        "deleted_business_messages",
        "guest_message",
        "inline_query",
        "chosen_inline_result",
        "callback_query",
        "shipping_query",
        "pre_checkout_query",
        "purchased_paid_media",
        "poll",
        "poll_answer",
        "my_chat_member",
        "chat_join_request",
        "chat_boost",
        "removed_chat_boost",
        "managed_bot",
    ];
    for kind in kinds {
        desk.update(kind, &json!({}));
    }
    json!(kinds)
}

#[tokio::test]
async fn the_secret_is_never_told() {
    let desk = local().await;
    let secret = json!({"url": URL, "secret_token": "a-secret-of-mine"});
    assert_eq!(desk.set(secret).await["ok"], true);
    let info = desk.info().await;
    assert_eq!(info["url"], URL);
    assert!(!info.to_string().contains("secret"), "{info}");
}

#[tokio::test]
async fn get_me_tells_who_the_bot_is_and_what_it_may() {
    let desk = cloud().await;
    let me = desk.done("getMe", json!({})).await;
    let id: i64 = desk.token.split(':').next().unwrap().parse().unwrap();
    assert_eq!(me["id"], id);
    assert_eq!(me["is_bot"], true);
    assert_eq!(me["first_name"], "Desk");
    assert_eq!(me["username"], "desk_bot");
    for ability in [
        "can_join_groups",
        "can_read_all_group_messages",
        "supports_inline_queries",
        "supports_guest_queries",
        "can_connect_to_business",
        "has_main_web_app",
        "has_topics_enabled",
        "allows_users_to_create_topics",
        "can_manage_bots",
        "supports_join_request_queries",
    ] {
        assert!(me[ability].is_boolean(), "{ability}");
    }
}
