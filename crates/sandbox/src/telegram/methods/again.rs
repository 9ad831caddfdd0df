//! forwardMessage(s) and copyMessage(s).

use serde_json::{Map, Value, json};

use super::markup::Markup;
use super::read::{self, Access};
use super::sending;
use crate::telegram::params::Params;
use crate::telegram::refusal::{Outcome, Refusal};
use crate::telegram::scene::{Message, Room};
use crate::telegram::text;

/// What a message has for itself and does not pass on.
const OWN: [&str; 15] = [
    "message_id",
    "from",
    "sender_chat",
    "chat",
    "date",
    "edit_date",
    "reply_to_message",
    "reply_markup",
    "forward_origin",
    "via_bot",
    "author_signature",
    "media_group_id",
    "has_protected_content",
    "message_thread_id",
    "is_topic_message",
];

/// forwardMessage.
pub fn forward(room: &mut Room<'_>, params: &Params) -> Outcome {
    let chat = read::chat(room, params, Access::Write)?;
    let from = read::chat_in(room, params, "from_chat_id", Access::Read)?;
    let id = read::message(room, from, params, "message to forward")?;
    let message = whole(room, from, id, "forward")?;
    let content = forwarded(room, &message);
    sending::posted(room, params, chat, content, Markup::None)
}

/// forwardMessages: those that are not there are passed over.
pub fn forward_several(room: &mut Room<'_>, params: &Params) -> Outcome {
    several(room, params, "forward", |room, message| {
        forwarded(room, message)
    })
}

/// copyMessage.
pub fn copy(room: &mut Room<'_>, params: &Params) -> Outcome {
    let markup = Markup::read(params)?;
    let answered = sending::answered(params)?;
    let chat = read::chat(room, params, Access::Write)?;
    let from = read::chat_in(room, params, "from_chat_id", Access::Read)?;
    let id = read::message(room, from, params, "message to copy")?;
    let message = whole(room, from, id, "copy")?;
    let mut content = passed_on(&message);
    if params.get("caption").is_some() && content.get("text").is_none() {
        content.remove("caption");
        content.remove("caption_entities");
        sending::captioned(room, params, &mut content)?;
    }
    let content = sending::answering(room, chat, content, answered)?;
    let sent = sending::posted(room, params, chat, content, markup)?;
    Ok(json!({ "message_id": sent["message_id"] }))
}

/// copyMessages: those that are not there are passed over.
pub fn copy_several(room: &mut Room<'_>, params: &Params) -> Outcome {
    let bare = params.is_true("remove_caption");
    several(room, params, "copy", |_, message| {
        let mut content = passed_on(message);
        if bare {
            content.remove("caption");
            content.remove("caption_entities");
        }
        content
    })
}

fn several(
    room: &mut Room<'_>,
    params: &Params,
    what: &str,
    content: impl Fn(&Room<'_>, &Message) -> Map<String, Value>,
) -> Outcome {
    let ids = read::message_ids(params)?;
    let chat = read::chat(room, params, Access::Write)?;
    let from = read::chat_in(room, params, "from_chat_id", Access::Read)?;
    let mut sent = Vec::new();
    for id in ids {
        let Ok(message) = whole(room, from, id, what) else {
            continue;
        };
        let content = content(room, &message);
        let posted = sending::posted(room, params, chat, content, Markup::None)?;
        sent.push(json!({ "message_id": posted["message_id"] }));
    }
    if sent.is_empty() {
        return Err(Refusal::bad(format!("there are no messages to {what}")));
    }
    Ok(Value::Array(sent))
}

fn whole(room: &Room<'_>, chat: i64, id: i64, what: &str) -> Outcome<Message> {
    let message = room.message(chat, id);
    let message = message.ok_or_else(|| Refusal::bad(format!("message to {what} not found")))?;
    let refused = if what == "copy" {
        "message can't be copied"
    } else {
        "message can't be forwarded"
    };
    let kept = message.value.get("has_protected_content").is_some();
    if text::is_service(&message.value) || kept {
        return Err(Refusal::bad(refused));
    }
    Ok(message.clone())
}

fn passed_on(message: &Message) -> Map<String, Value> {
    let mut content = message.value.as_object().cloned().unwrap_or_default();
    for field in OWN {
        content.remove(field);
    }
    content
}

fn forwarded(room: &Room<'_>, message: &Message) -> Map<String, Value> {
    let value = &message.value;
    let mut content = passed_on(message);
    let origin = value.get("forward_origin").cloned().unwrap_or_else(|| {
        let date = &value["date"];
        if let Some(channel) = value.get("sender_chat") {
            let id = &value["message_id"];
            return json!({"type": "channel", "date": date, "chat": channel, "message_id": id});
        }
        let sender = value.get("from").cloned();
        let sender = sender.unwrap_or_else(|| room.bot.as_user());
        json!({ "type": "user", "date": date, "sender_user": sender })
    });
    content.insert("forward_origin".to_owned(), origin);
    content
}
