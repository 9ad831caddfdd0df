//! How updates are passed on changes while Telegram waits.

use super::local_bot::{Gate, LocalBot, answer};
use super::scene::{Scene, limits, sent_to, target};
use axum::body::Body;
use axum::http::Response;
use hookbay_engine::api::types::{Mode, TargetInput};

#[tokio::test]
async fn an_update_whose_target_is_taken_away_meanwhile_comes_again_and_goes_to_the_next() {
    let gate = Gate::default();
    let at = gate.clone();
    let mut first = LocalBot::answering(move |_| at.answer(200)).await;
    let scene = Scene::with(Mode::Relay, &first).await;
    scene.say(5, "hello");
    sent_to(&first, 1).await;
    let next = LocalBot::start().await;
    scene.deliver(Mode::Relay, target(&next.url(), true)).await;
    // In the middle of its answer.
    first.kill().await;
    let got = sent_to(&next, 1).await;
    assert_eq!(got[0].text(), "hello");
}

#[tokio::test]
async fn an_update_that_telegram_brings_again_is_held_however_late_it_comes() {
    let bot = LocalBot::answering(|_| {
        Response::builder()
            .status(503)
            // Longer than a change of the mode is looked after.
            .header("retry-after", "7")
            .body(Body::empty())
            .unwrap()
    })
    .await;
    let scene = Scene::with(Mode::Relay, &bot).await;
    scene.say(5, "hello");
    sent_to(&bot, 1).await;
    scene.attempts_made(1).await;
    bot.answer(|_| answer(200, "text/plain", ""));
    let to = TargetInput {
        id: Some(scene.view().await.targets[0].id),
        ..target(&bot.url(), true)
    };
    scene
        .configure(Mode::Hold, limits(), vec![to])
        .await
        .unwrap();
    let got = sent_to(&bot, 2).await;
    assert_eq!(got[1].text(), "hello");
}
