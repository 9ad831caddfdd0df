//! Writes a conversation down from the sandbox's story: what people did as steps, and what the bot did
//! because of it as what is expected. How long things took is left out, as is what no bot is told of.
//! Played right afterwards against the same bot, it passes.

mod scribe;

use std::collections::BTreeMap;
use std::time::Duration;

use crate::beat::{What, World};
use crate::client::{Client, Error};
use crate::message::message_id;
use crate::model::{Chat, Scenario};
use scribe::Scribe;

/// What to write down.
#[derive(Debug, Clone)]
pub struct Recording {
    /// The scenario's name.
    pub name: String,
    /// The chat.
    pub chat_id: i64,
    /// The first message of it, in the chat's numbers; none for all that is known.
    pub from_message_id: Option<i64>,
}

/// Writes it down.
pub async fn record(client: &Client, recording: &Recording) -> Result<Scenario, Error> {
    let world = client.world().await?;
    let chat_id = recording.chat_id;
    let story = client.story(0, Some(chat_id), Duration::ZERO).await?;
    let first = recording.from_message_id.unwrap_or(i64::MIN);
    let starts = |what: &What| match what {
        What::Did { message_id, .. } => message_id.is_some_and(|id| id >= first),
        What::Sent { message, .. } => message_id(message) >= first,
        _ => false,
    };
    let beats = story.beats.into_iter();
    let beats = match recording.from_message_id {
        Some(_) => beats.skip_while(|beat| !starts(&beat.what)).collect(),
        None => beats.collect::<Vec<_>>(),
    };
    let names = names(&world);
    let room = world.chats.iter().find(|chat| chat.id == chat_id);
    let room = room.filter(|room| room.kind != "private");
    let chat = room.map(|room| chat(room, &names));
    let mut scribe = Scribe::new(names, chat.as_ref().map(|chat| chat.name.clone()));
    for beat in beats {
        scribe.write(beat.what);
    }
    Ok(Scenario {
        name: recording.name.clone(),
        chats: chat.into_iter().collect(),
        steps: scribe.done(),
    })
}

/// Two people of one name are told apart by a number.
fn names(world: &World) -> BTreeMap<i64, String> {
    let mut names: BTreeMap<i64, String> = BTreeMap::new();
    for person in &world.people {
        let short = person.name.split(' ').next().unwrap_or_default();
        let alone = world.people.iter().filter(|other| {
            let first = other.name.split(' ').next().unwrap_or_default();
            first == short && other.name != person.name
        });
        let name = if alone.count() == 0 && !short.is_empty() {
            short
        } else {
            &person.name
        };
        let mut told = name.to_owned();
        let mut number = 2;
        while names.values().any(|taken| *taken == told) {
            told = format!("{name} {number}");
            number += 1;
        }
        names.insert(person.id, told);
    }
    names
}

fn chat(room: &crate::beat::Room, names: &BTreeMap<i64, String>) -> Chat {
    let members = room.members.iter();
    let usual = if room.kind == "channel" {
        "administrator"
    } else {
        "member"
    };
    let bot = room.bot_status.as_str();
    Chat {
        name: room.title.clone(),
        kind: room.kind.clone(),
        members: members.filter_map(|id| names.get(id).cloned()).collect(),
        bot: Some(bot.to_owned())
            .filter(|_| bot != usual && matches!(bot, "member" | "administrator")),
    }
}
