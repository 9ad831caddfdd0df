//! getUpdates: the way to fetch updates that excludes a webhook.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use super::conflict;
use crate::telegram::answer::Answer;
use crate::telegram::bot::Bot;
use crate::telegram::params::Params;
use crate::telegram::world::World;

const WEBHOOK_ACTIVE: &str = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";
const OTHER_POLL: &str = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running";

/// Answers with what is queued, waiting up to `timeout` seconds when nothing is.
pub async fn get_updates(world: &Arc<World>, token: &str, params: &Params) -> Answer {
    let offset = params.number("offset").unwrap_or(0);
    let limit = params.number("limit").unwrap_or(100).clamp(1, 100);
    let limit = usize::try_from(limit).unwrap_or(100);
    let timeout = params.number("timeout").unwrap_or(0).clamp(0, 50);
    let started = world.change_bot(token, |bot| {
        if bot.webhook.is_some() || bot.pending_webhook.is_some() {
            return None;
        }
        bot.end_poll(409, OTHER_POLL);
        bot.polled = true;
        bot.set_allowed(params.get("allowed_updates"));
        confirm(bot, offset);
        Some(bot.polls)
    });
    let Some(poll) = started.flatten() else {
        return conflict(world, token, WEBHOOK_ACTIVE).await;
    };
    let found = world.until(|state| {
        let Some(bot) = state.bots.get(token) else {
            return Some(Ok((Vec::new(), "[]".to_owned())));
        };
        if bot.polls != poll {
            return Some(Err(bot.poll_ended_by));
        }
        list(bot, limit, world.clock.now()).map(Ok)
    });
    match world
        .clock
        .timeout(TimeDelta::seconds(timeout), found)
        .await
    {
        Some(Ok((ids, updates))) => {
            let at = world.clock.now();
            world.change_bot(token, |bot| {
                for id in ids {
                    bot.scene.transcript.fetched(id, at);
                }
                bot.touch();
            });
            Answer::ok_text(&updates)
        }
        Some(Err((409, why))) => conflict(world, token, why).await,
        Some(Err((status, why))) => Answer::error(status, why),
        None => Answer::ok_text("[]"),
    }
}

/// An offset confirms everything before it; a negative one keeps that many of the newest.
fn confirm(bot: &mut Bot, offset: i64) {
    let first = if offset >= 0 {
        Some(offset)
    } else {
        let back = usize::try_from(offset.unsigned_abs()).unwrap_or(usize::MAX);
        bot.pending.newest(back)
    };
    if let Some(first) = first {
        bot.pending.forget_before(first);
    }
}

fn list(bot: &Bot, limit: usize, now: DateTime<Utc>) -> Option<(Vec<i64>, String)> {
    let updates: Vec<_> = bot.pending.live(now).take(limit).collect();
    let ids = updates.iter().map(|update| update.id).collect();
    let bodies: Vec<&str> = updates.iter().map(|update| update.body.as_str()).collect();
    (!bodies.is_empty()).then(|| (ids, format!("[{}]", bodies.join(",\n"))))
}
