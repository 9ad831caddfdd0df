//! What a bot offers to an inline query: each result is checked, and the message that it makes is made
//! at once, so that nothing is found wrong only when somebody chooses it.

use serde_json::{Map, Value, json};

use super::markup::Markup;
use super::{files, messages, read};
use crate::telegram::params::Params;
use crate::telegram::refusal::{Outcome, Refusal};
use crate::telegram::scene::Room;

const MOST_TEXT: usize = 4096;
const MOST_CAPTION: usize = 1024;

/// Why a result is refused: in words that go on after those for every result, or as they are.
enum Wrong {
    Here(String),
    Elsewhere(Refusal),
}

impl From<String> for Wrong {
    fn from(what: String) -> Self {
        Self::Here(what)
    }
}

impl From<Refusal> for Wrong {
    fn from(refusal: Refusal) -> Self {
        Self::Elsewhere(refusal)
    }
}

type Found<T> = Result<T, Wrong>;

/// The result with its buttons checked, and in `made` the content of its message.
pub fn checked(room: &mut Room<'_>, result: Value) -> Outcome {
    parsed(room, result).map_err(|wrong| match wrong {
        Wrong::Here(what) => Refusal::bad(format!("can't parse inline query result: {what}")),
        Wrong::Elsewhere(refusal) => refusal,
    })
}

fn parsed(room: &mut Room<'_>, mut result: Value) -> Found<Value> {
    let here = |what: &str| Wrong::Here(what.to_owned());
    if !result.is_object() {
        return Err(here("Inline query result must be an object"));
    }
    let kind = required(&result, "type")?.to_lowercase();
    result["id"] = json!(required(&result, "id")?);
    let content = match result.get("input_message_content") {
        None | Some(Value::Null) => before(room, &kind, &result)?,
        Some(content) => said(room, content)?,
    };
    if content.is_none() && kind == "article" {
        return Err(here("Input message content is not specified"));
    }
    let caption = caption(room, &result)?;
    let markup = match result.get("reply_markup") {
        None | Some(Value::Null) => None,
        Some(markup) => Markup::of(markup)?.inline()?,
    };
    // Of what is said in its place the result is checked all the same.
    let own = own(room, &kind, &result, caption)?;
    if let Value::Object(fields) = &mut result {
        fields.remove("reply_markup");
        fields.extend(markup.map(|markup| ("reply_markup".to_owned(), markup)));
        let made = content.unwrap_or(own);
        fields.insert("made".to_owned(), made.into());
    }
    Ok(result)
}

/// A text as it was written before there was an InputMessageContent.
fn before(room: &Room<'_>, kind: &str, result: &Value) -> Found<Option<Map<String, Value>>> {
    let text = match kind {
        "article" => required(result, "message_text")?,
        _ => optional(result, "message_text")?,
    };
    if text.is_empty() && kind != "article" {
        return Ok(None);
    }
    worded(room, &text, result).map(Some)
}

/// A text, which may be written as a number.
fn optional(object: &Value, name: &str) -> Result<String, String> {
    match object.get(name) {
        None | Some(Value::Null) => Ok(String::new()),
        Some(Value::String(text)) => Ok(text.clone()),
        Some(Value::Number(number)) => Ok(number.to_string()),
        Some(_) => Err(format!("Field \"{name}\" must be of type String")),
    }
}

fn required(object: &Value, name: &str) -> Result<String, String> {
    match object.get(name) {
        None | Some(Value::Null) => Err(format!("Can't find field \"{name}\"")),
        Some(_) => optional(object, name),
    }
}

fn number(object: &Value, name: &str) -> Result<i64, String> {
    let wrong = || format!("Field \"{name}\" must be of type Number");
    match object.get(name) {
        None | Some(Value::Null) => Ok(0),
        Some(Value::String(text)) => text.parse().map_err(|_| wrong()),
        Some(value) => value.as_i64().ok_or_else(wrong),
    }
}

/// One of both degrees of a place.
fn degrees(object: &Value, name: &str, most: f64) -> Found<f64> {
    let given = required(object, name)?;
    let number = given.parse::<f64>().ok().filter(|it| it.is_finite());
    let number = number.ok_or_else(|| format!("Field \"{name}\" must be of type Number"))?;
    if number.abs() <= most {
        Ok(number)
    } else {
        Err(Refusal::bad(format!("invalid {name} specified")).into())
    }
}

/// A text with its formatting.
fn formatted(
    room: &Room<'_>,
    text: &str,
    object: &Value,
    entities: &str,
) -> Found<crate::telegram::text::Formatted> {
    let entities = object.get(entities).filter(|it| !it.is_null());
    let entities = entities.map(Value::to_string).unwrap_or_default();
    let mode = optional(object, "parse_mode")?;
    Ok(read::marked(room, text, &mode, &entities)?)
}

fn worded(room: &Room<'_>, text: &str, object: &Value) -> Found<Map<String, Value>> {
    let formatted = formatted(room, text, object, "entities")?;
    if formatted.text.is_empty() {
        return Err(Wrong::Here("Message text is empty".to_owned()));
    }
    if formatted.text.chars().count() > MOST_TEXT {
        return Err(Refusal::bad("MESSAGE_TOO_LONG").into());
    }
    let mut made = Map::new();
    read::put(&mut made, &formatted, "text", "entities");
    Ok(made)
}

/// The fields of the result's caption.
fn caption(room: &Room<'_>, result: &Value) -> Found<Map<String, Value>> {
    let text = optional(result, "caption")?;
    let formatted = formatted(room, &text, result, "caption_entities")?;
    if formatted.text.chars().count() > MOST_CAPTION {
        return Err(Refusal::bad("MEDIA_CAPTION_TOO_LONG").into());
    }
    let mut fields = Map::new();
    read::put(&mut fields, &formatted, "caption", "caption_entities");
    let above = result.get("show_caption_above_media") == Some(&Value::Bool(true));
    if above && !fields.is_empty() {
        fields.insert("show_caption_above_media".to_owned(), json!(true));
    }
    Ok(fields)
}

/// The content that an InputMessageContent makes; none where it says nothing.
fn said(room: &Room<'_>, content: &Value) -> Found<Option<Map<String, Value>>> {
    if !content.is_object() {
        let what = "Field \"input_message_content\" must be of type Object";
        return Err(Wrong::Here(what.to_owned()));
    }
    let has = |name: &str| content.get(name).is_some_and(|it| !it.is_null());
    let text = optional(content, "message_text")?;
    if !text.is_empty() {
        let mut made = worded(room, &text, content)?;
        if let Some(options) = content
            .get("link_preview_options")
            .filter(|it| it.is_object())
        {
            made.insert("link_preview_options".to_owned(), options.clone());
        }
        return Ok(Some(made));
    }
    if has("latitude") && has("longitude") {
        return Ok(Some(if has("title") && has("address") {
            venue(content)?
        } else {
            messages::of("location", location(content)?)
        }));
    }
    if has("phone_number") {
        return Ok(Some(messages::of("contact", contact(content)?)));
    }
    Ok(None)
}

fn location(object: &Value) -> Found<Value> {
    let mut place = json!({
        "latitude": degrees(object, "latitude", 90.0)?,
        "longitude": degrees(object, "longitude", 180.0)?,
    });
    for field in ["live_period", "heading", "proximity_alert_radius"] {
        let given = number(object, field)?;
        if given > 0 {
            place[field] = json!(given);
        }
    }
    Ok(place)
}

/// A venue with its location, which stands beside it as well.
fn venue(object: &Value) -> Found<Map<String, Value>> {
    let place = json!({
        "latitude": degrees(object, "latitude", 90.0)?,
        "longitude": degrees(object, "longitude", 180.0)?,
    });
    let mut venue = json!({
        "location": place,
        "title": required(object, "title")?,
        "address": required(object, "address")?,
    });
    for field in [
        "foursquare_id",
        "foursquare_type",
        "google_place_id",
        "google_place_type",
    ] {
        let given = optional(object, field)?;
        if !given.is_empty() {
            venue[field] = json!(given);
        }
    }
    let mut made = messages::of("venue", venue);
    made.insert("location".to_owned(), place);
    Ok(made)
}

fn contact(object: &Value) -> Found<Value> {
    let mut contact = json!({
        "phone_number": required(object, "phone_number")?,
        "first_name": required(object, "first_name")?,
    });
    for field in ["last_name", "vcard"] {
        let given = optional(object, field)?;
        if !given.is_empty() {
            contact[field] = json!(given);
        }
    }
    Ok(contact)
}

/// Kinds with a file: the word that its fields begin with, what it is in a message, and which texts a
/// file at a URL cannot do without.
const FILES: [(&str, &str, &str, &[&str]); 8] = [
    ("photo", "photo", "photo", &[]),
    ("gif", "gif", "animation", &[]),
    ("mpeg4_gif", "mpeg4", "animation", &[]),
    ("video", "video", "video", &["title", "mime_type"]),
    ("audio", "audio", "audio", &["title"]),
    ("voice", "voice", "voice", &["title"]),
    ("document", "document", "document", &["title", "mime_type"]),
    ("sticker", "sticker", "sticker", &[]),
];

/// The content that the result makes by itself.
fn own(
    room: &mut Room<'_>,
    kind: &str,
    result: &Value,
    caption: Map<String, Value>,
) -> Found<Map<String, Value>> {
    match kind {
        "article" => {
            required(result, "title")?;
            return Ok(Map::new());
        }
        "contact" => return Ok(messages::of("contact", contact(result)?)),
        "location" => {
            let place = location(result)?;
            required(result, "title")?;
            return Ok(messages::of("location", place));
        }
        "venue" => return venue(result),
        "game" => {
            let name = required(result, "game_short_name")?;
            let game = json!({ "title": name, "description": "", "photo": [] });
            return Ok(messages::of("game", game));
        }
        _ => {}
    }
    let found = FILES.iter().find(|(name, ..)| *name == kind);
    let (_, word, media, texts) = found
        .ok_or_else(|| format!("type \"{kind}\" is unsupported for the inline query result"))?;
    let url = match kind {
        "sticker" => String::new(),
        _ => optional(result, &format!("{word}_url"))?,
    };
    let at_url = !url.is_empty();
    // These have a title in any case.
    if matches!(kind, "voice" | "document" | "video") {
        required(result, "title")?;
    }
    for field in texts.iter().filter(|_| at_url) {
        required(result, field)?;
    }
    let source = if at_url {
        url
    } else {
        required(result, &format!("{word}_file_id"))?
    };
    let mut about = json!({ "media": source });
    for field in ["width", "height", "duration"] {
        about[field] = json!(number(result, &format!("{word}_{field}"))?);
    }
    for field in ["title", "performer"] {
        about[field] = json!(optional(result, field)?);
    }
    let (real, mut value) = files::media(room, &Params::default(), "media", media, &about)?;
    if let Value::Array(sizes) = &mut value {
        for size in sizes {
            for side in ["width", "height"] {
                if about[side] != json!(0) {
                    size[side] = about[side].clone();
                }
            }
        }
    } else {
        let mime = match kind {
            "mpeg4_gif" => "video/mp4".to_owned(),
            _ => optional(result, "mime_type")?,
        };
        if !mime.is_empty() {
            value["mime_type"] = json!(mime);
        }
    }
    let mut made = match kind {
        "sticker" => Map::new(),
        _ => caption,
    };
    files::put(&mut made, &real, value);
    Ok(made)
}
