//! Sends stored updates once more, beside the order of the queues.

use super::answer::Exchange;
use super::answer_call::Found;
use super::course::Course;
use super::line::Line;
use super::request::Extras;
use super::target::{self, Target, exchange};
use super::{Delivery, OfBot, Shared, answer_call, attempt, carry, edited};
use crate::domain::answer_call::{AnswerCall, CallState};
use crate::domain::delivery::{AttemptKind, TargetId};
use crate::domain::token::mask_tokens;
use crate::error::{Code, Error, Result};
use crate::secret::Secret;
use crate::store::{About, BotKey, Outcome, Sendable};
use bytes::Bytes;
use std::sync::Arc;
use std::time::Duration;
use url::Url;

/// How long a replay waits for what its answer asked for.
const CALL_WITHIN: Duration = Duration::from_secs(5);

/// Where a replay goes.
#[derive(Debug, Clone)]
pub enum To {
    /// The target that answers.
    Answering,
    /// A target.
    Target(TargetId),
    /// Another address, with the answering target's secret token.
    Url(Url),
}

/// What is sent once more.
#[derive(Debug, Clone)]
pub struct Replay {
    /// Which updates, in this order.
    pub seqs: Vec<i64>,
    /// In the place of the only one's own.
    pub body: Option<String>,
    /// Where to.
    pub to: To,
    /// With a number of its own, beyond those that the bot has seen: it may pass over what is not newer
    /// than the newest of them.
    pub fresh_ids: bool,
    /// Whether a method call in the answer is made.
    pub carry_out: bool,
    /// As many times faster than it was; `None` is without pauses.
    pub speed: Option<f64>,
}

/// An address ready to be sent to.
pub(super) enum Aim {
    Target(Arc<Target>),
    Line {
        line: Line,
        secret_token: Option<Secret>,
    },
}

impl Aim {
    /// Where that is, tokens masked.
    pub(super) fn url(&self) -> String {
        match self {
            Self::Target(target) => target.stored.url.clone(),
            Self::Line { line, .. } => mask_tokens(line.url().as_str()),
        }
    }
}

/// What became of one.
pub(super) struct Sent {
    /// The attempt's place.
    pub(super) id: Option<i64>,
    /// Whether the bot took it.
    pub(super) delivered: bool,
}

/// A replay that has begun.
pub enum Begun {
    /// Of one update: it was sent, and this is the attempt's place.
    One(Option<i64>),
    /// Of several, of which none was sent yet.
    Several(Box<Course>),
}

impl Delivery {
    /// Sends an update once more, or gives what sends several.
    pub async fn replay(&self, bot: BotKey, replay: Replay) -> Result<Begun> {
        let of = self.of(bot).ok_or_else(no_target)?;
        let aim = self.aim(&of, &replay.to).await?;
        if let Some(body) = &replay.body {
            edited::check(body)?;
            if replay.seqs.len() != 1 {
                return Err(Error::new(
                    Code::InvalidInput,
                    "Only one update can be edited at a time.",
                    "Select one update to edit it.",
                ));
            }
        }
        let shared = Arc::clone(&self.shared);
        if let [seq] = replay.seqs[..] {
            let Some(update) = shared.store.sendable(seq).await? else {
                return Err(Error::new(
                    Code::NotFound,
                    "This update is not in the inbox.",
                    "It may have been removed with its bot.",
                ));
            };
            let sent = once(&shared, &of, &aim, seq, update, &replay).await?;
            return Ok(Begun::One(sent.id));
        }
        Ok(Begun::Several(Box::new(Course {
            shared,
            of,
            aim,
            replay,
            place: 0,
            before: None,
        })))
    }

    async fn aim(&self, of: &OfBot, to: &To) -> Result<Aim> {
        let target = match to {
            To::Answering | To::Url(_) => of.answering().map(|(target, _)| target),
            To::Target(id) => {
                let found = of
                    .targets
                    .iter()
                    .find(|(target, _)| target.stored.id == *id);
                found.map(|(target, _)| target)
            }
        };
        let To::Url(url) = to else {
            return target.cloned().map(Aim::Target).ok_or_else(no_target);
        };
        let secret_token = match target {
            // Without it the bot would refuse, as if the token were wrong.
            Some(target) => target
                .secret_token(&self.shared.vault)
                .await
                .map_err(target::unreadable)?,
            None => None,
        };
        let line = Line::new(url.clone(), None).map_err(|error| {
            Error::new(
                Code::Internal,
                "TLS cannot be set up.",
                "Use an http:// address.",
            )
            .detail(error)
        })?;
        Ok(Aim::Line { line, secret_token })
    }
}

fn no_target() -> Error {
    Error::new(
        Code::NotFound,
        "There is no such target to send to.",
        "Add the address of your bot as a target.",
    )
}

/// Sends one.
pub(super) async fn once(
    shared: &Arc<Shared>,
    of: &OfBot,
    aim: &Aim,
    seq: i64,
    update: Sendable,
    replay: &Replay,
) -> Result<Sent> {
    let is_changed = replay.body.is_some() || replay.fresh_ids;
    let body = if is_changed {
        let own = String::from_utf8_lossy(&update.body);
        let text = replay.body.clone().unwrap_or_else(|| own.into_owned());
        Bytes::from(numbered(shared, of.key, text, replay.fresh_ids).await?)
    } else {
        Bytes::from(update.body)
    };
    let target = match aim {
        Aim::Target(target) => Some(target.stored.key),
        Aim::Line { .. } => None,
    };
    let source = beside(shared, of, seq, target).await?;
    let sent = send(shared, of, aim, body.clone()).await;
    let kind = AttemptKind::Replay;
    let mut attempt = attempt::elsewhere(target, aim.url(), of.key, About::Seq(seq), kind, &sent);
    let delivered = attempt.delivered;
    attempt.replay_of = source;
    attempt.request_body = is_changed.then_some(body);
    let (call, found) = asked(&sent, replay.carry_out).await.unzip();
    attempt.call = call;
    let found = found.flatten();
    let outcome = Outcome {
        attempt: Some(attempt),
        held: None,
    };
    let id = shared.recorder.write(of.id, outcome).await;
    if let (Some(id), Some(found)) = (id, found) {
        let made = carry::out(shared, of.id, id, found);
        // It goes on by itself when Telegram asks to wait.
        let _ = tokio::time::timeout(CALL_WITHIN, made).await;
    }
    Ok(Sent { id, delivered })
}

/// The attempt that a replay is shown beside: the last one at the same target, else at the one that answers,
/// else anywhere.
async fn beside(shared: &Shared, of: &OfBot, seq: i64, target: Option<i64>) -> Result<Option<i64>> {
    let attempts = shared
        .store
        .attempts(of.key, Some(seq), false, None, 100)
        .await?;
    let answering = of.answering().map(|(target, _)| target.stored.key);
    let first = attempts
        .into_iter()
        .filter(|attempt| attempt.kind != AttemptKind::Replay)
        // The first of the least is the newest of them.
        .min_by_key(|attempt| match attempt.target {
            Some(key) if Some(key) == target => 0,
            Some(key) if Some(key) == answering => 1,
            _ => 2,
        });
    Ok(first.map(|attempt| attempt.id))
}

/// A text that is sent in an update's place, with a new number where that is wanted. A number that the
/// user wrote counts as seen.
async fn numbered(shared: &Shared, bot: BotKey, text: String, is_fresh: bool) -> Result<String> {
    if is_fresh {
        let id = shared.store.give_update_id(bot).await?;
        return edited::with_id(&text, id);
    }
    if let Some(id) = edited::id_of(&text)? {
        shared.store.note_update_id(bot, id).await?;
    }
    Ok(text)
}

/// The call in a replay's answer: what is written of it, and the call itself where it is to be made.
async fn asked(sent: &Exchange, carry_out: bool) -> Option<(AnswerCall, Option<Found>)> {
    let answer = sent.result.as_ref().ok().filter(|_| sent.is_delivered())?;
    let found = answer_call::find(answer).await?;
    if !carry_out {
        return Some((carry::of(&found, CallState::Replay), None));
    }
    let call = carry::planned(&found);
    let is_to_be_made = call.state == CallState::Sending;
    Some((call, is_to_be_made.then_some(found)))
}

async fn send(shared: &Shared, of: &OfBot, aim: &Aim, body: Bytes) -> Exchange {
    let at = shared.now().timestamp_millis();
    let within = Duration::from_millis(of.setting.limits.answer_within_ms.into());
    match aim {
        Aim::Target(target) => {
            target
                .send(&shared.vault, &shared.hop, body, within, at)
                .await
        }
        Aim::Line { line, secret_token } => {
            let extras = Extras {
                secret_token: secret_token.as_ref(),
                headers: &[],
            };
            exchange(line, &extras, &shared.hop, body, within, at).await
        }
    }
}
