//! Taking a node apart.

use std::time::Duration;

use super::{Kind, Node, ParseError, Parsed};
use crate::model::Place;
use crate::words;

/// A node's keys, taken one by one.
#[derive(Debug)]
pub struct Fields {
    /// Where they begin.
    pub place: Place,
    what: &'static str,
    keys: Vec<(Place, String, Node)>,
}

impl Fields {
    /// The keys of a node that is to be `what`.
    pub fn of(node: Node, what: &'static str) -> Parsed<Self> {
        let Kind::Map(keys) = node.kind else {
            let found = node.kind.shown();
            let what = format!("Here is {found}; {what} is written with keys.");
            return Err(ParseError::new(node.place, what));
        };
        Ok(Self {
            place: node.place,
            what,
            keys,
        })
    }

    /// No other keys than these.
    pub fn only(&self, allowed: &[&str]) -> Parsed<()> {
        let unknown = self
            .keys
            .iter()
            .find(|(_, name, _)| !allowed.contains(&name.as_str()));
        match unknown {
            None => Ok(()),
            Some((place, name, _)) => Err(ParseError::new(
                *place,
                format!(
                    "There is no key `{name}` in {}. It has: {}.",
                    self.what,
                    allowed.join(", ")
                ),
            )),
        }
    }

    /// The key with one of these names, and where it is; there has to be exactly one.
    pub fn one_named(&mut self, names: &[&str]) -> Parsed<(Place, String, Node)> {
        let is = |(_, name, _): &(Place, String, Node)| names.contains(&name.as_str());
        let mut places = self.keys.iter().enumerate().filter(|(_, key)| is(key));
        let (first, second) = (places.next(), places.next());
        if let (Some((_, (_, one, _))), Some((_, (place, other, _)))) = (first, second) {
            let what = format!(
                "`{one}` and `{other}` are two different things: make them two of {}.",
                plural(self.what)
            );
            return Err(ParseError::new(*place, what));
        }
        if let Some((at, _)) = first {
            return Ok(self.keys.remove(at));
        }
        // An unknown key is most likely what was meant.
        let (place, unknown) = match self.keys.first() {
            Some((place, name, _)) => (*place, format!("`{name}` is none of them")),
            None => (self.place, "There is none".to_owned()),
        };
        let what = format!(
            "What {} does is said with one key. {unknown}: {}.",
            self.what,
            names.join(", ")
        );
        Err(ParseError::new(place, what))
    }

    /// What belongs to a key, if it is there.
    pub fn take(&mut self, name: &str) -> Option<Node> {
        let at = self.keys.iter().position(|(_, known, _)| known == name)?;
        Some(self.keys.remove(at).2)
    }

    /// What belongs to a key that has to be there.
    pub fn needed(&mut self, name: &str) -> Parsed<Node> {
        let (place, what) = (self.place, self.what);
        self.take(name).ok_or_else(|| {
            ParseError::new(place, format!("The key `{name}` of {what} is missing."))
        })
    }

    /// Nothing is left.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }
}

fn plural(what: &str) -> String {
    format!("{}s", what.trim_start_matches("a "))
}

fn refused<T>(node: &Node, wanted: &str) -> Parsed<T> {
    let found = node.kind.shown();
    let what = format!("Here is {found}; it is to be {wanted}.");
    Err(ParseError::new(node.place, what))
}

/// A text.
pub fn text(node: Node) -> Parsed<String> {
    match node.kind {
        Kind::Text(text) => Ok(text),
        Kind::Map(_) => Err(ParseError::new(
            node.place,
            "Here are keys; it is to be a text. Put a text with a colon or braces into quotes.",
        )),
        _ => refused(&node, "a text"),
    }
}

/// A list.
pub fn list(node: Node) -> Parsed<Vec<Node>> {
    match node.kind {
        Kind::List(items) => Ok(items),
        _ => refused(&node, "a list, each item after a dash"),
    }
}

/// A list of texts.
pub fn texts(node: Node) -> Parsed<Vec<String>> {
    list(node)?.into_iter().map(text).collect()
}

/// Rows of texts.
pub fn rows(node: Node) -> Parsed<Vec<Vec<String>>> {
    list(node)?.into_iter().map(texts).collect()
}

/// One of a few words.
pub fn one_of(node: Node, words: &[&str]) -> Parsed<String> {
    let place = node.place;
    let word = text(node)?;
    if words.contains(&word.as_str()) {
        return Ok(word);
    }
    let what = format!("`{word}` is none of: {}.", words.join(", "));
    Err(ParseError::new(place, what))
}

/// A number.
pub fn number<N: std::str::FromStr>(node: Node) -> Parsed<N> {
    let place = node.place;
    let text = text(node)?;
    text.trim()
        .parse()
        .map_err(|_| ParseError::new(place, format!("`{text}` is no number that fits here.")))
}

/// A time.
pub fn duration(node: Node) -> Parsed<Duration> {
    let place = node.place;
    let text = text(node)?;
    words::duration(&text).ok_or_else(|| {
        ParseError::new(
            place,
            format!("`{text}` is no time. A time is a number with ms, s, m, h or d, like 2s."),
        )
    })
}
