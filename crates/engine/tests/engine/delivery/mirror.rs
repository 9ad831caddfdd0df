//! More than one target: one answers, the others get copies.

use super::local_bot::{LocalBot, answer};
use super::scene::{Scene, limits, sent_to, target};
use crate::fixture::eventually;
use hookbay_engine::api::types::{Mode, Retention, SetRetention};
use serde_json::json;

#[tokio::test]
async fn a_copy_goes_to_each_and_only_one_answers() {
    let call = |text: &'static str| {
        move |got: &super::local_bot::Got| {
            let call = json!({ "method": "sendMessage", "chat_id": got.chat(), "text": text });
            answer(200, "application/json", call.to_string())
        }
    };
    let copy = LocalBot::answering(call("the copy's")).await;
    let main = LocalBot::answering(call("the main one's")).await;
    let scene = Scene::new().await;
    let both = vec![target(&copy.url(), false), target(&main.url(), true)];
    scene.configure(Mode::Relay, limits(), both).await.unwrap();
    scene.say(5, "hello");
    sent_to(&copy, 1).await;
    let control = scene.bench.telegram.control();
    let sent = eventually("a reply", || async {
        control.sent(&scene.token).unwrap().first().cloned()
    })
    .await;
    assert_eq!(sent["text"], "the main one's");
    assert_eq!(scene.attempts_made(2).await.len(), 2);
    assert_eq!(control.sent(&scene.token).unwrap().len(), 1);
}

/// A dead copy, and the main bot, which answers.
async fn copy_away() -> (LocalBot, LocalBot, Scene) {
    let mut copy = LocalBot::start().await;
    let main = LocalBot::start().await;
    let scene = Scene::new().await;
    let both = vec![target(&copy.url(), false), target(&main.url(), true)];
    scene.configure(Mode::Relay, limits(), both).await.unwrap();
    copy.kill().await;
    (copy, main, scene)
}

/// It is back, and gets what was held for it.
async fn delivered_to(copy: &mut LocalBot, scene: &Scene) -> Vec<String> {
    copy.run().await;
    scene
        .until("all are delivered", |view| view.targets[0].held == 0)
        .await;
    copy.got().iter().map(|got| got.text()).collect()
}

#[tokio::test]
async fn a_copy_that_is_away_holds_up_nobody() {
    let (mut copy, main, scene) = copy_away().await;
    for number in 0..5 {
        scene.say(5, &number.to_string());
    }
    sent_to(&main, 5).await;
    let view = scene
        .until("five are held for the copy", |view| {
            view.targets[0].held == 5
        })
        .await;
    assert_eq!((view.held, view.targets[1].held), (0, 0));
    let texts = delivered_to(&mut copy, &scene).await;
    assert_eq!(texts, ["0", "1", "2", "3", "4"]);
    assert_eq!(main.got().len(), 5);
}

#[tokio::test]
async fn what_waits_for_a_copy_alone_is_not_kept_for_it() {
    let (mut copy, main, scene) = copy_away().await;
    let limits = Retention {
        max_updates: Some(5),
        max_days: None,
        max_bytes: None,
    };
    let input = SetRetention {
        bot_id: scene.bot,
        limits: Some(limits),
    };
    scene.bench.app.set_retention(input).await.unwrap();
    for number in 0..30 {
        scene.say(3, &number.to_string());
    }
    sent_to(&main, 30).await;
    eventually("five are kept", || async {
        (scene.bench.rows(scene.bot).await.len() == 5).then_some(())
    })
    .await;
    scene
        .until("five are held", |view| view.targets[0].held == 5)
        .await;
    let texts = delivered_to(&mut copy, &scene).await;
    assert_eq!(texts, ["25", "26", "27", "28", "29"]);
}
