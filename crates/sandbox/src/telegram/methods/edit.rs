//! The edit family: of a message in a chat, or of one that was sent through inline mode.

use serde_json::{Map, Value, json};

use super::markup::Markup;
use super::read::{self, Access};
use super::{album, messages, sending};
use crate::telegram::params::Params;
use crate::telegram::refusal::{Outcome, Refusal};
use crate::telegram::scene::{Room, What};

const SAME: &str = "message is not modified: specified new message content and reply markup are \
                    exactly the same as a current content and reply markup of the message";

/// editMessageText.
pub fn text(room: &mut Room<'_>, params: &Params) -> Outcome {
    let content = messages::worded(room, params)?;
    let old = ["text", "entities", "link_preview_options"];
    change(room, params, &old, content, |message| {
        match message.get("text") {
            Some(_) => Ok(()),
            None => Err("there is no text in the message to edit"),
        }
    })
}

/// editMessageCaption.
pub fn caption(room: &mut Room<'_>, params: &Params) -> Outcome {
    let mut content = Map::new();
    sending::captioned(room, params, &mut content)?;
    let old = ["caption", "caption_entities", "show_caption_above_media"];
    change(room, params, &old, content, |message| {
        let fits = CAPTIONED.iter().any(|field| message.get(field).is_some());
        if fits {
            Ok(())
        } else {
            Err("there is no caption in the message to edit")
        }
    })
}

/// editMessageReplyMarkup.
pub fn markup(room: &mut Room<'_>, params: &Params) -> Outcome {
    change(room, params, &[], Map::new(), |_| Ok(()))
}

/// editMessageMedia.
pub fn media(room: &mut Room<'_>, params: &Params) -> Outcome {
    let media = read::json(params, "media", "input media")?;
    let media = media.ok_or_else(|| Refusal::bad("parameter \"media\" is required"))?;
    let content = album::content(room, params, &media)?;
    let mut old = vec![
        "text",
        "entities",
        "link_preview_options",
        "caption",
        "caption_entities",
    ];
    old.extend(CAPTIONED);
    change(room, params, &old, content, |message| {
        let fixed = ["poll", "location", "contact", "dice", "venue", "sticker"];
        if fixed.iter().any(|field| message.get(field).is_some()) {
            Err("message can't be edited")
        } else {
            Ok(())
        }
    })
}

const CAPTIONED: [&str; 6] = ["photo", "video", "animation", "audio", "document", "voice"];

/// Takes the old fields away and puts new ones and the buttons in their place.
fn change(
    room: &mut Room<'_>,
    params: &Params,
    old: &[&str],
    content: Map<String, Value>,
    fits: fn(&Value) -> Result<(), &'static str>,
) -> Outcome {
    let markup = Markup::read(params)?.inline()?;
    let inline = params.text("inline_message_id");
    let is_inline = !inline.is_empty() && params.text("chat_id").is_empty();
    let (chat, id) = if is_inline {
        let found = room.by_inline_id(inline);
        // Whatever has the form of one was of a message that is gone.
        let gone = uuid::Uuid::try_parse(inline).is_ok();
        found.ok_or_else(|| {
            Refusal::bad(if gone {
                "MESSAGE_ID_INVALID"
            } else {
                "invalid inline message identifier specified"
            })
        })?
    } else {
        let chat = read::chat(room, params, Access::Write)?;
        (chat, read::message(room, chat, params, "message to edit")?)
    };
    let now = room.now;
    let message = room.bot.scene.message_mut(chat, id);
    let message = message.ok_or_else(|| Refusal::bad("message to edit not found"))?;
    if message.from.is_some() && !is_inline {
        return Err(Refusal::bad("message can't be edited"));
    }
    if crate::telegram::text::is_service(&message.value) {
        return Err(Refusal::bad("message can't be edited"));
    }
    fits(&message.value).map_err(Refusal::bad)?;
    let mut new = message.value.clone();
    if let Value::Object(fields) = &mut new {
        for field in old {
            fields.remove(*field);
        }
        fields.extend(content);
        match markup {
            Some(markup) => fields.insert("reply_markup".to_owned(), markup),
            None => fields.remove("reply_markup"),
        };
    }
    if new == message.value {
        return Err(Refusal::bad(SAME));
    }
    new["edit_date"] = json!(now.timestamp());
    message.value = new.clone();
    message.edited_at = Some(now);
    let what = What::Edited {
        message: new.clone(),
    };
    room.bot.scene.story.tell(chat, now, what);
    room.bot.touch();
    Ok(if is_inline { json!(true) } else { new })
}
