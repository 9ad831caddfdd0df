//! Inline mode: asking the bot for something in any chat, and sending what it offers.

use serde_json::{Value, json};

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
    // Made when it was offered.
    let made = result.get("made").and_then(Value::as_object);
    let mut content = made.cloned().unwrap_or_default();
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
