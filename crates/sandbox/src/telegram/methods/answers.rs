//! answerCallbackQuery and answerInlineQuery.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{inline_results, read};
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
        let result = inline_results::checked(room, result)?;
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
