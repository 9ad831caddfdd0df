//! A chat that waits for its next try does not wait once there is a reason to try now.

use super::local_bot::{Gate, Got, LocalBot, answer};
use super::scene::{Scene, sent_to, target};
use axum::body::Body;
use axum::http::Response;
use hookbay_engine::api::types::{DeliverAgain, DiscardHeld, HeldState, Mode, TargetInput};

fn in_an_hour(_: &Got) -> Response<Body> {
    Response::builder()
        .status(503)
        .header("retry-after", "3600")
        .body(Body::empty())
        .unwrap()
}

fn taken(_: &Got) -> Response<Body> {
    answer(200, "text/plain", "")
}

/// A chat with two updates, of which the first is to be tried again in an hour.
async fn waiting() -> (LocalBot, Scene) {
    let bot = LocalBot::answering(in_an_hour).await;
    let scene = Scene::with(Mode::Hold, &bot).await;
    scene.say(5, "one");
    scene.attempts_made(1).await;
    scene.say(5, "two");
    scene.until("both are held", |view| view.held == 2).await;
    bot.answer(taken);
    (bot, scene)
}

async fn seq_of(scene: &Scene, text: &str) -> i64 {
    let rows = scene.bench.rows(scene.bot).await;
    rows.iter().find(|row| row.summary == text).unwrap().seq
}

async fn again(scene: &Scene, text: &str) {
    let again = DeliverAgain {
        bot_id: scene.bot,
        seqs: vec![seq_of(scene, text).await],
        all: None,
        target: None,
    };
    scene.bench.app.deliver_again(again).await.unwrap();
}

fn texts(bot: &LocalBot) -> Vec<String> {
    bot.got().iter().map(Got::text).collect()
}

#[tokio::test]
async fn a_target_that_is_corrected_is_tried_at_once() {
    let (bot, scene) = waiting().await;
    let other = LocalBot::start().await;
    let to = TargetInput {
        id: Some(scene.view().await.targets[0].id),
        ..target(&other.url(), true)
    };
    scene.deliver(Mode::Hold, to).await;
    scene.until("nothing is held", |view| view.held == 0).await;
    assert_eq!(texts(&bot), ["one"]);
    assert_eq!(texts(&other), ["one", "two"]);
}

#[tokio::test]
async fn one_that_is_wanted_again_is_tried_at_once() {
    let (bot, scene) = waiting().await;
    again(&scene, "one").await;
    scene.until("nothing is held", |view| view.held == 0).await;
    assert_eq!(texts(&bot), ["one", "one", "two"]);
}

#[tokio::test]
async fn what_stands_behind_one_that_is_discarded_goes_at_once() {
    let (bot, scene) = waiting().await;
    let one = DiscardHeld {
        bot_id: scene.bot,
        states: vec![HeldState::Waiting],
        seqs: Some(vec![seq_of(&scene, "one").await]),
        target: None,
    };
    scene.bench.app.discard_held(one).await.unwrap();
    scene.until("nothing is held", |view| view.held == 0).await;
    assert_eq!(texts(&bot), ["one", "two"]);
}

#[tokio::test]
async fn one_that_is_wanted_again_while_the_bot_takes_it_is_not_delivered_twice() {
    let gate = Gate::default();
    let at = gate.clone();
    let bot = LocalBot::answering(move |got| match got.chat() {
        5 => at.answer(200),
        _ => taken(got),
    })
    .await;
    let scene = Scene::with(Mode::Hold, &bot).await;
    scene.say(5, "one");
    sent_to(&bot, 1).await;
    scene.stored(1).await;
    again(&scene, "one").await;
    // Read after the renewed one, so that one is known when the bot has taken it.
    scene.say(6, "other");
    sent_to(&bot, 2).await;
    bot.answer(taken);
    gate.open();
    scene.until("nothing is held", |view| view.held == 0).await;
    scene.say(5, "two");
    sent_to(&bot, 3).await;
    scene.until("nothing is held", |view| view.held == 0).await;
    assert_eq!(texts(&bot), ["one", "other", "two"]);
}
