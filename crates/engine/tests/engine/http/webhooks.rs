//! Set, status and delete, as the platform that they come from has them.

use super::{Door, answer, problem};
use crate::fixture::cloud_bot;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

fn path(bot: impl std::fmt::Display, what: &str) -> String {
    format!("/v1/api/webhooks/telegram/{bot}/webhook/{what}")
}

/// Every field of Telegram's WebhookInfo.
const FIELDS: [&str; 9] = [
    "allowed_updates",
    "has_custom_certificate",
    "ip_address",
    "last_error_date",
    "last_error_message",
    "last_synchronization_error_date",
    "max_connections",
    "pending_update_count",
    "url",
];

fn fields(info: &Value) -> Vec<&str> {
    let mut names: Vec<_> = info.as_object().unwrap().keys().map(|s| &**s).collect();
    names.sort_unstable();
    names
}

#[tokio::test]
async fn set_status_and_delete_answer_as_documented() {
    let door = Door::open().await;
    let bot = door.bench.app.start_sandbox().await.unwrap().id;

    let nothing = door.api.get(&path(bot, "status")).await;
    assert_eq!(fields(&nothing), FIELDS);
    assert_eq!(nothing["url"], "");
    assert!(nothing["max_connections"].is_null() && nothing["ip_address"].is_null());

    let wanted = json!({
        "drop_pending_updates": false,
        "secret_token": "optional-secret-token",
        "max_connections": 40,
        "allowed_updates": ["message", "callback_query"]
    });
    let set = door.api.post(&path(bot, "set"), &wanted).await;
    assert_eq!(fields(&set), FIELDS);
    let url = set["url"].as_str().unwrap();
    assert!(
        url.ends_with(&format!("/v1/api/webhooks/telegram/{bot}")),
        "{url}"
    );
    assert_eq!(set["has_custom_certificate"], false);
    assert_eq!(set["pending_update_count"], 0);
    assert_eq!(set["max_connections"], 40);
    assert_eq!(set["allowed_updates"], json!(["message", "callback_query"]));
    for none in [
        "last_error_date",
        "last_error_message",
        "last_synchronization_error_date",
    ] {
        assert!(set[none].is_null(), "{none}");
    }
    assert_eq!(door.api.get(&path(bot, "status")).await, set);

    let gone = answer(
        door.api.call(Method::POST, &path(bot, "delete")),
        StatusCode::OK,
    )
    .await;
    assert_eq!(gone, json!({ "success": true }));
    assert_eq!(door.api.get(&path(bot, "status")).await["url"], "");
}

#[tokio::test]
async fn the_body_and_each_of_its_fields_may_be_left_out() {
    let door = Door::open().await;
    let bot = door.bench.app.start_sandbox().await.unwrap().id;
    let set = path(bot, "set");
    let kept = json!({ "allowed_updates": ["poll"] });
    door.api.post(&set, &kept).await;
    // No body, an empty one, null, and every field null: Telegram keeps what was set.
    let bare = answer(door.api.call(Method::POST, &set), StatusCode::OK).await;
    assert_eq!(bare["allowed_updates"], json!(["poll"]));
    for body in [
        json!({}),
        json!(null),
        json!({
            "drop_pending_updates": null, "secret_token": null, "max_connections": null,
            "allowed_updates": null, "ip_address": null, "certificate_pem": null, "take_over": null
        }),
    ] {
        let info = door.api.post(&set, &body).await;
        assert_eq!(info["allowed_updates"], json!(["poll"]), "{body}");
    }
    let default = door.api.post(&set, &json!({ "allowed_updates": [] })).await;
    assert!(default["allowed_updates"].is_null());
}

#[tokio::test]
async fn what_is_wrong_with_a_body_is_said() {
    let door = Door::open().await;
    let bot = door.bench.app.start_sandbox().await.unwrap().id;
    let set = path(bot, "set");
    for (body, status, says) in [
        ("{", 400, "not JSON"),
        ("{} {}", 400, "not JSON"),
        ("[]", 422, "form"),
        ("[null,null]", 422, "list"),
        (r#"{"take_over":[null,null]}"#, 422, "take_over"),
        (r#"{"max_connections":"40"}"#, 422, "max_connections"),
        (r#"{"max_connections":0}"#, 422, "connections"),
        (
            r#"{"drop_pending_update":true}"#,
            422,
            "drop_pending_update",
        ),
        (r#"{"secret_token":"ж"}"#, 422, "secret token"),
        (r#"{"allowed_updates":["Message"]}"#, 422, "Message"),
        (r#"{"ip_address":"here"}"#, 422, "here"),
        (r#"{"certificate_pem":"x"}"#, 422, "certificate"),
    ] {
        let request = door
            .api
            .call(Method::POST, &set)
            .header("content-type", "application/json; charset=utf-8")
            .body(body);
        let problem = problem(request, StatusCode::from_u16(status).unwrap()).await;
        assert_eq!(problem["code"], "invalid_input", "{body}");
        let detail = problem["detail"].as_str().unwrap();
        assert!(detail.contains(says), "{body}: {detail}");
    }
    // A page may send each of these without asking first.
    for kind in ["text/plain", "application/x-www-form-urlencoded", ""] {
        let request = door
            .api
            .call(Method::POST, &set)
            .header("content-type", kind)
            .body("{}");
        problem(request, StatusCode::UNSUPPORTED_MEDIA_TYPE).await;
    }
    let large = door
        .api
        .call(Method::POST, &set)
        .header("content-type", "application/json")
        .body(vec![b' '; 5 << 20]);
    problem(large, StatusCode::PAYLOAD_TOO_LARGE).await;
    assert_eq!(door.api.get(&path(bot, "status")).await["url"], "");
}

#[tokio::test]
async fn without_telegram_there_is_a_problem_and_no_answer_made_up() {
    let door = Door::open().await;
    let bot = door.bench.listening_bot().await.id;
    assert_ne!(door.api.get(&path(bot, "status")).await["url"], "");
    door.bench.telegram.shutdown().await;
    let problem = problem(
        door.api.call(Method::GET, &path(bot, "status")),
        StatusCode::BAD_GATEWAY,
    )
    .await;
    assert_eq!(problem["code"], "connect");
}

#[tokio::test]
async fn a_revoked_token_is_telegrams_refusal() {
    let door = Door::open().await;
    let token = door.bench.token().await;
    let bot = door.bench.app.add_bot(cloud_bot(&token)).await.unwrap().id;
    door.bench
        .control("revoke", json!({ "token": token }))
        .await;
    let call = door.api.call(Method::GET, &path(bot, "status"));
    let problem = problem(call, StatusCode::BAD_GATEWAY).await;
    assert_eq!(problem["code"], "unauthorized");
}

#[tokio::test]
async fn without_a_public_url_nothing_is_set() {
    let door = Door::open().await;
    let token = door.bench.token().await;
    let bot = door.bench.app.add_bot(cloud_bot(&token)).await.unwrap().id;
    let call = door.api.call(Method::POST, &path(bot, "set"));
    let problem = problem(call, StatusCode::CONFLICT).await;
    assert_eq!(problem["code"], "tunnel_offline");
}

#[tokio::test]
async fn an_unknown_bot_has_no_webhook() {
    let door = Door::open().await;
    let stranger = uuid::Uuid::new_v4().to_string();
    for bot in [&*stranger, "1", "%ff"] {
        for (method, what) in [
            (Method::POST, "set"),
            (Method::GET, "status"),
            (Method::POST, "delete"),
        ] {
            let call = door.api.call(method, &path(bot, what));
            let problem = problem(call, StatusCode::NOT_FOUND).await;
            assert_eq!(problem["code"], "not_found");
        }
    }
}
