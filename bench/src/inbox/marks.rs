//! What the user and the deliveries have left beside some of the updates: pins, and what the bot answered.

use anyhow::Result;
use bytes::Bytes;
use hookbay_engine::domain::delivery::{AttemptKind, Phases};
use hookbay_engine::domain::trouble::Trouble;
use hookbay_engine::store::{About, BotKey, NewAttempt, Outcome, Store};

/// Updates that are pinned.
const PINNED: u64 = 300;
/// Updates that were delivered; each fourth of them in vain.
const DELIVERED: u64 = 400;

/// Pins some and gives some a delivery, spread over all `last` of them.
pub async fn make(store: &Store, bot: BotKey, last: i64) -> Result<()> {
    for seq in spread(PINNED, last) {
        store.pin(seq, true).await?;
    }
    let outcomes = spread(DELIVERED, last)
        .enumerate()
        .map(|(place, seq)| Outcome {
            attempt: Some(attempt(bot, seq, !place.is_multiple_of(4))),
            held: None,
        });
    store.add_outcomes(outcomes.collect()).await?;
    Ok(())
}

/// So many places among those from 1 to the last.
fn spread(number: u64, last: i64) -> impl Iterator<Item = i64> {
    let step = (last / number.cast_signed()).max(1);
    (1..=last).step_by(usize::try_from(step).unwrap_or(1))
}

fn attempt(bot: BotKey, seq: i64, delivered: bool) -> NewAttempt {
    NewAttempt {
        bot,
        about: About::Seq(seq),
        target: None,
        url: "http://127.0.0.1:8080/".into(),
        at: 1_790_000_000_000 + seq,
        kind: AttemptKind::Relay,
        replay_of: None,
        status: Some(if delivered { 200 } else { 500 }),
        trouble: (!delivered).then_some(Trouble::Status),
        detail: None,
        certificate: None,
        phases: Phases::default(),
        request_headers: Vec::new(),
        request_body: None,
        response_headers: Vec::new(),
        response_body: Bytes::from_static(b"{}"),
        response_size: 2,
        delivered,
        call: None,
    }
}
