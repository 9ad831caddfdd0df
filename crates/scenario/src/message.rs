//! A message of the bot's as the Bot API shows it, seen with a scenario's eyes.

use serde_json::Value;

use crate::model::{Wanted, Words};
use crate::words::Found;

/// What may be in a message, by Telegram's words.
const MEDIA: [&str; 16] = [
    "photo",
    "document",
    "animation",
    "audio",
    "video",
    "voice",
    "video_note",
    "sticker",
    "poll",
    "location",
    "venue",
    "contact",
    "dice",
    "game",
    "invoice",
    "paid_media",
];

/// What is seen of a message.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Seen {
    /// Its number in the chat.
    pub id: i64,
    /// The text, the caption, or a poll's question.
    pub text: Option<String>,
    /// Row by row.
    pub buttons: Vec<Vec<String>>,
    /// The one under the text field, where it came with this message.
    pub keyboard: Option<Vec<Vec<String>>>,
    /// What is in it.
    pub media: Option<String>,
    /// A poll's.
    pub options: Vec<String>,
    /// Pieces by Telegram's word and the text.
    pub formatting: Vec<(String, String)>,
}

impl Seen {
    /// A Message object and the keyboard after it.
    pub fn of(message: &Value, keyboard: Option<&Value>) -> Self {
        let text = |path: &str| message.pointer(path).and_then(Value::as_str);
        let words = ["/text", "/caption", "/poll/question"];
        let words = words.iter().find_map(|path| text(path));
        // A photo or a GIF carries a document as well; the first word is what it is.
        let animation = message.get("animation").is_some();
        let media = MEDIA
            .iter()
            .find(|word| message.get(**word).is_some() && !(animation && **word == "document"));
        let options = message.pointer("/poll/options").and_then(Value::as_array);
        let options = options.into_iter().flatten();
        Self {
            id: message_id(message),
            text: words.map(str::to_owned),
            buttons: rows(message.pointer("/reply_markup/inline_keyboard")),
            keyboard: keyboard.map(|keyboard| rows(keyboard.get("keyboard"))),
            media: media.map(|word| (*word).to_owned()),
            options: options.map(label).collect(),
            formatting: formatting(message, words.unwrap_or_default()),
        }
    }

    /// Whether it is what is wanted; what named groups find is kept.
    pub fn fits(&self, wanted: &Wanted, found: &mut Found) -> bool {
        let text = self.text.as_deref().unwrap_or_default();
        let rows = |wanted: &Option<Vec<Vec<String>>>, seen: &Vec<Vec<String>>| {
            wanted.as_ref().is_none_or(|wanted| wanted == seen)
        };
        rows(&wanted.buttons, &self.buttons)
            && rows(&wanted.keyboard, &self.keyboard.clone().unwrap_or_default())
            && (wanted.media.is_none() || wanted.media == self.media)
            && (wanted.options.as_ref()).is_none_or(|options| *options == self.options)
            && (wanted.formatting.iter()).all(|piece| self.formatting.contains(piece))
            && (wanted.words.as_ref()).is_none_or(|words| words.fit(text, found))
    }

    /// It in the words of what was wanted, so that the two can be laid side by side.
    pub fn beside(&self, wanted: &Wanted) -> Wanted {
        let text = self.text.clone().unwrap_or_default();
        let words = wanted.words.as_ref().map(|words| {
            if words.fit(&text, &mut Found::new()) {
                words.clone()
            } else {
                Words::Are(text.trim().to_owned())
            }
        });
        let pieces = wanted.formatting.iter();
        Wanted {
            words,
            buttons: wanted.buttons.as_ref().map(|_| self.buttons.clone()),
            keyboard: (wanted.keyboard.as_ref()).map(|_| self.keyboard.clone().unwrap_or_default()),
            media: (wanted.media.as_ref())
                .map(|_| self.media.clone().unwrap_or_else(|| "nothing".to_owned())),
            options: wanted.options.as_ref().map(|_| self.options.clone()),
            formatting: pieces
                .filter(|piece| self.formatting.contains(piece))
                .cloned()
                .collect(),
        }
    }

    /// The place of a button with this text, from 0.
    pub fn button(&self, text: &str) -> Option<(usize, usize)> {
        self.buttons.iter().enumerate().find_map(|(row, buttons)| {
            let column = buttons.iter().position(|button| button == text)?;
            Some((row, column))
        })
    }
}

/// A Message object's number.
pub fn message_id(message: &Value) -> i64 {
    let id = message.get("message_id").and_then(Value::as_i64);
    id.unwrap_or_default()
}

fn label(button: &Value) -> String {
    let text = button.as_str().or_else(|| button.get("text")?.as_str());
    text.unwrap_or_default().to_owned()
}

fn rows(rows: Option<&Value>) -> Vec<Vec<String>> {
    let rows = rows.and_then(Value::as_array).into_iter().flatten();
    rows.map(|row| row.as_array().into_iter().flatten().map(label).collect())
        .collect()
}

/// Entities count in UTF-16.
fn formatting(message: &Value, text: &str) -> Vec<(String, String)> {
    let entities = ["entities", "caption_entities"];
    let entities = entities
        .iter()
        .find_map(|field| message.get(field)?.as_array());
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut found = Vec::new();
    for entity in entities.into_iter().flatten() {
        let number = |field: &str| {
            let number = entity.get(field).and_then(Value::as_u64);
            usize::try_from(number.unwrap_or_default()).unwrap_or(usize::MAX)
        };
        let kind = entity.get("type").and_then(Value::as_str);
        let end = number("offset").saturating_add(number("length"));
        if let (Some(kind), Some(units)) = (kind, units.get(number("offset")..end)) {
            found.push((kind.to_owned(), String::from_utf16_lossy(units)));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::Seen;
    use crate::model::{Wanted, Words};
    use crate::words::Found;
    use serde_json::json;

    #[test]
    fn a_message_is_seen_with_all_that_a_scenario_can_ask_for() {
        let message = json!({
            "message_id": 7,
            "text": "👋 Large",
            "entities": [{"type": "bold", "offset": 3, "length": 5}],
            "reply_markup": {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]},
        });
        let keyboard = json!({"keyboard": [["Help", {"text": "Menu"}]]});
        let seen = Seen::of(&message, Some(&keyboard));
        assert_eq!(seen.text.as_deref(), Some("👋 Large"));
        assert_eq!(seen.button("Yes"), Some((0, 0)));
        assert_eq!(seen.button("No"), None);
        let keys = vec![vec!["Help".to_owned(), "Menu".to_owned()]];
        assert_eq!(seen.keyboard, Some(keys));
        assert_eq!(seen.formatting, [("bold".to_owned(), "Large".to_owned())]);
        let poll = json!({"poll": {"question": "Well?", "options": [{"text": "Yes"}]}});
        let seen = Seen::of(&poll, None);
        assert_eq!(seen.media.as_deref(), Some("poll"));
        assert_eq!(
            (seen.text.as_deref(), seen.options),
            (Some("Well?"), vec!["Yes".to_owned()])
        );
    }

    #[test]
    fn what_is_not_asked_for_is_not_looked_at() {
        let message = json!({"text": "Hi", "photo": [{}]});
        let seen = Seen::of(&message, None);
        let fits = |wanted: &Wanted| seen.fits(wanted, &mut Found::new());
        assert!(fits(&Wanted::default()));
        let are = |text: &str| Wanted {
            words: Some(Words::Are(text.to_owned())),
            ..Wanted::default()
        };
        assert!(fits(&are("Hi")) && !fits(&are("Ho")));
        for other in [
            Wanted {
                buttons: Some(vec![vec!["A".to_owned()]]),
                ..are("Hi")
            },
            Wanted {
                keyboard: Some(vec![vec!["A".to_owned()]]),
                ..are("Hi")
            },
            Wanted {
                media: Some("document".to_owned()),
                ..are("Hi")
            },
            Wanted {
                options: Some(vec!["A".to_owned()]),
                ..are("Hi")
            },
            Wanted {
                formatting: vec![("bold".to_owned(), "Hi".to_owned())],
                ..are("Hi")
            },
        ] {
            assert!(!fits(&other), "{other:?}");
        }
        assert!(fits(&Wanted {
            buttons: Some(Vec::new()),
            ..are("Hi")
        }));
    }
}
