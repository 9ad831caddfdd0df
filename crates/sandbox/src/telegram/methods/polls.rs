//! sendPoll and stopPoll.
//!
//! Of a time that is too short or too long Telegram has a refusal of its own, whose words are not known;
//! those here are the sandbox's.

use serde_json::{Value, json};

use super::markup::Markup;
use super::read::{self, Access};
use super::{messages, sending};
use crate::telegram::params::Params;
use crate::telegram::refusal::{Outcome, Refusal};
use crate::telegram::scene::{Kind, Room, is_closed, new_option, new_poll, shown_poll};

const MOST_OPTIONS: usize = 12;
/// How many seconds a poll may be open that closes by itself.
const OPEN: std::ops::RangeInclusive<i64> = 5..=2_628_000;

/// sendPoll.
pub fn send(room: &mut Room<'_>, params: &Params) -> Outcome {
    let mode = params.text("question_parse_mode");
    let question = read::formatted(
        room,
        params.text("question"),
        mode,
        params.text("question_entities"),
    )?;
    let options = options(room, params)?;
    if question.text.is_empty() {
        return Err(Refusal::bad("poll question must be non-empty"));
    }
    if question.text.chars().count() > 300 {
        return Err(Refusal::bad("poll question length must not exceed 300"));
    }
    let count = options.len();
    let anonymous = params.get("is_anonymous").is_none() || params.is_true("is_anonymous");
    let kind = match params.text("type") {
        "" | "regular" => "regular",
        "quiz" => "quiz",
        _ => return Err(Refusal::bad("unsupported poll type specified")),
    };
    let mut poll = new_poll(&question.text, &options, kind, anonymous);
    poll["is_closed"] = json!(params.is_true("is_closed"));
    poll["allows_multiple_answers"] = json!(params.is_true("allows_multiple_answers"));
    if !question.spans.is_empty() {
        poll["question_entities"] = question.entities();
    }
    if kind == "quiz" {
        let right = right_answers(params, count)?;
        poll["correct_option_id"] = right.first().map_or(Value::Null, |first| json!(first));
        poll["correct_option_ids"] = json!(right);
        let explanation = read::formatted(
            room,
            params.text("explanation"),
            params.text("explanation_parse_mode"),
            params.text("explanation_entities"),
        )?;
        if explanation.text.chars().count() > 200 {
            return Err(Refusal::bad("message is too long"));
        }
        if !explanation.text.is_empty() {
            poll["explanation"] = json!(explanation.text);
            poll["explanation_entities"] = explanation.entities();
        }
    }
    closing(room, params, &mut poll)?;
    let chat = read::chat(room, params, Access::Write)?;
    let place = room.chat(chat);
    if !anonymous && place.is_some_and(|place| place.kind == Kind::Channel) {
        let what = "non-anonymous polls can't be sent to channel chats";
        return Err(Refusal::bad(what));
    }
    sending::send(room, params, messages::of("poll", poll))
}

/// The time at which the poll closes, if it has one; of both, the period counts.
fn closing(room: &Room<'_>, params: &Params, poll: &mut Value) -> Outcome<()> {
    let given = |field: &str| params.number(field).filter(|number| *number != 0);
    let now = room.now.timestamp();
    let (least, most) = (OPEN.start(), OPEN.end());
    if let Some(period) = given("open_period") {
        if !OPEN.contains(&period) {
            let what = format!("open_period must be between {least} and {most} seconds");
            return Err(Refusal::bad(what));
        }
        poll["open_period"] = json!(period);
        poll["close_date"] = json!(now + period);
    } else if let Some(date) = given("close_date") {
        if !OPEN.contains(&date.saturating_sub(now)) {
            let what = format!("close_date must be {least} to {most} seconds in the future");
            return Err(Refusal::bad(what));
        }
        poll["close_date"] = json!(date);
    }
    Ok(())
}

fn options(room: &Room<'_>, params: &Params) -> Outcome<Vec<Value>> {
    let options = read::json(params, "options", "options")?;
    let options = options.ok_or_else(|| Refusal::bad("parameter \"options\" is required"))?;
    let Value::Array(options) = options else {
        return Err(Refusal::bad("expected an Array of String as options"));
    };
    if options.is_empty() {
        return Err(Refusal::bad("poll must have at least 1 option"));
    }
    if options.len() > MOST_OPTIONS {
        return Err(Refusal::bad(format!(
            "poll can't have more than {MOST_OPTIONS} options"
        )));
    }
    let numbered = options.iter().enumerate();
    numbered.map(|(at, it)| option(room, at, it)).collect()
}

fn option(room: &Room<'_>, place: usize, option: &Value) -> Outcome {
    let text = match option {
        Value::String(text) => text,
        Value::Object(_) => read::field(option, "text").map_err(Refusal::bad)?,
        _ => return Err(Refusal::bad("expected an option to be of type String")),
    };
    let more = |name: &str| option.get(name).and_then(Value::as_str).unwrap_or_default();
    let entities = option.get("text_entities").map(Value::to_string);
    let text = read::formatted(
        room,
        text,
        more("text_parse_mode"),
        &entities.unwrap_or_default(),
    )?;
    if text.text.is_empty() {
        return Err(Refusal::bad("poll options must be non-empty"));
    }
    if text.text.chars().count() > 100 {
        return Err(Refusal::bad("poll options length must not exceed 100"));
    }
    let mut option = new_option(place, &text.text);
    if !text.spans.is_empty() {
        option["text_entities"] = text.entities();
    }
    Ok(option)
}

fn right_answers(params: &Params, count: usize) -> Outcome<Vec<usize>> {
    let wrong = || Refusal::bad("wrong correct option ID specified");
    let listed = read::json(params, "correct_option_ids", "correct option identifiers")?;
    let ids = match listed {
        Some(Value::Array(ids)) => ids.iter().map(Value::as_i64).collect(),
        Some(_) => {
            return Err(Refusal::bad(
                "expected an Array of correct option identifiers",
            ));
        }
        None => vec![params.number("correct_option_id")],
    };
    let mut right = Vec::new();
    for id in ids {
        let id = id.and_then(|id| usize::try_from(id).ok());
        right.push(id.filter(|id| *id < count).ok_or_else(wrong)?);
    }
    if right.is_empty() {
        return Err(wrong());
    }
    Ok(right)
}

/// stopPoll.
pub fn stop(room: &mut Room<'_>, params: &Params) -> Outcome {
    let markup = Markup::read(params)?.inline()?;
    let chat = read::chat(room, params, Access::Write)?;
    let id = read::message(room, chat, params, "message with poll to stop")?;
    let message = room.bot.scene.message_mut(chat, id);
    let message = message.ok_or_else(|| Refusal::bad("message with poll to stop not found"))?;
    if message.from.is_some() {
        return Err(Refusal::bad("poll can't be stopped"));
    }
    let poll = message.value.get_mut("poll");
    let poll = poll.ok_or_else(|| Refusal::bad("message is not a poll"))?;
    if is_closed(poll) {
        return Err(Refusal::bad("poll has already been closed"));
    }
    poll["is_closed"] = json!(true);
    let poll = shown_poll(poll);
    if let Value::Object(fields) = &mut message.value {
        match markup {
            Some(markup) => fields.insert("reply_markup".to_owned(), markup),
            None => fields.remove("reply_markup"),
        };
    }
    // The bot is told of its own deed as well.
    room.queue("poll", &poll);
    room.bot.touch();
    Ok(poll)
}
