//! Cause and effect: each update with the calls that the bot made because of it.
//!
//! A call in the body of a webhook's answer belongs to the update that it answered. Any other call
//! belongs to the newest update in the bot's hands whose message it answers or acts on, else to that of
//! its callback query or inline query, else (for five minutes) to the newest of its chat; a call that
//! shares none of these with any belongs to the update that was handed over last, within ten seconds.
//! What is left stands by itself.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;

use super::made::{Cause, Made};
use crate::telegram::kept::Kept;

const KEPT: usize = 5_000;
const KEPT_BYTES: usize = 16 << 20;
/// Of one entry; a bot may go on for ever.
const MOST_CALLS: usize = 200;
/// How far back a cause is looked for.
const LOOKED_AT: usize = 300;
const CHAT_COUNTS: TimeDelta = TimeDelta::minutes(5);
const LAST_COUNTS: TimeDelta = TimeDelta::seconds(10);

/// An update and the calls because of it, or calls without one.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Its place.
    pub id: i64,
    /// The update.
    pub update_id: Option<i64>,
    /// Its kind.
    pub kind: Option<&'static str>,
    /// One line of it.
    pub summary: String,
    /// When it was made.
    pub at: DateTime<Utc>,
    /// When the bot got it into its hands, which is before it says so.
    pub handed_at: Option<DateTime<Utc>>,
    /// When it said so.
    pub delivered_at: Option<DateTime<Utc>>,
    /// What the last try came to.
    pub delivery: Option<String>,
    /// How many tries.
    pub attempts: u32,
    /// In the order of time.
    pub calls: Vec<Made>,
    chat: Option<i64>,
    /// Its message, or the one whose button was pressed.
    message: Option<i64>,
    /// The message that this one answers.
    answers: Option<i64>,
    callback: Option<String>,
    inline: Option<String>,
}

/// All of a bot's.
#[derive(Debug)]
pub struct Transcript {
    entries: Kept<Entry>,
    by_update: BTreeMap<i64, i64>,
    next_id: i64,
}

impl Default for Transcript {
    fn default() -> Self {
        Self {
            entries: Kept::new(KEPT, KEPT_BYTES),
            by_update: BTreeMap::new(),
            next_id: 1,
        }
    }
}

impl Transcript {
    /// Newest first.
    pub fn newest(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().rev()
    }

    /// An update was made.
    pub fn queued(&mut self, update: i64, kind: &'static str, payload: &Value, at: DateTime<Utc>) {
        let text = |path: &str| payload.pointer(path).and_then(Value::as_str);
        let number = |path: &str| payload.pointer(path).and_then(Value::as_i64);
        let id = text("/id").map(str::to_owned);
        let mut entry = self.entry(at, crate::telegram::view::summary(kind, payload));
        entry.update_id = Some(update);
        entry.kind = Some(kind);
        entry.chat = number("/chat/id")
            .or_else(|| number("/message/chat/id"))
            .or_else(|| number("/from/id"))
            .or_else(|| number("/user/id"));
        entry.message = number("/message_id").or_else(|| number("/message/message_id"));
        entry.answers = number("/reply_to_message/message_id");
        match kind {
            "callback_query" => entry.callback = id,
            "inline_query" => entry.inline = id,
            _ => {}
        }
        self.by_update.insert(update, entry.id);
        self.push(entry);
    }

    /// It is on its way to the bot.
    pub fn handed(&mut self, update: i64, at: DateTime<Utc>) {
        if let Some(entry) = self.of(update) {
            entry.handed_at.get_or_insert(at);
        }
    }

    /// A try to deliver it ended.
    pub fn tried(&mut self, update: i64, attempt: u32, result: &str, over: Option<DateTime<Utc>>) {
        if let Some(entry) = self.of(update) {
            entry.attempts = attempt;
            entry.delivery = Some(result.to_owned());
            if entry.delivered_at.is_none() {
                entry.delivered_at = over;
            }
        }
    }

    /// getUpdates gave it out.
    pub fn fetched(&mut self, update: i64, at: DateTime<Utc>) {
        if let Some(entry) = self.of(update) {
            entry.attempts += 1;
            entry.handed_at.get_or_insert(at);
            entry.delivered_at.get_or_insert(at);
            entry.delivery = Some("getUpdates".to_owned());
        }
    }

    /// A call was answered.
    pub fn called(&mut self, made: Made, cause: Cause) {
        let found = match cause {
            Cause::Answered(update) => self.by_update.get(&update).copied(),
            Cause::Unknown => self.cause(&made),
        };
        let alone = || {
            let last = self.entries.iter().next_back()?;
            let fresh = made.at - last.at < LAST_COUNTS;
            (last.update_id.is_none() && fresh).then_some(last.id)
        };
        let id = if let Some(id) = found.or_else(alone) {
            id
        } else {
            let entry = self.entry(made.at, made.method.clone());
            let id = entry.id;
            self.push(entry);
            id
        };
        if let Some(entry) = self.at(id)
            && entry.calls.len() < MOST_CALLS
        {
            entry.calls.push(made);
        }
    }

    fn cause(&self, made: &Made) -> Option<i64> {
        let handed = || {
            let recent = self.entries.iter().rev().take(LOOKED_AT);
            recent.filter_map(|entry| Some((entry.handed_at?, entry)))
        };
        let (answered, meant) = (made.answered(), made.meant());
        let about = handed().find(|(_, entry)| {
            let own = entry.chat.zip(entry.message);
            let other = entry.chat.zip(entry.answers);
            (own.is_some() && (own == answered || own == meant))
                // `/delete` in answer to a message is about that one.
                || (other.is_some() && other == meant)
        });
        if let Some((_, entry)) = about {
            return Some(entry.id);
        }
        let asked = handed().find(|(_, entry)| {
            made.names("callback_query_id", entry.callback.as_deref())
                || made.names("inline_query_id", entry.inline.as_deref())
        });
        if let Some((_, entry)) = asked {
            return Some(entry.id);
        }
        let chat = made.chat();
        let same_chat = handed()
            .filter(|(at, entry)| {
                chat.is_some() && entry.chat == chat && made.at - *at <= CHAT_COUNTS
            })
            .max_by_key(|(at, entry)| (*at, entry.id));
        let last = || {
            handed()
                .filter(|(at, _)| made.at - *at <= LAST_COUNTS)
                .max_by_key(|(at, entry)| (*at, entry.id))
        };
        let (_, entry) = same_chat.or_else(last)?;
        Some(entry.id)
    }

    fn entry(&mut self, at: DateTime<Utc>, summary: String) -> Entry {
        let id = self.next_id;
        self.next_id += 1;
        Entry {
            id,
            update_id: None,
            kind: None,
            summary,
            at,
            handed_at: None,
            delivered_at: None,
            delivery: None,
            attempts: 0,
            calls: Vec::new(),
            chat: None,
            message: None,
            answers: None,
            callback: None,
            inline: None,
        }
    }

    fn push(&mut self, entry: Entry) {
        // What its calls take comes later and is bounded by their number.
        let bytes = 2048 + entry.summary.len();
        for gone in self.entries.push(entry, bytes) {
            if let Some(update) = gone.update_id {
                self.by_update.remove(&update);
            }
        }
    }

    fn of(&mut self, update: i64) -> Option<&mut Entry> {
        let id = *self.by_update.get(&update)?;
        self.at(id)
    }

    /// Numbers have no gaps, so a number is a place.
    fn at(&mut self, id: i64) -> Option<&mut Entry> {
        let first = self.entries.iter().next()?.id;
        let place = usize::try_from(id - first).ok()?;
        self.entries.get_mut(place)
    }
}

#[cfg(test)]
mod tests;
