//! One bot as Telegram's side knows it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use tokio::task::JoinHandle;

use super::control::{Attempt, Call, FaultOrder};
use super::kept::Kept;
use super::pending::Pending;
use super::scene::Scene;
use super::update::{self, Update};

/// What is kept of each kind of record, calls, deliveries, sent messages and chats: so many, and
/// together of so many bytes. Older ones are forgotten.
const KEPT_RECORDS: usize = 20_000;
const KEPT_BYTES: usize = 32 << 20;
/// What a record takes beside its texts, roughly.
const RECORD_BYTES: usize = 128;

/// What a webhook was asked to be; equal settings are the same webhook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// As it was given.
    pub url: String,
    /// What is sent with every delivery, if anything.
    pub secret: String,
    /// The upper bound of parallel deliveries.
    pub max_connections: u32,
    /// The address given in place of DNS.
    pub fixed_ip: Option<String>,
    /// Whether a certificate was uploaded.
    pub has_certificate: bool,
}

/// A registered webhook; dropping it ends its delivery.
#[derive(Debug)]
pub struct Webhook {
    /// What it was asked to be.
    pub settings: Settings,
    /// The address in use.
    pub ip: String,
    /// Which change of the webhook made it; what an older one's delivery finds out late is
    /// nothing about this one.
    pub generation: u64,
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
    /// Not yet acknowledged.
    pub pending: Pending,
    next_update_id: i64,
    /// The kinds this bot gets.
    pub allowed: Vec<&'static str>,
    /// Where updates are delivered.
    pub webhook: Option<Webhook>,
    /// Accepted and about to be set, once its name is looked up.
    pub pending_webhook: Option<Settings>,
    /// Counts what ended a webhook, so that a pending one sees that something came first.
    pub webhook_changes: u64,
    /// When a URL may be set again.
    pub next_webhook_change: Option<DateTime<Utc>>,
    /// Since the last setWebhook.
    pub last_error: Option<(DateTime<Utc>, String)>,
    /// Counts getUpdates calls, so that a waiting one sees that it was ended.
    pub polls: u64,
    /// Whether it has ever asked for updates.
    pub polled: bool,
    /// What ended the previous wait for updates: the status and the description of its answer.
    pub poll_ended_by: (u16, &'static str),
    /// From when on a conflict is answered at once again.
    pub next_conflict: Option<DateTime<Utc>>,
    /// Answers ordered in advance.
    pub faults: Vec<FaultOrder>,
    calls: Kept<Call>,
    attempts: Kept<Attempt>,
    chats: BTreeMap<i64, Value>,
    chat_order: Kept<i64>,
    sent: Kept<Value>,
    /// The chats and what happened in them.
    pub scene: Scene,
    /// So many deliveries are made but their answers lost.
    pub lost_answers: u32,
    /// So many deliveries are made with a wrong secret.
    pub wrong_secrets: u32,
    /// Until when every call is refused, after logOut.
    pub logged_out_until: Option<DateTime<Utc>>,
    /// Rises with every change that is seen in its chats.
    pub revision: u64,
    /// The last revision of any bot.
    pub revisions: Arc<AtomicU64>,
}

impl Bot {
    /// A bot nobody has written to.
    pub fn new(id: i64, name: String, username: String) -> Self {
        Self {
            id,
            name,
            username,
            revoked: false,
            pending: Pending::default(),
            next_update_id: i64::from(rand::random_range(100_000_000..900_000_000_i32)),
            allowed: update::default_kinds(),
            webhook: None,
            pending_webhook: None,
            webhook_changes: 0,
            next_webhook_change: None,
            last_error: None,
            polls: 0,
            polled: false,
            poll_ended_by: (0, ""),
            next_conflict: None,
            faults: Vec::new(),
            calls: Kept::new(KEPT_RECORDS, KEPT_BYTES),
            attempts: Kept::new(KEPT_RECORDS, KEPT_BYTES),
            chats: BTreeMap::new(),
            chat_order: Kept::new(KEPT_RECORDS, KEPT_BYTES),
            sent: Kept::new(KEPT_RECORDS, KEPT_BYTES),
            scene: Scene::default(),
            lost_answers: 0,
            wrong_secrets: 0,
            logged_out_until: None,
            revision: 0,
            revisions: Arc::default(),
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

    /// Something changed that is seen in its chats.
    pub fn touch(&mut self) {
        self.revision = self.revisions.fetch_add(1, Ordering::Relaxed) + 1;
    }

    /// Closes the polls whose time has come.
    pub fn close_polls(&mut self, now: DateTime<Utc>) {
        if self.scene.close_polls(now) {
            self.touch();
        }
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
            self.remember_chat(id, chat);
            if let Some(place) = self.scene.chat_mut(id) {
                place.started = true;
            }
        }
        if !self.allowed.contains(&kind) {
            return None;
        }
        self.pending.forget_expired(now);
        if !self.pending.has_room(raw.len()) {
            return None;
        }
        let id = self.next_update_id;
        self.next_update_id += 1;
        self.scene.transcript.queued(id, kind, payload, now);
        self.touch();
        self.pending.push(Update::new(id, kind, raw, payload, now));
        Some(id)
    }

    /// A chat that an update told of.
    pub fn told_chat(&self, id: i64) -> Option<&Value> {
        self.chats.get(&id)
    }

    fn remember_chat(&mut self, id: i64, chat: &Value) {
        if self.chats.insert(id, chat.clone()).is_none() {
            let bytes = RECORD_BYTES + chat.to_string().len();
            for forgotten in self.chat_order.push(id, bytes) {
                self.chats.remove(&forgotten);
            }
        }
    }

    /// Whether the webhook is the one that this change made.
    pub fn has_webhook(&self, generation: u64) -> bool {
        let webhook = self.webhook.as_ref();
        webhook.is_some_and(|webhook| webhook.generation == generation)
    }

    /// Ends the webhook, a pending one as well; whether there was one.
    pub fn end_webhook(&mut self) -> bool {
        self.webhook_changes += 1;
        let was_set = self.webhook.take().is_some();
        let was_pending = self.pending_webhook.take().is_some();
        if was_set || was_pending {
            self.last_error = None;
        }
        was_set || was_pending
    }

    /// Ends a waiting getUpdates with an error of this status, telling it why.
    pub fn end_poll(&mut self, status: u16, why: &'static str) {
        self.polls += 1;
        self.poll_ended_by = (status, why);
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

    /// Writes down a message that the bot sent.
    pub fn record_sent(&mut self, message: Value) {
        let bytes = RECORD_BYTES + message.to_string().len();
        self.sent.push(message, bytes);
    }

    /// The messages this bot sent, oldest first.
    pub fn sent(&self) -> Vec<Value> {
        self.sent.iter().cloned().collect()
    }

    /// Writes a call down.
    pub fn record_call(&mut self, call: Call) {
        let texts = call.parameters.iter();
        let bytes: usize = texts.map(|(name, value)| name.len() + value.len()).sum();
        self.calls.push(call, RECORD_BYTES + bytes);
    }

    /// Writes a delivery attempt down.
    pub fn record_attempt(&mut self, attempt: Attempt) {
        let delivered = attempt.delivered.then_some(attempt.at);
        let (update, number) = (attempt.update_id, attempt.attempt);
        self.scene
            .transcript
            .tried(update, number, &attempt.result, delivered);
        self.touch();
        let bytes = RECORD_BYTES + attempt.result.len();
        self.attempts.push(attempt, bytes);
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

#[cfg(test)]
mod tests {
    use super::{Bot, KEPT_BYTES, KEPT_RECORDS};
    use chrono::Utc;
    use serde_json::json;

    #[test]
    fn what_is_remembered_of_a_bot_is_bounded() {
        let mut bot = Bot::new(1, String::new(), String::new());
        let mebibyte = "x".repeat(1 << 20);
        for _ in 0..40 {
            bot.record_sent(json!({"text": mebibyte}));
        }
        let sent = bot.sent();
        assert_eq!(sent.len(), (KEPT_BYTES >> 20) - 1);

        let chats = i64::try_from(KEPT_RECORDS).unwrap() + 1;
        for id in 1..=chats {
            let payload = json!({"chat": {"id": id}});
            bot.queue_update("chat_boost", "{}", &payload, Utc::now());
        }
        assert!(bot.told_chat(1).is_none());
        assert!(bot.told_chat(2).is_some() && bot.told_chat(chats).is_some());
    }
}
