//! One bot as Telegram's side knows it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use tokio::task::JoinHandle;

use super::control::{Attempt, Call, FaultOrder};
use super::update::{self, Update};

const MAX_QUEUED: usize = 100_000;
const MAX_QUEUED_BYTES: usize = 128 << 20;
const MAX_UPDATE_BYTES: usize = 512 << 10;
/// What is kept of calls and deliveries; older ones are forgotten.
const KEPT_RECORDS: usize = 20_000;

/// A registered webhook; dropping it ends its delivery.
#[derive(Debug)]
pub struct Webhook {
    /// As it was given.
    pub url: String,
    /// What is sent with every delivery, if anything.
    pub secret: String,
    /// The upper bound of parallel deliveries.
    pub max_connections: u32,
    /// The address given in place of DNS.
    pub fixed_ip: Option<String>,
    /// The address in use.
    pub ip: String,
    /// Whether a certificate was uploaded.
    pub has_certificate: bool,
    /// The task that delivers.
    pub task: AbortOnDrop,
}

/// A task that ends with its owner.
#[derive(Debug)]
pub struct AbortOnDrop(pub JoinHandle<()>);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// A bot, its updates and what it did.
#[derive(Debug)]
pub struct Bot {
    /// The id, the token's first part.
    pub id: i64,
    /// Shown as first name.
    pub name: String,
    /// Without the `@`.
    pub username: String,
    /// Every call is answered with 401.
    pub revoked: bool,
    /// Not yet acknowledged, by update id.
    pub pending: BTreeMap<i64, Arc<Update>>,
    pending_bytes: usize,
    next_update_id: i64,
    /// The kinds this bot gets.
    pub allowed: Vec<&'static str>,
    /// Where updates are delivered.
    pub webhook: Option<Webhook>,
    /// Counts setWebhook calls, so that a waiting one sees that another came.
    pub webhook_changes: u64,
    /// When a URL may be set again.
    pub next_webhook_change: Option<DateTime<Utc>>,
    /// Since the last setWebhook.
    pub last_error: Option<(DateTime<Utc>, String)>,
    /// Counts getUpdates calls, so that a waiting one sees that it was ended.
    pub polls: u64,
    /// What ended the previous wait for updates.
    pub poll_ended_by: &'static str,
    /// When a conflict was last answered.
    pub last_conflict: Option<DateTime<Utc>>,
    /// Answers ordered in advance.
    pub faults: Vec<FaultOrder>,
    calls: VecDeque<Call>,
    attempts: VecDeque<Attempt>,
    /// Chats the bot was addressed in.
    pub chats: BTreeMap<i64, Value>,
    /// What the bot sent.
    pub sent: Vec<Value>,
    next_message_id: i64,
}

impl Bot {
    /// A bot nobody has written to.
    pub fn new(id: i64, name: String, username: String) -> Self {
        Self {
            id,
            name,
            username,
            revoked: false,
            pending: BTreeMap::new(),
            pending_bytes: 0,
            next_update_id: i64::from(rand::random_range(100_000_000..900_000_000_i32)),
            allowed: update::default_kinds(),
            webhook: None,
            webhook_changes: 0,
            next_webhook_change: None,
            last_error: None,
            polls: 0,
            poll_ended_by: "",
            last_conflict: None,
            faults: Vec::new(),
            calls: VecDeque::new(),
            attempts: VecDeque::new(),
            chats: BTreeMap::new(),
            sent: Vec::new(),
            next_message_id: 1,
        }
    }

    /// The bot as the User object of getMe's answer.
    pub fn as_user(&self) -> Value {
        json!({
            "id": self.id,
            "is_bot": true,
            "first_name": self.name,
            "username": self.username,
        })
    }

    /// The next message number of this bot's chats.
    pub fn take_message_id(&mut self) -> i64 {
        let id = self.next_message_id;
        self.next_message_id += 1;
        id
    }

    /// Queues an update; `None` when the bot does not take this kind or has no room for it.
    pub fn queue_update(
        &mut self,
        kind: &'static str,
        raw: &str,
        payload: &Value,
        now: DateTime<Utc>,
    ) -> Option<i64> {
        if let Some(chat) = payload.pointer("/chat")
            && let Some(id) = chat.get("id").and_then(Value::as_i64)
        {
            self.chats.insert(id, chat.clone());
        }
        if !self.allowed.contains(&kind) {
            return None;
        }
        let full = self.pending.len() >= MAX_QUEUED
            || self.pending_bytes + raw.len() > MAX_QUEUED_BYTES
            || raw.len() > MAX_UPDATE_BYTES;
        if full {
            return None;
        }
        let id = self.next_update_id;
        self.next_update_id += 1;
        let update = Update::new(id, kind, raw, payload, now);
        self.pending_bytes += update.body.len();
        self.pending.insert(id, Arc::new(update));
        Some(id)
    }

    /// Forgets an update that was delivered or has expired.
    pub fn forget(&mut self, id: i64) {
        if let Some(update) = self.pending.remove(&id) {
            self.pending_bytes -= update.body.len();
        }
    }

    /// Forgets every update before `id`.
    pub fn forget_before(&mut self, id: i64) {
        let kept = self.pending.split_off(&id);
        self.pending = kept;
        self.pending_bytes = self.pending.values().map(|update| update.body.len()).sum();
    }

    /// Forgets every update.
    pub fn drop_pending(&mut self) {
        self.pending.clear();
        self.pending_bytes = 0;
    }

    /// Ends a waiting getUpdates, telling it why.
    pub fn end_poll(&mut self, why: &'static str) {
        self.polls += 1;
        self.poll_ended_by = why;
    }

    /// Takes the parameter `allowed_updates`; what is absent or not a list of names changes nothing.
    pub fn set_allowed(&mut self, parameter: Option<&str>) {
        let parsed = parameter.and_then(|text| serde_json::from_str::<Vec<String>>(text).ok());
        let Some(names) = parsed else { return };
        let names: BTreeSet<String> = names.iter().map(|name| name.to_ascii_lowercase()).collect();
        let known = update::KINDS.iter().map(|(kind, _)| *kind);
        let chosen: Vec<&'static str> = known.filter(|kind| names.contains(*kind)).collect();
        self.allowed = if chosen.is_empty() {
            update::default_kinds()
        } else {
            chosen
        };
    }

    /// Writes a call down.
    pub fn record_call(&mut self, call: Call) {
        keep(&mut self.calls, call);
    }

    /// Writes a delivery attempt down.
    pub fn record_attempt(&mut self, attempt: Attempt) {
        keep(&mut self.attempts, attempt);
    }

    /// The calls this bot made, oldest first.
    pub fn calls(&self) -> Vec<Call> {
        self.calls.iter().cloned().collect()
    }

    /// The deliveries tried for this bot, oldest first.
    pub fn attempts(&self) -> Vec<Attempt> {
        self.attempts.iter().cloned().collect()
    }
}

fn keep<T>(records: &mut VecDeque<T>, record: T) {
    if records.len() >= KEPT_RECORDS {
        records.pop_front();
    }
    records.push_back(record);
}
