//! What the bot ought to say.

use regex::Regex;

use super::fields::{self, Fields};
use super::{Kind, Node, ParseError, Parsed};
use crate::model::{Wanted, Words};

const TEXTS: [&str; 3] = ["text", "contains", "matches"];

/// A message: its text, or what is to be true of it.
pub fn message(node: Node) -> Parsed<Wanted> {
    if matches!(node.kind, Kind::Text(_)) {
        return Ok(Wanted {
            words: Some(Words::Are(fields::text(node)?)),
            ..Wanted::default()
        });
    }
    let mut of = Fields::of(node, "an expected message")?;
    of.only(&[
        "text",
        "contains",
        "matches",
        "buttons",
        "keyboard",
        "media",
        "options",
        "formatting",
    ])?;
    let words = words_in(&mut of)?;
    let buttons = of.take("buttons").map(fields::rows).transpose()?;
    let keyboard = of.take("keyboard").map(fields::rows).transpose()?;
    let media = of.take("media").map(fields::text).transpose()?;
    let options = of.take("options").map(fields::texts).transpose()?;
    let formatting = of.take("formatting").map(formatting).transpose()?;
    Ok(Wanted {
        words,
        buttons,
        keyboard,
        media,
        options,
        formatting: formatting.unwrap_or_default(),
    })
}

/// A toast's or an alert's text.
pub fn words(node: Node) -> Parsed<Words> {
    if matches!(node.kind, Kind::Text(_)) {
        return Ok(Words::Are(fields::text(node)?));
    }
    let mut of = Fields::of(node, "an expected text")?;
    of.only(&TEXTS)?;
    let place = of.place;
    words_in(&mut of)?.ok_or_else(|| ParseError::new(place, "Say what the text is."))
}

fn words_in(of: &mut Fields) -> Parsed<Option<Words>> {
    let mut found = None;
    for name in TEXTS {
        let Some(node) = of.take(name) else { continue };
        let place = node.place;
        let text = fields::text(node)?;
        if found.is_some() {
            let what = "A text is said once: with text, contains or matches.";
            return Err(ParseError::new(place, what));
        }
        found = Some(match name {
            "text" => Words::Are(text),
            "contains" => Words::Contain(text),
            _ => {
                if let Err(error) = Regex::new(&text) {
                    let why = error.to_string();
                    let why = why.lines().last().unwrap_or_default().trim();
                    let why = why.trim_start_matches("error: ");
                    let what = format!("This regular expression is broken: {why}.");
                    return Err(ParseError::new(place, what));
                }
                Words::Match(text)
            }
        });
    }
    Ok(found)
}

/// `- bold: Large`
fn formatting(node: Node) -> Parsed<Vec<(String, String)>> {
    let mut found = Vec::new();
    for node in fields::list(node)? {
        let place = node.place;
        let Kind::Map(keys) = node.kind else {
            let what = "A formatted piece is written like `bold: Large`.";
            return Err(ParseError::new(place, what));
        };
        for (_, kind, node) in keys {
            found.push((kind, fields::text(node)?));
        }
    }
    Ok(found)
}
