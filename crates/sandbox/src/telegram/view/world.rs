//! Everything around a bot.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::line::of_message;
use crate::telegram::acts::silence_of;
use crate::telegram::control::{DEFAULT_USER, SECOND_USER};
use crate::telegram::scene::{Chat, Kind, Room, full_name};

/// More people than these write to a bot in a measurement only.
const MOST_PEOPLE: usize = 500;

/// The world.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields are docs/sandbox-control.md's")]
pub struct SandboxWorld {
    pub people: Vec<Person>,
    pub chats: Vec<SandboxChat>,
    pub commands: Vec<BotCommand>,
    pub unknown_methods: BTreeMap<String, u32>,
    pub clock_ahead: i64,
}

/// A person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields are docs/sandbox-control.md's")]
pub struct Person {
    pub id: i64,
    pub name: String,
    pub username: Option<String>,
    pub language: Option<String>,
}

/// A chat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields are docs/sandbox-control.md's")]
pub struct SandboxChat {
    pub id: i64,
    pub kind: Kind,
    pub title: String,
    pub members: Vec<i64>,
    pub bot_status: String,
    pub last: Option<String>,
    pub last_at: Option<DateTime<Utc>>,
    pub silent: Vec<Silent>,
}

/// Somebody who cannot write in a chat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields are docs/sandbox-control.md's")]
pub struct Silent {
    pub user_id: i64,
    pub why: String,
}

/// A command.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields are docs/sandbox-control.md's")]
pub struct BotCommand {
    pub command: String,
    pub description: String,
}

/// The world around a bot.
pub fn world(room: &mut Room<'_>, clock_ahead: i64) -> SandboxWorld {
    let mut people: Vec<Person> = room.people.values().take(MOST_PEOPLE).map(person).collect();
    // Who is there from the start comes first, whatever ids the others were given.
    people.sort_by_key(|person| (person.id != DEFAULT_USER, person.id != SECOND_USER));
    for person in &people {
        room.chat(person.id);
    }
    let scene = &room.bot.scene;
    let cards = scene.chats().map(|chat| chat_card(room, chat));
    let mut chats: Vec<SandboxChat> = cards.collect();
    // Those in which nothing was said yet stay in the order of their ids.
    chats.sort_by_key(|chat| std::cmp::Reverse(chat.last_at));
    let commands = scene.profile.commands("default", "").cloned();
    SandboxWorld {
        people,
        chats,
        commands: serde_json::from_value(commands.unwrap_or_default()).unwrap_or_default(),
        unknown_methods: scene.unknown.clone(),
        clock_ahead,
    }
}

/// A person as shown.
pub fn person(user: &Value) -> Person {
    let text = |name: &str| user.get(name).and_then(Value::as_str);
    Person {
        id: user.get("id").and_then(Value::as_i64).unwrap_or_default(),
        name: full_name(user),
        username: text("username").map(str::to_owned),
        language: text("language_code").map(str::to_owned),
    }
}

/// A chat as shown.
pub fn chat_card(room: &Room<'_>, chat: &Chat) -> SandboxChat {
    let mut newest = chat.messages.values().rev().filter(|it| !it.deleted);
    SandboxChat {
        id: chat.id,
        kind: chat.kind,
        title: chat.title(),
        members: chat.members.iter().copied().collect(),
        bot_status: chat.bot_status.clone(),
        last: newest.next().and_then(|message| of_message(&message.value)),
        last_at: chat.last_at,
        silent: silent(room, chat),
    }
}

/// Who of a group cannot write in it, and why.
fn silent(room: &Room<'_>, chat: &Chat) -> Vec<Silent> {
    let people = chat.members.iter().take(MOST_PEOPLE);
    let why = |user: i64| silence_of(chat, user, &room.name(user), room.now);
    people
        .filter_map(|user| {
            let why = why(*user)?;
            Some(Silent {
                user_id: *user,
                why,
            })
        })
        .collect()
}
