//! What is known of chats and of who is in them, and what an administrator changes there.

use serde_json::{Value, json};

use super::read::{self, Access};
use crate::telegram::acts::bot_member;
use crate::telegram::params::Params;
use crate::telegram::refusal::{Outcome, Refusal};
use crate::telegram::rights::PERMISSIONS;
use crate::telegram::scene::{Author, Chat, Kind, Room};

const MOST_TITLE: usize = 128;
const MOST_DESCRIPTION: usize = 255;

/// getChat.
pub fn get(room: &mut Room<'_>, params: &Params) -> Outcome {
    let id = read::chat(room, params, Access::Read)?;
    let chat = known(room, id)?;
    let mut full = chat.value.clone();
    full["accent_color_id"] = json!(id.unsigned_abs() % 7);
    full["max_reaction_count"] = json!(11);
    full["accepted_gift_types"] = json!({
        "unlimited_gifts": chat.kind == Kind::Private,
        "limited_gifts": chat.kind == Kind::Private,
        "unique_gifts": chat.kind == Kind::Private,
        "premium_subscription": chat.kind == Kind::Private,
        "gifts_from_channels": chat.kind == Kind::Private,
    });
    if matches!(chat.kind, Kind::Group | Kind::Supergroup) {
        full["permissions"] = chat.permissions.clone().unwrap_or_else(default_permissions);
    }
    if let Some(description) = &chat.description {
        full["description"] = json!(description);
    }
    if let Some(link) = &chat.invite_link {
        full["invite_link"] = json!(link);
    }
    let pinned = chat.pins.last().and_then(|id| chat.messages.get(id));
    if let Some(pinned) = pinned {
        full["pinned_message"] = pinned.quoted();
    }
    Ok(full)
}

/// getChatMember.
pub fn member(room: &mut Room<'_>, params: &Params) -> Outcome {
    let id = read::chat(room, params, Access::Read)?;
    let user = read::user(room, params)?;
    let bot = room.bot.as_user();
    let own = user == room.bot.id;
    let person = room.user(user).unwrap_or_default();
    let chat = known(room, id)?;
    if own {
        return Ok(bot_member(&bot, &chat.bot_status, chat.kind));
    }
    Ok(chat.member(&person))
}

/// getChatMemberCount.
pub fn count(room: &mut Room<'_>, params: &Params) -> Outcome {
    let id = read::chat(room, params, Access::Read)?;
    let chat = known(room, id)?;
    Ok(json!(chat.members.len() + usize::from(chat.has_bot())))
}

/// getChatAdministrators.
pub fn administrators(room: &mut Room<'_>, params: &Params) -> Outcome {
    let id = read::chat(room, params, Access::Read)?;
    let bot = room.bot.as_user();
    let people = room.people;
    let chat = known(room, id)?;
    if chat.kind == Kind::Private {
        return Err(Refusal::bad(
            "there are no administrators in the private chat",
        ));
    }
    let mut found = Vec::new();
    for person in chat.members.iter().filter_map(|member| people.get(member)) {
        let member = chat.member(person);
        let status = member.get("status").and_then(Value::as_str);
        if matches!(status, Some("creator" | "administrator")) {
            found.push(member);
        }
    }
    if chat.bot_is_administrator() {
        found.push(bot_member(&bot, "administrator", chat.kind));
    }
    Ok(Value::Array(found))
}

/// leaveChat.
pub fn leave(room: &mut Room<'_>, params: &Params) -> Outcome {
    let id = read::chat(room, params, Access::Read)?;
    let (bot, now) = (room.bot.as_user(), room.now);
    let chat = known(room, id)?;
    if chat.kind == Kind::Private {
        return Err(Refusal::bad(
            "chat member status can't be changed in private chats",
        ));
    }
    let payload = json!({
        "chat": chat.value,
        "from": bot,
        "date": now.timestamp(),
        "old_chat_member": bot_member(&bot, &chat.bot_status, chat.kind),
        "new_chat_member": bot_member(&bot, "left", chat.kind),
    });
    let grouped = chat.kind != Kind::Channel;
    "left".clone_into(&mut chat.bot_status);
    chat.keyboard = None;
    chat.force_reply = None;
    room.queue("my_chat_member", &payload);
    if grouped {
        let content = super::messages::of("left_chat_member", bot);
        room.post(id, Author::Bot, content);
    }
    room.bot.touch();
    Ok(json!(true))
}

/// setChatTitle: what is longer than a title can be is cut.
pub fn set_title(room: &mut Room<'_>, params: &Params) -> Outcome {
    let title: String = params
        .text("title")
        .trim()
        .chars()
        .take(MOST_TITLE)
        .collect();
    let id = read::chat(room, params, Access::Write)?;
    let chat = administered(room, id, "not enough rights to change chat title")?;
    if title.is_empty() {
        return Err(Refusal::bad("title must be non-empty"));
    }
    chat.value["title"] = json!(title);
    let content = super::messages::of("new_chat_title", json!(title));
    room.post(id, Author::Bot, content);
    Ok(json!(true))
}

/// setChatDescription: cut as a title is.
pub fn set_description(room: &mut Room<'_>, params: &Params) -> Outcome {
    let description = params.text("description").trim();
    let description: String = description.chars().take(MOST_DESCRIPTION).collect();
    let id = read::chat(room, params, Access::Write)?;
    let chat = administered(room, id, "not enough rights to set chat description")?;
    if chat.description.as_deref().unwrap_or_default() == description {
        return Err(Refusal::bad("chat description is not modified"));
    }
    chat.description = (!description.is_empty()).then_some(description);
    room.bot.touch();
    Ok(json!(true))
}

/// createChatInviteLink and exportChatInviteLink.
pub fn invite_link(room: &mut Room<'_>, params: &Params, whole: bool) -> Outcome {
    let id = read::chat(room, params, Access::Write)?;
    let bot = room.bot.as_user();
    let chat = administered(room, id, "not enough rights to manage chat invite link")?;
    let hash: String = uuid::Uuid::new_v4().simple().to_string();
    let link = format!("https://t.me/+{}", hash.get(..16).unwrap_or_default());
    if !whole {
        chat.invite_link = Some(link.clone());
        return Ok(json!(link));
    }
    let mut made = json!({
        "invite_link": link,
        "creator": bot,
        "creates_join_request": params.is_true("creates_join_request"),
        "is_primary": false,
        "is_revoked": false,
    });
    if !params.text("name").is_empty() {
        let name: String = params.text("name").chars().take(32).collect();
        made["name"] = json!(name);
    }
    for field in ["expire_date", "member_limit"] {
        if let Some(number) = params.number(field).filter(|number| *number > 0) {
            made[field] = json!(number);
        }
    }
    Ok(made)
}

/// A chat that was found a moment ago.
pub fn known<'a>(room: &'a mut Room<'_>, id: i64) -> Outcome<&'a mut Chat> {
    room.chat(id).ok_or_else(|| Refusal::bad("chat not found"))
}

/// A group or channel in which the bot is an administrator.
pub fn administered<'a>(room: &'a mut Room<'_>, id: i64, otherwise: &str) -> Outcome<&'a mut Chat> {
    let chat = known(room, id)?;
    if chat.kind == Kind::Private {
        return Err(Refusal::bad(
            "method is available only for groups and supergroups",
        ));
    }
    if chat.bot_is_administrator() {
        Ok(chat)
    } else {
        Err(Refusal::bad(otherwise))
    }
}

fn default_permissions() -> Value {
    let all = PERMISSIONS.iter();
    all.map(|(name, may)| ((*name).to_owned(), json!(may)))
        .collect::<serde_json::Map<String, Value>>()
        .into()
}
