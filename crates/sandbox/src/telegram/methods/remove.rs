//! deleteMessage and deleteMessages.

use chrono::TimeDelta;
use serde_json::json;

use super::read::{self, Access};
use crate::telegram::params::Params;
use crate::telegram::refusal::{Outcome, Refusal};
use crate::telegram::scene::{Room, What};

const FOR_EVERYONE: TimeDelta = TimeDelta::hours(48);

/// deleteMessage.
pub fn one(room: &mut Room<'_>, params: &Params) -> Outcome {
    let chat = read::chat(room, params, Access::Write)?;
    let id = read::message(room, chat, params, "message to delete")?;
    may(room, chat, id)?;
    delete(room, chat, id);
    Ok(json!(true))
}

/// deleteMessages: those that are not there are passed over.
pub fn several(room: &mut Room<'_>, params: &Params) -> Outcome {
    let ids = read::message_ids(params)?;
    let chat = read::chat(room, params, Access::Write)?;
    for id in &ids {
        if room.message(chat, *id).is_some() {
            may(room, chat, *id)?;
        }
    }
    for id in ids {
        delete(room, chat, id);
    }
    Ok(json!(true))
}

/// A bot deletes its own messages, others' where it is alone with a person or an administrator, and
/// none that are older than two days.
fn may(room: &mut Room<'_>, chat: i64, id: i64) -> Outcome<()> {
    let now = room.now;
    let Some(message) = room.message(chat, id) else {
        return Ok(());
    };
    let (own, at) = (message.from.is_none(), message.at);
    let created = ["supergroup_chat_created", "channel_chat_created"];
    let fixed = created
        .iter()
        .any(|field| message.value.get(field).is_some());
    let place = room.chat(chat);
    let place = place.ok_or_else(|| Refusal::bad("chat not found"))?;
    if (!own && !place.bot_may_all()) || fixed {
        return Err(Refusal::bad("message can't be deleted"));
    }
    if now - at > FOR_EVERYONE && !place.bot_is_administrator() {
        return Err(Refusal::bad("message can't be deleted for everyone"));
    }
    Ok(())
}

fn delete(room: &mut Room<'_>, chat: i64, id: i64) {
    if let Some(place) = room.bot.scene.chat_mut(chat)
        && let Some(message) = place.messages.get_mut(&id)
    {
        message.deleted = true;
        place.pins.retain(|pin| *pin != id);
    }
    let what = What::Deleted { message_id: id };
    room.bot.scene.story.tell(chat, room.now, what);
    room.bot.touch();
}

/// A message's pin in a chat, and what is told about it there.
pub fn pin(room: &mut Room<'_>, params: &Params) -> Outcome {
    let chat = read::chat(room, params, Access::Write)?;
    let id = read::message(room, chat, params, "message to pin")?;
    let place = may_pin(room, chat)?;
    place.pins.retain(|pin| *pin != id);
    place.pins.push(id);
    let pinned = room.message(chat, id).map(|message| message.quoted());
    let content = super::messages::of("pinned_message", pinned.unwrap_or_default());
    room.post(chat, crate::telegram::scene::Author::Bot, content);
    Ok(json!(true))
}

/// unpinChatMessage: the newest one where none is named.
pub fn unpin(room: &mut Room<'_>, params: &Params) -> Outcome {
    let chat = read::chat(room, params, Access::Write)?;
    let place = may_pin(room, chat)?;
    let named = params.number("message_id").filter(|id| *id > 0);
    let id = named.or_else(|| place.pins.last().copied());
    let pinned = id.filter(|id| place.pins.contains(id));
    let id = pinned.ok_or_else(|| Refusal::bad("message to unpin not found"))?;
    place.pins.retain(|pin| *pin != id);
    room.bot.touch();
    Ok(json!(true))
}

/// unpinAllChatMessages.
pub fn unpin_all(room: &mut Room<'_>, params: &Params) -> Outcome {
    let chat = read::chat(room, params, Access::Write)?;
    may_pin(room, chat)?.pins.clear();
    room.bot.touch();
    Ok(json!(true))
}

fn may_pin<'a>(room: &'a mut Room<'_>, chat: i64) -> Outcome<&'a mut crate::telegram::scene::Chat> {
    let place = room.chat(chat);
    let place = place.ok_or_else(|| Refusal::bad("chat not found"))?;
    if place.bot_may_all() {
        Ok(place)
    } else {
        Err(Refusal::bad(
            "not enough rights to manage pinned messages in the chat",
        ))
    }
}
