//! Writing, editing, deleting.

use serde_json::{Map, Value, json};

use super::{Act, Did, Done, chat_of, impossible, told};
use crate::telegram::control::Error;
use crate::telegram::scene::{Author, Kind, Room, shown_poll};
use crate::telegram::text;

const MOST_TEXT: usize = 4096;

/// A message with a text.
pub fn say(room: &mut Room<'_>, chat: i64, user: i64, words: &str, reply_to: Option<i64>) -> Done {
    let content = worded(words, "text", "entities")?;
    let place = chat_of(room, chat)?;
    let pressed = place.keyboard.as_ref().is_some_and(|keyboard| {
        let one_time = keyboard.get("one_time_keyboard") == Some(&Value::Bool(true));
        one_time && stands_on(keyboard, words)
    });
    if pressed {
        place.keyboard = None;
    }
    send(room, chat, user, content, reply_to)
}

/// A text of any length in the private chat, kept to the letter; for tests and measurements.
pub fn say_anything(room: &mut Room<'_>, user: i64, words: &str) -> Done {
    let mut content = Map::new();
    content.insert("text".to_owned(), json!(words));
    let found = text::found(words);
    if found.as_array().is_some_and(|found| !found.is_empty()) {
        content.insert("entities".to_owned(), found);
    }
    let did = send(room, user, user, content, None)?;
    let text = words.to_owned();
    let said = Act::Say {
        text,
        reply_to: None,
    };
    told::tell(room, user, user, said, Vec::new(), &did);
    Ok(did)
}

/// The fields of a text and its formatting.
pub fn worded(words: &str, field: &str, entities: &str) -> Result<Map<String, Value>, Error> {
    let words = words.trim();
    if words.is_empty() {
        return Err(impossible("There is no text to send."));
    }
    if words.chars().count() > MOST_TEXT {
        return Err(impossible("A message has 4,096 letters at most."));
    }
    let mut content = Map::new();
    content.insert(field.to_owned(), json!(words));
    let found = text::found(words);
    if found.as_array().is_some_and(|found| !found.is_empty()) {
        content.insert(entities.to_owned(), found);
    }
    Ok(content)
}

/// Sends what a person made to a chat, and tells the bot.
pub fn send(
    room: &mut Room<'_>,
    chat: i64,
    user: i64,
    mut content: Map<String, Value>,
    reply_to: Option<i64>,
) -> Done {
    if let Some(id) = reply_to {
        let answered = room.message(chat, id).ok_or(Error::UnknownMessage(id))?;
        content.insert("reply_to_message".to_owned(), answered.quoted());
    }
    let place = chat_of(room, chat)?;
    // Whoever writes has answered, or wanted to say something else.
    if place.asks(user) {
        place.force_reply = None;
    }
    if place.kind == Kind::Private && !place.has_bot() {
        let name = place.title();
        return Err(impossible(format!(
            "{name} has blocked the bot; unblock it to write to it."
        )));
    }
    let kind = if place.kind == Kind::Channel {
        "channel_post"
    } else {
        "message"
    };
    let message = room
        .post(chat, Author::Person(user), content)
        .ok_or(Error::UnknownUser(user))?;
    let id = message.get("message_id").and_then(Value::as_i64);
    let mut did = Did {
        message_id: id,
        ..Did::default()
    };
    tell_of(room, &mut did, chat, kind, &message);
    if let (Some(id), [update]) = (id, did.update_ids.as_slice())
        && let Some(kept) = room.bot.scene.message_mut(chat, id)
    {
        kept.update_id = Some(*update);
    }
    Ok(did)
}

/// Tells the bot of a message, if it gets to see it.
pub fn tell_of(room: &mut Room<'_>, did: &mut Did, chat: i64, kind: &'static str, message: &Value) {
    if let Some(why) = room.unseen(chat, message) {
        did.note = Some(why);
    } else {
        did.tells(room, kind, &as_told(chat, message));
    }
}

/// The message as the bot gets it: the right answers of a quiz only where it was sent to the bot alone,
/// and private chats are those with the ids of people.
fn as_told(chat: i64, message: &Value) -> Value {
    let mut told = message.clone();
    if let Some(poll) = told.get_mut("poll").filter(|_| chat < 0) {
        *poll = shown_poll(poll);
    }
    told
}

fn stands_on(keyboard: &Value, words: &str) -> bool {
    let rows = keyboard.get("keyboard").and_then(Value::as_array);
    let buttons = rows.into_iter().flatten().filter_map(Value::as_array);
    buttons.flatten().any(|button| {
        let text = button.as_str().or_else(|| button.get("text")?.as_str());
        text == Some(words)
    })
}

/// Another text for an own message.
pub fn edit(room: &mut Room<'_>, chat: i64, user: i64, id: i64, words: &str) -> Done {
    let now = room.now;
    let message = room.message(chat, id).ok_or(Error::UnknownMessage(id))?;
    if message.from != Some(user) {
        return Err(impossible("A person can edit only what they wrote."));
    }
    let (field, entities) = if message.value.get("text").is_some() {
        ("text", "entities")
    } else if text::is_service(&message.value) {
        return Err(impossible("This is no message that can be edited."));
    } else {
        ("caption", "caption_entities")
    };
    let content = worded(words, field, entities)?;
    let kept = room
        .bot
        .scene
        .message_mut(chat, id)
        .ok_or(Error::UnknownMessage(id))?;
    if let Value::Object(fields) = &mut kept.value {
        fields.remove(entities);
        fields.extend(content);
        fields.insert("edit_date".to_owned(), json!(now.timestamp()));
    }
    kept.edited_at = Some(now);
    let value = kept.value.clone();
    let kind = if chat_of(room, chat)?.kind == Kind::Channel {
        "edited_channel_post"
    } else {
        "edited_message"
    };
    let mut did = Did {
        message_id: Some(id),
        ..Did::default()
    };
    tell_of(room, &mut did, chat, kind, &value);
    Ok(did)
}

/// A message goes; no bot is told of that.
pub fn delete(room: &mut Room<'_>, chat: i64, user: i64, id: i64) -> Done {
    let place = chat_of(room, chat)?;
    let own_chat = place.kind == Kind::Private || place.owner == Some(user);
    let message = room.message(chat, id).ok_or(Error::UnknownMessage(id))?;
    if message.from != Some(user) && !own_chat {
        return Err(impossible("A person can delete only what they wrote."));
    }
    if let Some(place) = room.bot.scene.chat_mut(chat) {
        place.pins.retain(|pin| *pin != id);
        if let Some(message) = place.messages.get_mut(&id) {
            message.deleted = true;
        }
    }
    let mut did = Did::untold("Bots are not told of deleted messages.");
    did.message_id = Some(id);
    Ok(did)
}
