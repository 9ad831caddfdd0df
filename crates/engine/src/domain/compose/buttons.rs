//! Inline buttons that a bot has shown, and what Telegram sends when one is pressed.
//!
//! A bot's own messages come back to it inside a callback query, or as what is replied to or pinned;
//! others it sends in its answer to an update, as a method call. Both are looked through.

mod call;
mod made;
mod plain;

use super::form::PersonInput;
use super::node::{Node, object};
use super::{Setting, values, whole};
use crate::domain::update::raw::Object;
use crate::error::{Code, Error, Result};
use made::Place;
use serde_json::value::RawValue;

/// An inline keyboard and the message that it is under.
#[derive(Debug, Clone)]
pub struct Keyboard {
    /// The message's text or caption.
    pub text: String,
    /// Row by row.
    pub rows: Vec<Vec<Button>>,
    /// The message as Telegram has it.
    message: Node,
    /// Of a callback query: what it had.
    chat_instance: Option<String>,
    chat: Option<i64>,
}

/// A button.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Button {
    /// What is written on it.
    pub text: String,
    /// What Telegram sends the bot, if it sends something.
    pub data: Option<String>,
    /// Otherwise, what happens when it is pressed.
    pub instead: Option<String>,
    is_game: bool,
}

/// The keyboards in an update: under the message itself, one that is replied to, or one that is pinned.
pub fn of_update(body: &str) -> Vec<Keyboard> {
    let Some(update) = Object::parse(body) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for (_, payload) in update.fields().filter(|(name, _)| *name != "update_id") {
        let Some(payload) = Object::of(payload) else {
            continue;
        };
        let instance = payload.text("chat_instance").map(|text| text.into_owned());
        let inner = payload.get("message");
        let places = [
            inner,
            payload.get("reply_to_message"),
            payload.get("pinned_message"),
        ];
        if let Some(own) = under(&payload) {
            let message = update.fields().find(|(name, _)| *name != "update_id");
            found.extend(message.map(|(_, raw)| keyboard(raw, &payload, own, None)));
        }
        for raw in places.into_iter().flatten() {
            let Some(message) = Object::of(raw) else {
                continue;
            };
            if let Some(rows) = under(&message) {
                found.push(keyboard(raw, &message, rows, instance.clone()));
            }
        }
    }
    found
}

/// The keyboard in a bot's answer to an update: the message that its method call makes.
pub fn of_answer(
    setting: &Setting,
    update: &str,
    content_type: &str,
    answer: &str,
) -> Option<Keyboard> {
    let call = call::read(content_type, answer)?;
    let markup = Object::parse(call.get("reply_markup")?)?;
    let rows = rows(&markup)?;
    let source = Object::parse(update)?;
    let (_, payload) = source.fields().find(|(name, _)| *name != "update_id")?;
    let payload = Object::of(payload)?;
    let message = payload.object("message");
    let around = message.as_ref().unwrap_or(&payload);
    let known = around.object("chat").and_then(|chat| chat.int("id"));
    let chat_id = call.int("chat_id").or(known);
    // The chat as the update has it, if it is the one that is written to.
    let chat = around
        .get("chat")
        .filter(|chat| Object::of(chat).and_then(|chat| chat.int("id")) == chat_id)
        .map(|chat| Node::Json(chat.get().to_owned()))
        .or_else(|| {
            chat_id.map(
                |id| object! { "id": id, "type": if id < 0 { "supergroup" } else { "private" } },
            )
        })?;
    let place = Place {
        chat,
        around: Some(around).filter(|_| known == chat_id),
        message_id: around.int("message_id").unwrap_or(0),
    };
    let (text, message) = made::by(setting, &call, &place, Node::Json(markup_json(&markup)?))?;
    Some(Keyboard {
        text,
        rows,
        message,
        chat_instance: payload.text("chat_instance").map(|text| text.into_owned()),
        chat: chat_id,
    })
}

/// The callback query that pressing a button makes.
pub fn press(
    setting: &Setting,
    keyboard: &Keyboard,
    row: usize,
    column: usize,
    from: &PersonInput,
) -> Result<String> {
    let button = keyboard.rows.get(row).and_then(|row| row.get(column));
    let Some(button) = button else {
        return Err(Error::new(
            Code::NotFound,
            "There is no such button under this message.",
            "Choose one of those that are shown.",
        ));
    };
    if let Some(instead) = &button.instead {
        return Err(Error::new(
            Code::InvalidInput,
            format!("This button {instead}, so Telegram sends the bot nothing when it is pressed."),
            "Press one with callback data.",
        ));
    }
    let instance = keyboard.chat_instance.clone();
    let instance =
        instance.unwrap_or_else(|| chat_instance(setting.bot_id, keyboard.chat.unwrap_or(0)));
    let word = button.data.as_deref();
    let query = object! {
        "id": format!("composed{}", setting.update_id),
        "from": values::user(from),
        "message": keyboard.message.clone(),
        "chat_instance": instance,
        "data": word.filter(|_| !button.is_game),
        "game_short_name": word.filter(|_| button.is_game),
    };
    Ok(whole(setting, "callback_query", &query))
}

/// Who an update is from: the one who would press its buttons.
pub fn sender(body: &str) -> Option<PersonInput> {
    let update = Object::parse(body)?;
    let (_, payload) = update.fields().find(|(name, _)| *name != "update_id")?;
    let payload = Object::of(payload)?;
    let person = |field: &str| {
        let user = payload.object(field)?;
        Some(PersonInput {
            id: user.int("id")?,
            first_name: user.text("first_name").unwrap_or_default().into_owned(),
            last_name: user.text("last_name").map(|text| text.into_owned()),
            username: user.text("username").map(|text| text.into_owned()),
            language_code: user.text("language_code").map(|text| text.into_owned()),
            is_bot: user.has("is_bot"),
        })
    };
    person("from").or_else(|| person("user"))
}

/// A number for a chat that stays the same, as Telegram's does.
pub(super) fn chat_instance(bot: i64, chat: i64) -> String {
    let tag = ring::digest::digest(&ring::digest::SHA256, format!("{bot} {chat}").as_bytes());
    let mut bytes = [0; 8];
    bytes.copy_from_slice(&tag.as_ref()[..8]);
    (i64::from_le_bytes(bytes) >> 1).to_string()
}

fn keyboard(
    raw: &RawValue,
    message: &Object<'_>,
    rows: Vec<Vec<Button>>,
    chat_instance: Option<String>,
) -> Keyboard {
    let text = message.text("text").or_else(|| message.text("caption"));
    Keyboard {
        text: text.unwrap_or_default().into_owned(),
        rows,
        message: Node::Json(raw.get().to_owned()),
        chat_instance,
        chat: message.object("chat").and_then(|chat| chat.int("id")),
    }
}

fn under(message: &Object<'_>) -> Option<Vec<Vec<Button>>> {
    rows(&message.object("reply_markup")?)
}

fn rows(markup: &Object<'_>) -> Option<Vec<Vec<Button>>> {
    let rows = markup.list("inline_keyboard");
    let row = |row: &RawValue| {
        let buttons = crate::domain::update::raw::list(row).into_iter();
        buttons
            .filter_map(Object::of)
            .map(|of| button(&of))
            .collect()
    };
    let rows: Vec<Vec<Button>> = rows.into_iter().map(row).collect();
    (!rows.is_empty()).then_some(rows)
}

fn markup_json(markup: &Object<'_>) -> Option<String> {
    Some(format!(
        "{{\"inline_keyboard\":{}}}",
        markup.get("inline_keyboard")?.get()
    ))
}

fn button(of: &Object<'_>) -> Button {
    let data = of.text("callback_data").map(|text| text.into_owned());
    let is_game = data.is_none() && of.has("callback_game");
    let url = |text: &str| format!("opens {text}");
    let instead = if data.is_some() || is_game {
        None
    } else if let Some(address) = of.text("url") {
        Some(url(&address))
    } else if let Some(app) = of.object("web_app") {
        Some(format!(
            "opens the web app at {}",
            app.text("url").unwrap_or_default()
        ))
    } else if let Some(login) = of.object("login_url") {
        Some(format!(
            "logs in at {}",
            login.text("url").unwrap_or_default()
        ))
    } else if of
        .fields()
        .any(|(name, _)| name.starts_with("switch_inline"))
    {
        Some("writes an inline query".to_owned())
    } else if of.has("copy_text") {
        Some("copies a text".to_owned())
    } else if of.has("pay") {
        Some("opens the payment".to_owned())
    } else {
        Some("has no callback data".to_owned())
    };
    Button {
        text: of.text("text").unwrap_or_default().into_owned(),
        data: data.or_else(|| is_game.then(|| "game".to_owned())),
        instead,
        is_game,
    }
}
