//! Which call came of which update.

use hookbay_sandbox::telegram::control::DEFAULT_USER;
use serde_json::{Value, json};

use crate::desk::local;
use crate::hook::{Hook, Reply};

#[tokio::test]
async fn a_call_in_a_webhooks_answer_belongs_to_its_update() {
    let desk = local().await;
    let hook = Hook::start(|request| {
        let update: Value = serde_json::from_str(&request.body).unwrap();
        let text = update["message"]["text"].clone();
        let call = json!({"method": "sendMessage", "chat_id": DEFAULT_USER, "text": text});
        let body = call.to_string();
        let length = body.len();
        Reply::Bytes(format!(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
        ))
    })
    .await;
    desk.set_url(&hook.url()).await;
    for text in ["one", "two"] {
        desk.say(text);
    }
    let token = desk.token.clone();
    desk.until("both answers", |control| {
        control.sent(&token).unwrap().len() == 2
    })
    .await;
    let page = desk.control.transcript(&desk.token, None, 10).unwrap();
    let shown: Vec<_> = page
        .entries
        .iter()
        .map(|entry| {
            let call = &entry.calls[0];
            (
                entry.summary.as_str(),
                call.parameters["text"].as_str(),
                call.in_reply,
                entry.delivery.as_deref(),
            )
        })
        .collect();
    let delivered = Some("200 OK");
    assert_eq!(
        shown,
        [
            ("two", "two", true, delivered),
            ("one", "one", true, delivered)
        ]
    );
    let one = desk
        .control
        .transcript(&desk.token, Some(page.entries[0].id), 10)
        .unwrap();
    assert_eq!((one.entries.len(), one.more), (1, false));
}

#[tokio::test]
async fn latency_counts_from_when_the_bot_had_the_update() {
    let desk = local().await;
    desk.say("hi");
    desk.done("getUpdates", json!({})).await;
    desk.clock.advance(chrono::TimeDelta::milliseconds(250));
    let wrong = json!({"chat_id": DEFAULT_USER, "text": ""});
    desk.refused("sendMessage", wrong).await;
    let entry = desk
        .control
        .transcript(&desk.token, None, 1)
        .unwrap()
        .entries
        .remove(0);
    assert_eq!(
        (entry.attempts, entry.delivery.as_deref()),
        (1, Some("getUpdates"))
    );
    let call = &entry.calls[0];
    assert_eq!((call.after_ms, call.status), (Some(250), 400));
    assert_eq!(
        call.description.as_deref(),
        Some("Bad Request: message text is empty")
    );
    assert_eq!(call.chat_id, Some(DEFAULT_USER));
}

#[tokio::test]
async fn revisions_rise_with_what_is_seen() {
    let desk = local().await;
    desk.say("hi");
    let changed = |after: u64| desk.control.changed(Some(&desk.token), after);
    let (first, bots) = changed(0).await.unwrap();
    assert_eq!(bots.len(), 1);
    let waiting = changed(first);
    let call = desk.done(
        "sendMessage",
        json!({"chat_id": DEFAULT_USER, "text": "ho"}),
    );
    let (next, _) = crate::desk::within("a revision", async { tokio::join!(waiting, call) }).await;
    assert!(next.unwrap().0 > first);
    let url = format!(
        "{}/sandbox/changes?after=0&token={}",
        desk.telegram.api_root(),
        desk.token
    );
    let answer: Value = desk
        .client
        .get(url)
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    assert!(answer["revision"].as_u64().unwrap() > first);
}

#[tokio::test]
async fn a_call_names_the_messages_that_it_made() {
    let desk = local().await;
    let chat = desk.group("supergroup");
    let text = json!({"chat_id": chat, "text": "One"});
    let sent = desk.done("sendMessage", text).await["message_id"].clone();
    let media = json!([{"type": "photo", "media": "https://example.org/a.jpg"}, {"type": "photo", "media": "https://example.org/b.jpg"}]);
    let album = desk
        .done("sendMediaGroup", json!({"chat_id": chat, "media": media}))
        .await;
    let edit = json!({"chat_id": chat, "message_id": sent, "text": "Two"});
    desk.done("editMessageText", edit).await;
    desk.refused("sendMessage", json!({"chat_id": chat, "text": ""}))
        .await;
    desk.done(
        "sendChatAction",
        json!({"chat_id": chat, "action": "typing"}),
    )
    .await;
    let page = desk.control.transcript(&desk.token, None, 10).unwrap();
    let calls = page.entries.iter().flat_map(|entry| &entry.calls);
    let made: Vec<_> = calls
        .map(|call| {
            assert_eq!(call.chat_id, Some(chat), "{}", call.method);
            json!([call.method, call.message_ids])
        })
        .collect();
    let both = [&album[0]["message_id"], &album[1]["message_id"]];
    let wanted = json!([
        ["sendMessage", [sent]],
        ["sendMediaGroup", both],
        ["editMessageText", [sent]],
        ["sendMessage", []],
        ["sendChatAction", []]
    ]);
    assert_eq!(json!(made), wanted);
}

#[tokio::test]
async fn answers_that_come_late_stand_under_what_they_answer() {
    let desk = local().await;
    for text in ["one", "two", "three"] {
        desk.say(text);
    }
    let updates = desk.done("getUpdates", json!({})).await;
    for update in updates.as_array().unwrap() {
        let message = &update["message"];
        let answer = json!({
            "chat_id": DEFAULT_USER, "text": message["text"],
            "reply_parameters": {"message_id": message["message_id"]},
        });
        desk.done("sendMessage", answer).await;
    }
    let page = desk.control.transcript(&desk.token, None, 10).unwrap();
    let shown: Vec<_> = page
        .entries
        .iter()
        .map(|entry| {
            let texts = entry
                .calls
                .iter()
                .map(|call| call.parameters["text"].as_str());
            (entry.summary.as_str(), texts.collect())
        })
        .collect();
    let wanted = ["three", "two", "one"].map(|text| (text, vec![text]));
    assert_eq!(shown, wanted);
}
