//! An update without what is personal in it, and with everything else.
//!
//! The text is read piece by piece, so its layout, its order and its numbers stay. A string is replaced
//! unless its field is known to hold something technical ([`fields`]): a field of a later Telegram is
//! replaced too. What stands for what is a keyed function of the word itself ([`words`]), so the same
//! person is the same person in every update, in their name, their @username and in what others write,
//! and every replacement has the length of what it replaces, so that an entity's offset stays right.

mod fields;
mod html;
mod place;
mod words;

use crate::domain::layout::string_end;
use fields::{Field, Treat};
use ring::{digest, hmac};

/// What stands for what. Made anew for each export, or from a seed to have the same again.
pub struct Scrub {
    key: hmac::Key,
    ids: bool,
}

/// Where the reader is: in which object or list.
struct Level {
    /// The field that the object or list is the value of.
    of: String,
    is_object: bool,
    /// The field whose value comes next.
    field: String,
    expects_name: bool,
    /// Whether the texts of the object are HTML.
    is_html: bool,
}

impl Scrub {
    /// From a seed, or a random one where there is none; also ids where `ids`.
    pub fn new(seed: Option<&str>, ids: bool) -> Self {
        let random = rand::random::<[u8; 32]>();
        let secret = seed.map_or(random.to_vec(), |seed| {
            digest::digest(&digest::SHA256, seed.as_bytes())
                .as_ref()
                .to_vec()
        });
        Self {
            key: hmac::Key::new(hmac::HMAC_SHA256, &secret),
            ids,
        }
    }

    /// The update, scrubbed. `json` is JSON; anything else gives something that is none either.
    pub fn update(&self, json: &str) -> String {
        let mut out = String::with_capacity(json.len());
        let mut levels: Vec<Level> = Vec::new();
        let marked_up = html::objects(json);
        let mut at = 0;
        while let Some(character) = json[at..].chars().next() {
            let end = match character {
                '"' => string_end(json, at),
                '-' | '0'..='9' => number_end(json, at),
                _ => at + character.len_utf8(),
            };
            let piece = &json[at..end];
            let is_html = marked_up.contains(&at);
            at = end;
            match character {
                '"' => {
                    if let Some(level) = levels.last_mut()
                        && level.is_object
                        && level.expects_name
                    {
                        piece.trim_matches('"').clone_into(&mut level.field);
                        level.expects_name = false;
                        out.push_str(piece);
                    } else {
                        self.string(piece, &levels, &mut out);
                    }
                }
                '-' | '0'..='9' => self.number(piece, &levels, &mut out),
                _ => {
                    out.push_str(piece);
                    step(&mut levels, character, is_html);
                }
            }
        }
        out
    }

    fn string(&self, piece: &str, levels: &[Level], out: &mut String) {
        match fields::treat(&field(levels), true) {
            Treat::Keep => out.push_str(piece),
            Treat::Id if !self.ids => out.push_str(piece),
            Treat::Id => words::identifier(&self.key, piece, out),
            Treat::Replace | Treat::Place => {
                let is_html = levels.last().is_some_and(|level| level.is_html);
                words::text(&self.key, piece, is_html, out);
            }
        }
    }

    fn number(&self, piece: &str, levels: &[Level], out: &mut String) {
        match fields::treat(&field(levels), false) {
            Treat::Id if self.ids => words::number(&self.key, piece, out),
            Treat::Place => place::coordinate(&self.key, piece, out),
            _ => out.push_str(piece),
        }
    }
}

/// The field that a value belongs to: that of the object it is in, or of the list that it is in.
fn field(levels: &[Level]) -> Field<'_> {
    let name = levels.last().map_or("", |level| {
        if level.is_object {
            &level.field
        } else {
            &level.of
        }
    });
    Field {
        name,
        within: levels
            .iter()
            .rev()
            .filter(|level| level.is_object)
            .map(|level| level.of.as_str())
            .next()
            .unwrap_or(""),
        is_sealed: levels.iter().any(|level| fields::is_sealed(&level.of)),
    }
}

fn step(levels: &mut Vec<Level>, character: char, is_html: bool) {
    match character {
        '{' | '[' => {
            let of = levels.last().map_or_else(String::new, |level| {
                if level.is_object {
                    level.field.clone()
                } else {
                    level.of.clone()
                }
            });
            levels.push(Level {
                of,
                is_object: character == '{',
                field: String::new(),
                expects_name: character == '{',
                is_html,
            });
        }
        '}' | ']' => {
            levels.pop();
        }
        ',' => {
            if let Some(level) = levels.last_mut() {
                level.expects_name = level.is_object;
            }
        }
        _ => {}
    }
}

fn number_end(json: &str, start: usize) -> usize {
    let rest = &json[start..];
    let length = rest
        .find(|c: char| !matches!(c, '0'..='9' | '-' | '+' | '.' | 'e' | 'E'))
        .unwrap_or(rest.len());
    start + length.max(1)
}

#[cfg(test)]
mod tests;
