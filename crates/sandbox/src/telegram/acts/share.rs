//! Files, contacts and places.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};

use super::{Done, chat_of, impossible, say};
use crate::telegram::control::Error;
use crate::telegram::scene::Room;

/// What Telegram lets a bot download.
const MOST_FILE: usize = 20 << 20;

/// A photo or a document.
pub fn upload(
    room: &mut Room<'_>,
    (chat, user): (i64, i64),
    kind: &str,
    name: &str,
    data: &str,
    caption: Option<&str>,
) -> Done {
    let is_photo = match kind {
        "photo" => true,
        "document" => false,
        _ => return Err(impossible("A photo or a document can be sent from here.")),
    };
    let data = STANDARD
        .decode(data)
        .map_err(|_| impossible("The file's data is not base64."))?;
    if data.is_empty() {
        return Err(impossible("The file is empty."));
    }
    if data.len() > MOST_FILE {
        return Err(impossible("The file is larger than 20 MB."));
    }
    let mut content = match caption.filter(|caption| !caption.trim().is_empty()) {
        Some(caption) => say::worded(caption, "caption", "caption_entities")?,
        None => Map::new(),
    };
    let file = room.bot.scene.files.keep(kind, name, data.into());
    let mut value = file.value();
    if is_photo {
        let (width, height) = file.measures();
        value["width"] = json!(width);
        value["height"] = json!(height);
        content.insert("photo".to_owned(), json!([value]));
    } else {
        value["file_name"] = json!(file.name);
        value["mime_type"] = json!(file.mime_type());
        content.insert("document".to_owned(), value);
    }
    say::send(room, chat, user, content, None)
}

/// The person's own contact.
pub fn contact(room: &mut Room<'_>, chat: i64, user: i64, phone: &str) -> Done {
    let digits = phone.bytes().filter(u8::is_ascii_digit).count();
    if !(5..=15).contains(&digits) || phone.len() > 32 {
        return Err(impossible("A telephone number has 5 to 15 digits."));
    }
    let person = room.people.get(&user).ok_or(Error::UnknownUser(user))?;
    let mut contact = json!({ "phone_number": phone, "user_id": user });
    for field in ["first_name", "last_name"] {
        if let Some(name) = person.get(field) {
            contact[field] = name.clone();
        }
    }
    send(room, chat, user, one("contact", contact))
}

/// A place.
pub fn location(room: &mut Room<'_>, chat: i64, user: i64, latitude: f64, longitude: f64) -> Done {
    if !(-90.0..=90.0).contains(&latitude) || !(-180.0..=180.0).contains(&longitude) {
        return Err(impossible("There is no such place on earth."));
    }
    let place = json!({ "latitude": latitude, "longitude": longitude });
    send(room, chat, user, one("location", place))
}

/// What a button of the keyboard may have asked for, so a keyboard for one use goes.
pub fn send(room: &mut Room<'_>, chat: i64, user: i64, content: Map<String, Value>) -> Done {
    let place = chat_of(room, chat)?;
    let once = |keyboard: &Value| keyboard.get("one_time_keyboard") == Some(&Value::Bool(true));
    if place.keyboard.as_ref().is_some_and(once) {
        place.keyboard = None;
    }
    say::send(room, chat, user, content, None)
}

fn one(field: &str, value: Value) -> Map<String, Value> {
    Map::from_iter([(field.to_owned(), value)])
}
