//! Writes a conversation down from the sandbox's story: what people did as steps, and what the bot did
//! because of it as what is expected. How long things took is left out, as is what no bot is told of.
//! Played right afterwards against the same bot, it passes.

mod lost;
mod names;
mod scribe;
mod start;

use std::collections::BTreeMap;
use std::time::Duration;

use crate::beat::{Act, Beat, Room, What};
use crate::client::{Client, Error};
use crate::message::message_id;
use crate::model::{Chat, Scenario};
use scribe::Scribe;
use start::Start;

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
    let begins = recording
        .from_message_id
        .map(|from| begins(&story.beats, from));
    let (before, beats) = story.beats.split_at(begins.unwrap_or_default());
    let room = world.chats.iter().find(|chat| chat.id == chat_id);
    let room = room.filter(|room| room.kind != "private");
    let names = names::names(&world, &names::people(chat_id, room, beats));
    let start = room.map(|room| start::of(room, before, beats));
    let chat = (room.zip(start.as_ref())).map(|(room, start)| chat(room, start, &names));
    let mut scribe = Scribe::new(names, chat.as_ref().map(|chat| chat.name.clone()));
    let greeting = start.map(|start| start.greeting).unwrap_or_default();
    // A greeting with nothing after it is no conversation.
    let greeting = greeting.into_iter().filter(|_| !beats.is_empty());
    for what in greeting.chain(beats.iter().map(|beat| beat.what.clone())) {
        scribe.write(what);
    }
    let (steps, notes) = scribe.done();
    Ok(Scenario {
        notes,
        name: recording.name.clone(),
        chats: chat.into_iter().collect(),
        steps,
    })
}

/// Where a recording from this message on begins: with what a person does, since what the bot still says
/// to what came before would meet nobody who asked for it.
fn begins(beats: &[Beat], from: i64) -> usize {
    let is_since = |what: &What| match what {
        What::Did { message_id, .. } => message_id.is_some_and(|id| id >= from),
        What::Sent { message, .. } => message_id(message) >= from,
        _ => false,
    };
    let since = beats.iter().position(|beat| is_since(&beat.what));
    let since = since.unwrap_or(beats.len());
    let later = beats.iter().skip(since);
    let mut later =
        later.map(|beat| matches!(&beat.what, What::Did { act, .. } if *act != Act::Other));
    since + later.position(|does| does).unwrap_or(beats.len() - since)
}

fn chat(room: &Room, start: &Start, names: &BTreeMap<i64, String>) -> Chat {
    let members = start.members.iter();
    let mut members: Vec<String> = members.filter_map(|id| names.get(id).cloned()).collect();
    if members.is_empty() {
        // Everybody had left, but somebody has to make it.
        members.push("The maker".to_owned());
    }
    Chat {
        name: room.title.clone(),
        kind: room.kind.clone(),
        members,
        bot: start.bot.clone(),
    }
}
