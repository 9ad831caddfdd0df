//! A bot's text with HTML in it: what of it is markup and stays, so that it can be read as before.
//!
//! Tags that Telegram knows stay with the names of their attributes, and references to characters. What
//! an attribute says, as the address of a link, is somebody's words and is replaced like any other.

use crate::domain::layout::string_end;
use std::collections::HashSet;

/// Telegram's tags.
const TAGS: &[&str] = &[
    "b",
    "strong",
    "i",
    "em",
    "u",
    "ins",
    "s",
    "strike",
    "del",
    "span",
    "tg-spoiler",
    "a",
    "code",
    "pre",
    "blockquote",
    "tg-emoji",
    "tg-time",
];
/// And their attributes.
const ATTRIBUTES: &[&str] = &["href", "class", "expandable", "emoji-id", "unix", "format"];
/// Of these attributes what they say is markup too.
const TECHNICAL: &[&str] = &["class", "emoji-id", "unix", "format"];

/// Of each character, whether it is markup.
pub(super) fn markup(text: &[char]) -> Vec<bool> {
    let mut marks = vec![false; text.len()];
    let mut at = 0;
    while at < text.len() {
        let length = match text[at] {
            '<' => tag(&text[at..], &mut marks[at..]),
            '&' => reference(&text[at..], &mut marks[at..]),
            _ => 0,
        };
        at += length.max(1);
    }
    marks
}

/// Marks the tag that a text begins with; gives how long it is, 0 where it is none.
fn tag(text: &[char], marks: &mut [bool]) -> usize {
    let start = if text.get(1) == Some(&'/') { 2 } else { 1 };
    let end = start + run(&text[start.min(text.len())..]);
    if !is_one_of(TAGS, text.get(start..end)) {
        return 0;
    }
    let Some(length) = tag_end(text) else {
        return 0;
    };
    marks[start..end].fill(true);
    let mut at = end;
    while at < length {
        if matches!(text[at], '"' | '\'') {
            at += quoted(&text[at..length]);
            continue;
        }
        let name = run(&text[at..length]);
        if is_one_of(ATTRIBUTES, text.get(at..at + name)) {
            marks[at..at + name].fill(true);
            let value = at + name;
            if is_one_of(TECHNICAL, text.get(at..value)) && text[value] == '=' {
                let value_length = quoted(&text[value + 1..length]);
                marks[value + 1..value + 1 + value_length].fill(true);
            }
        }
        at += name.max(1);
    }
    length
}

/// After the `>` that ends a tag: one in quotes is none.
fn tag_end(text: &[char]) -> Option<usize> {
    let mut at = 0;
    while at < text.len() {
        match text[at] {
            '>' => return Some(at + 1),
            '"' | '\'' => at += quoted(&text[at..]),
            _ => at += 1,
        }
    }
    None
}

/// How long the value is that a text begins with, with its quotes; 0 where it has none, and 1 where they
/// are not closed.
fn quoted(text: &[char]) -> usize {
    let Some(quote @ ('"' | '\'')) = text.first() else {
        return 0;
    };
    let end = text[1..].iter().position(|character| character == quote);
    end.map_or(1, |end| end + 2)
}

/// Marks the reference that a text begins with, as `&amp;`.
fn reference(text: &[char], marks: &mut [bool]) -> usize {
    let Some(end) = text.iter().take(10).position(|character| *character == ';') else {
        return 0;
    };
    let name: String = text[1..end].iter().collect();
    let is_number = name.strip_prefix('#').is_some_and(|number| {
        let hex = number.strip_prefix(['x', 'X']);
        hex.map_or_else(|| number.parse::<u32>(), |hex| u32::from_str_radix(hex, 16))
            .is_ok()
    });
    if !is_number && !["lt", "gt", "amp", "quot"].contains(&name.as_str()) {
        return 0;
    }
    marks[..=end].fill(true);
    end + 1
}

fn run(text: &[char]) -> usize {
    let is_part = |character: &&char| character.is_ascii_alphanumeric() || **character == '-';
    text.iter().take_while(is_part).count()
}

fn is_one_of(known: &[&str], name: Option<&[char]>) -> bool {
    let name: String = name.unwrap_or_default().iter().collect();
    known.contains(&name.to_ascii_lowercase().as_str())
}

/// Where the objects begin whose `parse_mode` is HTML.
pub(super) fn objects(json: &str) -> HashSet<usize> {
    let mut found = HashSet::new();
    if !json.contains("parse_mode") {
        return found;
    }
    // Of each object or list that is open: where it begins, and whether parse_mode was its last name.
    let mut open: Vec<(usize, bool)> = Vec::new();
    let mut at = 0;
    while let Some(byte) = json.as_bytes().get(at) {
        match byte {
            b'"' => {
                let end = string_end(json, at);
                let piece = &json[at..end];
                let is_name = json[end..].trim_start().starts_with(':');
                if let Some((start, is_mode)) = open.last_mut() {
                    if is_name {
                        *is_mode = piece == "\"parse_mode\"";
                    } else if *is_mode && piece.eq_ignore_ascii_case("\"html\"") {
                        found.insert(*start);
                    }
                }
                at = end;
                continue;
            }
            b'{' | b'[' => open.push((at, false)),
            b'}' | b']' => {
                open.pop();
            }
            _ => {}
        }
        at += 1;
    }
    found
}
