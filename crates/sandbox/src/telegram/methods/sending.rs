//! What all methods that send have in common: the chat, the message that is answered, the buttons.

use serde_json::{Map, Value, json};

use super::markup::Markup;
use super::read::{self, Access};
use crate::telegram::params::Params;
use crate::telegram::refusal::{Outcome, Refusal};
use crate::telegram::scene::{Author, Room};

const MOST_CAPTION: usize = 1024;

/// Sends a message with this content, as the parameters say where and how.
pub fn send(room: &mut Room<'_>, params: &Params, content: Map<String, Value>) -> Outcome {
    let markup = Markup::read(params)?;
    let answered = answered(params)?;
    let chat = read::chat(room, params, Access::Write)?;
    let content = answering(room, chat, content, answered)?;
    posted(room, params, chat, content, markup)
}

/// Puts a message into a chat that was looked at before, with its buttons.
pub fn posted(
    room: &mut Room<'_>,
    params: &Params,
    chat: i64,
    mut content: Map<String, Value>,
    markup: Markup,
) -> Outcome {
    if params.is_true("protect_content") {
        content.insert("has_protected_content".to_owned(), json!(true));
    }
    if let Markup::Inline(keyboard) = &markup {
        content.insert("reply_markup".to_owned(), keyboard.clone());
    }
    let place = room.chat(chat).ok_or_else(gone)?;
    match markup {
        Markup::Keyboard(keyboard) => place.keyboard = Some(keyboard),
        Markup::Remove => place.keyboard = None,
        Markup::None | Markup::Inline(_) | Markup::ForceReply => {}
    }
    room.post(chat, Author::Bot, content).ok_or_else(gone)
}

fn gone() -> Refusal {
    Refusal::bad("chat not found")
}

/// Which message is answered, and whether it may be missing.
pub fn answered(params: &Params) -> Outcome<Option<(i64, bool)>> {
    let lenient = params.is_true("allow_sending_without_reply");
    let Some(value) = read::json(params, "reply_parameters", "reply parameters")? else {
        let id = params.number("reply_to_message_id").filter(|id| *id > 0);
        return Ok(id.map(|id| (id, lenient)));
    };
    let Value::Object(fields) = &value else {
        return Err(Refusal::bad("object expected as reply parameters"));
    };
    let number = match fields.get("message_id") {
        None => return Ok(None),
        Some(id) => id.as_i64().or_else(|| id.as_str()?.parse().ok()),
    };
    let number =
        number.ok_or_else(|| Refusal::bad("field \"message_id\" must be of type Number"))?;
    let lenient = fields.get("allow_sending_without_reply") == Some(&Value::Bool(true));
    Ok((number > 0).then_some((number, lenient)))
}

/// The content with the message that it answers.
pub fn answering(
    room: &Room<'_>,
    chat: i64,
    mut content: Map<String, Value>,
    answered: Option<(i64, bool)>,
) -> Outcome<Map<String, Value>> {
    if let Some((id, lenient)) = answered {
        match room.message(chat, id) {
            Some(message) => {
                content.insert("reply_to_message".to_owned(), message.quoted());
            }
            None if lenient => {}
            None => return Err(Refusal::bad("message to be replied not found")),
        }
    }
    Ok(content)
}

/// A caption in the content, as the parameters give it.
pub fn captioned(
    room: &Room<'_>,
    params: &Params,
    content: &mut Map<String, Value>,
) -> Outcome<()> {
    let formatted = read::formatted(
        room,
        params.text("caption"),
        params.text("parse_mode"),
        params.text("caption_entities"),
    )?;
    if formatted.text.chars().count() > MOST_CAPTION {
        return Err(Refusal::bad("message caption is too long"));
    }
    read::put(content, &formatted, "caption", "caption_entities");
    if !formatted.text.is_empty() && params.is_true("show_caption_above_media") {
        content.insert("show_caption_above_media".to_owned(), json!(true));
    }
    Ok(())
}
