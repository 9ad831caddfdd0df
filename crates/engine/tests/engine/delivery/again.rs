//! What the user wants again or gives up, while it is under way and at a copy.

use super::local_bot::{Gate, LocalBot, answer};
use super::scene::{Scene, limits, sent_to, target};
use hookbay_engine::api::types::{
    DeliverAgain, DiscardHeld, HeldState, Limits, ListHeld, Mode, TargetId, Undelivered,
};
use hookbay_engine::domain::ids::BotId;
use hookbay_engine::error::Code;
use uuid::Uuid;

async fn seq_of(scene: &Scene, text: &str) -> i64 {
    let rows = scene.bench.rows(scene.bot).await;
    rows.iter().find(|row| row.summary == text).unwrap().seq
}

fn again(bot_id: BotId, seq: i64, target: Option<TargetId>) -> DeliverAgain {
    DeliverAgain {
        bot_id,
        seqs: vec![seq],
        all: None,
        target,
    }
}

fn discard(bot_id: BotId, target: Option<TargetId>) -> DiscardHeld {
    DiscardHeld {
        bot_id,
        states: vec![HeldState::Waiting],
        seqs: None,
        target,
    }
}

fn texts(bot: &LocalBot, chat: i64) -> Vec<String> {
    let got = bot.got();
    let of = got.iter().filter(|got| got.chat() == chat);
    of.map(|got| got.text()).collect()
}

/// A bot that has begun to fail at "one" of chat 5 and goes on with it when the gate opens.
async fn in_the_middle() -> (LocalBot, Scene, Gate) {
    let gate = Gate::default();
    let at = gate.clone();
    let bot = LocalBot::answering(move |got| match got.chat() {
        5 => at.answer(500),
        _ => answer(200, "text/plain", ""),
    })
    .await;
    let scene = Scene::with(Mode::Hold, &bot).await;
    scene.say(5, "one");
    sent_to(&bot, 1).await;
    scene.stored(1).await;
    (bot, scene, gate)
}

#[tokio::test]
async fn nothing_stays_held_of_an_update_that_is_wanted_again_while_it_is_under_way() {
    let (bot, scene, gate) = in_the_middle().await;
    let one = seq_of(&scene, "one").await;
    let view = scene.bench.app.deliver_again(again(scene.bot, one, None));
    assert_eq!(view.await.unwrap().held, 1);
    // Read after the renewed one, so that one is known when the first try fails.
    scene.say(6, "other");
    sent_to(&bot, 2).await;
    bot.answer(|_| answer(200, "text/plain", ""));
    gate.open();
    scene.until("nothing is held", |view| view.held == 0).await;
    assert_eq!(texts(&bot, 5), ["one", "one"]);
    // Nor is the chat taken for one with something held: a relay goes there at once.
    let to = hookbay_engine::api::types::TargetInput {
        id: Some(scene.view().await.targets[0].id),
        ..target(&bot.url(), true)
    };
    scene.deliver(Mode::Relay, to).await;
    scene.say(5, "two");
    let attempts = scene.attempts_made(4).await;
    let kind = attempts.last().unwrap().kind;
    assert_eq!(kind, hookbay_engine::api::types::AttemptKind::Relay);
}

#[tokio::test]
async fn what_is_discarded_under_way_may_end_and_is_not_tried_again() {
    let (bot, scene, gate) = in_the_middle().await;
    scene.say(5, "two");
    scene.until("both are held", |view| view.held == 2).await;
    let one = DiscardHeld {
        seqs: Some(vec![seq_of(&scene, "one").await]),
        ..discard(scene.bot, None)
    };
    let view = scene.bench.app.discard_held(one).await.unwrap();
    assert_eq!(view.held, 1);
    bot.answer(|_| answer(200, "text/plain", ""));
    gate.open();
    scene.until("nothing is held", |view| view.held == 0).await;
    assert_eq!(texts(&bot, 5), ["one", "two"]);
    let attempts = scene.attempts_made(2).await;
    assert_eq!(attempts[0].status, Some(500), "how it ended is recorded");
}

#[tokio::test]
async fn a_copys_delivery_is_done_again_at_the_copy() {
    let main = LocalBot::start().await;
    let copy = LocalBot::answering(|_| answer(500, "text/plain", "")).await;
    let scene = Scene::new().await;
    let once = Limits {
        set_aside_after: 1,
        ..limits()
    };
    let both = vec![target(&main.url(), true), target(&copy.url(), false)];
    scene.configure(Mode::Hold, once, both).await.unwrap();
    scene.say(5, "hello");
    scene
        .until("it is set aside at the copy", |view| {
            view.targets[1].aside == 1
        })
        .await;
    let aside = ListHeld {
        bot_id: scene.bot,
        state: Undelivered::Aside,
        before: None,
        limit: 10,
    };
    let row = scene
        .bench
        .app
        .list_held(aside)
        .await
        .unwrap()
        .rows
        .remove(0);
    let view = scene.view().await;
    assert_eq!(row.target, Some(view.targets[1].id));
    assert_eq!(view.aside, 0, "none is set aside for the bot itself");
    copy.answer(|_| answer(200, "text/plain", ""));
    let wanted = again(scene.bot, row.update.seq, row.target);
    scene.bench.app.deliver_again(wanted).await.unwrap();
    scene
        .until("it is delivered", |view| {
            (view.targets[1].held, view.targets[1].aside) == (0, 0)
        })
        .await;
    sent_to(&main, 1).await;
    assert_eq!((copy.got().len(), main.got().len()), (2, 1));
}

#[tokio::test]
async fn what_is_held_for_a_copy_is_discarded_there_alone() {
    let (mut main, mut copy) = (LocalBot::start().await, LocalBot::start().await);
    let scene = Scene::new().await;
    let both = vec![target(&main.url(), true), target(&copy.url(), false)];
    scene.configure(Mode::Hold, limits(), both).await.unwrap();
    main.kill().await;
    copy.kill().await;
    for text in ["one", "two"] {
        scene.say(5, text);
    }
    let view = scene
        .until("both are held twice", |view| {
            (view.targets[0].held, view.targets[1].held) == (2, 2)
        })
        .await;
    assert_eq!(view.held, 2, "as many as wait for the bot");
    let bot = scene.bench.app.bot(scene.bot).await.unwrap();
    assert_eq!(bot.delivery.unwrap().held, 2);
    let of_copy = discard(scene.bot, Some(view.targets[1].id));
    let view = scene.bench.app.discard_held(of_copy).await.unwrap();
    assert_eq!((view.targets[0].held, view.targets[1].held), (2, 0));
    copy.run().await;
    main.run().await;
    scene.until("nothing is held", |view| view.held == 0).await;
    assert_eq!(texts(&main, 5), ["one", "two"]);
    assert!(copy.got().is_empty());
    let nobody = Some(TargetId(Uuid::new_v4()));
    let refused = scene.bench.app.discard_held(discard(scene.bot, nobody));
    assert_eq!(refused.await.unwrap_err().code, Code::NotFound);
    let refused = scene.bench.app.deliver_again(again(scene.bot, 1, nobody));
    assert_eq!(refused.await.unwrap_err().code, Code::NotFound);
}
