//! The message that a bot's method call makes or edits, as Telegram would write it.

use super::super::form::FieldValue;
use super::super::node::{Node, object};
use super::super::values::Values;
use super::super::{Setting, asked, message};
use super::call::Call;
use super::plain::plain;
use crate::domain::update::raw::{self, Object};
use std::collections::BTreeMap;

type Fields = Vec<(&'static str, Node)>;

/// Where a call writes to: the chat, and the message that the update is about if it is in there.
pub(super) struct Place<'a, 'b> {
    pub chat: Node,
    pub around: Option<&'a Object<'b>>,
    /// Its number, or that of one elsewhere.
    pub message_id: i64,
}

/// The message with its keyboard, and what it says; none where a call makes no message.
pub(super) fn by(
    setting: &Setting,
    call: &Call,
    place: &Place<'_, '_>,
    markup: Node,
) -> Option<(String, Node)> {
    let method = call.method.to_ascii_lowercase();
    let (text, new, replaced): (_, _, &[&str]) = match method.as_str() {
        "editmessagetext" => {
            let (text, new) = written(call, "text");
            (text, new, &["text", "entities"])
        }
        "editmessagecaption" => {
            let (text, new) = written(call, "caption");
            (text, new, &["caption", "caption_entities"])
        }
        "editmessagereplymarkup" => {
            let around = place.around;
            let text = around.and_then(|of| of.text("text").or_else(|| of.text("caption")));
            (text.unwrap_or_default().into_owned(), Vec::new(), &[])
        }
        _ => {
            let (text, content) = content(setting, call, method.strip_prefix("send")?);
            let thread = call.int("message_thread_id");
            let id = place.message_id.saturating_add(1);
            let message = head(setting, id, &place.chat)
                .with([
                    ("message_thread_id", thread.into()),
                    ("is_topic_message", thread.map(|_| true).into()),
                ])
                .with(content)
                .with([("reply_markup", markup)]);
            return Some((text, message));
        }
    };
    let id = call.int("message_id").unwrap_or(place.message_id);
    let there = place.around.filter(|_| id == place.message_id);
    let edited = [("edit_date", setting.now.into())];
    let new = edited.into_iter().chain(new);
    let new = new.chain([("reply_markup", markup)]);
    let message = match there {
        Some(message) => Node::Json(edit(message, replaced, new.collect())),
        None => head(setting, id, &place.chat).with(new),
    };
    Some((text, message))
}

fn head(setting: &Setting, id: i64, chat: &Node) -> Node {
    object! {
        "message_id": id,
        "from": setting.me(),
        "chat": chat.clone(),
        "date": setting.now,
    }
}

/// A message as it is, with other fields in the place of some.
fn edit(message: &Object<'_>, replaced: &[&str], new: Fields) -> String {
    let mut json = String::from("{");
    let stays = |name: &str| !replaced.contains(&name) && new.iter().all(|(new, _)| *new != name);
    for (name, raw) in message.fields().filter(|(name, _)| stays(name)) {
        json += &serde_json::Value::from(name).to_string();
        json.push(':');
        json += raw.get();
        json.push(',');
    }
    let mut rest = String::new();
    Node::Object(new).write(&mut rest);
    json += rest.strip_prefix('{').unwrap_or(&rest);
    json
}

/// What a message says, and its content's fields. `sent` is the method's name without `send`.
fn content(setting: &Setting, call: &Call, sent: &str) -> (String, Fields) {
    if sent == "message" {
        return written(call, "text");
    }
    let (caption, own) = written(call, "caption");
    let same = |name: &&str| name.replace('_', "") == sent;
    let Some(content) = message::contents().find(same) else {
        return (caption, own);
    };
    // A file has the composer's in its place, and the rest is the call's.
    let form = asked::form("message");
    let mut given = BTreeMap::new();
    for field in &form.fields {
        let value = match field.name.as_str() {
            "caption" | "date" => None,
            "content" => Some(content.to_owned()),
            "contact_name" => call.get("first_name").map(str::to_owned),
            "options" => call.get("options").map(answers),
            "chat" | "from" | "message_id" | "text" | "member" => None,
            name => call.get(name).map(str::to_owned),
        };
        given.extend(value.map(|value| (field.name.clone(), FieldValue::Text(value))));
    }
    let made = Values::new(&form, &given, setting).and_then(|values| message::content(&values));
    // What Telegram would refuse has its caption alone.
    let mut fields = made.unwrap_or_default();
    fields.retain(|(name, _)| *name != "caption");
    fields.extend(own);
    (caption, fields)
}

/// A poll's answers, one a line.
fn answers(options: &str) -> String {
    let Ok(options) = serde_json::from_str::<Box<serde_json::value::RawValue>>(options) else {
        return String::new();
    };
    let text = |option: &serde_json::value::RawValue| match Object::of(option) {
        Some(option) => option.text("text").unwrap_or_default().into_owned(),
        None => raw::unquoted(option.get().as_bytes()),
    };
    let texts: Vec<String> = raw::list(&options).into_iter().map(text).collect();
    texts.join("\n")
}

/// A text or a caption as it is read, and its field.
fn written(call: &Call, field: &'static str) -> (String, Fields) {
    let Some(text) = call.get(field).filter(|text| !text.is_empty()) else {
        return (String::new(), Vec::new());
    };
    let parse_mode = call.get("parse_mode").filter(|mode| !mode.is_empty());
    let entities = if field == "text" {
        "entities"
    } else {
        "caption_entities"
    };
    let listed = call.get(entities).filter(|list| list.starts_with('['));
    // Where a markup is read, Telegram makes entities of it; these are left out.
    let listed = listed.filter(|list| parse_mode.is_none() && raw::is_json(list));
    let text = plain(text, parse_mode);
    let fields = vec![
        (field, text.as_str().into()),
        (
            entities,
            listed.map(|list| Node::Json(list.to_owned())).into(),
        ),
    ];
    (text, fields)
}
