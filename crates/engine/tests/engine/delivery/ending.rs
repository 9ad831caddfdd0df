//! A quit while bots are in the middle of their work.

use super::local_bot::{Gate, LocalBot, answer};
use super::scene::{Scene, limits, sent_to, target};
use hookbay_engine::api::types::Mode;
use std::time::{Duration, Instant};

/// Far less than the bots' time for an answer, and than what each would take after the other.
const SOON: Duration = Duration::from_secs(9);

#[tokio::test]
async fn targets_that_hang_hold_up_a_quit_together_and_get_their_updates_afterwards() {
    let gate = Gate::default();
    let mut bots = Vec::new();
    for _ in 0..5 {
        let gate = gate.clone();
        bots.push(LocalBot::answering(move |_| gate.answer(200)).await);
    }
    let mut scene = Scene::new().await;
    let all = bots.iter().enumerate();
    let all = all.map(|(at, bot)| target(&bot.url(), at == 0)).collect();
    scene.configure(Mode::Hold, limits(), all).await.unwrap();
    scene.say(5, "hello");
    for bot in &bots {
        sent_to(bot, 1).await;
    }
    let quit = Instant::now();
    scene.bench.app.shutdown().await;
    assert!(quit.elapsed() < SOON, "{:?}", quit.elapsed());
    for bot in &bots {
        bot.answer(|_| answer(200, "text/plain", ""));
    }
    scene.bench.restart().await;
    scene
        .until("all are delivered", |view| {
            view.targets.iter().all(|target| target.held == 0)
        })
        .await;
    for bot in &bots {
        assert_eq!(bot.got().len(), 2, "once in the middle, and once whole");
    }
}

#[tokio::test]
async fn a_relay_that_a_quit_ends_is_held_and_telegram_has_its_answer() {
    let gate = Gate::default();
    let at = gate.clone();
    let bot = LocalBot::answering(move |_| at.answer(200)).await;
    let mut scene = Scene::with(Mode::Relay, &bot).await;
    scene.say(5, "hello");
    sent_to(&bot, 1).await;
    let quit = Instant::now();
    scene.bench.app.shutdown().await;
    assert!(quit.elapsed() < SOON, "{:?}", quit.elapsed());
    scene.telegram_is_content().await;
    bot.answer(|_| answer(200, "text/plain", ""));
    scene.bench.restart().await;
    let got = sent_to(&bot, 2).await;
    assert_eq!(got[0].body, got[1].body);
    scene.until("nothing is held", |view| view.held == 0).await;
}
