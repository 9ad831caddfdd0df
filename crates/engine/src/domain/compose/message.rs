//! A message, with each sort of content.

use super::form::FieldForm;
use super::node::{Node, object};
use super::values::{Values, chat};
use crate::error::{Code, Error, Result};

type Fields = Vec<(&'static str, Node)>;

/// What a message may hold, in the order of the choice.
const CONTENTS: &[(&str, &str)] = &[
    ("text", "Text"),
    ("photo", "Photo"),
    ("document", "Document"),
    ("video", "Video"),
    ("animation", "Animation"),
    ("audio", "Audio"),
    ("voice", "Voice message"),
    ("video_note", "Video message"),
    ("sticker", "Sticker"),
    ("location", "Location"),
    ("venue", "Venue"),
    ("contact", "Contact"),
    ("poll", "Poll"),
    ("dice", "Dice"),
    ("invoice", "Invoice"),
    ("successful_payment", "Successful payment"),
    ("refunded_payment", "Refunded payment"),
    ("web_app_data", "Data of a web app"),
    ("new_chat_members", "Somebody joined"),
    ("left_chat_member", "Somebody left"),
    ("new_chat_title", "The chat was renamed"),
    ("group_chat_created", "The group was created"),
    ("pinned_message", "A message was pinned"),
    ("users_shared", "Users were shared"),
];

/// The fields of a message's content.
pub(super) fn fields() -> Vec<FieldForm> {
    let files = &["photo", "document", "video", "animation", "audio", "voice"];
    let named = &["document", "video", "animation", "audio"];
    let long = &["video", "animation", "audio", "voice", "video_note"];
    let paid = &["invoice", "successful_payment", "refunded_payment"];
    vec![
        FieldForm::choice("content", "Content", CONTENTS),
        FieldForm::text("text", "Text", "Hello")
            .help("A command such as /start is marked as one.")
            .when(&["text", "pinned_message"]),
        FieldForm::text("caption", "Caption", "").when(files),
        FieldForm::text("file_name", "File name", "notes.pdf").when(named),
        FieldForm::number("duration", "Seconds", 5.0).when(long),
        FieldForm::number("latitude", "Latitude", 52.52).when(&["location", "venue"]),
        FieldForm::number("longitude", "Longitude", 13.405).when(&["location", "venue"]),
        FieldForm::text("title", "Title", "Example").when(&["venue", "invoice", "new_chat_title"]),
        FieldForm::text("address", "Address", "1 Example Street").when(&["venue"]),
        FieldForm::text("phone_number", "Phone number", "+15550100").when(&["contact"]),
        FieldForm::text("contact_name", "Name of the contact", "Ben").when(&["contact"]),
        FieldForm::text("question", "Question", "Tea or coffee?").when(&["poll"]),
        FieldForm::text("options", "Answers", "Tea\nCoffee")
            .help("One a line.")
            .when(&["poll"]),
        FieldForm::text("emoji", "Emoji", "🎲").when(&["dice", "sticker"]),
        FieldForm::number("value", "Value", 4.0).when(&["dice"]),
        FieldForm::text("currency", "Currency", "EUR").when(paid),
        FieldForm::number("total_amount", "Amount", 1840.0)
            .help("In the smallest unit: 1840 is 18.40.")
            .when(paid),
        FieldForm::text("payload", "Payload", "order-1")
            .help("What your bot gave the invoice.")
            .when(&["successful_payment", "refunded_payment"]),
        FieldForm::text("data", "Data", "{}").when(&["web_app_data"]),
        FieldForm::user("member", "Who", 1_000_002, "Ben").when(&[
            "new_chat_members",
            "left_chat_member",
            "users_shared",
        ]),
    ]
}

/// A message without its content.
pub(super) fn head(values: &Values<'_>, from: Node) -> Result<Node> {
    Ok(object! {
        "message_id": values.int("message_id")?,
        "from": from,
        "chat": chat(&values.chat()?),
        "date": values.date("date")?,
    })
}

/// What a message holds.
pub(super) fn content(values: &Values<'_>) -> Result<Fields> {
    let content = values.text("content");
    let caption = ("caption", Node::from(values.some("caption")));
    let seconds = || values.int("duration");
    let name = |usual: &str| {
        // The usual name is a document's; the others keep it only where it was written.
        let name = values.text("file_name");
        if name == "notes.pdf" {
            usual.to_owned()
        } else {
            name
        }
    };
    let paid = |payload: bool| -> Result<Node> {
        Ok(object! {
            "currency": values.text("currency"),
            "total_amount": values.int("total_amount")?,
            "invoice_payload": payload.then(|| values.text("payload")),
            "telegram_payment_charge_id": "stxComposedCharge0001",
            "provider_payment_charge_id": "composed_0001",
        })
    };
    Ok(match content.as_str() {
        "text" => text(&values.text("text")),
        "photo" => vec![
            (
                "photo",
                vec![photo("s", 90, 68, 1_253), photo("x", 800, 600, 67_120)].into(),
            ),
            caption,
        ],
        "document" => {
            let file = file("document", Some("application/pdf"), 48_213)
                .with([("file_name", name("notes.pdf").into())]);
            vec![("document", file), caption]
        }
        "video" => {
            let video = file("video", Some("video/mp4"), 812_455).with([
                ("file_name", name("video.mp4").into()),
                ("width", 1280.into()),
                ("height", 720.into()),
                ("duration", seconds()?.into()),
            ]);
            vec![("video", video), caption]
        }
        "animation" => {
            let animation = file("animation", Some("video/mp4"), 92_117).with([
                ("file_name", name("animation.mp4").into()),
                ("width", 480.into()),
                ("height", 270.into()),
                ("duration", seconds()?.into()),
            ]);
            // Telegram sets `document` too, for bots that know no animations.
            let document = file("animation", Some("video/mp4"), 92_117);
            vec![("animation", animation), ("document", document), caption]
        }
        "audio" => {
            let audio = file("audio", Some("audio/mpeg"), 3_204_118).with([
                ("file_name", name("song.mp3").into()),
                ("duration", seconds()?.into()),
                ("performer", "Example".into()),
                ("title", "Song".into()),
            ]);
            vec![("audio", audio), caption]
        }
        "voice" => {
            let voice =
                file("voice", Some("audio/ogg"), 9_812).with([("duration", seconds()?.into())]);
            vec![("voice", voice), caption]
        }
        "video_note" => {
            let note = file("video_note", None, 412_007)
                .with([("length", 384.into()), ("duration", seconds()?.into())]);
            vec![("video_note", note)]
        }
        "sticker" => {
            let sticker = file("sticker", None, 24_118).with([
                ("type", "regular".into()),
                ("width", 512.into()),
                ("height", 512.into()),
                ("is_animated", false.into()),
                ("is_video", false.into()),
                ("emoji", values.text("emoji").into()),
                ("set_name", "ExampleStickers".into()),
            ]);
            vec![("sticker", sticker)]
        }
        "location" => vec![("location", location(values)?)],
        "venue" => {
            let venue = object! {
                "location": location(values)?,
                "title": values.text("title"),
                "address": values.text("address"),
            };
            // Telegram sets `location` too, for bots that know no venues.
            vec![("venue", venue), ("location", location(values)?)]
        }
        "contact" => vec![(
            "contact",
            object! {
                "phone_number": values.text("phone_number"),
                "first_name": values.text("contact_name"),
            },
        )],
        "poll" => vec![("poll", poll(values, 0)?)],
        "dice" => vec![(
            "dice",
            object! { "emoji": values.text("emoji"), "value": values.int("value")? },
        )],
        "invoice" => vec![(
            "invoice",
            object! {
                "title": values.text("title"),
                "description": "An example",
                "start_parameter": "",
                "currency": values.text("currency"),
                "total_amount": values.int("total_amount")?,
            },
        )],
        "successful_payment" => vec![("successful_payment", paid(true)?)],
        "refunded_payment" => vec![("refunded_payment", paid(true)?)],
        "web_app_data" => vec![(
            "web_app_data",
            object! { "button_text": "Send", "data": values.text("data") },
        )],
        "new_chat_members" => {
            let member = || values.user("member");
            vec![
                ("new_chat_participant", member()?),
                ("new_chat_member", member()?),
                ("new_chat_members", vec![member()?].into()),
            ]
        }
        "left_chat_member" => vec![
            ("left_chat_participant", values.user("member")?),
            ("left_chat_member", values.user("member")?),
        ],
        "new_chat_title" => vec![("new_chat_title", values.text("title").into())],
        "group_chat_created" => vec![("group_chat_created", true.into())],
        "pinned_message" => {
            let pinned = object! {
                "message_id": values.int("message_id")?.saturating_sub(1).max(1),
                "from": values.setting.me(),
                "chat": chat(&values.chat()?),
                "date": values.date("date")?,
            };
            vec![("pinned_message", pinned.with(text(&values.text("text"))))]
        }
        "users_shared" => {
            let person = values.person("member")?;
            let user = object! { "user_id": person.id, "first_name": person.first_name };
            let shared = object! { "user_ids": vec![Node::from(person.id)], "users": vec![user], "request_id": 1 };
            vec![("users_shared", shared)]
        }
        other => {
            return Err(Error::new(
                Code::InvalidInput,
                format!("A message here holds no content called {other:?}."),
                "Choose one of the contents in the list.",
            ));
        }
    })
}

/// A text, and the command that it begins with marked.
pub(super) fn text(text: &str) -> Fields {
    let command = text.split(char::is_whitespace).next().unwrap_or_default();
    let name = command.strip_prefix('/').unwrap_or_default();
    let is_command = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '@'));
    let entities = is_command.then(|| {
        let length = i64::try_from(command.len()).unwrap_or(0);
        vec![object! { "offset": 0, "length": length, "type": "bot_command" }]
    });
    vec![("text", text.into()), ("entities", entities.into())]
}

/// A poll, its first answer with so many votes.
pub(super) fn poll(values: &Values<'_>, votes: i64) -> Result<Node> {
    let options = values.lines("options");
    if options.is_empty() {
        return Err(Error::new(
            Code::InvalidInput,
            "A poll has at least one answer.",
            "Write the answers one a line.",
        ));
    }
    let option = |(place, text): (usize, String)| {
        let votes = if place == 0 { votes } else { 0 };
        object! { "persistent_id": place.to_string(), "text": text, "voter_count": votes }
    };
    let options: Vec<Node> = options.into_iter().enumerate().map(option).collect();
    Ok(object! {
        "id": "5200000000000000001",
        "question": values.text("question"),
        "options": options,
        "total_voter_count": votes,
        "is_closed": false,
        "is_anonymous": true,
        "type": "regular",
        "allows_multiple_answers": false,
        "allows_revoting": true,
        "members_only": false,
    })
}

fn location(values: &Values<'_>) -> Result<Node> {
    Ok(object! {
        "latitude": values.float("latitude")?,
        "longitude": values.float("longitude")?,
    })
}

fn photo(size: &str, width: i64, height: i64, bytes: i64) -> Node {
    object! {
        "file_id": format!("AgACAgIAAxkBAAIComposed{size}"),
        "file_unique_id": format!("AQADComposed{size}"),
        "file_size": bytes,
        "width": width,
        "height": height,
    }
}

fn file(sort: &str, mime_type: Option<&str>, bytes: i64) -> Node {
    object! {
        "mime_type": mime_type,
        "file_id": format!("BQACAgIAAxkBAAIComposed_{sort}"),
        "file_unique_id": format!("AgADComposed_{sort}"),
        "file_size": bytes,
    }
}

/// Every content's name.
pub(super) fn contents() -> impl Iterator<Item = &'static str> {
    CONTENTS.iter().map(|(name, _)| *name)
}
