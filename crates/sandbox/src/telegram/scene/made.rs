//! A call that the bot made, and what of it leads to its cause.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde_json::Value;

/// A call of a method, with what it shares with an update.
#[derive(Debug, Clone)]
pub struct Made {
    /// When it came.
    pub at: DateTime<Utc>,
    /// As the bot wrote it.
    pub method: String,
    /// Every parameter as text.
    pub parameters: BTreeMap<String, String>,
    /// The answer's status.
    pub status: u16,
    /// Of a refusal.
    pub description: Option<String>,
    /// It came in the body of a webhook's answer.
    pub in_reply: bool,
    /// The chat of the messages that it made or changed.
    pub chat: Option<i64>,
    /// Those messages.
    pub messages: Vec<i64>,
}

impl Made {
    /// The chat that it acts in.
    pub fn chat(&self) -> Option<i64> {
        let given = || self.parameters.get("chat_id")?.parse().ok();
        self.chat.or_else(given)
    }

    /// The message that it answers, with that one's chat.
    pub fn answered(&self) -> Option<(i64, i64)> {
        let given = self.parameters.get("reply_parameters");
        let given = given.and_then(|json| serde_json::from_str::<Value>(json).ok());
        let Some(given) = given else {
            return self.chat().zip(self.number("reply_to_message_id"));
        };
        let number = |name: &str| {
            let value = given.get(name)?;
            value.as_i64().or_else(|| value.as_str()?.parse().ok())
        };
        number("chat_id")
            .or_else(|| self.chat())
            .zip(number("message_id"))
    }

    /// The message that it acts on, with that one's chat.
    pub fn meant(&self) -> Option<(i64, i64)> {
        let chat = self.number("from_chat_id").or_else(|| self.chat());
        chat.zip(self.number("message_id"))
    }

    fn number(&self, parameter: &str) -> Option<i64> {
        self.parameters.get(parameter)?.trim().parse().ok()
    }

    /// Whether a parameter is that id.
    pub fn names(&self, parameter: &str, id: Option<&str>) -> bool {
        id.is_some() && self.parameters.get(parameter).map(String::as_str) == id
    }
}

/// What caused it, as far as known without looking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// To be found.
    Unknown,
    /// The update whose delivery it answered.
    Answered(i64),
}
