//! What a group or a channel does not let a person do: whoever is restricted is silent, and so is
//! everybody where the chat's own permissions say so, or where it is a channel of others.

use chrono::{DateTime, Utc};

use super::{Act, chat_of, impossible};
use crate::telegram::control::Error;
use crate::telegram::scene::{Chat, Room};

/// The permission (Bot API: ChatPermissions) that a deed needs, and the deed in words.
fn needed(act: &Act) -> Option<(&'static str, &'static str)> {
    Some(match act {
        Act::Say { .. } | Act::ShareContact { .. } | Act::ShareLocation { .. } => WRITE,
        Act::Upload { kind, .. } if kind == "photo" => ("can_send_photos", "send photos"),
        Act::Upload { .. } => ("can_send_documents", "send documents"),
        Act::Poll { .. } => ("can_send_polls", "send polls"),
        Act::ChooseInline { .. } => ("can_send_other_messages", "send what bots offer"),
        Act::React { .. } => ("can_react_to_messages", "react to messages"),
        _ => return None,
    })
}

const WRITE: (&str, &str) = ("can_send_messages", "write");

/// Refuses what the person may not do there.
pub fn check(room: &mut Room<'_>, chat: i64, user: i64, act: &Act) -> Result<(), Error> {
    let Some((permission, what)) = needed(act) else {
        return Ok(());
    };
    let now = room.now;
    let barred = chat_of(room, chat)?.barred(user, permission, now);
    match barred {
        Some(barred) => Err(impossible(barred.why(&room.name(user), what))),
        None => Ok(()),
    }
}

/// Why a person cannot write in a chat, if they cannot.
pub fn of(chat: &Chat, user: i64, name: &str, now: DateTime<Utc>) -> Option<String> {
    let (permission, what) = WRITE;
    Some(chat.barred(user, permission, now)?.why(name, what))
}
