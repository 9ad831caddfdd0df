//! What a bot asks for in its answer to a held update.

use super::landing::{Landing, kind};
use super::lanes::Item;
use super::queue::Aim;
use super::{Shared, answer_call, attempt, carry};
use crate::domain::answer_call::CallState;
use crate::domain::ids::BotId;
use crate::store::{About, Becomes, BotKey, Outcome};
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Begins it, if there is something: then the delivery is written down here, before it is done.
pub(super) async fn obey(
    shared: &Arc<Shared>,
    (bot, key): (BotId, BotKey),
    aim: &Aim,
    item: Item,
    landing: Landing,
    places: &Arc<Semaphore>,
) -> Landing {
    let Landing::Tried {
        exchange,
        is_composed,
    } = &landing
    else {
        return landing;
    };
    let Some(answer) = exchange
        .result
        .as_ref()
        .ok()
        .filter(|_| exchange.is_delivered())
    else {
        return landing;
    };
    let Some(found) = answer_call::find(answer).await else {
        return landing;
    };
    let call = if !aim.target.stored.answers {
        carry::of(&found, CallState::Copy)
    } else if *is_composed {
        carry::composed(&found)
    } else {
        carry::planned(&found)
    };
    let is_to_be_made = call.state == CallState::Sending;
    let about = About::Seq(item.seq);
    let mut attempt = attempt::of(&aim.target, key, about, kind(item), exchange);
    attempt.call = Some(call);
    let outcome = Outcome {
        attempt: Some(attempt),
        held: Some((item.id, Becomes::Done)),
    };
    // Without its place nothing says that it was made, and it might be made twice.
    let id = shared.recorder.write(bot, outcome).await;
    let id = id.filter(|_| is_to_be_made);
    // Its own task: it goes on when this queue ends.
    Landing::Recorded(id.map(|id| carry::out_among(shared, bot, id, found, Arc::clone(places))))
}
