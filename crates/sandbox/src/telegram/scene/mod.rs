//! What is around one bot: chats with their messages, files, questions that wait for an answer, what
//! it says about itself, and what it did because of what.
//!
//! Messages are kept as the Bot API shows them, the newest 20,000 of all chats together or fewer when
//! they are larger than 32 MiB; files up to 64 MiB. The oldest go first.

mod chat;
mod files;
mod made;
mod measures;
mod message;
mod polls;
mod profile;
mod questions;
mod room;
mod sight;
mod silence;
mod story;
mod transcript;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::kept::Kept;

pub use chat::{Chat, ForceReply, Kind};
pub use files::{File, Files};
pub use made::{Cause, Made};
pub use measures::is_picture;
pub use message::{Message, poll_id, shown_poll};
pub use polls::{closes_at, is_closed, new_option, new_poll};
pub use profile::Profile;
pub use questions::{Callback, Inline, Questions};
pub use room::{Author, Room, full_name};
pub use silence::until;
pub use story::{Story, What};
pub use transcript::{Entry, Transcript};

const KEPT_MESSAGES: usize = 20_000;
const KEPT_BYTES: usize = 32 << 20;
/// What a message takes beside its text, roughly.
const MESSAGE_BYTES: usize = 512;
/// Names of methods that the sandbox does not know: a bot may make up any number.
const KEPT_NAMES: usize = 200;

/// Everything around a bot.
#[derive(Debug)]
pub struct Scene {
    chats: BTreeMap<i64, Chat>,
    /// The messages by age, with their chats.
    order: Kept<(i64, i64)>,
    next_message_id: i64,
    closing: polls::Closing,
    /// What was uploaded.
    pub files: Files,
    /// Pressed buttons and inline queries.
    pub questions: Questions,
    /// Commands, names, descriptions.
    pub profile: Profile,
    /// Cause and effect.
    pub transcript: Transcript,
    /// What happened in the chats, in its order.
    pub story: Story,
    /// Methods that the bot called in vain, and how often.
    pub unknown: BTreeMap<String, u32>,
}

impl Default for Scene {
    fn default() -> Self {
        Self {
            chats: BTreeMap::new(),
            order: Kept::new(KEPT_MESSAGES, KEPT_BYTES),
            next_message_id: 1,
            closing: polls::Closing::default(),
            files: Files::default(),
            questions: Questions::default(),
            profile: Profile::default(),
            transcript: Transcript::default(),
            story: Story::default(),
            unknown: BTreeMap::new(),
        }
    }
}

impl Scene {
    /// A chat that is there already.
    pub fn chat(&self, id: i64) -> Option<&Chat> {
        self.chats.get(&id)
    }

    /// The same, to change.
    pub fn chat_mut(&mut self, id: i64) -> Option<&mut Chat> {
        self.chats.get_mut(&id)
    }

    /// Every chat that is there.
    pub fn chats(&self) -> impl Iterator<Item = &Chat> {
        self.chats.values()
    }

    /// Puts a chat there.
    pub fn add_chat(&mut self, chat: Chat) {
        self.chats.insert(chat.id, chat);
    }

    /// The number of the next message in a chat: supergroups and channels count by themselves, all
    /// others together (they are the account's).
    pub fn take_message_id(&mut self, chat: i64) -> i64 {
        let own = self.chats.get_mut(&chat);
        let next = match own {
            Some(chat) if chat.kind.counts_by_itself() => &mut chat.next_message_id,
            _ => &mut self.next_message_id,
        };
        let id = *next;
        *next += 1;
        id
    }

    /// Keeps a message in its chat, and forgets the oldest ones of all when there are too many.
    pub fn keep(&mut self, chat_id: i64, message: Message) {
        let Some(chat) = self.chats.get_mut(&chat_id) else {
            return;
        };
        let bytes = MESSAGE_BYTES + weight(&message.value);
        let id = message.id;
        self.closing.add(chat_id, id, &message.value);
        chat.messages.insert(id, message);
        for (chat_id, id) in self.order.push((chat_id, id), bytes) {
            let chat = self.chats.get_mut(&chat_id);
            if let Some(gone) = chat.and_then(|chat| chat.forget(id)) {
                self.closing.forget(chat_id, id, &gone.value);
            }
        }
    }

    /// When the next poll closes by itself.
    pub fn next_closing(&self) -> Option<DateTime<Utc>> {
        self.closing.next()
    }

    /// Closes the polls whose time has come; whether there were any.
    pub fn close_polls(&mut self, now: DateTime<Utc>) -> bool {
        let mut closed = false;
        while let Some((chat, id)) = self.closing.take_due(now) {
            let message = self.message_mut(chat, id);
            if let Some(poll) = message.and_then(|message| message.value.get_mut("poll")) {
                poll["is_closed"] = json!(true);
                closed = true;
            }
        }
        closed
    }

    /// A message.
    pub fn message(&self, chat: i64, id: i64) -> Option<&Message> {
        self.chats.get(&chat)?.messages.get(&id)
    }

    /// The same, to change.
    pub fn message_mut(&mut self, chat: i64, id: i64) -> Option<&mut Message> {
        self.chats.get_mut(&chat)?.messages.get_mut(&id)
    }

    /// Counts a call of a method that the sandbox does not know.
    pub fn count_unknown(&mut self, method: &str) {
        let name: String = method.chars().take(64).collect();
        if self.unknown.len() < KEPT_NAMES || self.unknown.contains_key(&name) {
            let count = self.unknown.entry(name).or_default();
            *count = count.saturating_add(1);
        }
    }
}

/// About how much a message takes, without writing it down for that.
fn weight(value: &Value) -> usize {
    match value {
        Value::String(text) => text.len() + 8,
        Value::Array(items) => items.iter().map(weight).sum(),
        Value::Object(fields) => fields
            .iter()
            .map(|(name, value)| name.len() + 8 + weight(value))
            .sum(),
        _ => 8,
    }
}
