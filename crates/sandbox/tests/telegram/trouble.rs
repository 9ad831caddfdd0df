//! What goes wrong on demand.

use hookbay_sandbox::telegram::control::{DEFAULT_USER, Mishap};
use serde_json::{Value, json};

use crate::desk::{Desk, cloud, local};
use crate::hook::{Hook, status};

async fn trouble(desk: &Desk, trouble: Value) -> (u16, Value) {
    let url = format!("{}/sandbox/trouble", desk.telegram.api_root());
    let body = json!({"token": desk.token, "trouble": trouble});
    let answer = desk.client.post(url).json(&body).send().await.unwrap();
    (answer.status().as_u16(), answer.json().await.unwrap())
}

#[tokio::test]
async fn an_update_whose_answer_is_lost_comes_again() {
    let desk = local().await;
    let hook = Hook::start(|_| status("200 OK")).await;
    desk.set_url(&hook.url()).await;
    trouble(&desk, json!({"type": "lost_answer"})).await;
    let id = desk.say("hi");
    assert_eq!(desk.attempt(1).await["delivered"], false);
    // While nothing has succeeded yet, connections are opened slowly.
    desk.clock.advance(chrono::TimeDelta::seconds(3));
    let received = hook.wait_for(2).await;
    assert_eq!((received[0].update_id(), received[1].update_id()), (id, id));
    assert_eq!(desk.attempt(2).await["delivered"], true);
    let entry = desk
        .control
        .transcript(&desk.token, None, 1)
        .unwrap()
        .entries
        .remove(0);
    assert_eq!(
        (entry.attempts, entry.delivery.as_deref()),
        (2, Some("200 OK"))
    );
}

#[tokio::test]
async fn one_update_comes_with_a_wrong_secret() {
    let desk = local().await;
    let hook = Hook::start(|_| status("200 OK")).await;
    let webhook = json!({"url": hook.url(), "secret_token": "right"});
    assert_eq!(desk.set(webhook).await["ok"], true);
    trouble(&desk, json!({"type": "wrong_secret"})).await;
    desk.say("one");
    desk.say("two");
    let received = hook.wait_for(2).await;
    let line = "X-Telegram-Bot-Api-Secret-Token: right\r\n";
    assert!(!received[0].head.contains(line) && received[0].head.contains("Secret-Token: "));
    assert!(received[1].head.contains(line));
}

fn hello() -> Value {
    json!({"chat_id": DEFAULT_USER, "text": "hello"})
}

#[tokio::test]
async fn calls_fail_as_ordered_and_not_once_it_is_taken_back() {
    let desk = cloud().await;
    let wait = json!({"type": "too_many_requests", "retry_after": 7, "calls": 1});
    trouble(&desk, wait).await;
    let refused = desk.call("sendMessage", hello()).await;
    assert_eq!(refused["parameters"]["retry_after"], 7);
    trouble(&desk, json!({"type": "server_error", "calls": 5})).await;
    let refused = desk.call("sendMessage", hello()).await;
    assert_eq!(refused["error_code"], 500);
    trouble(&desk, json!({"type": "clear"})).await;
    desk.done("sendMessage", hello()).await;
    let (status, refused) = trouble(&desk, json!({"type": "new_url"})).await;
    assert_eq!(status, 400);
    assert!(refused["error"].as_str().unwrap().contains("tunnel"));
}

#[tokio::test]
async fn what_is_called_all_the_time_uses_no_fault_up_that_is_not_meant_for_it() {
    let desk = cloud().await;
    for ordered in [
        json!({"type": "server_error", "calls": 1}),
        json!({"type": "too_many_requests", "retry_after": 7, "calls": 1}),
        json!({"type": "slow", "milliseconds": 3_600_000, "calls": 1}),
    ] {
        trouble(&desk, ordered.clone()).await;
        let url = json!({"url": "https://9.9.9.9/"});
        assert_eq!(desk.set(url).await["ok"], true);
        for method in ["deleteWebhook", "GetUpdates", "getMe", "getWebhookInfo"] {
            desk.done(method, json!({})).await;
        }
        if ordered["type"] != "slow" {
            assert_eq!(desk.call("sendMessage", hello()).await["ok"], false);
            desk.done("sendMessage", hello()).await;
        }
    }
    trouble(&desk, json!({"type": "clear"})).await;
    // One that names such a method is for just that.
    let order = json!({"fault": "conflict", "method": "getUpdates", "calls": 1});
    let order = serde_json::from_value(order).unwrap();
    desk.control.add_fault(&desk.token, order).unwrap();
    desk.done("sendMessage", hello()).await;
    desk.done("getMe", json!({})).await;
    assert_eq!(desk.call("getUpdates", json!({})).await["error_code"], 409);
    desk.done("getUpdates", json!({})).await;
}

#[tokio::test]
async fn a_jump_in_time_makes_updates_expire() {
    let desk = cloud().await;
    desk.say("old");
    desk.control
        .trouble(&desk.token, &Mishap::TimeJump { seconds: 23 * 3600 })
        .unwrap();
    desk.say("new");
    desk.control
        .trouble(&desk.token, &Mishap::TimeJump { seconds: 2 * 3600 })
        .unwrap();
    let news = desk.news().await;
    assert_eq!(
        (news.len(), &news[0]["message"]["text"]),
        (1, &json!("new"))
    );
}
