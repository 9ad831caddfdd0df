//! sendMessage, and what is sent without a file: places, contacts, dice, what the bot is doing.

use serde_json::{Map, Value, json};

use super::{read, sending};
use crate::telegram::params::Params;
use crate::telegram::refusal::{Outcome, Refusal};
use crate::telegram::scene::Room;
use read::Access;

const MOST_TEXT: usize = 4096;

/// sendMessage.
pub fn send(room: &mut Room<'_>, params: &Params) -> Outcome {
    let content = worded(room, params)?;
    sending::send(room, params, content)
}

/// The text with its formatting, and how its link is shown.
pub fn worded(room: &Room<'_>, params: &Params) -> Outcome<Map<String, Value>> {
    let formatted = read::formatted(
        room,
        params.text("text"),
        params.text("parse_mode"),
        params.text("entities"),
    )?;
    if formatted.text.is_empty() {
        return Err(Refusal::bad("message text is empty"));
    }
    if formatted.text.chars().count() > MOST_TEXT {
        return Err(Refusal::bad("message is too long"));
    }
    let mut content = Map::new();
    read::put(&mut content, &formatted, "text", "entities");
    let options = read::json(params, "link_preview_options", "link preview options")?;
    match options {
        Some(options @ Value::Object(_)) => {
            content.insert("link_preview_options".to_owned(), options);
        }
        Some(_) => return Err(Refusal::bad("object expected as link preview options")),
        None if params.is_true("disable_web_page_preview") => {
            let options = json!({ "is_disabled": true });
            content.insert("link_preview_options".to_owned(), options);
        }
        None => {}
    }
    Ok(content)
}

/// sendLocation.
pub fn send_location(room: &mut Room<'_>, params: &Params) -> Outcome {
    let mut location = location(params)?;
    let period = params.number("live_period").unwrap_or_default();
    if period != 0 {
        for (field, what, fits) in LIVE {
            let given = params.number(field).unwrap_or_default();
            if !fits(given) {
                let what = format!("wrong live location {what} specified");
                return Err(Refusal::bad(what));
            }
            if given != 0 {
                location[field] = json!(given);
            }
        }
    }
    sending::send(room, params, of("location", location))
}

/// What says of a place that it moves, with Telegram's words for it and whether a number fits.
type Live = (&'static str, &'static str, fn(i64) -> bool);
const LIVE: [Live; 3] = [
    ("live_period", "period", |seconds| {
        (60..=86_400).contains(&seconds) || seconds == FOR_EVER
    }),
    ("heading", "heading", |degrees| (0..=360).contains(&degrees)),
    (
        "proximity_alert_radius",
        "proximity alert radius",
        |meters| (0..=100_000).contains(&meters),
    ),
];
/// A place that never stops moving.
const FOR_EVER: i64 = 0x7fff_ffff;

fn location(params: &Params) -> Outcome {
    Ok(json!({
        "latitude": read::degrees(params, "latitude", 90.0)?,
        "longitude": read::degrees(params, "longitude", 180.0)?,
    }))
}

/// sendVenue.
pub fn send_venue(room: &mut Room<'_>, params: &Params) -> Outcome {
    let location = location(params)?;
    let venue = json!({
        "location": location,
        "title": read::required(params, "title")?,
        "address": read::required(params, "address")?,
    });
    let mut content = of("venue", venue);
    content.insert("location".to_owned(), location);
    sending::send(room, params, content)
}

/// sendContact.
pub fn send_contact(room: &mut Room<'_>, params: &Params) -> Outcome {
    let mut contact = json!({
        "phone_number": read::required(params, "phone_number")?,
        "first_name": read::required(params, "first_name")?,
    });
    for field in ["last_name", "vcard"] {
        if !params.text(field).is_empty() {
            contact[field] = json!(params.text(field));
        }
    }
    sending::send(room, params, of("contact", contact))
}

/// sendDice.
pub fn send_dice(room: &mut Room<'_>, params: &Params) -> Outcome {
    let emoji = match params.text("emoji") {
        "" => "\u{1f3b2}",
        emoji => emoji,
    };
    let sides = match emoji.trim_end_matches('\u{fe0f}') {
        "\u{1f3b2}" | "\u{1f3af}" | "\u{1f3b3}" => 6,
        "\u{1f3c0}" | "\u{26bd}" => 5,
        "\u{1f3b0}" => 64,
        _ => return Err(Refusal::bad("invalid dice emoji specified")),
    };
    let dice = json!({ "emoji": emoji, "value": rand::random_range(1..=sides) });
    sending::send(room, params, of("dice", dice))
}

/// sendChatAction.
pub fn send_chat_action(room: &mut Room<'_>, params: &Params) -> Outcome {
    let action = params.text("action").to_ascii_lowercase();
    if !ACTIONS.contains(&action.as_str()) {
        return Err(Refusal::bad("wrong parameter action in request"));
    }
    let chat = read::chat(room, params, Access::Write)?;
    let now = room.now;
    if let Some(place) = room.chat(chat) {
        place.action = (action != "cancel").then_some((action, now));
    }
    room.bot.touch();
    Ok(json!(true))
}

const ACTIONS: [&str; 14] = [
    "cancel",
    "typing",
    "record_video",
    "upload_video",
    "record_audio",
    "upload_audio",
    "record_voice",
    "upload_voice",
    "upload_photo",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
];

/// Content with one field.
pub fn of(field: &str, value: Value) -> Map<String, Value> {
    Map::from_iter([(field.to_owned(), value)])
}
