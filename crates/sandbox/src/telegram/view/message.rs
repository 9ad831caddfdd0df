//! A message as everyone in the chat sees it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::telegram::scene::{Chat, Files, Message, closes_at, is_closed};

/// Larger pictures are not shown.
const MOST_PICTURE: usize = 2 << 20;

/// A message.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields are docs/sandbox-control.md's")]
pub struct ChatMessage {
    pub message_id: i64,
    pub at: DateTime<Utc>,
    pub edited_at: Option<DateTime<Utc>>,
    pub deleted: bool,
    pub pinned: bool,
    pub from: Option<i64>,
    pub text: Option<String>,
    pub entities: Vec<Entity>,
    pub media: Option<Media>,
    pub reply_to: Option<i64>,
    pub forwarded_from: Option<String>,
    pub service: Option<String>,
    pub poll: Option<PollView>,
    pub buttons: Vec<Vec<InlineButton>>,
    pub reactions: Vec<Reaction>,
    pub update_id: Option<i64>,
}

/// A piece of formatting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields are docs/sandbox-control.md's")]
pub struct Entity {
    #[serde(rename = "type")]
    pub kind: String,
    pub offset: u32,
    pub length: u32,
    #[serde(default)]
    pub url: Option<String>,
    #[serde(default)]
    pub language: Option<String>,
}

/// A file or a place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields are docs/sandbox-control.md's")]
pub struct Media {
    pub kind: String,
    pub name: Option<String>,
    pub size: Option<u64>,
    pub picture: Option<String>,
}

/// A button under a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields are docs/sandbox-control.md's")]
pub struct InlineButton {
    pub text: String,
    pub kind: String,
    pub value: Option<String>,
}

/// Who reacted with what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields are docs/sandbox-control.md's")]
pub struct Reaction {
    pub emoji: String,
    pub by: Vec<i64>,
}

/// A poll.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields are docs/sandbox-control.md's")]
#[expect(clippy::struct_excessive_bools, reason = "they are Telegram's own")]
pub struct PollView {
    pub question: String,
    pub options: Vec<PollChoice>,
    pub is_anonymous: bool,
    pub several: bool,
    pub quiz: bool,
    pub closed: bool,
    pub closes_at: Option<DateTime<Utc>>,
    pub right: Vec<u32>,
    pub explanation: Option<String>,
}

/// A choice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields are docs/sandbox-control.md's")]
pub struct PollChoice {
    pub text: String,
    pub by: Vec<i64>,
}

const MEDIA: [&str; 13] = [
    "animation",
    "photo",
    "document",
    "audio",
    "video",
    "voice",
    "video_note",
    "sticker",
    "venue",
    "location",
    "contact",
    "dice",
    "game",
];

/// What is shown with a message.
pub fn media_kind(message: &Value) -> Option<&'static str> {
    if message.get("poll").is_some() {
        return Some("poll");
    }
    MEDIA.into_iter().find(|kind| message.get(kind).is_some())
}

/// A message of a chat.
pub fn shown(chat: &Chat, message: &Message, files: &Files) -> ChatMessage {
    let value = &message.value;
    let entities = value
        .get("entities")
        .or_else(|| value.get("caption_entities"));
    let entities = entities.cloned().unwrap_or_default();
    let service = service(value);
    ChatMessage {
        message_id: message.id,
        at: message.at,
        edited_at: message.edited_at,
        deleted: message.deleted,
        pinned: chat.pins.contains(&message.id),
        from: message.from,
        text: message.text().map(str::to_owned),
        entities: serde_json::from_value(entities).unwrap_or_default(),
        media: media(value, files),
        reply_to: value
            .pointer("/reply_to_message/message_id")
            .and_then(Value::as_i64),
        forwarded_from: value.get("forward_origin").map(origin),
        service,
        poll: value.get("poll").map(|poll| poll_view(poll, message)),
        buttons: buttons(value),
        reactions: reactions(message),
        update_id: message.update_id,
    }
}

fn origin(origin: &Value) -> String {
    let text = |path: &str| origin.pointer(path).and_then(Value::as_str);
    let title = text("/chat/title").or_else(|| text("/sender_chat/title"));
    title.or_else(|| text("/sender_user_name")).map_or_else(
        || crate::telegram::scene::full_name(origin.get("sender_user").unwrap_or(&Value::Null)),
        str::to_owned,
    )
}

fn media(message: &Value, files: &Files) -> Option<Media> {
    let kind = media_kind(message).filter(|kind| *kind != "poll")?;
    let mut object = message.get(kind)?;
    if let Value::Array(sizes) = object {
        object = sizes.last()?;
    }
    let text = |path: &str| object.pointer(path).and_then(Value::as_str);
    let place = || {
        let at = |name: &str| object.get(name).and_then(Value::as_f64);
        Some(format!("{:.5}, {:.5}", at("latitude")?, at("longitude")?))
    };
    let file = text("/file_id").and_then(|id| files.by_id(id));
    let name = match kind {
        "location" => place(),
        "venue" => text("/title").map(str::to_owned),
        "contact" => Some(crate::telegram::scene::full_name(object)),
        "dice" => object.get("value").map(|value| {
            let emoji = text("/emoji").unwrap_or("\u{1f3b2}");
            format!("{emoji} {value}")
        }),
        "sticker" => text("/emoji").map(str::to_owned),
        _ => text("/file_name")
            .map(str::to_owned)
            .or_else(|| file.map(|file| file.name.clone())),
    };
    let picture = file.filter(|file| {
        kind == "photo" && file.data.len() <= MOST_PICTURE && file.mime_type().starts_with("image/")
    });
    Some(Media {
        kind: kind.to_owned(),
        name: name.filter(|name| !name.is_empty()),
        size: object.get("file_size").and_then(Value::as_u64),
        picture: picture.map(|file| {
            let data = STANDARD.encode(&file.data);
            format!("data:{};base64,{data}", file.mime_type())
        }),
    })
}

fn poll_view(poll: &Value, message: &Message) -> PollView {
    let text = |name: &str| poll.get(name).and_then(Value::as_str).unwrap_or_default();
    let is = |name: &str| poll.get(name) == Some(&Value::Bool(true));
    let options = poll.get("options").and_then(Value::as_array);
    let options = options.into_iter().flatten().enumerate();
    let right = poll.get("correct_option_ids").and_then(Value::as_array);
    let right = right.into_iter().flatten().filter_map(Value::as_u64);
    let explanation = poll.get("explanation").and_then(Value::as_str);
    PollView {
        question: text("question").to_owned(),
        options: options
            .map(|(place, option)| {
                let words = option.get("text").and_then(Value::as_str);
                let chosen = message.votes.iter().filter(|(_, it)| it.contains(&place));
                PollChoice {
                    text: words.unwrap_or_default().to_owned(),
                    by: chosen.map(|(person, _)| *person).collect(),
                }
            })
            .collect(),
        is_anonymous: is("is_anonymous"),
        several: is("allows_multiple_answers"),
        quiz: text("type") == "quiz",
        closed: is_closed(poll),
        closes_at: closes_at(&message.value),
        right: right.filter_map(|at| u32::try_from(at).ok()).collect(),
        explanation: explanation.map(str::to_owned),
    }
}

fn buttons(message: &Value) -> Vec<Vec<InlineButton>> {
    let rows = message.pointer("/reply_markup/inline_keyboard");
    let rows = rows.and_then(Value::as_array).into_iter().flatten();
    rows.map(|row| {
        let row = row.as_array().into_iter().flatten();
        row.map(button).collect()
    })
    .collect()
}

fn button(button: &Value) -> InlineButton {
    let text = |path: &str| {
        let value = button.pointer(path)?;
        value.as_str().map(str::to_owned)
    };
    let kinds = [
        ("callback", "/callback_data"),
        ("url", "/url"),
        ("web_app", "/web_app/url"),
        ("login_url", "/login_url/url"),
        ("switch_inline", "/switch_inline_query"),
        ("switch_inline", "/switch_inline_query_current_chat"),
        ("switch_inline", "/switch_inline_query_chosen_chat/query"),
        ("copy_text", "/copy_text/text"),
    ];
    let found = kinds
        .iter()
        .find_map(|(kind, path)| Some((*kind, text(path)?)));
    let other = if button.get("pay").is_some() {
        "pay"
    } else {
        "game"
    };
    let (kind, value) = found.map_or((other, None), |(kind, value)| (kind, Some(value)));
    InlineButton {
        text: text("/text").unwrap_or_default(),
        kind: kind.to_owned(),
        value,
    }
}

fn reactions(message: &Message) -> Vec<Reaction> {
    let mut shown: Vec<Reaction> = Vec::new();
    for (by, emojis) in &message.reactions {
        for emoji in emojis {
            match shown.iter_mut().find(|it| it.emoji == *emoji) {
                Some(reaction) => reaction.by.push(*by),
                None => shown.push(Reaction {
                    emoji: emoji.clone(),
                    by: vec![*by],
                }),
            }
        }
    }
    shown
}

/// What happened in the chat, where a message is nobody's words.
pub fn service(message: &Value) -> Option<String> {
    let name = |user: &Value| crate::telegram::scene::full_name(user);
    let who = message.get("from").map(&name).unwrap_or_default();
    if let Some(Value::Array(new)) = message.get("new_chat_members") {
        let names: Vec<String> = new.iter().map(&name).collect();
        let joined = names.join(", ");
        return Some(if joined == who {
            format!("{who} joined")
        } else {
            format!("{who} added {joined}")
        });
    }
    if let Some(left) = message.get("left_chat_member") {
        let left = name(left);
        return Some(if left == who || who.is_empty() {
            format!("{left} left")
        } else {
            format!("{who} removed {left}")
        });
    }
    if let Some(title) = message.get("new_chat_title").and_then(Value::as_str) {
        return Some(format!("The chat is now called {title}"));
    }
    if message.get("pinned_message").is_some() {
        return Some(format!("{who} pinned a message").trim_start().to_owned());
    }
    let created = [
        "group_chat_created",
        "supergroup_chat_created",
        "channel_chat_created",
    ];
    if created.iter().any(|field| message.get(field).is_some()) {
        return Some(format!("{who} created the chat").trim_start().to_owned());
    }
    None
}
