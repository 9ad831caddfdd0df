//! One message, as the Bot API shows it and with what the Bot API does not show.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

/// A message.
#[derive(Debug, Clone)]
pub struct Message {
    /// Its id in the chat.
    pub id: i64,
    /// The Message object.
    pub value: Value,
    /// Who sent it; none for the bot.
    pub from: Option<i64>,
    /// When it was sent, more exactly than its date.
    pub at: DateTime<Utc>,
    /// When it was edited last.
    pub edited_at: Option<DateTime<Utc>>,
    /// It is shown as gone, and for methods it is not there.
    pub deleted: bool,
    /// By person, the bot's own at 0.
    pub reactions: BTreeMap<i64, Vec<String>>,
    /// Who chose what in its poll.
    pub votes: BTreeMap<i64, Vec<usize>>,
    /// The update that it was to the bot.
    pub update_id: Option<i64>,
    /// Where it was sent through the bot's inline offer.
    pub inline_id: Option<String>,
}

impl Message {
    /// The text or the caption.
    pub fn text(&self) -> Option<&str> {
        ["text", "caption"]
            .iter()
            .find_map(|field| self.value.get(field))
            .and_then(Value::as_str)
    }

    /// The button at this place.
    pub fn button(&self, row: usize, column: usize) -> Option<&Value> {
        self.value
            .pointer("/reply_markup/inline_keyboard")?
            .get(row)?
            .get(column)
    }

    /// The Message object without the message that it answers, as it stands in an answer to it.
    pub fn quoted(&self) -> Value {
        let mut value = self.value.clone();
        if let Value::Object(fields) = &mut value {
            fields.remove("reply_to_message");
        }
        value
    }

    /// Counts the votes anew.
    pub fn count_votes(&mut self) {
        let votes = &self.votes;
        let Some(poll) = self.value.get_mut("poll") else {
            return;
        };
        poll["total_voter_count"] = json!(votes.len());
        let Some(Value::Array(options)) = poll.get_mut("options") else {
            return;
        };
        for (place, option) in options.iter_mut().enumerate() {
            let count = votes.values().filter(|chosen| chosen.contains(&place));
            option["voter_count"] = json!(count.count());
        }
    }
}

/// The poll's id in a message.
pub fn poll_id(message: &Value) -> Option<&str> {
    message.pointer("/poll/id").and_then(Value::as_str)
}

/// The poll as others see it: the right answer is shown once it is closed.
pub fn shown_poll(poll: &Value) -> Value {
    let mut shown = poll.clone();
    if !super::is_closed(poll)
        && let Value::Object(fields) = &mut shown
    {
        fields.remove("correct_option_id");
        fields.remove("correct_option_ids");
        fields.remove("explanation");
        fields.remove("explanation_entities");
    }
    shown
}
