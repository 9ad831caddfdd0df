//! A page of the transcript.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::telegram::scene::{Entry, Made, Transcript};

/// A page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields are docs/sandbox-control.md's")]
pub struct TranscriptPage {
    pub entries: Vec<TranscriptEntry>,
    pub more: bool,
}

/// An update and its calls.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields are docs/sandbox-control.md's")]
pub struct TranscriptEntry {
    pub id: i64,
    pub update_id: Option<i64>,
    pub kind: Option<String>,
    pub summary: String,
    pub at: DateTime<Utc>,
    pub delivered_at: Option<DateTime<Utc>>,
    pub delivery: Option<String>,
    pub attempts: u32,
    pub calls: Vec<SandboxCall>,
}

/// A call.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields are docs/sandbox-control.md's")]
pub struct SandboxCall {
    pub at: DateTime<Utc>,
    pub after_ms: Option<u32>,
    pub method: String,
    pub parameters: BTreeMap<String, String>,
    pub status: u16,
    pub description: Option<String>,
    pub in_reply: bool,
    pub chat_id: Option<i64>,
    pub message_ids: Vec<i64>,
}

/// The newest entries before one.
pub fn transcript(all: &Transcript, before: Option<i64>, limit: usize) -> TranscriptPage {
    let before = before.unwrap_or(i64::MAX);
    let mut older = all.newest().filter(|entry| entry.id < before);
    let entries = older.by_ref().take(limit).map(shown).collect();
    TranscriptPage {
        entries,
        more: older.next().is_some(),
    }
}

fn shown(entry: &Entry) -> TranscriptEntry {
    let calls = entry.calls.iter();
    TranscriptEntry {
        id: entry.id,
        update_id: entry.update_id,
        kind: entry.kind.map(str::to_owned),
        summary: entry.summary.clone(),
        at: entry.at,
        delivered_at: entry.delivered_at,
        delivery: entry.delivery.clone(),
        attempts: entry.attempts,
        calls: calls.map(|call| call_shown(entry, call)).collect(),
    }
}

fn call_shown(entry: &Entry, call: &Made) -> SandboxCall {
    let after = entry.handed_at.filter(|_| entry.update_id.is_some());
    let after = after.and_then(|handed| u32::try_from((call.at - handed).num_milliseconds()).ok());
    SandboxCall {
        at: call.at,
        after_ms: after,
        method: call.method.clone(),
        parameters: call.parameters.clone(),
        status: call.status,
        description: call.description.clone(),
        in_reply: call.in_reply,
        chat_id: call.chat(),
        message_ids: call.messages.clone(),
    }
}
