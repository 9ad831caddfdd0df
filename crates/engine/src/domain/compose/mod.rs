//! Updates made by hand: a form for each kind ([`forms`]), and the body that comes of it ([`compose`]),
//! of the shape that Telegram's has (Bot API 10.1: Update). [`buttons`] makes of a button that the bot
//! has shown what Telegram sends when it is pressed.

mod asked;
pub mod buttons;
mod form;
mod kinds;
mod members;
mod message;
mod node;
mod values;

pub use form::{ChatInput, ChatSort, Choice, FieldForm, FieldSort, FieldValue, Form, PersonInput};

use crate::domain::allowed_updates::KINDS;
use crate::domain::layout;
use crate::error::{Code, Error, Result};
use node::{Node, object};
use std::collections::BTreeMap;
use values::Values;

/// Where numbers of updates begin that Telegram did not send: far beyond a bot's own, and still of 32
/// bits.
pub const FIRST_ID: i64 = 2_000_000_000;

/// The bot, the time and the number that a body is made with.
#[derive(Debug, Clone)]
pub struct Setting {
    /// Telegram's id of the bot.
    pub bot_id: i64,
    /// Telegram's username.
    pub username: Option<String>,
    /// What the bot is called.
    pub name: String,
    /// Unix seconds.
    pub now: i64,
    /// The update's number.
    pub update_id: i64,
}

impl Setting {
    /// The bot as a user.
    fn me(&self) -> Node {
        object! {
            "id": self.bot_id,
            "is_bot": true,
            "first_name": self.name.as_str(),
            "username": self.username.as_deref(),
        }
    }
}

/// A number beyond `last`, the greatest that the bot has.
pub fn next_id(last: Option<i64>) -> i64 {
    last.map_or(FIRST_ID, |last| last.saturating_add(1).max(FIRST_ID))
}

/// A form for each kind of update, in Telegram's order.
pub fn forms() -> Vec<Form> {
    KINDS.iter().map(|kind| asked::form(kind.name)).collect()
}

/// The body of an update of a kind, laid out to be read. What is left out is as the form has it.
pub fn compose(
    setting: &Setting,
    kind: &str,
    given: &BTreeMap<String, FieldValue>,
) -> Result<String> {
    if !KINDS.iter().any(|known| known.name == kind) {
        return Err(Error::new(
            Code::InvalidInput,
            format!("Telegram sends no kind of update called {kind:?}."),
            "Choose one of the kinds in the list.",
        ));
    }
    let form = asked::form(kind);
    let values = Values::new(&form, given, setting)?;
    let payload = kinds::payload(kind, &values)?;
    Ok(whole(setting, kind, &payload))
}

fn whole(setting: &Setting, kind: &str, payload: &Node) -> String {
    let mut text = format!("{{\"update_id\":{},\"{kind}\":", setting.update_id);
    payload.write(&mut text);
    text.push('}');
    layout::pretty(&text)
}

#[cfg(test)]
mod tests;
