//! What people asked and the bot has to answer within its time: pressed buttons and inline queries.
//!
//! A pressed button can be answered once and for 150 seconds, an inline query once and for 30: as
//! long as an update of that kind is worth sending.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;

use crate::telegram::kept::Kept;

const KEPT: usize = 500;
const KEPT_BYTES: usize = 16 << 20;
const CALLBACK_LIVES: TimeDelta = TimeDelta::seconds(150);
const INLINE_LIVES: TimeDelta = TimeDelta::seconds(30);

/// A pressed button.
#[derive(Debug, Clone)]
pub struct Callback {
    /// The callback query's id.
    pub id: String,
    /// Who pressed.
    pub user: i64,
    /// Where.
    pub chat: i64,
    /// When.
    pub pressed: DateTime<Utc>,
    /// When it was answered.
    pub answered: Option<DateTime<Utc>>,
    /// What the answer says.
    pub text: Option<String>,
    /// To be shown until it is closed.
    pub alert: bool,
    /// A URL to open.
    pub url: Option<String>,
}

/// An inline query.
#[derive(Debug, Clone)]
pub struct Inline {
    /// Its id.
    pub id: String,
    /// Who asked.
    pub user: i64,
    /// Where; none outside of any chat that the sandbox has.
    pub chat: i64,
    /// What.
    pub query: String,
    /// When.
    pub asked: DateTime<Utc>,
    /// What the bot offers, once it has.
    pub results: Option<Vec<Value>>,
}

/// All of a bot's.
#[derive(Debug)]
pub struct Questions {
    callbacks: Kept<Callback>,
    inline: Kept<Inline>,
}

impl Default for Questions {
    fn default() -> Self {
        Self {
            callbacks: Kept::new(KEPT, KEPT_BYTES),
            inline: Kept::new(KEPT, KEPT_BYTES),
        }
    }
}

impl Questions {
    /// A button was pressed.
    pub fn pressed(&mut self, callback: Callback) {
        self.callbacks.push(callback, 256);
    }

    /// Something was asked.
    pub fn asked(&mut self, inline: Inline) {
        let bytes = 256 + inline.query.len();
        self.inline.push(inline, bytes);
    }

    /// A callback query that can still be answered.
    pub fn open_callback(&mut self, id: &str, now: DateTime<Utc>) -> Option<&mut Callback> {
        self.callbacks.iter_mut().rev().find(|callback| {
            callback.id == id
                && callback.answered.is_none()
                && now - callback.pressed <= CALLBACK_LIVES
        })
    }

    /// An inline query that can still be answered.
    pub fn open_inline(&mut self, id: &str, now: DateTime<Utc>) -> Option<&mut Inline> {
        self.inline.iter_mut().rev().find(|inline| {
            inline.id == id && inline.results.is_none() && now - inline.asked <= INLINE_LIVES
        })
    }

    /// Any inline query.
    pub fn inline(&self, id: &str) -> Option<&Inline> {
        self.inline.iter().rev().find(|inline| inline.id == id)
    }

    /// The last one asked in a chat.
    pub fn last_inline(&self, chat: i64) -> Option<&Inline> {
        self.inline.iter().rev().find(|inline| inline.chat == chat)
    }

    /// The last few buttons pressed in a chat, newest last.
    pub fn last_callbacks(&self, chat: i64, most: usize) -> Vec<&Callback> {
        let all = self.callbacks.iter().rev();
        let mut last: Vec<_> = all.filter(|it| it.chat == chat).take(most).collect();
        last.reverse();
        last
    }
}
