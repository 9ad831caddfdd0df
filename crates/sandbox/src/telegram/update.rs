//! One update: its kind, the queue it waits in and the moment it stops being worth sending.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;

/// Every public kind of update, and whether a bot gets it without asking for it by name.
pub const KINDS: [(&str, bool); 25] = [
    ("message", true),
    ("edited_message", true),
    ("channel_post", true),
    ("edited_channel_post", true),
    ("business_connection", true),
    ("business_message", true),
    ("edited_business_message", true),
    ("deleted_business_messages", true),
    ("guest_message", true),
    ("message_reaction", false),
    ("message_reaction_count", false),
    ("inline_query", true),
    ("chosen_inline_result", true),
    ("callback_query", true),
    ("shipping_query", true),
    ("pre_checkout_query", true),
    ("purchased_paid_media", true),
    ("poll", true),
    ("poll_answer", true),
    ("my_chat_member", true),
    ("chat_member", false),
    ("chat_join_request", true),
    ("chat_boost", true),
    ("removed_chat_boost", true),
    ("managed_bot", true),
];

/// The kinds whose age counts from the date that the message carries.
const MESSAGES: [&str; 7] = [
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "business_message",
    "edited_business_message",
    "guest_message",
];

/// The table's own name for `name`, or `None` for a kind that does not exist.
pub fn kind(name: &str) -> Option<&'static str> {
    KINDS
        .iter()
        .map(|(kind, _)| *kind)
        .find(|kind| *kind == name)
}

/// The kinds a bot gets when it names none.
pub fn default_kinds() -> Vec<&'static str> {
    let named = KINDS.iter().filter(|(_, default)| *default);
    named.map(|(kind, _)| *kind).collect()
}

/// What separates one delivery queue from another; updates of one queue go out one by one.
pub type QueueKey = (&'static str, String);

/// An update as it waits for its bot.
#[derive(Debug)]
pub struct Update {
    /// The number the bot sees.
    pub id: i64,
    /// When it is dropped undelivered.
    pub expires: DateTime<Utc>,
    /// The queue it waits in.
    pub queue: QueueKey,
    /// The bytes that are sent.
    pub body: String,
}

impl Update {
    /// Makes the update whose payload is the JSON text `raw`, kept to the byte.
    pub fn new(
        id: i64,
        kind: &'static str,
        raw: &str,
        payload: &Value,
        now: DateTime<Utc>,
    ) -> Self {
        Self {
            id,
            expires: expiry(kind, payload, now),
            queue: queue_key(kind, payload),
            body: format!("{{\"update_id\":{id},\n\"{kind}\":{raw}}}"),
        }
    }
}

fn expiry(kind: &str, payload: &Value, now: DateTime<Utc>) -> DateTime<Utc> {
    let seconds = match kind {
        "inline_query" => 30,
        "callback_query" | "shipping_query" | "pre_checkout_query" => 150,
        "chosen_inline_result" => 600,
        _ => 24 * 3600,
    };
    let written = |field| {
        let date = payload.get(field).and_then(Value::as_i64);
        date.filter(|date| *date != 0 && MESSAGES.contains(&kind))
    };
    let date = written("edit_date").or_else(|| written("date"));
    let from = date.and_then(|date| DateTime::from_timestamp(date, 0));
    // A date may be as far away as the calendar goes.
    from.unwrap_or(now)
        .checked_add_signed(TimeDelta::seconds(seconds))
        .unwrap_or(DateTime::<Utc>::MAX_UTC)
}

fn queue_key(kind: &'static str, payload: &Value) -> QueueKey {
    let at = |path: &str| payload.pointer(path).map(id_text).unwrap_or_default();
    match kind {
        "message" | "edited_message" | "channel_post" | "edited_channel_post" => {
            ("chat", at("/chat/id"))
        }
        "business_message" | "edited_business_message" | "deleted_business_messages" => {
            ("business", at("/chat/id"))
        }
        // The server numbers queues by group and id, and these two share a group.
        "guest_message" => ("guest", at("/chat/id")),
        "purchased_paid_media" => ("guest", at("/from/id")),
        "inline_query" | "chosen_inline_result" | "callback_query" => (kind, at("/from/id")),
        "shipping_query" | "pre_checkout_query" => ("payment", at("/from/id")),
        "poll" => ("poll", at("/id")),
        "poll_answer" => ("poll", at("/poll_id")),
        "chat_member" => ("member", at("/new_chat_member/user/id")),
        "chat_join_request" => ("member", at("/from/id")),
        "chat_boost" | "removed_chat_boost" => ("boost", at("/chat/id")),
        "business_connection" | "managed_bot" => (kind, at("/user/id")),
        _ => (kind, at("/chat/id")),
    }
}

fn id_text(id: &Value) -> String {
    id.as_str().map_or_else(|| id.to_string(), str::to_owned)
}
