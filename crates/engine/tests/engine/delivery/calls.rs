//! A method call in the answer to a held update reaches the chat, once.

use super::local_bot::{Got, LocalBot, answer};
use super::scene::{Scene, limits, sent_to, target};
use crate::fixture::eventually;
use axum::body::Body;
use axum::http::Response;
use hookbay_engine::api::types::{AnswerCall, AttemptRow, CallState, Mode, ReplayUpdates};
use hookbay_sandbox::telegram::control::{Call, Fault, FaultOrder, Via};
use serde_json::json;

/// Answers each message with a sendMessage of its text, as JSON.
fn replying(got: &Got) -> Response<Body> {
    let call = json!({ "method": "sendMessage", "chat_id": got.chat(), "text": got.text() });
    answer(200, "application/json", call.to_string())
}

fn texts(scene: &Scene) -> Vec<String> {
    let sent = scene.bench.telegram.control().sent(&scene.token).unwrap();
    let text = |message: &serde_json::Value| message["text"].as_str().unwrap().to_owned();
    sent.iter().map(text).collect()
}

/// The calls of that method at the Bot API.
fn calls(scene: &Scene, method: &str) -> Vec<Call> {
    let calls = scene.bench.telegram.control().calls(&scene.token).unwrap();
    let of = |call: &Call| call.method == method;
    calls.into_iter().filter(of).collect()
}

/// The first attempt whose call is in this state.
async fn attempt(scene: &Scene, state: CallState) -> (AttemptRow, AnswerCall) {
    eventually("a call", || async {
        let attempts = scene.attempts().await;
        attempts.into_iter().find_map(|attempt| {
            let call = attempt.call.clone().filter(|call| call.state == state)?;
            Some((attempt, call))
        })
    })
    .await
}

#[tokio::test]
async fn it_is_made_in_each_form_and_shown_in_the_attempt() {
    let bot = LocalBot::answering(|got: &Got| match got.text().as_str() {
        "json" => replying(got),
        "form" => answer(
            200,
            "application/x-www-form-urlencoded",
            format!("method=sendMessage&chat_id={}&text=a+form", got.chat()),
        ),
        _ => {
            let chat = got.chat();
            let field = |name, value: &str| {
                format!(
                    "--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
                )
            };
            let (chat, method) = (field("chat_id", &chat.to_string()), field("method", "sendDocument"));
            let file = "--x\r\nContent-Disposition: form-data; name=\"document\"; filename=\"a.txt\"\r\n\r\nthe file\r\n--x--\r\n";
            answer(200, "multipart/form-data; boundary=x", format!("{chat}{method}{file}"))
        }
    })
    .await;
    let scene = Scene::with(Mode::Hold, &bot).await;
    for (chat, text) in [(1, "json"), (2, "form"), (3, "parts")] {
        scene.say(chat, text);
    }
    scene
        .until("all are delivered", |view| view.held == 0)
        .await;
    let control = scene.bench.telegram.control();
    let sent = eventually("three replies", || async {
        let sent = control.sent(&scene.token).unwrap();
        (sent.len() == 3).then_some(sent)
    })
    .await;
    let of = |chat: i64| {
        sent.iter()
            .find(|message| message["chat"]["id"] == chat)
            .unwrap()
    };
    assert_eq!(of(1)["text"], "json");
    assert_eq!(of(2)["text"], "a form");
    assert_eq!(of(3)["document"]["file_name"], "a.txt");
    eventually("each is done", || async {
        let attempts = scene.attempts().await;
        let done = |attempt: &AttemptRow| {
            attempt.call.as_ref().map(|call| call.state) == Some(CallState::Done)
        };
        attempts.iter().all(done).then_some(())
    })
    .await;
    // Through the API: Telegram had its answer before.
    assert!(
        calls(&scene, "sendMessage")
            .iter()
            .all(|call| call.via == Via::Api)
    );
    scene.telegram_is_content().await;
}

#[tokio::test]
async fn a_chats_replies_stay_in_order_and_each_is_made_once() {
    let mut bot = LocalBot::answering(replying).await;
    let scene = Scene::with(Mode::Relay, &bot).await;
    bot.kill().await;
    for number in 0..20 {
        scene.say(number % 2, &format!("{number:02}"));
    }
    scene.until("all are held", |view| view.held == 20).await;
    bot.run().await;
    scene
        .until("all are delivered", |view| view.held == 0)
        .await;
    let all = eventually("all replies", || async {
        let all = texts(&scene);
        (all.len() >= 20).then_some(all)
    })
    .await;
    assert_eq!(all.len(), 20, "none twice");
    for chat in 0..2 {
        let of: Vec<_> = all
            .iter()
            .filter(|text| text.parse::<i64>().unwrap() % 2 == chat)
            .collect();
        assert!(of.is_sorted(), "{of:?}");
    }
    scene.telegram_is_content().await;
}

#[tokio::test]
async fn telegrams_wait_is_kept_and_a_refusal_is_told() {
    let bot = LocalBot::answering(replying).await;
    let scene = Scene::with(Mode::Hold, &bot).await;
    let order = FaultOrder {
        fault: Fault::TooManyRequests { retry_after: 3 },
        calls: 1,
        method: Some("sendMessage".into()),
    };
    let control = scene.bench.telegram.control();
    control.add_fault(&scene.token, order).unwrap();
    scene.say(5, "later");
    let (_, call) = attempt(&scene, CallState::Waiting).await;
    assert_eq!(call.detail.as_deref(), Some("Telegram asks to wait 3 s."));
    attempt(&scene, CallState::Done).await;
    let made = calls(&scene, "sendMessage");
    assert_eq!(
        made.iter().map(|call| call.status).collect::<Vec<_>>(),
        [429, 200]
    );
    assert!((made[1].at - made[0].at).num_milliseconds() >= 3000);

    bot.answer(|_| {
        answer(
            200,
            "application/json",
            r#"{"method":"sendMessage","text":"x"}"#,
        )
    });
    scene.say(5, "to nobody");
    let (attempt, call) = attempt(&scene, CallState::Refused).await;
    assert!(attempt.delivered, "the bot took the update");
    assert_eq!(call.method, "sendMessage");
    assert!(call.detail.unwrap().contains("chat_id is empty"));
}

#[tokio::test]
async fn what_telegram_would_ignore_and_what_a_copy_says_is_not_made() {
    let bot =
        LocalBot::answering(|_| answer(200, "application/json", r#"{"method":"deleteWebhook"}"#))
            .await;
    let copy = LocalBot::answering(replying).await;
    let scene = Scene::new().await;
    let both = vec![target(&bot.url(), true), target(&copy.url(), false)];
    scene.configure(Mode::Hold, limits(), both).await.unwrap();
    scene.say(5, "hello");
    attempt(&scene, CallState::Barred).await;
    attempt(&scene, CallState::Copy).await;
    assert!(calls(&scene, "deleteWebhook").is_empty());
    assert!(texts(&scene).is_empty());
}

#[tokio::test]
async fn one_that_was_under_way_when_hookbay_ended_is_not_made_again() {
    let bot = LocalBot::answering(replying).await;
    let mut scene = Scene::with(Mode::Hold, &bot).await;
    let order = FaultOrder {
        fault: Fault::TooManyRequests { retry_after: 60 },
        calls: 1,
        method: Some("sendMessage".into()),
    };
    let control = scene.bench.telegram.control();
    control.add_fault(&scene.token, order).unwrap();
    scene.say(5, "hello");
    let (waits, _) = attempt(&scene, CallState::Waiting).await;
    scene.bench.restart().await;
    let (ended, _) = attempt(&scene, CallState::Ended).await;
    assert_eq!(ended.id, waits.id);
    // As a kill in the middle of the call leaves it.
    let file = scene.bench.config.data_dir.join("hookbay.sqlite");
    scene.bench.app.shutdown().await;
    let connection = rusqlite::Connection::open(file).unwrap();
    connection
        .execute("UPDATE delivery_call SET state = 'sending'", [])
        .unwrap();
    drop(connection);
    scene.bench.restart().await;
    attempt(&scene, CallState::Unknown).await;
    assert_eq!(
        (calls(&scene, "sendMessage").len(), bot.got().len()),
        (1, 1)
    );
    assert!(texts(&scene).is_empty());
}

#[tokio::test]
async fn a_replays_call_is_made_only_when_it_is_asked_for() {
    let bot = LocalBot::answering(replying).await;
    let scene = Scene::with(Mode::Hold, &bot).await;
    scene.say(5, "hello");
    let (first, _) = attempt(&scene, CallState::Done).await;
    let replay = |carry_out| ReplayUpdates {
        bot_id: scene.bot,
        seqs: vec![first.seq],
        body: None,
        target: None,
        url: None,
        confirm_host: false,
        fresh_ids: false,
        carry_out,
        speed: None,
    };
    let done = scene.bench.app.replay(replay(false)).await.unwrap();
    assert_eq!(done.attempt.unwrap().call.unwrap().state, CallState::Replay);
    assert_eq!(texts(&scene), ["hello"]);
    let done = scene.bench.app.replay(replay(true)).await.unwrap();
    assert_eq!(done.attempt.unwrap().call.unwrap().state, CallState::Done);
    assert_eq!(texts(&scene), ["hello", "hello"]);
    assert_eq!(sent_to(&bot, 3).await.len(), 3);
}
