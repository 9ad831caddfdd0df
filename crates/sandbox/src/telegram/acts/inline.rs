//! Inline mode: asking the bot for something in any chat, and sending what it offers.

use serde_json::{Map, Value, json};

use super::{Done, chat_of, impossible, say};
use crate::telegram::acts::Did;
use crate::telegram::control::Error;
use crate::telegram::scene::{Author, Inline, Kind, Room};

const MOST_QUERY: usize = 256;

/// Asks.
pub fn ask(room: &mut Room<'_>, chat: i64, user: i64, query: &str, offset: &str) -> Done {
    if query.chars().count() > MOST_QUERY {
        return Err(impossible("An inline query has 256 letters at most."));
    }
    let from = room.people.get(&user).ok_or(Error::UnknownUser(user))?;
    let place = chat_of(room, chat)?;
    // A private chat with this very bot is named otherwise than one with somebody else.
    let kind = match place.kind {
        Kind::Private => "sender",
        other => other.word(),
    };
    let id = rand::random_range(1_i64 << 40..1 << 62).to_string();
    room.bot.scene.questions.asked(Inline {
        id: id.clone(),
        user,
        chat,
        query: query.to_owned(),
        asked: room.now,
        results: None,
    });
    let payload = json!({
        "id": id,
        "from": from,
        "query": query,
        "offset": offset,
        "chat_type": kind,
    });
    let mut did = Did::default();
    did.tells(room, "inline_query", &payload);
    Ok(did)
}

/// Sends one of the results to the chat.
pub fn choose(room: &mut Room<'_>, chat: i64, user: i64, query_id: &str, result_id: &str) -> Done {
    let gone = || impossible("The bot offers no such result here.");
    let inline = room.bot.scene.questions.inline(query_id).ok_or_else(gone)?;
    let results = inline.results.iter().flatten();
    let chosen = results
        .into_iter()
        .find(|result| result.get("id").and_then(Value::as_str) == Some(result_id));
    let (result, query) = (chosen.ok_or_else(gone)?.clone(), inline.query.clone());
    let mut content = content(&result);
    content.insert("via_bot".to_owned(), room.bot.as_user());
    let markup = result.get("reply_markup");
    if let Some(markup) = markup {
        content.insert("reply_markup".to_owned(), markup.clone());
    }
    let has_bot = chat_of(room, chat)?.has_bot();
    let mut did = if has_bot {
        say::send(room, chat, user, content, None)?
    } else {
        let sent = room.post(chat, Author::Person(user), content);
        let sent = sent.ok_or(Error::UnknownUser(user))?;
        Did {
            message_id: sent.get("message_id").and_then(Value::as_i64),
            ..Did::default()
        }
    };
    let from = room.people.get(&user).ok_or(Error::UnknownUser(user))?;
    let mut payload = json!({ "result_id": result_id, "from": from, "query": query });
    // Only a message with buttons can be changed later, so only that one is named.
    if markup.is_some()
        && let Some(id) = did.message_id
        && let Some(message) = room.bot.scene.message_mut(chat, id)
    {
        let inline_id = uuid::Uuid::new_v4().simple().to_string();
        payload["inline_message_id"] = json!(inline_id);
        message.inline_id = Some(inline_id);
    }
    did.tells(room, "chosen_inline_result", &payload);
    Ok(did)
}

/// What the result makes of the message, already checked when it was offered.
fn content(result: &Value) -> Map<String, Value> {
    let text = |name: &str| result.get(name).and_then(Value::as_str);
    let made = result.get("made").and_then(Value::as_object);
    if let Some(made) = made {
        return made.clone();
    }
    let kind = text("type").unwrap_or("article");
    let mut content = Map::new();
    let title = text("title").unwrap_or_default();
    match kind {
        "location" | "venue" | "contact" => {
            let mut object = result.clone();
            if let Value::Object(fields) = &mut object {
                for field in ["id", "type", "reply_markup", "input_message_content"] {
                    fields.remove(field);
                }
            }
            content.insert(kind.to_owned(), object);
        }
        _ => {
            let id = text(&format!("{kind}_file_id")).or_else(|| text(&format!("{kind}_url")));
            let file = json!({ "file_id": id, "file_unique_id": id, "width": 0, "height": 0 });
            let field = match kind {
                "gif" | "mpeg4_gif" => "animation",
                other => other,
            };
            let value = if field == "photo" {
                json!([file])
            } else {
                file
            };
            content.insert(field.to_owned(), value);
            let caption = text("caption").unwrap_or_default();
            if !caption.is_empty() {
                content.insert("caption".to_owned(), json!(caption));
            } else if field == "game" {
                content.insert("text".to_owned(), json!(title));
            }
        }
    }
    content
}
