//! One line of a message: its text, else its content and the caption (Bot API 10.1: Message).

use super::raw::Object;
use super::{kinds, people, service, text};

/// How a content is told.
#[derive(Clone, Copy)]
pub enum Tell {
    /// In these words.
    Words(&'static str),
    /// From the message.
    By(fn(&Object<'_>) -> String),
}

use Tell::{By, Words};

/// What a message may hold beside its text. The first that is there is told: an animation also has a
/// document, and a venue also has a location.
pub const CONTENT: &[(&str, Tell)] = &[
    ("photo", Words("photo")),
    ("animation", By(|message| media(message, "animation"))),
    ("document", By(document)),
    ("voice", By(|message| media(message, "voice"))),
    ("video", By(|message| media(message, "video"))),
    ("video_note", By(|message| media(message, "video_note"))),
    ("audio", By(audio)),
    ("sticker", By(sticker)),
    ("venue", By(venue)),
    ("location", By(location)),
    ("contact", By(contact)),
    (
        "poll",
        By(|message| {
            in_field(message, "poll", |poll| {
                format!("poll {}", kinds::poll(poll))
            })
        }),
    ),
    ("dice", By(dice)),
    (
        "game",
        By(|message| titled(message, "game", "game", "title")),
    ),
    ("live_photo", Words("live photo")),
    ("paid_media", By(paid_media)),
    ("story", Words("story")),
    (
        "checklist",
        By(|message| titled(message, "checklist", "checklist", "title")),
    ),
    ("rich_message", Words("rich message")),
    ("invoice", By(invoice)),
    (
        "successful_payment",
        By(|message| payment(message, "successful_payment", "paid")),
    ),
    (
        "refunded_payment",
        By(|message| payment(message, "refunded_payment", "refunded")),
    ),
    (
        "web_app_data",
        By(|message| titled(message, "web_app_data", "web app data", "data")),
    ),
];

/// One line of a message.
pub fn summary(message: &Object<'_>) -> String {
    if let Some(text) = message.some_text("text") {
        return text::one_line(&text, 200);
    }
    let mut rows = CONTENT.iter().chain(service::CONTENT);
    let content = rows
        .find(|(field, _)| message.has(field))
        .map(|(_, tell)| match tell {
            Words(words) => (*words).to_owned(),
            By(words) => words(message),
        });
    let caption = message
        .some_text("caption")
        .map(|caption| text::quoted(&caption));
    match (content, caption) {
        (Some(content), Some(caption)) => format!("{}, {caption}", text::one_line(&content, 45)),
        (Some(line), None) | (None, Some(line)) => line,
        (None, None) => String::new(),
    }
}

/// The line made of the object in a field.
pub fn in_field(message: &Object<'_>, field: &str, line: impl Fn(&Object<'_>) -> String) -> String {
    message
        .object(field)
        .map_or_else(|| field.replace('_', " "), |content| line(&content))
}

/// `game “Chess”`: a word, and the text that the content has under `key`.
pub fn titled(message: &Object<'_>, field: &str, word: &str, key: &str) -> String {
    match message
        .object(field)
        .and_then(|content| content.some_text(key))
    {
        Some(title) => format!("{word} {}", text::quoted(&title)),
        None => word.to_owned(),
    }
}

/// `EUR 18.40`, from `currency` and `total_amount`.
pub fn total(content: &Object<'_>) -> Option<String> {
    let currency = content.some_text("currency")?;
    Some(text::money(
        &text::one_line(&currency, 8),
        content.int("total_amount")?,
    ))
}

fn media(message: &Object<'_>, field: &str) -> String {
    in_field(message, field, |content| {
        let length = content
            .int("duration")
            .map(|seconds| format!(", {}", text::duration(seconds)));
        format!("{}{}", field.replace('_', " "), length.unwrap_or_default())
    })
}

fn document(message: &Object<'_>) -> String {
    in_field(message, "document", |file| {
        let name = file
            .some_text("file_name")
            .map(|name| format!(" {}", text::one_line(&name, 100)));
        let size = file
            .int("file_size")
            .map(|bytes| format!(", {}", text::size(bytes)));
        format!(
            "document{}{}",
            name.unwrap_or_default(),
            size.unwrap_or_default()
        )
    })
}

fn audio(message: &Object<'_>) -> String {
    in_field(message, "audio", |audio| {
        let title = audio
            .some_text("title")
            .or_else(|| audio.some_text("file_name"));
        let by = audio
            .some_text("performer")
            .map(|name| format!(" by {}", text::one_line(&name, 64)));
        let title =
            title.map(|title| format!(" {}{}", text::quoted(&title), by.unwrap_or_default()));
        let length = audio
            .int("duration")
            .map(|seconds| format!(", {}", text::duration(seconds)));
        format!(
            "audio{}{}",
            title.unwrap_or_default(),
            length.unwrap_or_default()
        )
    })
}

fn sticker(message: &Object<'_>) -> String {
    in_field(message, "sticker", |sticker| {
        sticker
            .some_text("emoji")
            .map_or_else(|| "sticker".to_owned(), |emoji| format!("sticker {emoji}"))
    })
}

fn venue(message: &Object<'_>) -> String {
    in_field(message, "venue", |venue| {
        let parts: Vec<_> = [venue.some_text("title"), venue.some_text("address")]
            .into_iter()
            .flatten()
            .collect();
        format!("venue {}", parts.join(", "))
    })
}

fn location(message: &Object<'_>) -> String {
    in_field(message, "location", |place| {
        let word = if place.has("live_period") {
            "live location"
        } else {
            "location"
        };
        match (place.number("latitude"), place.number("longitude")) {
            (Some(latitude), Some(longitude)) => format!("{word} {latitude:.2}, {longitude:.2}"),
            _ => word.to_owned(),
        }
    })
}

fn contact(message: &Object<'_>) -> String {
    in_field(message, "contact", |contact| {
        let name = people::user_name(contact).unwrap_or_default();
        let phone = contact
            .some_text("phone_number")
            .map(|phone| format!(", {phone}"));
        format!("contact {name}{}", phone.unwrap_or_default())
    })
}

fn dice(message: &Object<'_>) -> String {
    in_field(message, "dice", |dice| {
        let value = dice.int("value").unwrap_or_default();
        format!(
            "{} {value}",
            dice.some_text("emoji").unwrap_or("dice".into())
        )
    })
}

fn paid_media(message: &Object<'_>) -> String {
    in_field(message, "paid_media", |media| {
        let stars = media
            .int("star_count")
            .map(|stars| format!(", {}", text::count(stars, "star", "stars")));
        format!("paid media{}", stars.unwrap_or_default())
    })
}

fn invoice(message: &Object<'_>) -> String {
    let price = message
        .object("invoice")
        .as_ref()
        .and_then(total)
        .map(|total| format!(", {total}"));
    format!(
        "{}{}",
        titled(message, "invoice", "invoice", "title"),
        price.unwrap_or_default()
    )
}

fn payment(message: &Object<'_>, field: &str, word: &str) -> String {
    in_field(message, field, |payment| {
        format!("{word} {}", total(payment).unwrap_or_default())
    })
}
