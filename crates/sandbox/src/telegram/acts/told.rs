//! How a deed is written into the story.

use super::{Act, Did};
use crate::telegram::scene::{Room, What};

/// What stood on what is chosen: the button's text, the answers of a poll, a result's title. It is
/// looked up before the deed, which may change it.
pub fn chosen(room: &Room<'_>, chat: i64, act: &Act) -> Vec<String> {
    let text = |value: Option<&serde_json::Value>, path: &str| {
        let text = value.and_then(|value| value.pointer(path)?.as_str());
        text.map(str::to_owned)
    };
    match act {
        Act::Press {
            message_id,
            row,
            column,
        } => {
            let message = room.message(chat, *message_id);
            let button = message.and_then(|message| message.button(*row, *column));
            text(button, "/text").into_iter().collect()
        }
        Act::Vote {
            message_id,
            options,
        } => {
            let message = room.message(chat, *message_id);
            let poll = message.map(|message| &message.value);
            let paths = options.iter().map(|at| format!("/poll/options/{at}/text"));
            paths.filter_map(|path| text(poll, &path)).collect()
        }
        Act::ChooseInline {
            query_id,
            result_id,
        } => {
            let inline = room.bot.scene.questions.inline(query_id);
            let results = inline.and_then(|inline| inline.results.as_ref());
            let result = results.into_iter().flatten().find(|result| {
                result.get("id").and_then(|id| id.as_str()) == Some(result_id.as_str())
            });
            text(result, "/title").into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// The deed as the story keeps it: without a file's bytes.
pub fn kept(act: &Act) -> Act {
    match act {
        Act::Upload {
            kind,
            name,
            caption,
            ..
        } => Act::Upload {
            kind: kind.clone(),
            name: name.clone(),
            data: String::new(),
            caption: caption.clone(),
        },
        other => other.clone(),
    }
}

/// Writes it down.
pub fn tell(room: &mut Room<'_>, chat: i64, user: i64, act: Act, chosen: Vec<String>, did: &Did) {
    let what = What::Did {
        user_id: user,
        act,
        message_id: did.message_id,
        chosen,
    };
    room.bot.scene.story.tell(chat, room.now, what);
}
