//! What an update is about, read from its bytes: which kind, whose, and one line of what it says.
//!
//! This runs for every update that arrives, so nothing is built that is not looked at: an object is
//! split into its fields as raw slices ([`raw::Object`]), and only the few that matter are read
//! further. A field of the wrong type counts as absent. Telegram's JSON may hold lone surrogates
//! (`"\ud800"`), which are read as U+FFFD.

mod kinds;
mod message;
mod people;
pub(in crate::domain) mod raw;
mod seen;
mod service;
mod text;

use crate::domain::allowed_updates;
use raw::Object;

pub use seen::{seen, usernames};

/// What an update is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Classified {
    /// Telegram's update_id.
    pub update_id: i64,
    /// Telegram's name of the kind; `unknown` for an update with no field besides update_id.
    pub kind: String,
    /// Telegram's chat id.
    pub chat_id: Option<i64>,
    /// The chat's title, when it is not the sender's own.
    pub chat: Option<String>,
    /// Telegram's user id.
    pub user_id: Option<i64>,
    /// Who it is from, as a person would say.
    pub who: Option<String>,
    /// One line of what it says, at most 200 characters.
    pub summary: String,
}

/// Why bytes are no update.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAnUpdate {
    /// The bytes are not JSON in UTF-8.
    #[error("the body is not JSON")]
    NotJson,
    /// There is no integer `update_id`.
    #[error("the body has no update_id")]
    NoUpdateId,
}

/// Reads what an update is about.
pub fn classify(body: &[u8]) -> Result<Classified, NotAnUpdate> {
    let body = std::str::from_utf8(body).map_err(|_| NotAnUpdate::NotJson)?;
    let Some(update) = Object::parse(body) else {
        return Err(if raw::is_json(body) {
            NotAnUpdate::NoUpdateId
        } else {
            NotAnUpdate::NotJson
        });
    };
    let update_id = update.int("update_id").ok_or(NotAnUpdate::NoUpdateId)?;

    // There is one other field. Should a later Telegram add more, a kind that we know is the one.
    let mut others = update.fields().filter(|(name, _)| *name != "update_id");
    let first = others.next();
    let known = first
        .filter(|(name, _)| allowed_updates::is_known(name))
        .or_else(|| others.find(|(name, _)| allowed_updates::is_known(name)));
    let Some((kind, payload)) = known.or(first) else {
        return Ok(Classified::bare(update_id, "unknown".to_owned()));
    };
    let mut classified = Classified::bare(
        update_id,
        text::name(kind).unwrap_or_else(|| "unknown".to_owned()),
    );
    if let Some(payload) = Object::of(payload) {
        let about = kinds::read(kind, &payload);
        let own = about
            .chat
            .as_ref()
            .is_some_and(|chat| chat.id.is_some() && chat.id == about.user_id);
        classified.user_id = about.user_id;
        classified.who = about.who;
        classified.summary = text::one_line(&about.summary, 200);
        if let Some(chat) = about.chat {
            classified.chat_id = chat.id;
            classified.chat = chat.name.filter(|_| !own);
        }
    }
    Ok(classified)
}

impl Classified {
    fn bare(update_id: i64, kind: String) -> Self {
        Self {
            update_id,
            kind,
            chat_id: None,
            chat: None,
            user_id: None,
            who: None,
            summary: String::new(),
        }
    }
}

#[cfg(test)]
mod tests;
