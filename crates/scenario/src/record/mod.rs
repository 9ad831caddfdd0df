//! Writes a conversation down from the sandbox's story: what people did as steps, and what the bot did
//! because of it as what is expected. How long things took is left out, as is what no bot is told of.
//! Played right afterwards against the same bot, it passes.

mod names;
mod scribe;

use std::collections::BTreeMap;
use std::time::Duration;

use crate::beat::What;
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
    let room = world.chats.iter().find(|chat| chat.id == chat_id);
    let room = room.filter(|room| room.kind != "private");
    let names = names::names(&world, &names::people(chat_id, room, &beats));
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
