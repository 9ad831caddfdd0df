//! A conversation that is replayed keeps its time, whatever the bot takes for its answers.

use super::expiry::{bot_of, update};
use super::local_bot::LocalBot;
use chrono::{TimeDelta, Utc};
use hookbay_engine::api::types::Mode;
use hookbay_engine::delivery::{Begun, Replay, To, Turn};
use std::sync::Arc;
use std::time::{Duration, Instant};

#[tokio::test]
async fn what_the_bot_takes_for_an_answer_is_a_part_of_the_pause() {
    let local = LocalBot::start().await;
    let bench = bot_of(Mode::Record, &local, Arc::new(Utc::now)).await;
    let then = Utc::now();
    for (number, seconds) in [(1, 0), (2, 4)] {
        let at = then + TimeDelta::seconds(seconds);
        let update = update(bench.key, number, "message", at);
        bench.store.ingest(update).await.unwrap();
    }
    let replay = Replay {
        seqs: vec![1, 2],
        body: None,
        to: To::Answering,
        fresh_ids: false,
        carry_out: false,
        speed: Some(1.0),
    };
    let begun = bench.delivery.replay(bench.key, replay).await.unwrap();
    let Begun::Several(mut course) = begun else {
        panic!("there are two");
    };
    assert!(matches!(course.turn().await.unwrap(), Turn::Of(1, _)));
    let sent = Instant::now();
    // As a bot that is slow.
    tokio::time::sleep(Duration::from_secs(4)).await;
    let answered = Instant::now();
    assert!(matches!(course.turn().await.unwrap(), Turn::Of(2, _)));
    assert!(sent.elapsed() >= Duration::from_secs(4));
    // Without it the whole pause is waited for here.
    assert!(answered.elapsed() < Duration::from_millis(3_900));
    bench.delivery.close().await;
}
