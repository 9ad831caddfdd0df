//! When setWebhook succeeds, what it says then, and what it does on the way.

use serde_json::{Value, json};

use crate::desk::{Desk, cloud, local, within};
use crate::hook::{Hook, status};

const URL: &str = "http://127.0.0.1:9/";

fn done(text: &str) -> Value {
    json!({"ok": true, "result": true, "description": text})
}

#[tokio::test]
async fn ports_of_the_cloud_are_four() {
    let desk = cloud().await;
    for port in [80, 88, 443, 8443] {
        desk.set_url(&format!("https://9.9.9.9:{port}/")).await;
    }
}

#[tokio::test]
async fn success_before_anything_was_asked_there() {
    let desk = local().await;
    // Nothing listens; what listens speaks no TLS; what is asked says no.
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let closed = silent.local_addr().unwrap().port();
    drop(silent);
    let wrong = Hook::start(|_| status("500 No")).await;
    for url in [
        format!("http://127.0.0.1:{closed}/"),
        format!("https://127.0.0.1:{}/", wrong.port),
        wrong.url(),
    ] {
        assert_eq!(desk.set(json!({"url": url})).await, done("Webhook was set"));
        desk.say("x");
        // It shows only later, where nothing is said after a minute.
        within("the error", async {
            while desk.control.last_error(&desk.token).unwrap().is_none() {
                desk.clock.advance(chrono::TimeDelta::seconds(20));
                tokio::task::yield_now().await;
            }
        })
        .await;
    }
}

#[tokio::test]
async fn replacing_is_not_atomic() {
    let desk = local().await;
    desk.set_url("http://127.0.0.1:9/").await;
    let refused = desk.set(json!({"url": "ftp://x/"})).await;
    assert_eq!(refused["ok"], false);
    assert_eq!(desk.info().await["url"], "");
}

#[tokio::test]
async fn setting_clears_the_last_error() {
    let desk = local().await;
    let hook = Hook::start(|_| status("404 Not Found")).await;
    desk.set_url(&hook.url()).await;
    desk.say("x");
    desk.last_error().await;
    let other = Hook::start(|_| status("200 OK")).await;
    desk.set_url(&other.url()).await;
    let info = desk.info().await;
    assert!(info.get("last_error_message").is_none(), "{info}");
    assert!(info.get("last_error_date").is_none(), "{info}");
}

/// Waits until the bot has asked for updates.
pub async fn polling(desk: &Desk) {
    let url = format!("{}/sandbox/listening", desk.telegram.api_root());
    let query = [("token", desk.token.as_str()), ("timeout", "20")];
    let answer = desk.client.get(url).query(&query).send().await.unwrap();
    let answer: Value = answer.json().await.unwrap();
    assert_eq!(answer, json!({"by": "polling"}));
}

#[tokio::test]
async fn setting_ends_a_waiting_get_updates() {
    let desk = local().await;
    let waiting = desk.call("getUpdates", json!({"timeout": 50}));
    let set = async {
        polling(&desk).await;
        desk.set_url(URL).await;
    };
    let (answer, ()) = within("its end", async { tokio::join!(waiting, set) }).await;
    assert_eq!(answer["ok"], false, "{answer}");
}

#[tokio::test]
async fn allowed_updates_are_one_setting_with_get_updates() {
    let desk = local().await;
    let kinds = json!(["poll"]);
    desk.done("getUpdates", json!({"allowed_updates": kinds}))
        .await;
    assert_eq!(desk.info().await["allowed_updates"], kinds);
    desk.set(json!({"url": URL, "allowed_updates": ["message"]}))
        .await;
    desk.done("deleteWebhook", json!({})).await;
    desk.update(
        "message",
        &json!({"date": 1_800_000_000, "chat": {"id": 1}}),
    );
    let raw = serde_json::value::to_raw_value(&json!({"id": "1"})).unwrap();
    let poll = desk.control.send_update(&desk.token, "poll", &raw);
    assert_eq!(poll.unwrap(), None);
    assert_eq!(desk.news().await.len(), 1);
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

#[tokio::test]
async fn was_set_when_anything_is_new() {
    let desk = local().await;
    let mut parameters = json!({"url": URL});
    let news = [
        json!({}),
        json!({"max_connections": 7}),
        json!({"secret_token": "a"}),
        json!({"secret_token": "b"}),
        json!({"ip_address": "127.0.0.1"}),
        json!({"ip_address": "127.0.0.2"}),
        json!({"url": "http://127.0.0.1:10/"}),
    ];
    for new in news {
        let fields = parameters.as_object_mut().unwrap();
        fields.extend(new.as_object().unwrap().clone());
        let set = desk.set(parameters.clone()).await;
        assert_eq!(set, done("Webhook was set"), "{new}");
    }
    parameters["drop_pending_updates"] = json!(true);
    assert_eq!(desk.set(parameters).await, done("Webhook was set"));
    // With a certificate on either side it is another one.
    let desk = cloud().await;
    let pem = rcgen::generate_simple_self_signed(vec!["9.9.9.9".to_owned()]).unwrap();
    let pem = pem.cert.pem().into_bytes();
    for _ in 0..2 {
        let set = super::webhook_parameters::upload(&desk, "certificate", pem.clone()).await;
        assert_eq!(set, done("Webhook was set"));
    }
    let plain = json!({"url": "https://9.9.9.9/"});
    assert_eq!(desk.set(plain).await, done("Webhook was set"));
}

#[tokio::test]
async fn is_already_set_when_nothing_is_new() {
    let desk = local().await;
    let same = json!({
        "url": URL, "max_connections": 7, "secret_token": "b", "ip_address": "127.0.0.2",
    });
    assert_eq!(desk.set(same.clone()).await, done("Webhook was set"));
    assert_eq!(desk.set(same.clone()).await, done("Webhook is already set"));
    // Which kinds are wanted makes no other webhook, and counts all the same.
    let mut kinds = same;
    kinds["allowed_updates"] = json!(["poll"]);
    assert_eq!(desk.set(kinds).await, done("Webhook is already set"));
    assert_eq!(desk.info().await["allowed_updates"], json!(["poll"]));
}

#[tokio::test]
async fn was_deleted_when_there_was_one() {
    let desk = local().await;
    desk.set_url(URL).await;
    let deleted = desk.call("deleteWebhook", json!({})).await;
    assert_eq!(deleted, done("Webhook was deleted"));
    desk.set_url(URL).await;
    let deleted = desk.set(json!({"url": ""})).await;
    assert_eq!(deleted, done("Webhook was deleted"));
}

#[tokio::test]
async fn is_already_deleted_when_there_was_none() {
    let desk = local().await;
    let deleted = desk.call("deleteWebhook", json!({})).await;
    assert_eq!(deleted, done("Webhook is already deleted"));
    let deleted = desk.set(json!({"url": ""})).await;
    assert_eq!(deleted, done("Webhook is already deleted"));
}

/// A call, with the status of its answer.
async fn answered(desk: &Desk, method: &str, parameters: Value) -> (u16, Value) {
    let request = desk.client.post(desk.url(method)).json(&parameters);
    let answer = request.send().await.unwrap();
    (answer.status().as_u16(), answer.json().await.unwrap())
}

#[tokio::test]
async fn errors_have_their_code_as_status() {
    let desk = local().await;
    desk.set_url(URL).await;
    for (method, parameters, code) in [
        ("sendMessage", json!({"chat_id": 1, "text": "x"}), 400),
        ("getNothing", json!({}), 404),
        ("getUpdates", json!({}), 409),
        ("setWebhook", json!({"url": URL}), 200),
        ("setWebhook", json!({"url": URL}), 429),
    ] {
        if code == 200 {
            desk.clock.advance(chrono::TimeDelta::seconds(2));
        }
        let (status, answer) = answered(&desk, method, parameters).await;
        assert_eq!(status, code, "{method}");
        if code != 200 {
            assert_eq!(
                (&answer["ok"], &answer["error_code"]),
                (&json!(false), &json!(code))
            );
            assert!(answer["description"].is_string(), "{answer}");
            assert_eq!(answer.get("parameters").is_some(), code == 429, "{answer}");
        }
    }
    desk.control.revoke(&desk.token).unwrap();
    assert_eq!(answered(&desk, "getMe", json!({})).await.0, 401);
}
