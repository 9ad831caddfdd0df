//! Stored updates are sent once more.

use super::local_bot::{Got, LocalBot, answer};
use super::scene::{Scene, sent_to, target};
use crate::fixture::eventually;
use hookbay_engine::api::types::{
    AttemptKind, DeliveryState, GetAttempt, InjectUpdate, JobState, ListAttempts, Mode, OfJob,
    ReplayUpdates, UpdateRow,
};
use hookbay_engine::error::Code;
use hookbay_engine::secret::Secret;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::time::{Duration, Instant};

fn replay(scene: &Scene, seqs: Vec<i64>) -> ReplayUpdates {
    ReplayUpdates {
        bot_id: scene.bot,
        seqs,
        body: None,
        target: None,
        url: None,
        confirm_host: false,
        fresh_ids: false,
        carry_out: false,
        speed: None,
    }
}

/// A bot with a secret, and one update that it got already.
async fn delivered() -> (LocalBot, Scene, UpdateRow) {
    let bot = LocalBot::answering(|got| answer(200, "text/plain", got.text())).await;
    let scene = Scene::new().await;
    let mut to = target(&bot.url(), true);
    to.secret_token = Some(Secret::new("the-bots_own"));
    scene.deliver(Mode::Relay, to).await;
    scene.say(5, "first");
    scene.attempts_made(1).await;
    let row = scene.bench.rows(scene.bot).await.remove(0);
    (bot, scene, row)
}

#[tokio::test]
async fn one_is_sent_as_it_was_and_stands_beside_its_source() {
    let (bot, scene, row) = delivered().await;
    let done = scene.bench.app.replay(replay(&scene, vec![row.seq])).await;
    let attempt = done.unwrap().attempt.unwrap();
    assert_eq!((attempt.kind, attempt.seq), (AttemptKind::Replay, row.seq));
    let got = bot.got();
    assert_eq!(got[0].body, got[1].body);
    let secret = got[1].header("x-telegram-bot-api-secret-token");
    assert_eq!(secret, Some("the-bots_own"));
    let source = attempt.replay_of.unwrap();
    let source = scene.bench.app.get_attempt(GetAttempt { id: source }).await;
    let source = source.unwrap();
    assert_eq!(
        (source.row.kind, source.row.seq),
        (AttemptKind::Relay, row.seq)
    );
    let of_this = ListAttempts {
        bot_id: scene.bot,
        seq: Some(row.seq),
        failed: false,
        before: None,
        limit: 10,
    };
    let page = scene.bench.app.list_attempts(of_this).await.unwrap();
    assert_eq!(page.rows.len(), 2);
}

#[tokio::test]
async fn an_edited_one_is_checked_and_both_answers_are_kept() {
    let (bot, scene, row) = delivered().await;
    let app = &scene.bench.app;
    let mut edited = replay(&scene, vec![row.seq]);
    edited.body = Some("{\"update_id\":1,\"message\":{},\"poll\":{}}".into());
    let refused = app.replay(edited.clone()).await.unwrap_err();
    assert_eq!(refused.code, Code::InvalidInput);
    assert_eq!(bot.got().len(), 1, "nothing was sent");
    let body = "{\"update_id\":1,\n\"message\":{\"text\":\"second\",\"chat\":{\"id\":5}}}";
    edited.body = Some(body.into());
    let attempt = app.replay(edited).await.unwrap().attempt.unwrap();
    let new = app
        .get_attempt(GetAttempt { id: attempt.id })
        .await
        .unwrap();
    let old = GetAttempt {
        id: attempt.replay_of.unwrap(),
    };
    let old = app.get_attempt(old).await.unwrap();
    assert_eq!(
        (new.request_body.as_str(), new.response_body.as_str()),
        (body, "second")
    );
    assert_eq!(old.response_body, "first");
    let row = scene.bench.rows(scene.bot).await.remove(0);
    assert_eq!(row.delivery, Some(DeliveryState::Delivered { status: 200 }));
}

#[tokio::test]
async fn another_address_gets_it_with_a_number_of_its_own_and_another_computer_needs_a_word() {
    let (_bot, scene, row) = delivered().await;
    let other = LocalBot::start().await;
    let mut elsewhere = replay(&scene, vec![row.seq]);
    elsewhere.url = Some(other.url());
    elsewhere.fresh_ids = true;
    let attempt = scene.bench.app.replay(elsewhere.clone()).await.unwrap();
    let attempt = attempt.attempt.unwrap();
    assert_eq!((attempt.target, attempt.delivered), (None, true));
    let got = sent_to(&other, 1).await.remove(0);
    assert_ne!(got.json()["update_id"], row.update_id);
    assert_eq!(got.text(), "first");
    let secret = got.header("x-telegram-bot-api-secret-token");
    assert_eq!(secret, Some("the-bots_own"));
    elsewhere.url = Some("http://bot.invalid/".into());
    let refused = scene.bench.app.replay(elsewhere.clone()).await;
    assert_eq!(refused.unwrap_err().code, Code::ForeignHost);
    elsewhere.confirm_host = true;
    let attempt = scene.bench.app.replay(elsewhere).await.unwrap().attempt;
    assert!(!attempt.unwrap().delivered);
}

#[tokio::test]
async fn a_conversation_keeps_its_order_and_its_pauses() {
    let bot = LocalBot::start().await;
    let scene = Scene::with(Mode::Hold, &bot).await;
    let mut rows = Vec::new();
    let began = Instant::now();
    for text in ["one", "two", "three"] {
        scene.say(5, text);
        rows = eventually("it is stored", || async {
            let now = scene.bench.rows(scene.bot).await;
            (now.len() > rows.len()).then_some(now)
        })
        .await;
        // A pause that can be measured: until the clock has moved on.
        while began.elapsed().as_millis() < 150 * u128::try_from(rows.len()).unwrap() {
            tokio::task::yield_now().await;
        }
    }
    sent_to(&bot, 3).await;
    rows.reverse();
    let paused = rows[2].received_at - rows[0].received_at;
    let mut slowly = replay(&scene, rows.iter().map(|row| row.seq).collect());
    slowly.speed = Some(1.0);
    slowly.fresh_ids = true;
    let began = Instant::now();
    let done = scene.bench.app.replay(slowly).await.unwrap();
    assert_eq!(done.attempt, None);
    let job = scene.ended(done.job.unwrap()).await;
    assert_eq!(
        (&job.state, job.done, job.of),
        (&JobState::Done, 3, Some(3))
    );
    let got = sent_to(&bot, 6).await;
    assert!(began.elapsed() >= paused.to_std().unwrap());
    let texts: Vec<_> = got[3..].iter().map(|got| got.text()).collect();
    assert_eq!(texts, ["one", "two", "three"]);
    // Numbers of their own, of which each is newer than the one before, as Telegram's are.
    let id = |got: &Got| got.json()["update_id"].as_i64().unwrap();
    let ids: Vec<_> = got.iter().map(id).collect();
    assert!(ids[3] >= 2_000_000_000 && ids.is_sorted(), "{ids:?}");
}

#[tokio::test]
async fn a_new_number_is_beyond_every_one_before_also_after_a_restart() {
    let (bot, mut scene, row) = delivered().await;
    let mut fresh = replay(&scene, vec![row.seq]);
    fresh.fresh_ids = true;
    scene.bench.app.replay(fresh.clone()).await.unwrap();
    // One that was composed is of the same row of numbers, and so is one that the user wrote.
    let composed = InjectUpdate {
        bot_id: scene.bot,
        body: "{\"update_id\":1,\"message\":{\"text\":\"composed\",\"chat\":{\"id\":6}}}".into(),
        keep_id: false,
    };
    scene.bench.app.inject_update(composed).await.unwrap();
    scene.bench.app.replay(fresh.clone()).await.unwrap();
    let mut edited = replay(&scene, vec![row.seq]);
    edited.body = Some("{\"update_id\":2100000000,\"message\":{\"text\":\"x\"}}".into());
    scene.bench.app.replay(edited).await.unwrap();
    scene.bench.app.replay(fresh.clone()).await.unwrap();
    scene.bench.restart().await;
    scene.bench.app.replay(fresh).await.unwrap();
    let ids: Vec<_> = bot
        .got()
        .iter()
        .map(|got| got.json()["update_id"].as_i64().unwrap())
        .collect();
    assert_eq!(ids.len(), 7, "{ids:?}");
    assert!(ids.is_sorted_by(|one, next| one < next), "{ids:?}");
    assert_eq!(ids[6], 2_100_000_002);
}

/// What a bot waits for before each answer.
struct Gate {
    open: mpsc::Sender<()>,
    asked: Arc<AtomicUsize>,
}

impl Gate {
    /// Waits until so many have come to it.
    async fn asked(&self, number: usize) {
        eventually("one comes to the gate", || async {
            (self.asked.load(Ordering::SeqCst) >= number).then_some(())
        })
        .await;
    }
}

/// A bot that got four updates, and now answers only when it is told to.
async fn at_a_gate() -> (LocalBot, Scene, Vec<i64>, Gate) {
    let bot = LocalBot::start().await;
    let scene = Scene::with(Mode::Hold, &bot).await;
    for text in ["one", "two", "three", "four"] {
        scene.say(5, text);
    }
    sent_to(&bot, 4).await;
    scene.attempts_made(4).await;
    let (open, gate) = mpsc::channel();
    let gate = Mutex::new(gate);
    let asked = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&asked);
    bot.answer(move |_| {
        counted.fetch_add(1, Ordering::SeqCst);
        let _ = gate.lock().unwrap().recv();
        answer(200, "text/plain", "")
    });
    let mut seqs: Vec<_> = scene
        .bench
        .rows(scene.bot)
        .await
        .iter()
        .map(|row| row.seq)
        .collect();
    seqs.reverse();
    (bot, scene, seqs, Gate { open, asked })
}

#[tokio::test]
async fn several_say_how_far_they_are_and_are_stopped_with_what_was_sent_being_sent() {
    let (bot, scene, seqs, gate) = at_a_gate().await;
    let app = &scene.bench.app;
    let done = app.replay(replay(&scene, seqs)).await.unwrap();
    let id = done.job.unwrap();
    for _ in 0..2 {
        gate.open.send(()).unwrap();
    }
    let half = eventually("two were answered", || async {
        let job = app.job(OfJob { id }).unwrap();
        (job.done == 2).then_some(job)
    })
    .await;
    assert_eq!((&half.state, half.of), (&JobState::Running, Some(4)));
    // Between the second's answer and the third's start it may be stopped too.
    gate.asked(3).await;
    let mut stop = Box::pin(app.cancel_job(OfJob { id }));
    tokio::select! {
        biased;
        _ = &mut stop => panic!("the third is not answered yet"),
        () = std::future::ready(()) => {}
    }
    gate.open.send(()).unwrap();
    let job = stop.await.unwrap();
    assert_eq!(
        (&job.state, job.done, job.report.updates),
        (&JobState::Cancelled, 3, 3)
    );
    let texts: Vec<_> = bot.got()[4..].iter().map(Got::text).collect();
    assert_eq!(texts, ["one", "two", "three"]);
    let kinds = scene.attempts().await;
    let replays = kinds.iter().filter(|row| row.kind == AttemptKind::Replay);
    assert_eq!(replays.count(), 3, "what was sent is recorded");
}

#[tokio::test]
async fn a_quit_does_not_wait_for_a_bot_that_never_answers() {
    let (_bot, scene, seqs, _gate) = at_a_gate().await;
    let app = &scene.bench.app;
    let done = app.replay(replay(&scene, seqs)).await.unwrap();
    let quit = tokio::time::timeout(Duration::from_secs(15), app.shutdown());
    quit.await
        .expect("it quits before the answer's time is over");
    let job = app
        .job(OfJob {
            id: done.job.unwrap(),
        })
        .unwrap();
    assert_eq!((&job.state, job.done), (&JobState::Cancelled, 0));
}
