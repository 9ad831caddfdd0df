//! The bot is killed in the middle of a flood.

use super::local_bot::LocalBot;
use super::scene::Scene;
use hookbay_engine::api::types::Mode;
use std::collections::BTreeMap;

async fn flood(mode: Mode) {
    let mut bot = LocalBot::start().await;
    let scene = Scene::with(mode, &bot).await;
    let mut said: BTreeMap<i64, Vec<String>> = BTreeMap::new();
    for number in 0..500_i64 {
        let (chat, text) = (number % 20, format!("{number:03}"));
        scene.say(chat, &text);
        said.entry(chat).or_default().push(text);
        if number == 200 {
            super::scene::sent_to(&bot, 40).await;
            bot.kill().await;
        }
    }
    scene.until("some are held", |view| view.held > 0).await;
    bot.run().await;
    scene.telegram_is_content().await;
    scene
        .until("all are delivered", |view| view.held == 0)
        .await;
    let mut got: BTreeMap<i64, Vec<String>> = BTreeMap::new();
    for update in bot.got() {
        got.entry(update.chat()).or_default().push(update.text());
    }
    assert_eq!(got, said, "all of them, each chat in order, none twice");
}

#[tokio::test]
async fn a_relay_loses_nothing_and_repeats_nothing() {
    flood(Mode::Relay).await;
}

#[tokio::test]
async fn a_hold_loses_nothing_and_repeats_nothing() {
    flood(Mode::Hold).await;
}
