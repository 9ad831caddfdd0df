//! Pressing a button under a message.

use serde_json::{Value, json};

use super::{Did, Done, impossible};
use crate::telegram::control::Error;
use crate::telegram::scene::{Callback, Room};

/// The button in this place.
pub fn press(
    room: &mut Room<'_>,
    (chat, user): (i64, i64),
    id: i64,
    row: usize,
    column: usize,
) -> Done {
    let message = room.message(chat, id).ok_or(Error::UnknownMessage(id))?;
    let button = message
        .button(row, column)
        .ok_or_else(|| impossible("There is no button in this place any more."))?;
    let text = |path: &str| button.pointer(path).and_then(Value::as_str);
    let Some(data) = text("/callback_data") else {
        let url = text("/url").or_else(|| text("/web_app/url"));
        return Ok(Did::untold(&match url {
            Some(url) => format!("It opens {url}. The bot is not told."),
            None => "The bot is not told of a button like this.".to_owned(),
        }));
    };
    let data = data.to_owned();
    let (shown, inline_id) = (message.value.clone(), message.inline_id.clone());
    let from = room.people.get(&user).ok_or(Error::UnknownUser(user))?;
    let query = rand::random_range(1_i64 << 40..1 << 62).to_string();
    let mut payload = json!({
        "id": query,
        "from": from,
        "chat_instance": chat.wrapping_mul(7_919).to_string(),
        "data": data,
    });
    match inline_id {
        Some(inline_id) => payload["inline_message_id"] = json!(inline_id),
        None => payload["message"] = shown,
    }
    room.bot.scene.questions.pressed(Callback {
        id: query,
        user,
        chat,
        pressed: room.now,
        answered: None,
        text: None,
        alert: false,
        url: None,
    });
    let mut did = Did::default();
    did.tells(room, "callback_query", &payload);
    Ok(did)
}
