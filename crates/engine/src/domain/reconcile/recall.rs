//! What is remembered, read from the stored history after a start.

use super::Memory;
use super::failing::{Failing, REFUSALS};
use super::memory::{Trouble, Try};
use crate::domain::history::{Cause, EventKind, HistoryEntry};
use crate::domain::lease::host_of;
use crate::domain::policy::Policy;
use chrono::{DateTime, Utc};
use serde_json::Value;

/// The entries that are enough to remember by.
pub const RECALLED: u32 = 100;

impl Memory {
    /// From a bot's entries, newest first.
    pub fn recall(entries: &[HistoryEntry], policy: &Policy, now: DateTime<Utc>) -> Self {
        let newest = |kinds: &[EventKind]| entries.iter().find(|entry| kinds.contains(&entry.kind));
        let mut memory = Self::default();
        if let Some(entry) = newest(&[EventKind::CheckFailed, EventKind::CheckRecovered])
            && entry.kind == EventKind::CheckFailed
        {
            memory.failing = Some(Failing {
                times: 1,
                refused: is_refusal_of(entry),
            });
        }
        if let Some(entry) = newest(&[EventKind::DeliveryError]) {
            let words = entry.detail.clone().unwrap_or_default();
            memory.told_error = Some((entry.at.timestamp(), words));
        }
        memory.pending_told = newest(&[EventKind::PendingHigh, EventKind::PendingNormal])
            .is_some_and(|entry| entry.kind == EventKind::PendingHigh);
        memory.erased = newest(&[
            EventKind::Registered,
            EventKind::RegisterFailed,
            EventKind::Deleted,
            EventKind::LeaseReturnFailed,
        ])
        .is_some_and(|entry| entry.kind != EventKind::Registered);
        memory.taken_over = newest(&[
            EventKind::TakenOver,
            EventKind::Registered,
            EventKind::Deleted,
            EventKind::LetGo,
        ])
        .filter(|entry| entry.kind == EventKind::TakenOver)
        .and_then(|entry| Some((host_of(entry.url.as_deref()?), entry.at)));
        memory.recall_troubles(entries);
        memory.forget_stale(policy, now);
        memory
    }

    fn recall_troubles(&mut self, entries: &[HistoryEntry]) {
        // What the user did ended what was before.
        let recent = entries.iter().take_while(|entry| match entry.kind {
            EventKind::Deleted | EventKind::LeaseTaken | EventKind::LetGo => false,
            EventKind::Registered => {
                !matches!(entry.cause, Some(Cause::User | Cause::SandboxStarted))
            }
            _ => true,
        });
        let mut recent: Vec<_> = recent.collect();
        recent.reverse();
        for entry in recent {
            let (cause, confirmed) = match (entry.kind, entry.cause) {
                (EventKind::Registered, Some(cause)) => (cause, 1),
                (EventKind::RegisterFailed, Some(cause)) => (cause, 0),
                (EventKind::RemovedElsewhere, _) => {
                    self.see(Cause::UrlMissing, entry.at);
                    continue;
                }
                _ => continue,
            };
            let known = self.see(cause, entry.at);
            self.troubles.retain(|trouble| trouble.cause != cause);
            self.troubles.push(Trouble {
                tries: known.tries + 1,
                confirmed: known.confirmed + confirmed,
                last_try: Some(Try {
                    at: entry.at,
                    url: entry.url.clone(),
                    refused: None,
                }),
                ..known
            });
        }
    }
}

fn is_refusal_of(entry: &HistoryEntry) -> bool {
    REFUSALS.iter().any(|code| {
        let word = serde_json::to_value(code).ok();
        word.as_ref().and_then(Value::as_str) == entry.code.as_deref()
    })
}
