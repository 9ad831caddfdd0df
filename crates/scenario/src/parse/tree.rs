//! The file as words, lists and keys, each with its place. What a word might mean as a number or a
//! truth value is left alone: `no` is what somebody says.

use saphyr::{MarkedYaml, ScalarStyle, YamlData, YamlLoader};
use saphyr_parser::Parser;

use super::ParseError;
use crate::model::Place;

/// A node.
#[derive(Debug)]
pub struct Node {
    /// Where it begins.
    pub place: Place,
    /// What it is.
    pub kind: Kind,
}

/// What a node is.
#[derive(Debug)]
pub enum Kind {
    /// Nothing stands there.
    Nothing,
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// Keys with what belongs to them.
    Map(Vec<(Place, String, Node)>),
}

/// Reads a file.
pub fn read(text: &str) -> Result<Node, ParseError> {
    let mut parser = Parser::new_from_str(text);
    let mut loader = YamlLoader::<MarkedYaml<'_>>::default();
    loader.early_parse(false);
    let place = |at: &saphyr::Marker| Place {
        line: at.line(),
        column: at.col() + 1,
    };
    let broken = |error: &saphyr::ScanError| ParseError {
        place: place(error.marker()),
        what: format!("This is no YAML: {}.", error.info()),
    };
    parser
        .load(&mut loader, true)
        .map_err(|error| broken(&error))?;
    if let Some(error) = loader.error() {
        return Err(broken(error));
    }
    let mut documents = loader.into_documents().into_iter();
    let Some(first) = documents.next() else {
        return Ok(Node {
            place: Place { line: 1, column: 1 },
            kind: Kind::Nothing,
        });
    };
    if let Some(second) = documents.next() {
        let place = place(&second.span.start);
        return Err(ParseError::new(
            place,
            "A file holds one scenario; put the next one into a file of its own.",
        ));
    }
    node(first)
}

fn node(yaml: MarkedYaml<'_>) -> Result<Node, ParseError> {
    let place = Place {
        line: yaml.span.start.line(),
        column: yaml.span.start.col() + 1,
    };
    let kind = match yaml.data {
        YamlData::Representation(text, ScalarStyle::Plain, None)
            if matches!(&*text, "" | "~" | "null") =>
        {
            Kind::Nothing
        }
        YamlData::Representation(text, _, _) => Kind::Text(text.into_owned()),
        YamlData::Sequence(items) => {
            Kind::List(items.into_iter().map(node).collect::<Result<_, _>>()?)
        }
        YamlData::Mapping(pairs) => {
            let mut keys: Vec<(Place, String, Node)> = Vec::new();
            for (key, value) in pairs {
                let key = node(key)?;
                let Kind::Text(name) = key.kind else {
                    return Err(ParseError::new(key.place, "A key is a word."));
                };
                if keys.iter().any(|(_, known, _)| *known == name) {
                    let what = format!("The key `{name}` is here twice.");
                    return Err(ParseError::new(key.place, what));
                }
                keys.push((key.place, name, node(value)?));
            }
            Kind::Map(keys)
        }
        _ => {
            return Err(ParseError::new(
                place,
                "Tags and references are not used in scenarios.",
            ));
        }
    };
    Ok(Node { place, kind })
}

impl Kind {
    /// What it is, in a sentence about it.
    pub fn shown(&self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Text(_) => "a text",
            Self::List(_) => "a list",
            Self::Map(_) => "keys",
        }
    }
}
