//! How a query may go on at the caret.
//!
//! [`wanted`] says what is being written there, so that only what is needed is looked up; [`offers`]
//! makes the completions. Each replaces the key or the one value that the caret is in.

use super::scan;
use super::{Key, STATUSES};
use crate::domain::allowed_updates::KINDS;

/// Completions at the most.
pub const MOST: usize = 20;

/// What is being written at the caret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// The first byte that a completion replaces.
    pub from: usize,
    /// The byte after the last.
    pub to: usize,
    /// A value of this key; none is a key.
    pub key: Option<Key>,
    /// What stands before the caret of it, without its quote.
    pub typed: String,
}

/// A chat or a user of the bot's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Telegram's number.
    pub id: i64,
    /// The name, where there is one.
    pub name: Option<String>,
    /// The username, without its `@`; only looked for where one is being written.
    pub username: Option<String>,
}

/// A completion, its places in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// What to put there.
    pub insert: String,
    /// What it means.
    pub detail: String,
}

/// What is being written at a caret; none where words are.
pub fn wanted(text: &str, caret: usize) -> Option<Wanted> {
    let at_caret = scan::pieces(text)
        .take_while(|span| span.from < caret)
        .find(|span| caret <= span.to);
    let Some(span) = at_caret else {
        return Some(Wanted {
            from: caret,
            to: caret,
            key: None,
            typed: String::new(),
        });
    };
    let typed = |from: usize| text.get(from..caret).unwrap_or_default();
    if let Some(colon) = span.colon
        && caret > colon
    {
        let key = Key::of(text.get(span.body..colon)?)?;
        let (from, to) =
            scan::values(text, colon + 1).find(|(from, to)| (*from..=*to).contains(&caret))?;
        let typed = typed(from).trim_start_matches('"').to_owned();
        return Some(Wanted {
            from,
            to,
            key: Some(key),
            typed,
        });
    }
    if caret < span.body {
        return None;
    }
    let name = typed(span.body);
    if !name
        .bytes()
        .all(|byte| byte.is_ascii_alphabetic() || byte == b'_')
    {
        return None;
    }
    let to = span.colon.map_or(span.to, |colon| colon + 1);
    Some(Wanted {
        from: span.body,
        to,
        key: None,
        typed: name.to_owned(),
    })
}

/// The completions, best first. `known` are the chats or users that fit, if the key is of those.
pub fn offers(wanted: &Wanted, known: &[Known]) -> Vec<Offer> {
    let mut all: Vec<Offer> = match wanted.key {
        None => Key::ALL
            .iter()
            .map(|(_, name, detail)| offer(format!("{name}:"), *detail))
            .collect(),
        Some(Key::Kind) => KINDS
            .iter()
            .map(|kind| offer(kind.name, kind.name.replace('_', " ")))
            .collect(),
        Some(Key::Status) => STATUSES
            .iter()
            .map(|(_, name, detail)| offer(*name, *detail))
            .collect(),
        Some(Key::Chat) => return known.iter().take(MOST).map(chat).collect(),
        Some(Key::User) => return known.iter().take(MOST).map(user).collect(),
        Some(Key::Pinned) => vec![offer("yes", "pinned"), offer("no", "not pinned")],
        Some(Key::Note) => vec![offer("yes", "with a note"), offer("no", "without a note")],
        Some(Key::Before | Key::After) => TIMES
            .iter()
            .map(|(text, detail)| offer(*text, *detail))
            .collect(),
        Some(Key::Size) => SIZES
            .iter()
            .map(|(text, detail)| offer(*text, *detail))
            .collect(),
        Some(Key::Id | Key::Text | Key::Raw) => Vec::new(),
    };
    let typed = wanted.typed.to_ascii_lowercase();
    all.retain(|offer| {
        offer.insert.contains(&typed) && (wanted.key.is_some() || offer.insert.starts_with(&typed))
    });
    // What begins so comes before what has it inside; the order is kept otherwise.
    all.sort_by_key(|offer| !offer.insert.starts_with(&typed));
    all.truncate(MOST);
    all
}

const TIMES: &[(&str, &str)] = &[
    ("10m", "10 minutes ago"),
    ("1h", "an hour ago"),
    ("1d", "a day ago"),
    ("1w", "a week ago"),
];
const SIZES: &[(&str, &str)] = &[
    (">1kb", "longer than 1 KB"),
    (">10kb", "longer than 10 KB"),
    (">100kb", "longer than 100 KB"),
];

fn offer(insert: impl Into<String>, detail: impl Into<String>) -> Offer {
    Offer {
        insert: insert.into(),
        detail: detail.into(),
    }
}

fn chat(known: &Known) -> Offer {
    let what = if known.id > 0 {
        "private chat"
    } else {
        "group or channel"
    };
    let detail = known
        .name
        .as_ref()
        .map_or_else(|| what.to_owned(), |name| format!("{name}, {what}"));
    offer(inserted(known), detail)
}

/// A username where that is what is being written; else the number, which stays.
fn inserted(known: &Known) -> String {
    match &known.username {
        Some(username) => format!("@{username}"),
        None => known.id.to_string(),
    }
}

fn user(known: &Known) -> Offer {
    offer(
        inserted(known),
        known
            .name
            .clone()
            .unwrap_or_else(|| "a user without a name".to_owned()),
    )
}
