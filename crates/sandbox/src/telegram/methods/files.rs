//! What is sent with a file, and getFile.

use serde_json::{Map, Value, json};

use super::remote::{self, Named};
use super::{messages, read, sending};
use crate::telegram::params::Params;
use crate::telegram::refusal::{Outcome, Refusal};
use crate::telegram::scene::{File, Room, is_picture};

/// What Telegram lets a bot send, and download.
const MOST_SENT: usize = 50 << 20;
const MOST_DOWNLOADED: usize = 20 << 20;
const MOST_PHOTO: usize = 10 << 20;

/// sendPhoto, sendDocument and so on.
pub fn send(room: &mut Room<'_>, params: &Params, kind: &str) -> Outcome {
    let mut content = Map::new();
    if !matches!(kind, "video_note" | "sticker") {
        sending::captioned(room, params, &mut content)?;
    }
    let (kind, value) = media(room, params, kind, kind, &Value::Null)?;
    put(&mut content, &kind, value);
    if params.is_true("has_spoiler") {
        content.insert("has_media_spoiler".to_owned(), json!(true));
    }
    sending::send(room, params, content)
}

/// The media's object, and for an animation the document as well.
pub fn put(content: &mut Map<String, Value>, kind: &str, value: Value) {
    if kind == "animation" {
        content.insert("document".to_owned(), value.clone());
    }
    content.extend(messages::of(kind, value));
}

/// The object about a file that stands in a field, either uploaded or named, with what it is: a file that
/// is named stays what it was. What else is said about it stands in `about` or, where that is null, in
/// the parameters.
pub fn media(
    room: &mut Room<'_>,
    params: &Params,
    field: &str,
    kind: &str,
    about: &Value,
) -> Outcome<(String, Value)> {
    let words = kind.replace('_', " ");
    let missing = || Refusal::bad(format!("there is no {words} in the request"));
    let given = match about.get("media") {
        Some(media) => media.as_str().unwrap_or_default(),
        None if about.is_null() => params.text(field),
        None => return Err(Refusal::bad("media not found")),
    };
    let upload = if about.is_null() {
        params.file(field)
    } else {
        let attached = given.strip_prefix("attach://");
        attached.and_then(|name| params.file(name))
    };
    if let Some(upload) = upload {
        if upload.data.is_empty() {
            return Err(Refusal::bad("file must be non-empty"));
        }
        if upload.data.len() > MOST_SENT {
            return Err(Refusal::bad("file is too big"));
        }
        if kind == "photo" {
            photo(&upload.data)?;
        }
        let (name, data) = (upload.name.clone(), upload.data.clone());
        let file = room.bot.scene.files.keep(kind, &name, data);
        return Ok(shown(&file, params, about));
    }
    if given.is_empty() || given.starts_with("attach://") {
        return Err(missing());
    }
    if let Some(file) = room.bot.scene.files.by_id(given) {
        remote::fits(&file.kind, kind)?;
        return Ok(shown(&file.clone(), params, about));
    }
    let named = remote::named(given)?;
    let real = match named {
        Named::Id(real) => real.unwrap_or(kind),
        Named::Address => kind,
    };
    remote::fits(real, kind)?;
    let name = given.rsplit('/').next().filter(|_| named == Named::Address);
    let elsewhere = File {
        kind: real.to_owned(),
        id: given.to_owned(),
        unique_id: given.chars().rev().take(16).collect(),
        path: String::new(),
        name: name.unwrap_or_default().to_owned(),
        data: bytes::Bytes::new(),
    };
    Ok(shown(&elsewhere, params, about))
}

/// Refuses bytes that are no photo to Telegram.
fn photo(data: &[u8]) -> Outcome<()> {
    if data.len() > MOST_PHOTO {
        return Err(Refusal::bad(format!(
            "file of size {} bytes is too big for a photo; the maximum size is {MOST_PHOTO} bytes",
            data.len()
        )));
    }
    if is_picture(data) {
        Ok(())
    } else {
        Err(Refusal::bad("IMAGE_PROCESS_FAILED"))
    }
}

fn shown(file: &File, params: &Params, about: &Value) -> (String, Value) {
    let kind = file.kind.as_str();
    let mut value = file.value();
    if file.path.is_empty()
        && let Value::Object(fields) = &mut value
    {
        fields.remove("file_size");
    }
    let number = |name: &str| {
        let given = about.get(name).and_then(Value::as_i64);
        let given = given.or_else(|| params.number(name).filter(|_| about.is_null()));
        given.unwrap_or_default().clamp(0, i64::from(i32::MAX))
    };
    let text = |name: &str| {
        let given = about.get(name).and_then(Value::as_str);
        let given = given.or_else(|| params.get(name).filter(|_| about.is_null()));
        given.filter(|text| !text.is_empty()).map(str::to_owned)
    };
    let mut set = |name: &str, more: Value| value[name] = more;
    let (width, height) = file.measures();
    match kind {
        "photo" => {
            set("width", json!(width));
            set("height", json!(height));
            return (file.kind.clone(), json!([value]));
        }
        "video" | "animation" => {
            set("width", json!(number("width")));
            set("height", json!(number("height")));
            set("duration", json!(number("duration")));
        }
        "audio" | "voice" => set("duration", json!(number("duration"))),
        "video_note" => {
            set("length", json!(number("length")));
            set("duration", json!(number("duration")));
        }
        "sticker" => {
            set("type", json!("regular"));
            set("width", json!(width.max(1)));
            set("height", json!(height.max(1)));
            set("is_animated", json!(file.end() == "tgs"));
            set("is_video", json!(file.end() == "webm"));
            if let Some(emoji) = text("emoji") {
                set("emoji", json!(emoji));
            }
        }
        _ => {}
    }
    if kind == "audio" {
        for field in ["performer", "title"] {
            if let Some(text) = text(field) {
                set(field, json!(text));
            }
        }
    }
    if matches!(kind, "document" | "audio" | "video" | "animation") && !file.name.is_empty() {
        set("file_name", json!(file.name));
    }
    if !matches!(kind, "sticker" | "video_note") {
        set("mime_type", json!(file.mime_type()));
    }
    (file.kind.clone(), value)
}

/// getFile.
pub fn get_file(room: &mut Room<'_>, params: &Params) -> Outcome {
    let id = params.text("file_id");
    if id.is_empty() {
        return Err(Refusal::bad("file_id not specified"));
    }
    let file = room.bot.scene.files.by_id(id);
    let file =
        file.ok_or_else(|| Refusal::bad("wrong file_id or the file is temporarily unavailable"))?;
    if file.data.len() > MOST_DOWNLOADED {
        return Err(Refusal::bad("file is too big"));
    }
    let mut value = file.value();
    value["file_path"] = json!(file.path);
    Ok(value)
}

/// getUserProfilePhotos: nobody here has any.
pub fn profile_photos(room: &mut Room<'_>, params: &Params) -> Outcome {
    read::user(room, params)?;
    Ok(json!({ "total_count": 0, "photos": [] }))
}
