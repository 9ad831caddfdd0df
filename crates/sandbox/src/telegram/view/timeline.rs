//! A page of a chat, and what is around its text field.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::commands::{self, CommandsFor};
use super::message::{ChatMessage, shown};
use crate::telegram::scene::{ForceReply, Room};

/// How long the bot is shown as busy (Bot API: sendChatAction).
const ACTION_SHOWN: TimeDelta = TimeDelta::seconds(5);
const TOASTS: usize = 10;

/// A chat.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields are docs/sandbox-control.md's")]
pub struct ChatTimeline {
    pub messages: Vec<ChatMessage>,
    pub more: bool,
    pub keyboard: Option<ReplyKeyboard>,
    pub force_reply: Option<ForceReply>,
    pub commands: Vec<CommandsFor>,
    pub action: Option<String>,
    pub toasts: Vec<Toast>,
    pub inline: Option<InlineOffer>,
}

/// The keyboard under the text field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields are docs/sandbox-control.md's")]
pub struct ReplyKeyboard {
    pub rows: Vec<Vec<ReplyButton>>,
    pub one_time: bool,
    pub placeholder: Option<String>,
    pub only_for: Option<Vec<i64>>,
}

/// A button of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields are docs/sandbox-control.md's")]
pub struct ReplyButton {
    pub text: String,
    pub kind: String,
    pub poll: Option<String>,
}

/// The answer to a pressed button.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields are docs/sandbox-control.md's")]
pub struct Toast {
    pub id: String,
    pub user_id: i64,
    pub at: Option<DateTime<Utc>>,
    pub text: Option<String>,
    pub alert: bool,
    pub url: Option<String>,
}

/// What the bot offers to an inline query.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields are docs/sandbox-control.md's")]
pub struct InlineOffer {
    pub query_id: String,
    pub query: String,
    pub answered: bool,
    pub results: Vec<InlineResult>,
}

/// One result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields are docs/sandbox-control.md's")]
pub struct InlineResult {
    pub id: String,
    pub kind: String,
    pub title: String,
    pub description: Option<String>,
}

/// The newest messages before one; `None` when there is no such chat.
pub fn timeline(
    room: &mut Room<'_>,
    chat: i64,
    before: Option<i64>,
    limit: usize,
) -> Option<ChatTimeline> {
    let now = room.now;
    room.chat(chat)?;
    let scene = &room.bot.scene;
    let place = scene.chat(chat)?;
    let mut older = place.messages.range(..before.unwrap_or(i64::MAX)).rev();
    let page = older.by_ref().take(limit);
    let page = page.map(|(_, message)| shown(place, message, &scene.files));
    let mut messages: Vec<ChatMessage> = page.collect();
    messages.reverse();
    let action = place.action.as_ref();
    let callbacks = scene.questions.last_callbacks(chat, TOASTS);
    Some(ChatTimeline {
        more: older.next().is_some(),
        messages,
        keyboard: place.keyboard.as_ref().map(|markup| ReplyKeyboard {
            only_for: place.keyboard_for.clone(),
            ..keyboard(markup)
        }),
        // A message that is gone cannot be answered.
        force_reply: place
            .force_reply
            .clone()
            .filter(|reply| room.message(chat, reply.message_id).is_some()),
        commands: commands::commands(room, place),
        action: action
            .filter(|(_, since)| now - *since < ACTION_SHOWN)
            .map(|(action, _)| action.clone()),
        toasts: callbacks
            .into_iter()
            .map(|callback| Toast {
                id: callback.id.clone(),
                user_id: callback.user,
                at: callback.answered,
                text: callback.text.clone(),
                alert: callback.alert,
                url: callback.url.clone(),
            })
            .collect(),
        inline: scene.questions.last_inline(chat).map(|inline| InlineOffer {
            query_id: inline.id.clone(),
            query: inline.query.clone(),
            answered: inline.results.is_some(),
            results: inline.results.iter().flatten().map(result).collect(),
        }),
    })
}

fn result(result: &Value) -> InlineResult {
    let text = |path: &str| result.pointer(path).and_then(Value::as_str);
    let names = ["/title", "/first_name", "/caption", "/id"];
    let title = names.iter().find_map(|path| text(path));
    InlineResult {
        id: text("/id").unwrap_or_default().to_owned(),
        kind: text("/type").unwrap_or_default().to_owned(),
        title: title.unwrap_or_default().to_owned(),
        description: text("/description").map(str::to_owned),
    }
}

fn keyboard(markup: &Value) -> ReplyKeyboard {
    let rows = markup.get("keyboard").and_then(Value::as_array);
    let rows = rows.into_iter().flatten().map(|row| {
        let row = row.as_array().into_iter().flatten();
        row.map(button).collect()
    });
    let placeholder = markup.get("input_field_placeholder");
    ReplyKeyboard {
        rows: rows.collect(),
        one_time: markup.get("one_time_keyboard") == Some(&Value::Bool(true)),
        placeholder: placeholder.and_then(Value::as_str).map(str::to_owned),
        only_for: None,
    }
}

fn button(button: &Value) -> ReplyButton {
    let text = button.as_str().or_else(|| button.get("text")?.as_str());
    let is = |name: &str| button.get(name).is_some_and(|it| *it != Value::Bool(false));
    let kinds = [
        ("request_contact", "contact"),
        ("request_location", "location"),
        ("request_poll", "poll"),
        ("request_users", "users"),
        ("request_chat", "chat"),
        ("web_app", "web_app"),
    ];
    let kind = kinds.iter().find(|(field, _)| is(field));
    ReplyButton {
        text: text.unwrap_or_default().to_owned(),
        kind: kind.map_or("text", |(_, kind)| kind).to_owned(),
        poll: button
            .pointer("/request_poll/type")
            .and_then(Value::as_str)
            .filter(|kind| matches!(*kind, "quiz" | "regular"))
            .map(str::to_owned),
    }
}
