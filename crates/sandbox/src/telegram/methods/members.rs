//! Banning, restricting and promoting people. The bot is told of what it did itself as well, if it
//! asks for chat_member.

use serde_json::{Map, Value, json};

use super::chats::{administered, known};
use super::permissions::permissions;
use super::read::{self, Access};
use crate::telegram::params::Params;
use crate::telegram::refusal::{Outcome, Refusal};
use crate::telegram::rights;
use crate::telegram::scene::{Author, Kind, Room, until};

const NO_RIGHT: &str = "not enough rights to restrict/unrestrict chat member";

/// banChatMember.
pub fn ban(room: &mut Room<'_>, params: &Params) -> Outcome {
    let date = params.number("until_date").unwrap_or_default();
    let standing = json!({ "status": "kicked", "until_date": until(date, room.now) });
    change(room, params, NO_RIGHT, |_| Ok(Some(standing)))
}

/// unbanChatMember: in a group whoever is in it goes, unless only the banned are meant.
pub fn unban(room: &mut Room<'_>, params: &Params) -> Outcome {
    let only_banned = params.is_true("only_if_banned");
    change(room, params, NO_RIGHT, |status| {
        let is_in = !matches!(status, "kicked" | "left");
        Ok((!(only_banned && is_in)).then(|| json!({ "status": "left" })))
    })
}

/// restrictChatMember: with every permission it takes a restriction back.
pub fn restrict(room: &mut Room<'_>, params: &Params) -> Outcome {
    let permissions = permissions(params)?;
    let date = params.number("until_date").unwrap_or_default();
    let id = read::chat(room, params, Access::Write)?;
    if known(room, id)?.kind != Kind::Supergroup {
        return Err(Refusal::bad("method is available only for supergroups"));
    }
    let all = permissions.values().all(|may| *may == json!(true));
    let end = until(date, room.now);
    change(room, params, NO_RIGHT, |status| {
        // Whoever is outside can be restricted, or let in again, and stays outside.
        let is_in = !matches!(status, "kicked" | "left");
        if all {
            let free = if is_in { "member" } else { "left" };
            return Ok(Some(json!({ "status": free })));
        }
        let mut standing = Map::new();
        standing.insert("status".to_owned(), json!("restricted"));
        standing.insert("is_member".to_owned(), json!(is_in));
        standing.insert("until_date".to_owned(), json!(end));
        standing.extend(permissions);
        Ok(Some(Value::Object(standing)))
    })
}

/// promoteChatMember: without any right it takes all away.
pub fn promote(room: &mut Room<'_>, params: &Params) -> Outcome {
    let mut standing = Map::new();
    for right in rights() {
        standing.insert(right.to_owned(), json!(params.is_true(right)));
    }
    let any = rights().any(|right| params.is_true(right));
    let is = |name: &str, value: Value| (name.to_owned(), value);
    standing.extend([
        is("status", json!("administrator")),
        is("can_be_edited", json!(true)),
        is("is_anonymous", json!(params.is_true("is_anonymous"))),
    ]);
    change(room, params, "not enough rights", |status| {
        if matches!(status, "left" | "kicked") {
            return Err(Refusal::bad("USER_NOT_PARTICIPANT"));
        }
        let member = json!({ "status": "member" });
        Ok(Some(if any { Value::Object(standing) } else { member }))
    })
}

/// setChatPermissions.
pub fn set_permissions(room: &mut Room<'_>, params: &Params) -> Outcome {
    let permissions = permissions(params)?;
    let id = read::chat(room, params, Access::Write)?;
    let chat = administered(room, id, "not enough rights to change chat permissions")?;
    chat.permissions = Some(Value::Object(permissions));
    room.bot.touch();
    Ok(json!(true))
}

/// Gives a person another standing in a chat, and tells of it; `None` leaves it as it is.
fn change(
    room: &mut Room<'_>,
    params: &Params,
    otherwise: &str,
    standing: impl FnOnce(&str) -> Outcome<Option<Value>>,
) -> Outcome {
    let id = read::chat(room, params, Access::Write)?;
    let user = read::user(room, params)?;
    if user == room.bot.id {
        return Err(Refusal::bad("can't restrict self"));
    }
    let person = room.user(user).unwrap_or_default();
    let (bot, now) = (room.bot.as_user(), room.now);
    let chat = administered(room, id, otherwise)?;
    if chat.owner == Some(user) {
        return Err(Refusal::bad("can't remove chat owner"));
    }
    let old = chat.member(&person);
    let was_in = chat.members.contains(&user);
    let status = old
        .get("status")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let Some(standing) = standing(status)? else {
        return Ok(json!(true));
    };
    let new_status = standing.get("status").and_then(Value::as_str);
    let is_out = matches!(new_status, Some("kicked" | "left"));
    if is_out {
        chat.members.remove(&user);
    }
    if matches!(new_status, Some("member" | "left")) {
        chat.standing.remove(&user);
    } else {
        chat.standing.insert(user, standing);
    }
    let new = chat.member(&person);
    let (shown, kind) = (chat.value.clone(), chat.kind);
    if new != old {
        let payload = json!({
            "chat": shown,
            "from": bot,
            "date": now.timestamp(),
            "old_chat_member": old,
            "new_chat_member": new,
        });
        room.queue("chat_member", &payload);
    }
    if is_out && was_in && kind != Kind::Channel {
        let content = super::messages::of("left_chat_member", person);
        room.post(id, Author::Bot, content);
    }
    room.bot.touch();
    Ok(json!(true))
}

/// Those that promoteChatMember takes.
fn rights() -> impl Iterator<Item = &'static str> {
    rights::EVERYWHERE.into_iter().chain([
        "can_post_messages",
        "can_edit_messages",
        "can_pin_messages",
        "can_manage_topics",
    ])
}
