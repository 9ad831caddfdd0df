//! What most methods begin with: the chat, the message, the text, JSON in a parameter.

use serde_json::{Map, Value};

use crate::telegram::params::Params;
use crate::telegram::refusal::{Outcome, Refusal};
use crate::telegram::scene::{Kind, Room};
use crate::telegram::text::{self, Formatted};

/// What a method wants to do in a chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Look.
    Read,
    /// Send or change something.
    Write,
}

/// The chat in `chat_id`.
pub fn chat(room: &mut Room<'_>, params: &Params, access: Access) -> Outcome<i64> {
    chat_in(room, params, "chat_id", access)
}

/// The chat in a parameter, by its id or its @name.
pub fn chat_in(room: &mut Room<'_>, params: &Params, field: &str, access: Access) -> Outcome<i64> {
    let given = params.text(field).trim();
    if given.is_empty() {
        return Err(Refusal::bad(format!("{field} is empty")));
    }
    let not_found = || Refusal::bad("chat not found");
    let id = match given.strip_prefix('@') {
        Some(name) => named(room, name).ok_or_else(not_found)?,
        None => given.parse().map_err(|_| not_found())?,
    };
    let chat = room.chat(id).ok_or_else(not_found)?;
    let place = chat.kind.word();
    if chat.kind == Kind::Private {
        if access == Access::Write && !chat.has_bot() {
            return Err(Refusal::forbidden("bot was blocked by the user"));
        }
        if access == Access::Write && !chat.started {
            let what = "bot can't initiate conversation with a user";
            return Err(Refusal::forbidden(what));
        }
        return Ok(id);
    }
    match chat.bot_status.as_str() {
        "kicked" => Err(Refusal::forbidden(&format!(
            "bot was kicked from the {place} chat"
        ))),
        "left" => Err(Refusal::forbidden(&format!(
            "bot is not a member of the {place} chat"
        ))),
        _ => Ok(id),
    }
}

fn named(room: &Room<'_>, name: &str) -> Option<i64> {
    let is = |value: &Value| {
        let username = value.get("username").and_then(Value::as_str);
        username.is_some_and(|username| username.eq_ignore_ascii_case(name))
    };
    // A person is found by their name only if they are no person: @names are for public chats.
    let mut chats = room.bot.scene.chats();
    chats
        .find(|chat| chat.kind != Kind::Private && is(&chat.value))
        .map(|chat| chat.id)
}

/// The message in `message_id` of a chat; `what` says what it is for.
pub fn message(room: &Room<'_>, chat: i64, params: &Params, what: &str) -> Outcome<i64> {
    let id = params.number("message_id").unwrap_or_default();
    if id <= 0 {
        return Err(Refusal::bad("message identifier is not specified"));
    }
    match room.message(chat, id) {
        Some(_) => Ok(id),
        None => Err(Refusal::bad(format!("{what} not found"))),
    }
}

/// A list of 1 to 100 message ids.
pub fn message_ids(params: &Params) -> Outcome<Vec<i64>> {
    let given = params.text("message_ids");
    if given.is_empty() {
        return Err(Refusal::bad("message identifiers are not specified"));
    }
    let Ok(value) = serde_json::from_str::<Value>(given) else {
        return Err(Refusal::bad("can't parse message identifiers JSON object"));
    };
    let Value::Array(items) = value else {
        return Err(Refusal::bad("expected an Array of message identifiers"));
    };
    if items.len() > 100 {
        return Err(Refusal::bad("too many message identifiers specified"));
    }
    if items.is_empty() {
        return Err(Refusal::bad("message identifiers are not specified"));
    }
    let mut ids = Vec::with_capacity(items.len());
    for item in &items {
        let id = item.as_i64().or_else(|| item.as_str()?.parse().ok());
        let id = id.ok_or_else(|| Refusal::bad("message identifier must be a Number"))?;
        if id <= 0 {
            return Err(Refusal::bad("invalid message identifier specified"));
        }
        ids.push(id);
    }
    // Telegram wants them in order, which makes them different as well.
    if ids.is_sorted_by(|one, next| one < next) {
        Ok(ids)
    } else {
        Err(Refusal::bad(
            "message identifiers must be in a strictly increasing order",
        ))
    }
}

/// The person in `user_id`.
pub fn user(room: &Room<'_>, params: &Params) -> Outcome<i64> {
    let id = params.number("user_id").unwrap_or_default();
    if id <= 0 {
        return Err(Refusal::bad("invalid user_id specified"));
    }
    room.user(id)
        .map(|_| id)
        .ok_or_else(|| Refusal::bad("user not found"))
}

/// A text with its formatting; mentions of people by link name those who are known.
pub fn formatted(
    room: &Room<'_>,
    text: &str,
    parse_mode: &str,
    entities: &str,
) -> Outcome<Formatted> {
    marked(room, text, parse_mode, entities).map_err(Refusal::bad)
}

/// The same, with what is wrong in words that a refusal is made of.
pub fn marked(
    room: &Room<'_>,
    text: &str,
    parse_mode: &str,
    entities: &str,
) -> Result<Formatted, String> {
    let mut formatted = text::read(text, parse_mode, entities)?;
    formatted.spans.retain_mut(|span| {
        for (field, value) in &mut span.more {
            if *field == "user" {
                let id = value.get("id").and_then(Value::as_i64);
                let Some(user) = id.and_then(|id| room.user(id)) else {
                    return false;
                };
                *value = user;
            }
        }
        true
    });
    Ok(formatted)
}

/// Puts a text and its formatting into fields of a message, if there is a text.
pub fn put(content: &mut Map<String, Value>, formatted: &Formatted, text: &str, entities: &str) {
    if formatted.text.is_empty() {
        return;
    }
    content.insert(text.to_owned(), Value::from(formatted.text.as_str()));
    if !formatted.spans.is_empty() {
        content.insert(entities.to_owned(), formatted.entities());
    }
}

/// JSON in a parameter, if it is there; `what` is Telegram's word for it.
pub fn json(params: &Params, field: &str, what: &str) -> Outcome<Option<Value>> {
    let text = params.text(field);
    if text.is_empty() {
        return Ok(None);
    }
    match serde_json::from_str(text) {
        Ok(value) => Ok(Some(value)),
        Err(_) => Err(Refusal::bad(format!("can't parse {what} JSON object"))),
    }
}

/// A text that has to be in an object.
pub fn field<'a>(object: &'a Value, name: &str) -> Result<&'a str, String> {
    match object.get(name) {
        None => Err(format!("Can't find field \"{name}\"")),
        Some(Value::String(text)) => Ok(text),
        Some(_) => Err(format!("Field \"{name}\" must be of type String")),
    }
}

/// A number with a fraction.
pub fn degrees(params: &Params, field: &str, most: f64) -> Outcome<f64> {
    let text = params.text(field);
    if text.is_empty() {
        return Err(Refusal::bad(format!("{field} is empty")));
    }
    let number = text.parse::<f64>().unwrap_or_default();
    if number.is_finite() && number.abs() <= most {
        Ok(number)
    } else {
        Err(Refusal::bad(format!("invalid {field} specified")))
    }
}

/// A parameter that must be there.
pub fn required<'a>(params: &'a Params, field: &str) -> Outcome<&'a str> {
    match params.text(field) {
        "" => Err(Refusal::bad(format!("parameter \"{field}\" is required"))),
        text => Ok(text),
    }
}
