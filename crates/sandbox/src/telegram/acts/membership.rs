//! Chats and who is in them: making one, joining, leaving, and what the bot is in it.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{Did, Done, chat_of, impossible, say};
use crate::telegram::control::Error;
use crate::telegram::rights;
use crate::telegram::scene::{Author, Chat, Kind, Room};

const MOST_CHATS: usize = 2_000;
const MOST_TITLE: usize = 128;
const LEADS: &str = "Only the owner and administrators can change what the bot is in this chat.";

/// A chat to make.
#[derive(Debug, Clone, Deserialize)]
pub struct NewChat {
    /// Not private.
    pub kind: Kind,
    /// Its title.
    pub title: String,
    /// The people in it, beside whoever makes it.
    #[serde(default)]
    pub members: Vec<i64>,
    /// Who makes it and adds the bot.
    pub by: i64,
}

/// Makes a chat with the bot in it, and gives its id.
pub fn add_chat(room: &mut Room<'_>, new: NewChat) -> Result<i64, Error> {
    let title = new.title.trim();
    if new.kind == Kind::Private {
        return Err(impossible("Everybody has a private chat already."));
    }
    if title.is_empty() || title.chars().count() > MOST_TITLE {
        return Err(impossible("A chat's title has 1 to 128 letters."));
    }
    if room.bot.scene.chats().count() >= MOST_CHATS {
        return Err(impossible("The sandbox has enough chats."));
    }
    let mut members = new.members;
    members.push(new.by);
    for member in &members {
        if !room.people.contains_key(member) {
            return Err(Error::UnknownUser(*member));
        }
    }
    let id = loop {
        let number = rand::random_range(1_000_000_000..4_000_000_000_i64);
        let id = match new.kind {
            Kind::Group => -number,
            _ => -1_000_000_000_000 - number,
        };
        if room.bot.scene.chat(id).is_none() {
            break id;
        }
    };
    let value = json!({ "id": id, "type": new.kind.word(), "title": title });
    let mut chat = Chat::new(id, value);
    chat.members.extend(members);
    chat.owner = Some(new.by);
    "left".clone_into(&mut chat.bot_status);
    room.bot.scene.add_chat(chat);
    let created = match new.kind {
        Kind::Channel => "channel_chat_created",
        Kind::Supergroup => "supergroup_chat_created",
        _ => "group_chat_created",
    };
    // It is older than the bot's membership, so the bot is not told.
    let content = Map::from_iter([(created.to_owned(), json!(true))]);
    room.post(id, Author::Person(new.by), content);
    let status = match new.kind {
        Kind::Channel => "administrator",
        _ => "member",
    };
    set_bot(room, id, new.by, status)?;
    Ok(id)
}

/// A person comes in.
pub fn join(room: &mut Room<'_>, chat: i64, user: i64) -> Done {
    let place = chat_of(room, chat)?;
    if place.kind == Kind::Private || place.members.contains(&user) {
        return Err(impossible("They are in this chat already."));
    }
    let banned = place.standing.get(&user);
    if banned.is_some_and(|it| it.get("status").and_then(Value::as_str) == Some("kicked")) {
        return Err(impossible("They were banned from this chat."));
    }
    let old = person_in(room, chat, user)?;
    chat_of(room, chat)?.members.insert(user);
    let person = room.people.get(&user).ok_or(Error::UnknownUser(user))?;
    let content = json!({ "new_chat_members": [person], "new_chat_member": person });
    changed(room, chat, user, &old, content)
}

/// A person goes.
pub fn leave(room: &mut Room<'_>, chat: i64, user: i64) -> Done {
    if chat_of(room, chat)?.kind == Kind::Private {
        return Err(impossible("A private chat cannot be left; block the bot."));
    }
    let old = person_in(room, chat, user)?;
    let person = room.people.get(&user).ok_or(Error::UnknownUser(user))?;
    let content = json!({ "left_chat_member": person });
    let place = chat_of(room, chat)?;
    place.members.remove(&user);
    // A restriction waits for whoever comes back.
    if place
        .standing
        .get(&user)
        .is_some_and(|it| it.get("status").and_then(Value::as_str) != Some("restricted"))
    {
        place.standing.remove(&user);
    }
    changed(room, chat, user, &old, content)
}

/// The message about it in a group, and the update for administrators.
fn changed(room: &mut Room<'_>, chat: i64, user: i64, old: &Value, content: Value) -> Done {
    let now = room.now;
    let mut did = Did::default();
    if chat_of(room, chat)?.kind != Kind::Channel {
        let Value::Object(content) = content else {
            return Ok(did);
        };
        did = say::send(room, chat, user, content, None)?;
    }
    let new = person_in(room, chat, user)?;
    let person = room.people.get(&user).ok_or(Error::UnknownUser(user))?;
    let place = chat_of(room, chat)?;
    if place.bot_is_administrator() {
        let payload = json!({
            "chat": place.value,
            "from": person,
            "date": now.timestamp(),
            "old_chat_member": old,
            "new_chat_member": new,
        });
        let told = did.update_ids.len();
        did.tells(room, "chat_member", &payload);
        if told > 0 {
            // The message tells of it already.
            did.note = None;
        }
    }
    Ok(did)
}

fn person_in(room: &mut Room<'_>, chat: i64, user: i64) -> Result<Value, Error> {
    let person = room.people.get(&user).ok_or(Error::UnknownUser(user))?;
    Ok(chat_of(room, chat)?.member(person))
}

/// What the bot is in a chat from now on; in a private one `kicked` is blocked.
pub fn set_bot(room: &mut Room<'_>, chat: i64, user: i64, status: &str) -> Done {
    let now = room.now;
    let place = chat_of(room, chat)?;
    let fits = match place.kind {
        Kind::Private => matches!(status, "member" | "kicked"),
        Kind::Channel => matches!(status, "administrator" | "left" | "kicked"),
        _ => matches!(status, "member" | "administrator" | "left" | "kicked"),
    };
    if !fits {
        return Err(impossible(match place.kind {
            Kind::Private => "In a private chat the bot is blocked (kicked) or not (member).",
            Kind::Channel => "In a channel the bot is an administrator, or it is left or kicked.",
            _ => "The bot is member, administrator, left or kicked.",
        }));
    }
    if place.bot_status == status {
        return Ok(Did::untold("The bot is that already."));
    }
    if !may_set_bot(place, user, status, now) {
        return Err(impossible(LEADS));
    }
    let (was, was_in, kind) = (place.bot_status.clone(), place.has_bot(), place.kind);
    status.clone_into(&mut place.bot_status);
    place.keyboard = None;
    place.force_reply = None;
    let (shown, is_in) = (place.value.clone(), place.has_bot());
    let person = room.people.get(&user).ok_or(Error::UnknownUser(user))?;
    let bot = room.bot.as_user();
    let payload = json!({
        "chat": shown,
        "from": person,
        "date": now.timestamp(),
        "old_chat_member": bot_member(&bot, &was, kind),
        "new_chat_member": bot_member(&bot, status, kind),
    });
    let mut did = Did::default();
    did.tells(room, "my_chat_member", &payload);
    let in_group = matches!(kind, Kind::Group | Kind::Supergroup);
    if in_group && was_in != is_in {
        let content = if is_in {
            json!({ "new_chat_members": [bot], "new_chat_member": bot })
        } else {
            json!({ "left_chat_member": bot })
        };
        if let Value::Object(content) = content {
            let message = room.post(chat, Author::Person(user), content);
            if let Some(message) = message.filter(|_| is_in) {
                say::tell_of(room, &mut did, chat, "message", &message);
            }
        }
    }
    Ok(did)
}

/// Whoever leads the chat may; to bring it into a group that it has left, any member who may invite.
fn may_set_bot(place: &Chat, user: i64, status: &str, now: DateTime<Utc>) -> bool {
    let invites = status == "member"
        && place.bot_status == "left"
        && place.kind != Kind::Channel
        && place.barred(user, "can_invite_users", now).is_none();
    place.kind == Kind::Private || place.is_led_by(user) || invites
}

/// What the bot is, as a ChatMember.
pub fn bot_member(bot: &Value, status: &str, kind: Kind) -> Value {
    let mut member = json!({ "user": bot, "status": status });
    if status == "kicked" {
        member["until_date"] = json!(0);
    }
    if status == "administrator"
        && let Value::Object(fields) = &mut member
    {
        fields.insert("is_anonymous".to_owned(), json!(false));
        fields.insert("can_be_edited".to_owned(), json!(false));
        for right in rights::EVERYWHERE {
            fields.insert(right.to_owned(), json!(true));
        }
        let more: &[&str] = match kind {
            Kind::Channel => &["can_post_messages", "can_edit_messages"],
            _ => &["can_pin_messages"],
        };
        for right in more {
            fields.insert((*right).to_owned(), json!(true));
        }
    }
    member
}
