//! Telegram is answered at once; the bot gets its updates when it can.

use super::local_bot::{LocalBot, answer};
use super::scene::{Scene, limits, sent_to, target};
use crate::fixture::eventually;
use axum::body::Body;
use axum::http::Response;
use hookbay_engine::api::types::{
    AttemptKind, DeliverAgain, DeliveryState, DiscardHeld, HealthState, HeldState, Limits,
    ListHeld, Mode, Undelivered,
};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

#[tokio::test]
async fn what_is_held_survives_a_restart_and_is_delivered_in_order() {
    let mut bot = LocalBot::start().await;
    let mut scene = Scene::with(Mode::Hold, &bot).await;
    bot.kill().await;
    for number in 0..30 {
        scene.say(number % 3, &format!("{number:02}"));
    }
    scene.until("all are held", |view| view.held == 30).await;
    scene.telegram_is_content().await;
    scene.bench.restart().await;
    assert_eq!(scene.view().await.held, 30);
    bot.run().await;
    scene
        .until("all are delivered", |view| view.held == 0)
        .await;
    let got = bot.got();
    assert_eq!(got.len(), 30);
    for chat in 0..3 {
        let texts: Vec<_> = got
            .iter()
            .filter(|got| got.chat() == chat)
            .map(|got| got.text())
            .collect();
        assert!(texts.is_sorted() && texts.len() == 10, "{texts:?}");
    }
}

#[tokio::test]
async fn an_absence_is_recorded_once_and_not_at_every_try() {
    let mut bot = LocalBot::start().await;
    let scene = Scene::with(Mode::Hold, &bot).await;
    bot.kill().await;
    for number in 0..10 {
        scene.say(number, "hello");
    }
    scene.until("all are held", |view| view.held == 10).await;
    scene
        .until("it is said", |view| view.words.contains("Nothing listens"))
        .await;
    bot.run().await;
    scene
        .until("all are delivered", |view| view.held == 0)
        .await;
    let failed = scene.attempts_made(11).await;
    let failed = failed.iter().filter(|attempt| !attempt.delivered).count();
    assert_eq!(failed, 1);
}

#[tokio::test]
async fn chats_go_side_by_side_up_to_the_limit_and_each_in_order() {
    static NOW: AtomicUsize = AtomicUsize::new(0);
    static MOST: AtomicUsize = AtomicUsize::new(0);
    let gate = Arc::new(AtomicBool::new(false));
    let open = Arc::clone(&gate);
    // A body that is not sent until the gate opens, so that the deliveries pile up.
    let bot = LocalBot::answering(move |_| {
        let now = NOW.fetch_add(1, Ordering::SeqCst) + 1;
        MOST.fetch_max(now, Ordering::SeqCst);
        let open = Arc::clone(&open);
        let body = futures_util::stream::once(async move {
            while !open.load(Ordering::SeqCst) {
                tokio::task::yield_now().await;
            }
            NOW.fetch_sub(1, Ordering::SeqCst);
            Ok::<_, std::io::Error>("done")
        });
        Response::new(Body::from_stream(body))
    })
    .await;
    let scene = Scene::new().await;
    let three = Limits {
        parallel_chats: 3,
        ..limits()
    };
    let to = vec![target(&bot.url(), true)];
    scene.configure(Mode::Hold, three, to).await.unwrap();
    for number in 0..12 {
        scene.say(number % 6, &format!("{number:02}"));
    }
    scene.until("all are held", |view| view.held == 12).await;
    sent_to(&bot, 3).await;
    assert_eq!(bot.got().len(), 3, "no more than three at once");
    gate.store(true, Ordering::SeqCst);
    scene
        .until("all are delivered", |view| view.held == 0)
        .await;
    assert_eq!(MOST.load(Ordering::SeqCst), 3);
    for chat in 0..6 {
        let got = bot.got();
        let texts: Vec<_> = got.iter().filter(|got| got.chat() == chat).collect();
        assert!(texts.len() == 2 && texts[0].text() < texts[1].text());
    }
}

#[tokio::test]
async fn a_poison_update_is_set_aside_and_its_chat_goes_on() {
    let bot = LocalBot::answering(|got| {
        let status = if got.text() == "poison" { 500 } else { 200 };
        answer(status, "text/plain", "")
    })
    .await;
    let scene = Scene::new().await;
    let three = Limits {
        set_aside_after: 3,
        ..limits()
    };
    let to = vec![target(&bot.url(), true)];
    scene.configure(Mode::Hold, three, to).await.unwrap();
    for text in ["before", "poison", "after"] {
        scene.say(5, text);
    }
    scene.say(6, "elsewhere");
    scene.stored(4).await;
    let view = scene
        .until("one is set aside", |view| (view.held, view.aside) == (0, 1))
        .await;
    assert_eq!(view.targets[0].aside, 1);
    let texts: Vec<_> = bot
        .got()
        .into_iter()
        .filter(|got| got.chat() == 5)
        .collect();
    let texts: Vec<_> = texts.iter().map(|got| got.text()).collect();
    assert_eq!(texts, ["before", "poison", "poison", "poison", "after"]);
    let aside = ListHeld {
        bot_id: scene.bot,
        state: Undelivered::Aside,
        before: None,
        limit: 10,
    };
    let page = scene.bench.app.list_held(aside).await.unwrap();
    assert_eq!((page.rows[0].tries, page.more), (3, false));
    assert_eq!(page.rows[0].update.summary, "poison");
    let rows = scene.bench.rows(scene.bot).await;
    let row = rows.iter().find(|row| row.summary == "poison").unwrap();
    assert_eq!(row.delivery, Some(DeliveryState::Aside));

    bot.answer(|_| answer(200, "text/plain", ""));
    let again = DeliverAgain {
        all: None,
        target: None,
        bot_id: scene.bot,
        seqs: vec![row.seq],
    };
    scene.bench.app.deliver_again(again).await.unwrap();
    scene
        .until("it is delivered", |view| (view.held, view.aside) == (0, 0))
        .await;
    let last = scene.attempts().await.remove(0);
    assert!(last.delivered && last.kind == AttemptKind::Again && last.seq == row.seq);
}

#[tokio::test]
async fn a_bot_that_fails_at_everything_has_little_set_aside() {
    let bot = LocalBot::answering(|_| answer(500, "text/plain", "")).await;
    let scene = Scene::new().await;
    let one = Limits {
        set_aside_after: 1,
        ..limits()
    };
    let to = vec![target(&bot.url(), true)];
    scene.configure(Mode::Hold, one, to).await.unwrap();
    for number in 0..20 {
        scene.say(number % 4, "hello");
    }
    scene.stored(20).await;
    scene.attempts_made(30).await;
    let view = scene.view().await;
    assert_eq!((view.held, view.aside), (17, 3));
    assert!(view.words.contains("500"), "{}", view.words);
    bot.answer(|_| answer(200, "text/plain", ""));
    scene
        .until("the rest is delivered", |view| view.held == 0)
        .await;
}

#[tokio::test]
async fn what_is_discarded_is_not_delivered() {
    let mut bot = LocalBot::start().await;
    let scene = Scene::with(Mode::Hold, &bot).await;
    bot.kill().await;
    for number in 0..4 {
        scene.say(5, &number.to_string());
    }
    scene.until("all are held", |view| view.held == 4).await;
    // Telegram is answered once it is known whether an update is held already.
    scene.telegram_is_content().await;
    let rows = scene.bench.rows(scene.bot).await;
    let discard = |seqs| DiscardHeld {
        bot_id: scene.bot,
        states: vec![HeldState::Waiting],
        seqs,
        target: None,
    };
    let some = vec![rows[0].seq, rows[2].seq];
    let view = scene
        .bench
        .app
        .discard_held(discard(Some(some)))
        .await
        .unwrap();
    assert_eq!(view.held, 2);
    bot.run().await;
    scene
        .until("the rest is delivered", |view| view.held == 0)
        .await;
    let texts: Vec<_> = bot.got().iter().map(|got| got.text()).collect();
    assert_eq!(texts, ["0", "2"]);
}

#[tokio::test]
async fn with_everything_discarded_no_more_is_said_than_how_it_was_last() {
    let mut bot = LocalBot::start().await;
    let scene = Scene::with(Mode::Hold, &bot).await;
    bot.kill().await;
    scene.say(5, "hello");
    scene
        .until("the bot is down", |view| {
            view.held == 1 && view.targets[0].health.state == HealthState::Absent
        })
        .await;
    let all = DiscardHeld {
        bot_id: scene.bot,
        states: vec![HeldState::Waiting],
        seqs: None,
        target: None,
    };
    scene.bench.app.discard_held(all).await.unwrap();
    let view = scene
        .until("it is not known any more", |view| {
            view.targets[0].health.state == HealthState::Fails
        })
        .await;
    assert!(view.words.contains("Nothing waits"), "{}", view.words);
    let shown = scene.bench.app.bot(scene.bot).await.unwrap();
    assert_eq!(shown.delivery.unwrap().state, HealthState::Fails);
    // What comes next is tried as usual.
    bot.run().await;
    scene.say(5, "again");
    let got = sent_to(&bot, 1).await;
    assert_eq!(got[0].text(), "again");
}

#[tokio::test]
async fn record_only_sends_nothing_and_a_later_hold_begins_with_what_comes() {
    let bot = LocalBot::start().await;
    let scene = Scene::with(Mode::Record, &bot).await;
    scene.say(5, "recorded");
    eventually("it is stored", || async {
        scene.bench.rows(scene.bot).await.first().cloned()
    })
    .await;
    scene.deliver(Mode::Hold, target(&bot.url(), true)).await;
    scene.say(5, "held");
    let got = sent_to(&bot, 1).await;
    assert_eq!(got[0].text(), "held");
}

#[tokio::test]
async fn an_update_is_in_the_queue_from_the_moment_it_is_stored() {
    let mut bot = LocalBot::start().await;
    let scene = Scene::with(Mode::Hold, &bot).await;
    bot.kill().await;
    for number in 0..200 {
        scene.say(number % 20, "hello");
    }
    let file = scene.bench.config.data_dir.join("hookbay.sqlite");
    let connection = rusqlite::Connection::open(file).unwrap();
    // What a process that is killed now would find at its next start.
    let mut look = connection
        .prepare("SELECT count(*), (SELECT count(*) FROM held_delivery) FROM telegram_update")
        .unwrap();
    eventually("all are held", || {
        let found: (i64, i64) = look
            .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
            .unwrap();
        assert_eq!(found.0, found.1, "stored and held");
        std::future::ready((found.1 == 200).then_some(()))
    })
    .await;
}

#[tokio::test]
async fn a_bot_that_asks_to_be_left_alone_is() {
    let bot = LocalBot::answering(|_| {
        Response::builder()
            .status(503)
            .header("retry-after", "1")
            .body(Body::empty())
            .unwrap()
    })
    .await;
    let scene = Scene::with(Mode::Hold, &bot).await;
    let asked = std::time::Instant::now();
    scene.say(5, "hello");
    sent_to(&bot, 1).await;
    bot.answer(|_| answer(200, "text/plain", ""));
    sent_to(&bot, 2).await;
    assert!(
        asked.elapsed().as_millis() >= 1_000,
        "{:?}",
        asked.elapsed()
    );
}
