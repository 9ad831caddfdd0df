//! setWebhook while its host is being looked up, and what may come in between.

use hookbay_sandbox::telegram::control::Name;
use serde_json::{Value, json};

use crate::desk::{Desk, local, within};
use crate::hook::{Hook, status};

pub const HERE: Name = Name::Address(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST));

/// A call that hangs in the resolver until the name has an address.
pub async fn pending(desk: &Desk, url: &str) -> tokio::task::JoinHandle<Value> {
    desk.control.set_name("slow.example", Name::Silent);
    let request = desk.client.post(desk.url("setWebhook"));
    let request = request.json(&json!({"url": url})).send();
    let call = tokio::spawn(async move { request.await.unwrap().json().await.unwrap() });
    within("the webhook to be pending", async {
        while desk.info().await["url"] != json!(url) {}
    })
    .await;
    call
}

pub async fn answer(call: tokio::task::JoinHandle<Value>) -> Value {
    within("the call's answer", call).await.unwrap()
}

fn error(code: u16, description: &str) -> Value {
    json!({"ok": false, "error_code": code, "description": description})
}

const OTHER: &str = "Conflict: terminated by other setWebhook";

#[tokio::test]
async fn the_same_url_again_is_another_set_webhook() {
    let desk = local().await;
    let first = pending(&desk, "http://slow.example/").await;
    desk.clock.advance(chrono::TimeDelta::seconds(2));
    let second = pending(&desk, "http://slow.example/").await;
    assert_eq!(answer(first).await, error(409, OTHER));
    desk.control.set_name("slow.example", HERE);
    assert_eq!(answer(second).await["description"], "Webhook was set");
}

#[tokio::test]
async fn delete_webhook_deletes_it() {
    let desk = local().await;
    let call = pending(&desk, "http://slow.example/").await;
    let deleted = desk.call("deleteWebhook", json!({})).await;
    assert_eq!(deleted["description"], "Webhook was deleted");
    assert_eq!(answer(call).await, error(409, OTHER));
    desk.control.set_name("slow.example", HERE);
    assert_eq!(desk.info().await["url"], "");
}

#[tokio::test]
async fn get_updates_is_excluded_already() {
    let desk = local().await;
    let hook = Hook::start(|_| status("200 OK")).await;
    let id = desk.say("only once");
    let call = pending(&desk, &format!("http://slow.example:{}/", hook.port)).await;
    let text = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";
    let refused = desk.call("getUpdates", json!({"timeout": 50})).await;
    assert_eq!(refused, error(409, text));
    desk.control.set_name("slow.example", HERE);
    assert_eq!(answer(call).await["ok"], true);
    assert_eq!(desk.attempt(1).await["update_id"], id);
}

#[tokio::test]
async fn a_refused_one_excludes_nothing() {
    let desk = local().await;
    let call = pending(&desk, "http://slow.example/").await;
    desk.call("deleteWebhook", json!({})).await;
    answer(call).await;
    desk.set(json!({"url": "ftp://x/"})).await;
    let updates = desk.call("getUpdates", json!({})).await;
    assert_eq!(updates["ok"], true, "{updates}");
}

#[tokio::test]
async fn a_revoked_bot_gets_none() {
    let desk = local().await;
    let hook = Hook::start(|_| status("200 OK")).await;
    let call = pending(&desk, &format!("http://slow.example:{}/", hook.port)).await;
    desk.say("never delivered");
    desk.control.revoke(&desk.token).unwrap();
    assert_eq!(answer(call).await, error(401, "Unauthorized"));
    desk.control.set_name("slow.example", HERE);
    assert!(hook.received().is_empty());
}

#[tokio::test]
async fn the_webhook_is_set_when_the_caller_hangs_up() {
    let desk = local().await;
    let call = pending(&desk, "http://slow.example/").await;
    call.abort();
    desk.control.set_name("slow.example", HERE);
    within("the webhook", async {
        while desk.info().await["ip_address"] != "127.0.0.1" {}
    })
    .await;
}
