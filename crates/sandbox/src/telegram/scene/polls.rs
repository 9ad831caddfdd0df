//! Polls: the object, and those that close by themselves.
//!
//! A bot is not told when a poll closes at its time. Telegram's server closes it silently for bots
//! (tdlib: PollManager, on_close_poll_timeout); whoever looks at it, votes or stops it finds it closed.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

/// A poll that nobody has voted in (Bot API: Poll).
pub fn new_poll(question: &str, options: &[Value], kind: &str, anonymous: bool) -> Value {
    json!({
        "id": rand::random_range(1_i64 << 40..1 << 62).to_string(),
        "question": question,
        "options": options,
        "total_voter_count": 0,
        "is_closed": false,
        "is_anonymous": anonymous,
        "type": kind,
        "allows_multiple_answers": false,
        "allows_revoting": kind != "quiz",
        "members_only": false,
    })
}

/// A choice that nobody has chosen (Bot API: PollOption).
pub fn new_option(place: usize, text: &str) -> Value {
    json!({ "persistent_id": place.to_string(), "text": text, "voter_count": 0 })
}

/// Whether there are no votes any more.
pub fn is_closed(poll: &Value) -> bool {
    poll.get("is_closed") == Some(&Value::Bool(true))
}

/// When the poll in a message closes by itself, if it does.
pub fn closes_at(message: &Value) -> Option<DateTime<Utc>> {
    let poll = message.get("poll").filter(|poll| !is_closed(poll))?;
    DateTime::from_timestamp(poll.get("close_date")?.as_i64()?, 0)
}

/// The messages with polls that close by themselves, the next one first.
#[derive(Debug, Default)]
pub struct Closing(BTreeSet<(DateTime<Utc>, i64, i64)>);

impl Closing {
    /// One more, if it is one.
    pub fn add(&mut self, chat: i64, id: i64, message: &Value) {
        self.0.extend(closes_at(message).map(|at| (at, chat, id)));
    }

    /// A message is no more.
    pub fn forget(&mut self, chat: i64, id: i64, message: &Value) {
        if let Some(at) = closes_at(message) {
            self.0.remove(&(at, chat, id));
        }
    }

    /// When the next one closes.
    pub fn next(&self) -> Option<DateTime<Utc>> {
        self.0.first().map(|(at, ..)| *at)
    }

    /// The chat and the id of one whose time has come.
    pub fn take_due(&mut self, now: DateTime<Utc>) -> Option<(i64, i64)> {
        if self.next()? > now {
            return None;
        }
        self.0.pop_first().map(|(_, chat, id)| (chat, id))
    }
}
