//! Cause and effect in the sandbox: what a bot called because of what.

use crate::domain::ids::BotId;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use ts_rs::TS;

/// A page of what happened.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[ts(export)]
pub struct ListTranscript {
    /// Which bot's.
    pub bot_id: BotId,
    /// Only what came before this entry (`TranscriptEntry::id`).
    #[ts(type = "number | null")]
    pub before: Option<i64>,
    /// 1–200.
    pub limit: u32,
}

/// Cause and effect.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct TranscriptPage {
    /// Newest first.
    pub entries: Vec<TranscriptEntry>,
    /// There are older ones.
    pub more: bool,
}

/// An update and the calls that the bot made because of it; or calls without one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct TranscriptEntry {
    /// Its place.
    #[ts(type = "number")]
    pub id: i64,
    /// The update; none for calls that no update caused.
    #[ts(type = "number | null")]
    pub update_id: Option<i64>,
    /// Telegram's name of its kind.
    pub kind: Option<String>,
    /// One line of what it says.
    pub summary: String,
    /// When it happened in the chat.
    pub at: DateTime<Utc>,
    /// When the bot had it: its webhook answered, or getUpdates gave it out.
    pub delivered_at: Option<DateTime<Utc>>,
    /// What the last try to deliver it came to, as `200 OK`.
    pub delivery: Option<String>,
    /// Tries to deliver it.
    pub attempts: u32,
    /// In the order of time.
    pub calls: Vec<SandboxCall>,
}

/// A call of a Bot API method.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SandboxCall {
    /// When it came.
    pub at: DateTime<Utc>,
    /// Milliseconds since the update reached the bot; none where no update caused it.
    pub after_ms: Option<u32>,
    /// The method as the bot wrote it.
    pub method: String,
    /// Every parameter as text.
    #[ts(type = "Record<string, string>")]
    pub parameters: BTreeMap<String, String>,
    /// The answer's status.
    pub status: u16,
    /// The description of a refusal.
    pub description: Option<String>,
    /// It came in the body of a webhook's answer.
    pub in_reply: bool,
    /// The chat that it acted in.
    #[ts(type = "number | null")]
    pub chat_id: Option<i64>,
    /// The messages that it sent or changed there.
    #[serde(default)]
    #[ts(type = "number[]")]
    pub message_ids: Vec<i64>,
}
