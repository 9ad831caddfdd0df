//! Reads a scenario. Whatever is wrong is said with its line, its column, and what is allowed there.

mod fields;
mod steps;
mod tree;
mod wanted;

pub use steps::DOES;

use crate::model::{Chat, Place, Scenario};
use fields::Fields;
use tree::{Kind, Node};

/// A longer file is no conversation.
const MOST_BYTES: usize = 1 << 20;

/// What is wrong with a file, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}:{}: {what}", place.line, place.column)]
pub struct ParseError {
    /// Where.
    pub place: Place,
    /// A sentence or two.
    pub what: String,
}

impl ParseError {
    fn new(place: Place, what: impl Into<String>) -> Self {
        Self {
            place,
            what: what.into(),
        }
    }
}

type Parsed<T> = Result<T, ParseError>;

/// Reads a file's text.
pub fn parse(text: &str) -> Parsed<Scenario> {
    if text.len() > MOST_BYTES {
        let place = Place { line: 1, column: 1 };
        return Err(ParseError::new(place, "A scenario has 1 MB at most."));
    }
    let mut fields = Fields::of(tree::read(text)?, "a scenario")?;
    fields.only(&["name", "chats", "steps"])?;
    let name = fields.take("name").map(fields::text).transpose()?;
    let chats = fields.take("chats").map(chats).transpose()?;
    let steps = fields.needed("steps")?;
    let place = steps.place;
    let steps = fields::list(steps)?;
    if steps.is_empty() {
        let what =
            "A scenario has one step at least: without any it would pass and have tested nothing.";
        return Err(ParseError::new(place, what));
    }
    let steps = steps.into_iter().map(steps::step);
    let scenario = Scenario {
        notes: Vec::new(),
        name: name.unwrap_or_default(),
        chats: chats.unwrap_or_default(),
        steps: steps.collect::<Parsed<_>>()?,
    };
    for step in &scenario.steps {
        if let Some(unknown) = steps::chats(step).find(|named| !has(&scenario, named)) {
            let what = format!(
                "There is no chat `{unknown}`. Name it above, under `chats`; a private chat is not named, \
                 it is the user's."
            );
            return Err(ParseError::new(step.place, what));
        }
    }
    Ok(scenario)
}

fn has(scenario: &Scenario, name: &str) -> bool {
    scenario.chats.iter().any(|chat| chat.name == name)
}

fn chats(node: Node) -> Parsed<Vec<Chat>> {
    let mut chats: Vec<Chat> = Vec::new();
    for node in fields::list(node)? {
        let place = node.place;
        let chat = chat(node)?;
        if chats.iter().any(|known| known.name == chat.name) {
            let what = format!("The chat `{}` is here twice.", chat.name);
            return Err(ParseError::new(place, what));
        }
        chats.push(chat);
    }
    Ok(chats)
}

fn chat(node: Node) -> Parsed<Chat> {
    let mut fields = Fields::of(node, "a chat")?;
    fields.only(&["name", "kind", "members", "bot"])?;
    let name = fields.needed("name").and_then(fields::text)?;
    let kind = fields.take("kind");
    let kind = kind.map(|node| fields::one_of(node, &["group", "supergroup", "channel"]));
    let members = fields.needed("members")?;
    let place = members.place;
    let members = fields::texts(members)?;
    if members.is_empty() {
        return Err(ParseError::new(place, "Somebody has to make the chat."));
    }
    let bot = fields.take("bot");
    let bot = bot.map(|node| fields::one_of(node, &["member", "administrator"]));
    Ok(Chat {
        name,
        kind: kind.transpose()?.unwrap_or_else(|| "supergroup".to_owned()),
        members,
        bot: bot.transpose()?,
    })
}

#[cfg(test)]
mod tests;
