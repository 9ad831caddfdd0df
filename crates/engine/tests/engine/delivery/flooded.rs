//! Telegram asks to wait with what one chat is to be answered: nobody else waits.

use super::local_bot::{Got, LocalBot, answer};
use super::scene::{Scene, limits, target};
use crate::fixture::eventually;
use hookbay_engine::api::types::{CallState, Limits, Mode};
use hookbay_sandbox::telegram::control::{Fault, FaultOrder};
use serde_json::json;

/// A bot whose reply in chat 1 waits for Telegram, with one more update behind it.
async fn waiting(side_by_side: u32) -> (LocalBot, Scene) {
    let bot = LocalBot::answering(|got: &Got| {
        let call = json!({ "method": "sendMessage", "chat_id": got.chat(), "text": got.text() });
        answer(200, "application/json", call.to_string())
    })
    .await;
    let scene = Scene::new().await;
    let of = Limits {
        parallel_chats: side_by_side,
        ..limits()
    };
    let to = vec![target(&bot.url(), true)];
    scene.configure(Mode::Hold, of, to).await.unwrap();
    let order = FaultOrder {
        fault: Fault::TooManyRequests { retry_after: 90 },
        calls: 1,
        method: Some("sendMessage".into()),
    };
    let control = scene.bench.telegram.control();
    control.add_fault(&scene.token, order).unwrap();
    scene.say(1, "one");
    eventually("the call waits", || async {
        let attempts = scene.attempts().await;
        let mut calls = attempts.iter().filter_map(|attempt| attempt.call.as_ref());
        calls
            .any(|call| call.state == CallState::Waiting)
            .then_some(())
    })
    .await;
    scene.say(1, "behind it");
    (bot, scene)
}

fn texts(bot: &LocalBot) -> Vec<String> {
    bot.got().iter().map(Got::text).collect()
}

#[tokio::test]
async fn the_other_chats_have_its_place() {
    let (bot, scene) = waiting(1).await;
    for chat in 2..6 {
        scene.say(chat, "hello");
    }
    scene.stored(6).await;
    scene
        .until("the others are delivered", |view| view.held == 1)
        .await;
    let mut got = texts(&bot);
    got.sort();
    assert_eq!(got, ["hello", "hello", "hello", "hello", "one"]);
}

#[tokio::test]
async fn a_bot_that_comes_back_gets_what_the_others_wrote() {
    let (mut bot, scene) = waiting(8).await;
    bot.kill().await;
    scene.say(2, "hello");
    scene
        .until("it is known to be away", |view| {
            view.held == 2 && view.words.contains("Nothing listens")
        })
        .await;
    bot.run().await;
    scene
        .until("the other chat is delivered", |view| view.held == 1)
        .await;
    assert_eq!(texts(&bot), ["one", "hello"], "the chat keeps its order");
}
