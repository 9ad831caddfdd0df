//! sendMediaGroup.

use serde_json::{Map, Value, json};

use super::markup::Markup;
use super::read::{self, Access};
use super::{files, sending};
use crate::telegram::params::Params;
use crate::telegram::refusal::{Outcome, Refusal};
use crate::telegram::scene::Room;

/// Several photos, videos, documents or audio files as one.
pub fn send(room: &mut Room<'_>, params: &Params) -> Outcome {
    let media = read::json(params, "media", "media")?;
    let media = media.ok_or_else(|| Refusal::bad("parameter \"media\" is required"))?;
    let Value::Array(items) = media else {
        return Err(Refusal::bad("expected an Array of InputMedia"));
    };
    if items.is_empty() {
        return Err(Refusal::bad("there are no messages to send"));
    }
    if items.len() > 10 {
        return Err(Refusal::bad("too many messages to send as an album"));
    }
    let answered = sending::answered(params)?;
    let mut contents = Vec::with_capacity(items.len());
    let mut sorts = std::collections::BTreeSet::new();
    for item in &items {
        let kind = read::field(item, "type").unwrap_or_default();
        sorts.insert(match kind {
            "document" | "audio" => kind,
            _ => "picture",
        });
        contents.push(content(room, params, item)?);
    }
    if sorts.len() > 1 {
        return Err(Refusal::bad(
            "can't use the media of the specified type in the album",
        ));
    }
    let chat = read::chat(room, params, Access::Write)?;
    let group = rand::random_range(1_i64 << 40..1 << 62).to_string();
    let together = contents.len() > 1;
    let mut sent = Vec::with_capacity(contents.len());
    for mut content in contents {
        if together {
            content.insert("media_group_id".to_owned(), json!(group));
        }
        let content = sending::answering(room, chat, content, answered)?;
        sent.push(sending::posted(room, params, chat, content, Markup::None)?);
    }
    Ok(Value::Array(sent))
}

/// The content that an InputMedia makes.
pub fn content(room: &mut Room<'_>, params: &Params, item: &Value) -> Outcome<Map<String, Value>> {
    let refused = |what: &str| Refusal::bad(format!("can't parse InputMedia: {what}"));
    if !item.is_object() {
        return Err(refused("expected an Object"));
    }
    let kind = read::field(item, "type").map_err(|what| refused(&what))?;
    if !matches!(kind, "photo" | "video" | "document" | "audio" | "animation") {
        return Err(refused(&format!("type \"{kind}\" is unsupported")));
    }
    let source = match item.get("media") {
        Some(_) => read::field(item, "media").map_err(|what| refused(&what))?,
        None => "",
    };
    if source.is_empty() {
        return Err(refused("media not found"));
    }
    let text = |name: &str| item.get(name).and_then(Value::as_str).unwrap_or_default();
    let entities = item.get("caption_entities").map(Value::to_string);
    let caption = read::formatted(
        room,
        text("caption"),
        text("parse_mode"),
        &entities.unwrap_or_default(),
    )?;
    if caption.text.chars().count() > 1024 {
        return Err(Refusal::bad("message caption is too long"));
    }
    let mut content = Map::new();
    read::put(&mut content, &caption, "caption", "caption_entities");
    let (kind, value) = files::media(room, params, "media", kind, item)?;
    files::put(&mut content, &kind, value);
    Ok(content)
}
