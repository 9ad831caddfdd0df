//! What all methods that send have in common: the chat, the message that is answered, the buttons.

use serde_json::{Map, Value, json};

use super::markup::Markup;
use super::read::{self, Access};
use crate::telegram::params::Params;
use crate::telegram::refusal::{Outcome, Refusal};
use crate::telegram::scene::{Author, ForceReply, Room};
use crate::telegram::text;

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
    markup.fits(place.kind)?;
    let meant = meant(room, chat, &content, &markup);
    let place = room.chat(chat).ok_or_else(gone)?;
    let mut asks = None;
    match markup {
        Markup::Keyboard(keyboard) => {
            place.keyboard = Some(keyboard);
            place.keyboard_for.clone_from(&meant);
            place.force_reply = None;
        }
        Markup::Remove => {
            place.keyboard = None;
            place.force_reply = None;
        }
        Markup::ForceReply(reply) => asks = Some(reply),
        Markup::None | Markup::Inline(_) => {}
    }
    let sent = room.post(chat, Author::Bot, content).ok_or_else(gone)?;
    if let (Some(asks), Some(place)) = (asks, room.chat(chat)) {
        let words = asks.get("input_field_placeholder").and_then(Value::as_str);
        place.force_reply = Some(ForceReply {
            message_id: sent["message_id"].as_i64().unwrap_or_default(),
            placeholder: words.map(str::to_owned),
            only_for: meant,
        });
    }
    Ok(sent)
}

/// For whom a selective keyboard or reply in a group is: who is mentioned, and who is answered.
fn meant(
    room: &Room<'_>,
    chat: i64,
    content: &Map<String, Value>,
    markup: &Markup,
) -> Option<Vec<i64>> {
    let (Markup::Keyboard(asked) | Markup::ForceReply(asked)) = markup else {
        return None;
    };
    if asked.get("selective") != Some(&Value::Bool(true)) || chat > 0 {
        return None;
    }
    let answered = content.get("reply_to_message");
    let answered = answered.and_then(|message| message.pointer("/from/id")?.as_i64());
    let mut people: Vec<i64> = answered.into_iter().collect();
    for (text, entities) in [("text", "entities"), ("caption", "caption_entities")] {
        let text = content
            .get(text)
            .and_then(Value::as_str)
            .unwrap_or_default();
        let entities = content.get(entities).and_then(Value::as_array);
        for entity in entities.into_iter().flatten() {
            let by_link = entity.pointer("/user/id").and_then(Value::as_i64);
            let words = text::slice(text, entity);
            let name = words.strip_prefix('@').unwrap_or_default();
            let by_name = room.people.iter().find(|(_, person)| {
                let own = person.get("username").and_then(Value::as_str);
                own.is_some_and(|own| own.eq_ignore_ascii_case(name))
            });
            people.extend(by_link.or(by_name.map(|(id, _)| *id)));
        }
    }
    people.sort_unstable();
    people.dedup();
    Some(people)
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
