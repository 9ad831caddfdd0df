//! What a person sees of an update: every text in it but those that only programs read.
//!
//! Telegram adds fields every few weeks, so the list is of what is left out. The JSON is scanned and
//! not parsed: it was parsed when it arrived, and a search looks at many.

use super::raw::{self, Object};
use crate::domain::words::fold_into;
use memchr::memchr2;
use std::borrow::Cow;

/// Bytes of folded text of one update that are searched.
pub const SEEN: usize = 256 * 1024;

/// The texts that a person sees, folded, each on a line. `row` are those that the list shows.
pub fn seen<'a>(row: impl IntoIterator<Item = Option<&'a str>>, body: &[u8]) -> String {
    let mut seen = String::with_capacity(256);
    let mut add = |text: &str| {
        // A long one is looked at as far as there is room.
        let room = SEEN.saturating_sub(seen.len());
        let text = text.get(..text.floor_char_boundary(room)).unwrap_or(text);
        if !text.is_empty() {
            fold_into(text, &mut seen);
            seen.push('\n');
        }
    };
    for text in row.into_iter().flatten() {
        add(text);
    }
    let mut key: &[u8] = b"";
    let mut at = 0;
    while let Some((text, end)) = next_string(body, at) {
        let rest = body.get(end..).unwrap_or_default();
        at = end;
        if rest.trim_ascii_start().first() == Some(&b':') {
            key = text;
        } else if !is_for_programs(key) {
            add(&unescaped(text));
        }
    }
    seen
}

/// The next string of JSON, without its quotes, and where it ends.
fn next_string(body: &[u8], at: usize) -> Option<(&[u8], usize)> {
    let from = at + memchr::memchr(b'"', body.get(at..)?)? + 1;
    let mut end = from;
    loop {
        end += memchr2(b'"', b'\\', body.get(end..)?)?;
        if body.get(end) == Some(&b'"') {
            return Some((body.get(from..end)?, end + 1));
        }
        end += 2;
    }
}

fn unescaped(text: &[u8]) -> Cow<'_, str> {
    if !text.contains(&b'\\') {
        return String::from_utf8_lossy(text);
    }
    raw::unquoted(&[b"\"", text, b"\""].concat()).into()
}

fn is_for_programs(key: &[u8]) -> bool {
    matches!(
        key,
        b"id"
            | b"type"
            | b"status"
            | b"language_code"
            | b"mime_type"
            | b"parse_mode"
            | b"hash"
            | b"thumbnail"
            | b"currency"
            | b"source"
            | b"format"
            | b"set_name"
            | b"chat_instance"
    ) || key.ends_with(b"_id")
        || key.ends_with(b"_ids")
}

/// The usernames of those who may have sent an update, and of its chat, in small letters.
pub fn usernames(body: &[u8]) -> (Vec<String>, Option<String>) {
    let payload = std::str::from_utf8(body)
        .ok()
        .and_then(Object::parse)
        .and_then(|update| {
            let mut fields = update.fields().filter(|(name, _)| *name != "update_id");
            fields.find_map(|(_, value)| Object::of(value))
        });
    let Some(payload) = payload else {
        return (Vec::new(), None);
    };
    let of = |object: Option<Object<'_>>| {
        object?
            .some_text("username")
            .map(|name| name.to_lowercase())
    };
    let senders = ["from", "user", "sender_chat", "actor_chat", "voter_chat"];
    let senders = senders
        .into_iter()
        .filter_map(|field| of(payload.object(field)))
        .collect();
    let chat = payload
        .object("chat")
        .or_else(|| payload.object("message")?.object("chat"));
    (senders, of(chat))
}

#[cfg(test)]
mod tests {
    use super::{seen, usernames};

    const BODY: &str = r#"{"update_id":1,"message":{"message_id":2,"from":{"id":7,"first_name":"Änn","username":"Ann_P","language_code":"en"},
        "chat":{"id":-1,"title":"Kitchen","type":"group","username":"Kitchen1"},"text":"say \"hi\"\n\ud83c\udf55 \ud800 end",
        "document":{"file_name":"Menü.pdf","file_id":"AgADsecret","mime_type":"application/pdf"},
        "reply_markup":{"inline_keyboard":[[{"text":"Yes","callback_data":"order:1"}]]},
        "hologram":{"shape":"Tetrahedron"},"poll":{"question":"?","options":[{"text":"Pasta","voter_count":0}]}}}"#;

    #[test]
    fn everything_but_what_is_for_programs() {
        let seen = seen([Some("Row"), None], BODY.as_bytes());
        for text in [
            "row",
            "ann",
            "ann_p",
            "kitchen",
            "say \"hi\" 🍕",
            "end",
            "menu.pdf",
            "yes",
            "order:1",
            "tetrahedron",
            "pasta",
        ] {
            assert!(seen.contains(text), "{text}: {seen}");
        }
        for text in ["secret", "application", "group", "en\n\n", "first_name"] {
            assert!(!seen.contains(text), "{text}: {seen}");
        }
    }

    #[test]
    fn usernames_are_of_the_sender_and_of_the_chat() {
        assert_eq!(
            usernames(BODY.as_bytes()),
            (vec!["ann_p".into()], Some("kitchen1".into()))
        );
        assert_eq!(usernames(b"{\"update_id\":1,\"x\":3}"), (vec![], None));
        assert_eq!(usernames(b"no"), (vec![], None));
    }

    #[test]
    fn a_body_of_any_sort_is_looked_at_without_harm() {
        for body in ["", "\"", "\"\\", "{\"text\":\"a", "\"\\\"", "[\"x\"]"] {
            seen([], body.as_bytes());
        }
        let long = format!("{{\"text\":\"{}\"}}", "word ".repeat(1_000_000));
        let found = seen([], long.as_bytes());
        assert!(found.len() <= super::SEEN + 1 && found.contains("word word"));
    }
}
