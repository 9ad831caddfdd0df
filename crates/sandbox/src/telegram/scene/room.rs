//! A bot, the people and the moment: what everything that happens in a chat needs.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};

use super::{Chat, Kind, Message, What};
use crate::telegram::bot::Bot;

/// Who sends a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Author {
    /// The bot.
    Bot,
    /// A person.
    Person(i64),
}

/// A bot among people at a moment.
#[derive(Debug)]
pub struct Room<'a> {
    /// The bot.
    pub bot: &'a mut Bot,
    /// User objects by id.
    pub people: &'a BTreeMap<i64, Value>,
    /// Now.
    pub now: DateTime<Utc>,
}

impl Room<'_> {
    /// A chat; a person's private chat, and one that an update told of, come into being here.
    pub fn chat(&mut self, id: i64) -> Option<&mut Chat> {
        if self.bot.scene.chat(id).is_none() {
            let value = match self.people.get(&id) {
                Some(person) => private_chat(person),
                None => self.bot.told_chat(id)?.clone(),
            };
            let mut chat = Chat::new(id, value);
            chat.started = self.bot.told_chat(id).is_some();
            self.bot.scene.add_chat(chat);
        }
        let chat = self.bot.scene.chat_mut(id)?;
        chat.end_standings(self.now);
        Some(chat)
    }

    /// A user's object: a person's, or the bot's own.
    pub fn user(&self, id: i64) -> Option<Value> {
        if id == self.bot.id {
            return Some(self.bot.as_user());
        }
        self.people.get(&id).cloned()
    }

    /// The name of a person, as others see it.
    pub fn name(&self, id: i64) -> String {
        self.user(id)
            .map_or_else(|| id.to_string(), |user| full_name(&user))
    }

    /// Sends a message to a chat: it gets its number, its date and its sender, and is kept.
    pub fn post(
        &mut self,
        chat: i64,
        author: Author,
        content: Map<String, Value>,
    ) -> Option<Value> {
        let now = self.now;
        let place = self.chat(chat)?;
        let (kind, shown) = (place.kind, place.value.clone());
        let id = self.bot.scene.take_message_id(chat);
        let mut value = json!({ "message_id": id, "chat": shown, "date": now.timestamp() });
        if kind == Kind::Channel {
            value["sender_chat"] = value["chat"].clone();
        } else {
            value["from"] = match author {
                Author::Bot => self.bot.as_user(),
                Author::Person(person) => self.people.get(&person)?.clone(),
            };
        }
        if let Value::Object(fields) = &mut value {
            fields.extend(content);
        }
        let message = Message {
            id,
            value: value.clone(),
            from: match author {
                Author::Bot => None,
                Author::Person(person) => Some(person),
            },
            at: now,
            edited_at: None,
            deleted: false,
            reactions: BTreeMap::new(),
            votes: BTreeMap::new(),
            update_id: None,
            inline_id: None,
        };
        self.bot.scene.keep(chat, message);
        if let Some(place) = self.bot.scene.chat_mut(chat) {
            place.last_at = Some(now);
            if author == Author::Bot {
                place.action = None;
            }
        }
        self.bot.touch();
        if author == Author::Bot {
            self.bot.record_sent(value.clone());
            if !crate::telegram::text::is_service(&value) {
                let place = self.bot.scene.chat(chat);
                let what = What::Sent {
                    message: value.clone(),
                    keyboard: place.and_then(|place| place.keyboard.clone()),
                };
                self.bot.scene.story.tell(chat, now, what);
            }
        }
        Some(value)
    }

    /// Queues an update for the bot; `None` when it does not take this kind or has no room for it.
    pub fn queue(&mut self, kind: &'static str, payload: &Value) -> Option<i64> {
        let raw = payload.to_string();
        self.bot.queue_update(kind, &raw, payload, self.now)
    }

    /// A message that is there and not deleted.
    pub fn message(&self, chat: i64, id: i64) -> Option<&Message> {
        let message = self.bot.scene.message(chat, id)?;
        (!message.deleted).then_some(message)
    }

    /// Where a message that was sent through the bot's inline offer is.
    pub fn by_inline_id(&self, inline_id: &str) -> Option<(i64, i64)> {
        self.bot.scene.chats().find_map(|chat| {
            let mut messages = chat.messages.values().rev();
            let found = messages.find(|it| it.inline_id.as_deref() == Some(inline_id))?;
            (!found.deleted).then_some((chat.id, found.id))
        })
    }
}

/// The private chat with a person, whose id is the person's.
pub fn private_chat(user: &Value) -> Value {
    let mut chat = json!({"type": "private"});
    for field in ["id", "first_name", "last_name", "username"] {
        if let (Some(value), Value::Object(fields)) = (user.get(field), &mut chat) {
            fields.insert(field.to_owned(), value.clone());
        }
    }
    chat
}

/// First and last name.
pub fn full_name(user: &Value) -> String {
    let names = ["first_name", "last_name"];
    let names: Vec<&str> = names
        .iter()
        .filter_map(|field| user.get(field)?.as_str())
        .collect();
    names.join(" ")
}
