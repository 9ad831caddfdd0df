//! Passing updates on to the local bot: the words for what is wanted and what came of it.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

/// A place that updates are passed on to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[ts(export, type = "string")]
pub struct TargetId(pub Uuid);

/// How a bot's updates are passed on.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Mode {
    /// Telegram waits for the bot's own answer and gets it unchanged. While the bot cannot be reached,
    /// as [`Mode::Hold`].
    Relay,
    /// Telegram is answered at once; the bot gets updates when it can take them.
    Hold,
    /// They are stored and shown only.
    #[default]
    Record,
}

/// The limits of a bot's deliveries; all of them are the user's to change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct Limits {
    /// Chats delivered side by side, 1–64. Each is in order.
    pub parallel_chats: u32,
    /// Tries that fail before an update is set aside, 1–100.
    pub set_aside_after: u32,
    /// Milliseconds to wait after the first failure, doubled at each: 10–60,000.
    pub first_wait_ms: u32,
    /// Milliseconds that the wait grows to at the most: 10–600,000.
    pub longest_wait_ms: u32,
    /// Milliseconds that the bot has for its answer: 100–60,000. A little less than Telegram's own
    /// 60 s, so that Telegram can still be answered.
    pub answer_within_ms: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            parallel_chats: 8,
            set_aside_after: 5,
            first_wait_ms: 500,
            longest_wait_ms: 30_000,
            answer_within_ms: 55_000,
        }
    }
}

impl Limits {
    /// Whether each is within its bounds.
    pub fn are_sound(&self) -> bool {
        (1..=64).contains(&self.parallel_chats)
            && (1..=100).contains(&self.set_aside_after)
            && (10..=60_000).contains(&self.first_wait_ms)
            && (10..=600_000).contains(&self.longest_wait_ms)
            && (100..=60_000).contains(&self.answer_within_ms)
            && self.first_wait_ms <= self.longest_wait_ms
    }

    /// How long is waited after so many failures in a row.
    pub fn wait_ms(&self, failures: u32) -> u64 {
        let doubled = u64::from(self.first_wait_ms) << failures.saturating_sub(1).min(20);
        doubled.min(u64::from(self.longest_wait_ms))
    }
}

/// Why something was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum AttemptKind {
    /// Telegram waited for the answer.
    Relay,
    /// It had been held.
    Hold,
    /// The user had it delivered again.
    Again,
    /// The user replayed it.
    Replay,
}

/// How an update came to be held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// It arrived while holding.
    Hold,
    /// A relay could not reach the bot.
    Relay,
    /// The user wants it delivered again.
    Again,
}

/// Where a held update is in its life. What is delivered is held no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum HeldState {
    /// It goes to the bot in its turn.
    Waiting,
    /// It failed too often, and its chat goes on without it.
    Aside,
    /// It was a query whose time ran out, and was not delivered.
    Expired,
}

/// What became of an update, for its row in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS, utoipa::ToSchema)]
#[serde(rename_all = "snake_case", tag = "type")]
#[ts(export)]
pub enum DeliveryState {
    /// The bot took it.
    Delivered {
        /// Its answer's status.
        status: u16,
    },
    /// The last delivery failed, and no other is due.
    Failed {
        /// The answer's status, where there was one.
        status: Option<u16>,
    },
    /// It waits for its turn.
    Held,
    /// It failed too often.
    Aside,
    /// A query whose time ran out.
    Expired,
}

/// How long the phases of a delivery took, in microseconds. A phase is left out where a connection was
/// used again, or where it did not come to it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Phases {
    /// Looking the host's name up.
    pub dns: Option<u32>,
    /// Connecting.
    pub connect: Option<u32>,
    /// The TLS handshake.
    pub tls: Option<u32>,
    /// From the start until the request was handed over.
    pub sent: Option<u32>,
    /// From the start to the answer's head.
    pub first_byte: Option<u32>,
    /// From the start to the end.
    pub total: u32,
}

/// What was held against Telegram's sides by the user, to see what a bot makes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, utoipa::ToSchema)]
#[serde(rename_all = "snake_case", tag = "type")]
#[ts(export)]
pub enum Fault {
    /// The bot gets it later.
    Delay {
        /// By so many milliseconds, at most 120,000.
        ms: u32,
    },
    /// The bot does not get it.
    Drop,
    /// As if the bot had answered 500: a relay answers Telegram so, and Telegram comes again.
    Answer500,
}

/// How long after its arrival a query can still be answered; `None` for what does not run out.
pub fn life(kind: &str) -> Option<TimeDelta> {
    match kind {
        "callback_query" | "shipping_query" | "pre_checkout_query" => Some(TimeDelta::seconds(150)),
        "inline_query" => Some(TimeDelta::seconds(30)),
        "chosen_inline_result" => Some(TimeDelta::seconds(600)),
        _ => None,
    }
}

/// Whether it is too late for an update of this kind.
pub fn is_expired(kind: &str, received_at: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    life(kind).is_some_and(|life| now - received_at > life)
}

#[cfg(test)]
mod tests {
    use super::{Limits, is_expired};
    use chrono::{DateTime, TimeDelta};

    #[test]
    fn queries_run_out_and_messages_do_not() {
        let then = DateTime::UNIX_EPOCH;
        for (kind, seconds) in [
            ("callback_query", 150),
            ("shipping_query", 150),
            ("pre_checkout_query", 150),
            ("inline_query", 30),
            ("chosen_inline_result", 600),
        ] {
            let late = then + TimeDelta::seconds(seconds);
            assert!(!is_expired(kind, then, late), "{kind}");
            assert!(is_expired(kind, then, late + TimeDelta::milliseconds(1)));
        }
        assert!(!is_expired("message", then, then + TimeDelta::days(9)));
    }

    #[test]
    fn the_wait_doubles_up_to_its_limit() {
        let limits = Limits::default();
        let waits: Vec<u64> = (1..=9).map(|failures| limits.wait_ms(failures)).collect();
        let expected = [500, 1000, 2000, 4000, 8000, 16000, 30000, 30000, 30000];
        assert_eq!(waits, expected);
        assert_eq!(limits.wait_ms(u32::MAX), 30_000);
    }

    #[test]
    fn limits_beyond_their_bounds_are_unsound() {
        assert!(Limits::default().are_sound());
        for change in [
            |limits: &mut Limits| limits.parallel_chats = 0,
            |limits: &mut Limits| limits.parallel_chats = 65,
            |limits: &mut Limits| limits.set_aside_after = 0,
            |limits: &mut Limits| limits.first_wait_ms = 40_000,
            |limits: &mut Limits| limits.answer_within_ms = 60_001,
        ] {
            let mut limits = Limits::default();
            change(&mut limits);
            assert!(!limits.are_sound(), "{limits:?}");
        }
    }
}
