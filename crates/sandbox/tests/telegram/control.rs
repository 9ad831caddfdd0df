//! The control API over HTTP, and faults.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::TimeDelta;
use hookbay_sandbox::telegram::control::DEFAULT_USER;
use serde_json::{Value, json};

use crate::desk::{Desk, cloud, within};

async fn post(desk: &Desk, path: &str, body: Value) -> (u16, Value) {
    let url = format!("{}/sandbox/{path}", desk.telegram.api_root());
    let answer = desk.client.post(url).json(&body).send().await.unwrap();
    (answer.status().as_u16(), answer.json().await.unwrap())
}

async fn get(desk: &Desk, path: &str) -> Value {
    let url = format!("{}/sandbox/{path}", desk.telegram.api_root());
    let request = desk.client.get(url).query(&[("token", &desk.token)]);
    request.send().await.unwrap().json().await.unwrap()
}

#[tokio::test]
async fn bots_are_made_once_for_a_token() {
    let desk = cloud().await;
    let (_, made) = post(&desk, "bots", json!({"name": "New", "username": "new_bot"})).await;
    let token = made["token"].as_str().unwrap();
    let (id, secret) = token.split_once(':').unwrap();
    assert!(secret.starts_with("sandbox"));
    assert_eq!(secret.len(), 35);
    assert_eq!(made["id"].to_string(), id);
    let again = json!({"token": token, "name": "Other", "username": "other_bot"});
    assert_eq!(post(&desk, "bots", again).await, (200, made.clone()));
    let bad = json!({"token": "x", "name": "x", "username": "x"});
    assert_eq!(post(&desk, "bots", bad).await.0, 400);
    let same_id =
        json!({"token": format!("{id}:{}", "a".repeat(35)), "name": "x", "username": "x"});
    assert_eq!(post(&desk, "bots", same_id.clone()).await.0, 409);
    post(&desk, "revoke", json!({"token": token})).await;
    let (status, renewed) = post(&desk, "bots", same_id).await;
    assert_eq!((status, &renewed["id"]), (200, &made["id"]));
}

#[tokio::test]
async fn people_write_and_the_bot_answers() {
    let desk = cloud().await;
    let (_, user) = post(
        &desk,
        "users",
        json!({"first_name": "Bo", "username": "bo"}),
    )
    .await;
    let message = json!({"token": desk.token, "user_id": user["id"], "text": "hi"});
    let (_, sent) = post(&desk, "messages", message).await;
    let updates = desk.call("getUpdates", json!({})).await;
    let update = &updates["result"][0];
    assert_eq!(update["update_id"], sent["update_id"]);
    assert_eq!(update["message"]["text"], "hi");
    assert_eq!(update["message"]["from"]["first_name"], "Bo");
    assert_eq!(
        update["message"]["chat"],
        json!({"id": user["id"], "type": "private", "first_name": "Bo", "username": "bo"})
    );
    let answer = desk
        .call("sendMessage", json!({"chat_id": user["id"], "text": "ho"}))
        .await;
    assert_eq!(get(&desk, "sent").await, json!([answer["result"]]));
    let calls = get(&desk, "calls").await;
    assert_eq!(calls[1]["method"], "sendMessage");
    assert_eq!(calls[1]["parameters"]["text"], "ho");
    let stranger = json!({"token": desk.token, "user_id": 1, "text": "hi"});
    assert_eq!(post(&desk, "messages", stranger).await.0, 404);
}

#[tokio::test]
async fn a_name_resolves_to_what_it_is_told() {
    let desk = cloud().await;
    let url = json!({"url": "https://bots.example.test/hook"});
    let refused = desk.set(url.clone()).await;
    let words = refused["description"].as_str().unwrap();
    assert!(words.contains("Failed to resolve host"), "{words}");
    let name = json!({"host": "bots.example.test", "address": "149.154.167.220"});
    assert_eq!(post(&desk, "names", name).await.0, 200);
    assert_eq!(desk.set(url).await["description"], "Webhook was set");
    assert_eq!(desk.info().await["ip_address"], "149.154.167.220");
}

#[tokio::test]
async fn updates_of_any_kind() {
    let desk = cloud().await;
    let new = json!({"token": desk.token, "update": {"poll": {"id": "9"}}});
    let (_, sent) = post(&desk, "updates", new).await;
    let updates = desk.call("getUpdates", json!({})).await;
    assert_eq!(
        updates["result"],
        json!([{"update_id": sent["update_id"], "poll": {"id": "9"}}])
    );
    let not_asked_for = json!({"token": desk.token, "update": {"chat_member": {}}});
    assert_eq!(
        post(&desk, "updates", not_asked_for).await,
        (200, json!({"update_id": null}))
    );
    for update in [
        json!({}),
        json!({"nonsense": {}}),
        json!({"poll": 1}),
        json!({"poll": {}, "message": {}}),
    ] {
        let new = json!({"token": desk.token, "update": update});
        assert_eq!(post(&desk, "updates", new).await.0, 400, "{update}");
    }
}

#[tokio::test]
async fn ordered_faults_answer_the_next_calls() {
    let desk = cloud().await;
    let faults = [
        (json!({"fault": "unauthorized"}), 401),
        (json!({"fault": "not_found"}), 404),
        (json!({"fault": "conflict"}), 409),
        (json!({"fault": "too_many_requests", "retry_after": 5}), 429),
        (json!({"fault": "server_error"}), 500),
    ];
    for (mut order, status) in faults {
        order["token"] = json!(desk.token);
        order["calls"] = json!(2);
        order["method"] = json!("getme");
        assert_eq!(post(&desk, "faults", order).await.0, 200);
        let other = desk.call("getWebhookInfo", json!({})).await;
        assert_eq!(other["ok"], true);
        for _ in 0..2 {
            assert_eq!(desk.call("getMe", json!({})).await["error_code"], status);
        }
        assert_eq!(desk.call("getMe", json!({})).await["ok"], true);
    }
    let malformed = json!({"token": desk.token, "fault": "malformed", "method": "getMe"});
    post(&desk, "faults", malformed).await;
    let answer = desk.client.get(desk.url("getMe")).send().await.unwrap();
    assert!(answer.json::<Value>().await.is_err());
}

#[tokio::test]
async fn a_slow_answer_comes_when_its_time_has_come() {
    let desk = cloud().await;
    let slow = json!({"token": desk.token, "fault": "slow", "milliseconds": 5000});
    post(&desk, "faults", slow).await;
    let mut call = Box::pin(desk.call("getMyCommands", json!({})));
    let start = desk.clock.now();
    let answer = within("the slow answer", async {
        loop {
            tokio::select! {
                answer = &mut call => break answer,
                () = tokio::task::yield_now() => desk.clock.advance(TimeDelta::milliseconds(10)),
            }
        }
    });
    assert_eq!(answer.await["ok"], true);
    assert!(desk.clock.now() - start >= TimeDelta::seconds(5));
}

#[tokio::test]
async fn a_revoked_token_is_unauthorized() {
    let desk = cloud().await;
    post(&desk, "revoke", json!({"token": desk.token})).await;
    let answer = desk.call("getMe", json!({})).await;
    assert_eq!(
        answer,
        json!({"ok": false, "error_code": 401, "description": "Unauthorized"})
    );
}

#[tokio::test]
async fn what_the_chats_refuse_is_a_sentence() {
    let desk = cloud().await;
    let act = |act: Value| json!({"token": desk.token, "user_id": 71_002_244, "act": act});
    let say = json!({"type": "say", "text": "hi"});
    for (path, body, status) in [
        ("act", act(json!({"type": "dance"})), 400),
        ("act", json!({"user_id": 1}), 400),
        ("act", act(json!({"type": "say", "text": " "})), 400),
        (
            "act",
            act(json!({"type": "press", "message_id": 5, "row": 0, "column": 0})),
            404,
        ),
        (
            "act",
            json!({"token": desk.token, "user_id": 5, "act": say}),
            404,
        ),
        (
            "act",
            json!({"token": "1:x", "user_id": 71_002_244, "act": say}),
            404,
        ),
        ("people", json!({"first_name": ""}), 400),
        (
            "chats",
            json!({"token": desk.token, "kind": "private", "title": "x", "by": 71_002_244}),
            400,
        ),
        (
            "trouble",
            json!({"token": desk.token, "trouble": {"type": "flood"}}),
            400,
        ),
    ] {
        let (got, answer) = post(&desk, path, body).await;
        assert_eq!(got, status, "{path}: {answer}");
        assert!(answer["error"].is_string(), "{path}: {answer}");
    }
    assert!(get(&desk, "chat").await["error"].is_string());
    let said = post(&desk, "act", act(say)).await.1;
    assert_eq!(said["message_id"], 1);
    assert_eq!(get(&desk, "world").await["chats"][0]["last"], "hi");
    assert_eq!(
        get(&desk, "transcript").await["entries"][0]["summary"],
        "hi"
    );
    let (_, clock) = post(&desk, "clock", json!({"seconds": 5})).await;
    assert!(clock["ahead"].is_number());
}

#[tokio::test]
async fn a_file_of_20_mb_is_sent_and_what_is_larger_than_32_is_refused_in_a_sentence() {
    let desk = cloud().await;
    let act = |bytes: usize| {
        let data = STANDARD.encode(vec![7_u8; bytes]);
        let upload = json!({"type": "upload", "kind": "document", "name": "big.bin", "data": data});
        json!({"token": desk.token, "user_id": DEFAULT_USER, "act": upload})
    };
    let (status, did) = post(&desk, "act", act(20 << 20)).await;
    assert_eq!((status, &did["message_id"]), (200, &json!(1)), "{did}");
    let text =
        "The request has more than 32 MB, which is all that is taken; a file can have 20 MB.";
    for path in ["act", "messages"] {
        let url = format!("{}/sandbox/{path}", desk.telegram.api_root());
        let request = desk.client.post(url).body(vec![b'7'; (32 << 20) + 1]);
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), 413, "{path}");
        let refused: Value = answer.json().await.unwrap();
        assert_eq!(refused, json!({ "error": text }));
    }
}
