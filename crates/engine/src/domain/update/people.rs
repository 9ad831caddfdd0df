//! Users and chats, as a person would name them.

use super::{raw::Object, text};

/// A chat: its id, and its title or the name of the person in it.
pub struct Chat {
    /// Telegram's chat id.
    pub id: Option<i64>,
    /// The title.
    pub name: Option<String>,
}

impl Chat {
    /// The chat in a field.
    pub fn in_field(object: &Object<'_>, field: &str) -> Option<Self> {
        let chat = object.object(field)?;
        Some(Self {
            id: chat.int("id"),
            name: chat_name(&chat),
        })
    }
}

/// A user or a chat that acts as one.
#[derive(Default)]
pub struct Sender {
    /// Telegram's user id; none for a chat.
    pub id: Option<i64>,
    /// The name.
    pub name: Option<String>,
}

impl Sender {
    /// The user in a field.
    pub fn user(object: &Object<'_>, field: &str) -> Option<Self> {
        let user = object.object(field)?;
        Some(Self {
            id: user.int("id"),
            name: user_name(&user),
        })
    }

    /// The chat in a field, acting as a user.
    pub fn chat(object: &Object<'_>, field: &str) -> Option<Self> {
        let name = object.object(field).as_ref().and_then(chat_name)?;
        Some(Self {
            id: None,
            name: Some(name),
        })
    }
}

/// `Ann Petrova`, else `@ann`, else the id.
pub fn user_name(user: &Object<'_>) -> Option<String> {
    full_name(user)
        .or_else(|| at_username(user))
        .or_else(|| user.int("id").map(|id| id.to_string()))
}

/// The title, else the name of the person whose private chat it is, else `@name`, else the id.
pub fn chat_name(chat: &Object<'_>) -> Option<String> {
    chat.text("title")
        .and_then(|title| text::name(&title))
        .or_else(|| user_name(chat))
}

/// `@ann`.
pub fn at_username(user: &Object<'_>) -> Option<String> {
    let username = text::name(&user.text("username")?)?;
    Some(format!("@{username}"))
}

fn full_name(user: &Object<'_>) -> Option<String> {
    let first = user.text("first_name");
    match (first, user.text("last_name")) {
        (Some(first), Some(last)) => text::name(&format!("{first} {last}")),
        (Some(name), None) | (None, Some(name)) => text::name(&name),
        (None, None) => None,
    }
}
