//! What did not get to the bot: in pages, and all of it again.

use super::local_bot::{LocalBot, answer};
use super::scene::{Scene, limits, target};
use crate::fixture::eventually;
use hookbay_engine::api::types::{
    DeliverAgain, Fault, HealthState, HeldView, InjectFault, Limits, ListHeld, Mode, PinUpdate,
    Trouble, Undelivered,
};

async fn page(scene: &Scene, state: Undelivered, before: Option<i64>, limit: u32) -> Vec<HeldView> {
    let input = ListHeld {
        bot_id: scene.bot,
        state,
        before,
        limit,
    };
    scene.bench.app.list_held(input).await.unwrap().rows
}

async fn all_again(scene: &Scene, state: Undelivered) {
    let input = DeliverAgain {
        bot_id: scene.bot,
        seqs: Vec::new(),
        all: Some(state),
        target: None,
    };
    scene.bench.app.deliver_again(input).await.unwrap();
}

#[tokio::test]
async fn pages_over_several_targets_have_each_row_once_and_in_order() {
    let (mut bot, mut copy) = (LocalBot::start().await, LocalBot::start().await);
    let scene = Scene::new().await;
    let both = vec![target(&bot.url(), true), target(&copy.url(), false)];
    scene.configure(Mode::Hold, limits(), both).await.unwrap();
    bot.kill().await;
    copy.kill().await;
    for number in 0..25 {
        scene.say(number, "hello");
    }
    scene
        .until("all are held", |view| {
            view.targets.iter().all(|target| target.held == 25)
        })
        .await;
    let (mut ids, mut before) = (Vec::new(), None);
    loop {
        let rows = page(&scene, Undelivered::Waiting, before, 7).await;
        if rows.is_empty() {
            break;
        }
        assert!(rows.len() <= 7);
        ids.extend(rows.iter().map(|row| row.id));
        before = ids.last().copied();
    }
    assert_eq!(ids.len(), 50);
    assert!(ids.is_sorted_by(|one, next| one > next), "{ids:?}");
}

#[tokio::test]
async fn all_that_was_set_aside_goes_again_in_the_order_of_its_chats() {
    let bot = LocalBot::answering(|_| answer(500, "text/plain", "")).await;
    let scene = Scene::new().await;
    let once = Limits {
        set_aside_after: 1,
        ..limits()
    };
    let to = vec![target(&bot.url(), true)];
    scene.configure(Mode::Hold, once, to).await.unwrap();
    // After three the rest waits, for then it is the bot that is broken.
    for number in 0..3 {
        scene.say(5, &number.to_string());
    }
    scene
        .until("three are set aside", |view| view.aside == 3)
        .await;
    assert_eq!(page(&scene, Undelivered::Aside, None, 500).await.len(), 3);
    let summary = scene
        .bench
        .app
        .bot(scene.bot)
        .await
        .unwrap()
        .delivery
        .unwrap();
    assert_eq!(
        (summary.state, summary.status),
        (HealthState::Fails, Some(500))
    );
    assert_eq!((summary.held, summary.aside), (0, 3));
    let before = bot.got().len();
    bot.answer(|_| answer(200, "text/plain", ""));
    all_again(&scene, Undelivered::Aside).await;
    scene
        .until("none is left", |view| view.aside == 0 && view.held == 0)
        .await;
    let texts: Vec<_> = bot.got()[before..].iter().map(|got| got.text()).collect();
    assert_eq!(texts, ["0", "1", "2"]);
    let summary = scene
        .bench
        .app
        .bot(scene.bot)
        .await
        .unwrap()
        .delivery
        .unwrap();
    assert_eq!(
        (summary.state, summary.trouble),
        (HealthState::Answers, None)
    );
}

#[tokio::test]
async fn what_failed_and_is_not_held_is_listed_until_it_was_delivered() {
    let bot = LocalBot::start().await;
    let scene = Scene::with(Mode::Relay, &bot).await;
    let drop = InjectFault {
        bot_id: scene.bot,
        fault: Some(Fault::Drop),
        times: Some(2),
    };
    scene.bench.app.inject_fault(drop).await.unwrap();
    for text in ["one", "two", "three"] {
        scene.say(5, text);
    }
    scene.attempts_made(3).await;
    let failed = page(&scene, Undelivered::Failed, None, 500).await;
    assert_eq!(failed.len(), 2);
    assert!(failed.iter().all(|row| row.state == Undelivered::Failed));
    assert_eq!(
        page(&scene, Undelivered::Failed, Some(failed[0].id), 500).await,
        failed[1..]
    );
    all_again(&scene, Undelivered::Failed).await;
    let got = super::scene::sent_to(&bot, 3).await;
    let texts: Vec<_> = got.iter().map(|got| got.text()).collect();
    assert_eq!(texts, ["three", "one", "two"]);
    eventually("none is listed", || async {
        page(&scene, Undelivered::Failed, None, 500)
            .await
            .is_empty()
            .then_some(())
    })
    .await;
}

#[tokio::test]
async fn the_list_of_bots_says_that_a_bot_is_down() {
    let mut bot = LocalBot::start().await;
    let scene = Scene::with(Mode::Relay, &bot).await;
    bot.kill().await;
    scene.say(5, "hello");
    scene.until("it is held", |view| view.held == 1).await;
    let summary = eventually("it is said", || async {
        let bots = scene.bench.app.overview().await.unwrap().bots;
        let bot = bots.into_iter().find(|bot| bot.id == scene.bot).unwrap();
        let summary = bot.delivery.unwrap();
        (summary.state == HealthState::Absent).then_some(summary)
    })
    .await;
    assert_eq!((summary.trouble, summary.held), (Some(Trouble::Refused), 1));
    assert!(summary.url.contains(&bot.addr.to_string()) && !summary.of_copy);
}

#[tokio::test]
async fn a_pin_shows_in_the_row_and_in_the_count() {
    let bot = LocalBot::start().await;
    let scene = Scene::with(Mode::Relay, &bot).await;
    scene.say(5, "keep me");
    scene.stored(1).await;
    let seq = scene.bench.rows(scene.bot).await[0].seq;
    for pinned in [true, false] {
        let input = PinUpdate { seq, pinned };
        let detail = scene.bench.app.pin_update(input).await.unwrap();
        assert_eq!(detail.row.pinned, pinned);
        assert_eq!(scene.bench.rows(scene.bot).await[0].pinned, pinned);
        let kept = scene.bench.app.retention(scene.bot).await.unwrap();
        assert_eq!(kept.pinned, u64::from(pinned));
    }
    let nowhere = PinUpdate {
        seq: i64::MAX,
        pinned: true,
    };
    assert!(scene.bench.app.pin_update(nowhere).await.is_err());
}
