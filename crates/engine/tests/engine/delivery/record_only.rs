//! Nothing is delivered while updates are recorded only, and nothing is lost by it.

use super::local_bot::LocalBot;
use super::scene::{Scene, limits, target};
use hookbay_engine::api::types::{
    DeliverAgain, DeliveryView, DiscardHeld, HeldState, Mode, TargetInput,
};

async fn switch(scene: &Scene, mode: Mode, bot: &LocalBot) -> DeliveryView {
    let to = TargetInput {
        id: Some(scene.view().await.targets[0].id),
        ..target(&bot.url(), true)
    };
    let switched = scene.configure(mode, limits(), vec![to]).await;
    switched.unwrap()
}

#[tokio::test]
async fn what_was_held_stays_held_until_the_mode_comes_back() {
    let mut bot = LocalBot::start().await;
    let mut scene = Scene::with(Mode::Hold, &bot).await;
    bot.kill().await;
    for text in ["one", "two", "three"] {
        scene.say(5, text);
    }
    scene.until("all are held", |view| view.held == 3).await;
    let view = switch(&scene, Mode::Record, &bot).await;
    assert_eq!(view.held, 3);
    assert!(view.words.contains("stays held"), "{}", view.words);
    bot.run().await;
    // A start would go on with what is held at once.
    scene.bench.restart().await;
    let set = crate::fixture::set(scene.bot);
    scene.bench.app.set_webhook(set).await.unwrap();
    scene.say(5, "recorded");
    scene.stored(4).await;
    let rows = scene.bench.rows(scene.bot).await;
    let seq = |text: &str| rows.iter().find(|row| row.summary == text).unwrap().seq;
    let two = DiscardHeld {
        bot_id: scene.bot,
        states: vec![HeldState::Waiting],
        seqs: Some(vec![seq("two")]),
        target: None,
    };
    assert_eq!(scene.bench.app.discard_held(two).await.unwrap().held, 2);
    let again = DeliverAgain {
        bot_id: scene.bot,
        seqs: vec![seq("recorded")],
        all: None,
        target: None,
    };
    let view = scene.bench.app.deliver_again(again).await.unwrap();
    assert_eq!(view.held, 3, "it is lined up and waits with the rest");
    assert!(bot.got().is_empty(), "{:?}", bot.got());
    switch(&scene, Mode::Hold, &bot).await;
    scene
        .until("all are delivered", |view| view.held == 0)
        .await;
    let texts: Vec<_> = bot.got().iter().map(|got| got.text()).collect();
    assert_eq!(texts, ["one", "three", "recorded"]);
}
