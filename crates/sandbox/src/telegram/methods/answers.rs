//! answerCallbackQuery and answerInlineQuery.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::markup::Markup;
use super::read;
use crate::telegram::params::Params;
use crate::telegram::refusal::{Outcome, Refusal};
use crate::telegram::scene::{Room, What};

const TOO_OLD: &str = "query is too old and response timeout expired or query ID is invalid";
const MOST_RESULTS: usize = 50;

/// answerCallbackQuery.
pub fn callback(room: &mut Room<'_>, params: &Params) -> Outcome {
    let text = params.text("text");
    if text.chars().count() > 200 {
        return Err(Refusal::bad("MESSAGE_TOO_LONG"));
    }
    let url = params.text("url");
    if !url.is_empty() && !crate::telegram::text::is_link(url) {
        return Err(Refusal::bad("URL_INVALID"));
    }
    let now = room.now;
    let id = params.text("callback_query_id");
    let callback = room.bot.scene.questions.open_callback(id, now);
    let callback = callback.ok_or_else(|| Refusal::bad(TOO_OLD))?;
    callback.answered = Some(now);
    callback.text = (!text.is_empty()).then(|| text.to_owned());
    callback.alert = params.is_true("show_alert");
    callback.url = (!url.is_empty()).then(|| url.to_owned());
    let what = What::Answered {
        user_id: callback.user,
        text: callback.text.clone(),
        alert: callback.alert,
        url: callback.url.clone(),
    };
    let chat = callback.chat;
    room.bot.scene.story.tell(chat, now, what);
    room.bot.touch();
    Ok(json!(true))
}

/// answerInlineQuery.
pub fn inline(room: &mut Room<'_>, params: &Params) -> Outcome {
    let results = read::json(params, "results", "inline query results")?;
    let results = results.unwrap_or_else(|| json!([]));
    let Value::Array(results) = results else {
        return Err(Refusal::bad("expected an Array of inline query results"));
    };
    if results.len() > MOST_RESULTS {
        return Err(Refusal::bad("too many inline query results specified"));
    }
    let mut ids = BTreeSet::new();
    let mut offered = Vec::with_capacity(results.len());
    for result in results {
        let result = checked(room, result)?;
        let id = result.get("id").and_then(Value::as_str).unwrap_or_default();
        if id.is_empty() || id.len() > 64 {
            return Err(Refusal::bad("RESULT_ID_INVALID"));
        }
        if !ids.insert(id.to_owned()) {
            return Err(Refusal::bad("RESULT_ID_DUPLICATE"));
        }
        offered.push(result);
    }
    let now = room.now;
    let id = params.text("inline_query_id");
    let inline = room.bot.scene.questions.open_inline(id, now);
    let inline = inline.ok_or_else(|| Refusal::bad(TOO_OLD))?;
    let what = What::Offered {
        user_id: inline.user,
        query_id: inline.id.clone(),
        results: Value::Array(offered.clone()),
    };
    let chat = inline.chat;
    inline.results = Some(offered);
    room.bot.scene.story.tell(chat, now, what);
    room.bot.touch();
    Ok(json!(true))
}

/// The result with its buttons checked, and with the message that it makes where it says one.
fn checked(room: &Room<'_>, mut result: Value) -> Outcome {
    let refused = |what: String| Refusal::bad(format!("can't parse inline query result: {what}"));
    if !result.is_object() {
        return Err(refused("Inline query result must be an object".to_owned()));
    }
    let kind = read::field(&result, "type").map_err(refused)?.to_owned();
    read::field(&result, "id").map_err(refused)?;
    let Some((_, required)) = KINDS.iter().find(|(name, _)| *name == kind) else {
        return Err(refused(format!(
            "type \"{kind}\" is unsupported for the inline query result"
        )));
    };
    let missing = required
        .iter()
        .find(|field| read::field(&result, field).is_err());
    let cached = format!("{}_file_id", kind.trim_start_matches("mpeg4_"));
    let is_cached = result.get(&cached).is_some();
    if let Some(field) = missing.filter(|_| !is_cached) {
        let why = read::field(&result, field).err().unwrap_or_default();
        return Err(refused(why));
    }
    match result.get("reply_markup").cloned() {
        None => {}
        Some(markup) => match Markup::of(&markup)?.inline()? {
            Some(markup) => result["reply_markup"] = markup,
            None => {
                if let Value::Object(fields) = &mut result {
                    fields.remove("reply_markup");
                }
            }
        },
    }
    match result.get("input_message_content").cloned() {
        Some(content) => {
            let made = made(room, &content).map_err(|refusal| match refusal {
                Made::Refused(refusal) => refusal,
                Made::Broken(what) => refused(what),
            })?;
            result["made"] = Value::Object(made);
        }
        None if kind == "article" => {
            return Err(refused("Input message content is not specified".to_owned()));
        }
        None => {}
    }
    Ok(result)
}

enum Made {
    Refused(Refusal),
    Broken(String),
}

/// The message that an InputMessageContent makes.
fn made(room: &Room<'_>, content: &Value) -> Result<Map<String, Value>, Made> {
    let broken = |what: &str| Made::Broken(what.to_owned());
    if !content.is_object() {
        return Err(broken("Input message content must be an Object"));
    }
    let mut made = Map::new();
    if content.get("message_text").is_some() {
        let text = read::field(content, "message_text").map_err(Made::Broken)?;
        let parse_mode = content.get("parse_mode").and_then(Value::as_str);
        let entities = content.get("entities").map(Value::to_string);
        let formatted = read::formatted(
            room,
            text,
            parse_mode.unwrap_or_default(),
            &entities.unwrap_or_default(),
        )
        .map_err(Made::Refused)?;
        if formatted.text.is_empty() {
            return Err(Made::Refused(Refusal::bad("message text is empty")));
        }
        if formatted.text.chars().count() > 4096 {
            return Err(Made::Refused(Refusal::bad("MESSAGE_TOO_LONG")));
        }
        read::put(&mut made, &formatted, "text", "entities");
    } else if content.get("phone_number").is_some() {
        made.insert("contact".to_owned(), content.clone());
    } else if content.get("latitude").is_some() {
        let place = if content.get("title").is_some() {
            "venue"
        } else {
            "location"
        };
        made.insert(place.to_owned(), content.clone());
    } else {
        return Err(broken("Input message content is not specified"));
    }
    Ok(made)
}

/// Every kind with what it cannot do without.
const KINDS: &[(&str, &[&str])] = &[
    ("article", &["title"]),
    ("photo", &["photo_url"]),
    ("gif", &["gif_url"]),
    ("mpeg4_gif", &["mpeg4_url"]),
    ("video", &["video_url", "mime_type", "title"]),
    ("audio", &["audio_url", "title"]),
    ("voice", &["voice_url", "title"]),
    ("document", &["title", "document_url", "mime_type"]),
    ("location", &["title"]),
    ("venue", &["title", "address"]),
    ("contact", &["phone_number", "first_name"]),
    ("game", &["game_short_name"]),
    ("sticker", &["sticker_file_id"]),
];
