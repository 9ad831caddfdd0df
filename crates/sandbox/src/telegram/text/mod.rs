//! Text with its formatting: parse modes, entities as given, and those that Telegram finds itself.
//! Places and lengths are UTF-16 code units.

mod found;
mod given;
mod html;
mod legacy;
mod link;
mod markdown;
mod trim;
pub mod web;

use serde_json::{Value, json};

pub use found::found;

/// Longer ones are refused before they are looked at.
const MOST_BYTES: usize = 1 << 15;

/// A text and its formatting.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Formatted {
    /// What is read.
    pub text: String,
    /// How it looks.
    pub spans: Vec<Span>,
}

/// A piece of formatting.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Span {
    /// Telegram's word.
    pub kind: String,
    /// The first code unit.
    pub offset: usize,
    /// How many.
    pub length: usize,
    /// What else it says, by Telegram's field.
    pub more: Vec<(&'static str, Value)>,
}

impl Span {
    fn new(kind: &str, offset: usize, length: usize) -> Self {
        Self {
            kind: kind.to_owned(),
            offset,
            length,
            more: Vec::new(),
        }
    }

    fn with(mut self, field: &'static str, value: Value) -> Self {
        self.more.push((field, value));
        self
    }

    /// The MessageEntity.
    pub fn value(&self) -> Value {
        let mut value = json!({"type": self.kind, "offset": self.offset, "length": self.length});
        for (field, more) in &self.more {
            value[field] = more.clone();
        }
        value
    }

    fn end(&self) -> usize {
        self.offset + self.length
    }
}

impl Formatted {
    /// Its MessageEntities.
    pub fn entities(&self) -> Value {
        self.spans.iter().map(Span::value).collect()
    }
}

/// Reads a text as a method gives it: with its parse mode, or with its entities as JSON. The refusal
/// is Telegram's, without its prefix.
pub fn read(text: &str, parse_mode: &str, entities: &str) -> Result<Formatted, String> {
    if text.len() > MOST_BYTES {
        return Err("Text is too long".to_owned());
    }
    let mode = parse_mode.to_ascii_lowercase();
    let parsed = match mode.as_str() {
        _ if text.is_empty() => Ok(Formatted::default()),
        "" | "none" => return Ok(trim::finished(given::read(text, entities)?)),
        "html" => html::parse(text),
        "markdown" => legacy::parse(text),
        "markdownv2" => markdown::parse(text),
        _ => return Err("unsupported parse_mode".to_owned()),
    };
    let parsed = parsed.map_err(|what| format!("can't parse entities: {what}"))?;
    Ok(trim::finished(parsed))
}

/// How many UTF-16 code units a text is.
pub fn units(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

/// The part of a text that an entity covers.
pub fn slice(text: &str, entity: &Value) -> String {
    let number = |name: &str| {
        let number = entity.get(name).and_then(Value::as_u64).unwrap_or_default();
        usize::try_from(number).unwrap_or(usize::MAX)
    };
    let units = text.encode_utf16().skip(number("offset"));
    let units: Vec<u16> = units.take(number("length")).collect();
    String::from_utf16_lossy(&units)
}

/// Whether a message is nobody's words, but tells what happened in the chat.
pub fn is_service(message: &Value) -> bool {
    SERVICE.iter().any(|field| message.get(field).is_some())
}

const SERVICE: [&str; 11] = [
    "new_chat_members",
    "left_chat_member",
    "new_chat_title",
    "new_chat_photo",
    "delete_chat_photo",
    "group_chat_created",
    "supergroup_chat_created",
    "channel_chat_created",
    "pinned_message",
    "message_auto_delete_timer_changed",
    "migrate_to_chat_id",
];

/// Whether Telegram takes it as the target of a button.
pub fn is_link(link: &str) -> bool {
    link::user(link).is_some() || link::checked(link).is_some()
}
