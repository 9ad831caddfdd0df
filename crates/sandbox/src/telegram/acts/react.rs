//! Reacting to a message. A bot gets to know of it only if it asks for it by name, and in a group only
//! as an administrator.

use serde_json::{Value, json};

use super::{Did, Done, chat_of};
use crate::telegram::control::Error;
use crate::telegram::scene::{Kind, Room};

/// Sets a reaction, or takes it back.
pub fn react(room: &mut Room<'_>, chat: i64, user: i64, id: i64, emoji: Option<String>) -> Done {
    let now = room.now;
    let person = room.people.get(&user).ok_or(Error::UnknownUser(user))?;
    room.message(chat, id).ok_or(Error::UnknownMessage(id))?;
    let message = room
        .bot
        .scene
        .message_mut(chat, id)
        .ok_or(Error::UnknownMessage(id))?;
    let old = message.reactions.remove(&user).unwrap_or_default();
    let new: Vec<String> = emoji.into_iter().filter(|it| !it.is_empty()).collect();
    if !new.is_empty() {
        message.reactions.insert(user, new.clone());
    }
    let counts = counted(&message.reactions);
    let place = chat_of(room, chat)?;
    if place.kind != Kind::Private && !place.bot_is_administrator() {
        return Ok(Did::untold(
            "Only an administrator is told of reactions in a group.",
        ));
    }
    let mut payload = json!({ "chat": place.value, "message_id": id, "date": now.timestamp() });
    let mut did = Did::default();
    if place.kind == Kind::Channel {
        payload["reactions"] = counts;
        did.tells(room, "message_reaction_count", &payload);
    } else {
        payload["user"] = person.clone();
        payload["old_reaction"] = listed(&old);
        payload["new_reaction"] = listed(&new);
        did.tells(room, "message_reaction", &payload);
    }
    Ok(did)
}

fn listed(emojis: &[String]) -> Value {
    let list = emojis.iter();
    list.map(|emoji| json!({"type": "emoji", "emoji": emoji}))
        .collect()
}

fn counted(reactions: &std::collections::BTreeMap<i64, Vec<String>>) -> Value {
    let mut counts = std::collections::BTreeMap::<&str, usize>::new();
    for emoji in reactions.values().flatten() {
        *counts.entry(emoji).or_default() += 1;
    }
    let counts = counts.into_iter().map(
        |(emoji, count)| json!({"type": {"type": "emoji", "emoji": emoji}, "total_count": count}),
    );
    counts.collect()
}
