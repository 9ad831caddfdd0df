//! What was filled in, read as what each field takes.

use super::Setting;
use super::form::{ChatInput, ChatSort, FieldValue, Form, PersonInput};
use super::node::{Node, object};
use crate::error::{Code, Error, Result};
use chrono::DateTime;
use std::collections::BTreeMap;

pub(super) struct Values<'a> {
    form: &'a Form,
    given: &'a BTreeMap<String, FieldValue>,
    pub(super) setting: &'a Setting,
}

impl<'a> Values<'a> {
    /// Refuses a field that the form does not have: it would be lost without a word.
    pub(super) fn new(
        form: &'a Form,
        given: &'a BTreeMap<String, FieldValue>,
        setting: &'a Setting,
    ) -> Result<Self> {
        for name in given.keys() {
            if !form.fields.iter().any(|field| field.name == *name) {
                return Err(Error::new(
                    Code::InvalidInput,
                    format!("The form of {} has no field called {name:?}.", form.kind),
                    "Leave the field out.",
                ));
            }
        }
        Ok(Self {
            form,
            given,
            setting,
        })
    }

    fn value(&self, name: &str) -> Option<&FieldValue> {
        let default = || {
            let field = self.form.fields.iter().find(|field| field.name == name)?;
            Some(&field.default)
        };
        self.given.get(name).or_else(default)
    }

    fn wrong(&self, name: &str, what: &str) -> Error {
        let field = self.form.fields.iter().find(|field| field.name == name);
        let label = field.map_or(name, |field| &field.label);
        Error::new(
            Code::InvalidInput,
            format!("The field “{label}” takes {what}."),
            "Correct it, or leave it as it was.",
        )
    }

    /// A text; a number as it is written.
    pub(super) fn text(&self, name: &str) -> String {
        match self.value(name) {
            Some(FieldValue::Text(text)) => text.clone(),
            Some(FieldValue::Number(number)) => number.to_string(),
            Some(FieldValue::Flag(flag)) => flag.to_string(),
            _ => String::new(),
        }
    }

    /// A text with something in it.
    pub(super) fn some(&self, name: &str) -> Option<String> {
        Some(self.text(name)).filter(|text| !text.trim().is_empty())
    }

    /// What was written one a line; a comma belongs to the line.
    pub(super) fn lines(&self, name: &str) -> Vec<String> {
        self.pieces(name, &['\n'])
    }

    /// What was written one a line, or with commas between.
    pub(super) fn items(&self, name: &str) -> Vec<String> {
        self.pieces(name, &['\n', ','])
    }

    fn pieces(&self, name: &str, between: &[char]) -> Vec<String> {
        let text = self.text(name);
        let pieces = text.split(between).map(str::trim);
        pieces
            .filter(|piece| !piece.is_empty())
            .map(str::to_owned)
            .collect()
    }

    pub(super) fn yes(&self, name: &str) -> bool {
        match self.value(name) {
            Some(FieldValue::Flag(flag)) => *flag,
            Some(FieldValue::Text(text)) => text == "true",
            _ => false,
        }
    }

    #[allow(clippy::cast_possible_truncation)] // Beyond 2⁵³ a JSON number is no whole one to a page.
    pub(super) fn int(&self, name: &str) -> Result<i64> {
        match self.value(name) {
            Some(FieldValue::Number(number))
                if number.fract() == 0.0 && number.abs() <= 9_007_199_254_740_991.0 =>
            {
                Ok(*number as i64)
            }
            Some(FieldValue::Text(text)) => text
                .trim()
                .parse()
                .map_err(|_| self.wrong(name, "a whole number")),
            _ => Err(self.wrong(name, "a whole number")),
        }
    }

    pub(super) fn ints(&self, name: &str) -> Result<Vec<Node>> {
        let read = |line: &String| line.parse::<i64>().map(Node::from);
        let numbers: Result<Vec<_>, _> = self.items(name).iter().map(read).collect();
        numbers.map_err(|_| self.wrong(name, "whole numbers with commas between"))
    }

    pub(super) fn float(&self, name: &str) -> Result<f64> {
        let number = match self.value(name) {
            Some(FieldValue::Number(number)) => Some(*number),
            Some(FieldValue::Text(text)) => text.trim().parse().ok(),
            _ => None,
        };
        let number = number.filter(|number: &f64| number.is_finite());
        number.ok_or_else(|| self.wrong(name, "a number"))
    }

    /// Unix seconds.
    pub(super) fn date(&self, name: &str) -> Result<i64> {
        let text = self.text(name);
        let text = text.trim();
        if text.is_empty() {
            return Ok(self.setting.now);
        }
        if let Ok(seconds) = text.parse() {
            return Ok(seconds);
        }
        DateTime::parse_from_rfc3339(text)
            .map(|time| time.timestamp())
            .map_err(|_| self.wrong(name, "a time such as 2026-05-01T12:00:00Z"))
    }

    pub(super) fn person(&self, name: &str) -> Result<PersonInput> {
        match self.value(name) {
            Some(FieldValue::Person(person)) => Ok(person.clone()),
            _ => Err(self.wrong(name, "a person")),
        }
    }

    pub(super) fn user(&self, name: &str) -> Result<Node> {
        self.person(name).map(|person| user(&person))
    }

    /// The chat; where none was given and the usual one is private, that with the person in `from`.
    pub(super) fn chat(&self) -> Result<ChatInput> {
        let chat = match self.value("chat") {
            Some(FieldValue::Chat(chat)) => chat.clone(),
            _ => return Err(self.wrong("chat", "a chat")),
        };
        let is_given = self.given.contains_key("chat");
        if !is_given && chat.sort == ChatSort::Private && self.value("from").is_some() {
            let person = self.person("from")?;
            return Ok(ChatInput {
                id: person.id,
                sort: ChatSort::Private,
                title: person.first_name,
                username: person.username,
            });
        }
        Ok(chat)
    }
}

/// A person as Telegram writes one.
pub(super) fn user(person: &PersonInput) -> Node {
    object! {
        "id": person.id,
        "is_bot": person.is_bot,
        "first_name": person.first_name.as_str(),
        "last_name": person.last_name.as_deref(),
        "username": person.username.as_deref(),
        "language_code": person.language_code.as_deref(),
    }
}

/// A chat as Telegram writes one.
pub(super) fn chat(chat: &ChatInput) -> Node {
    let is_private = chat.sort == ChatSort::Private;
    let title = Some(chat.title.as_str());
    object! {
        "id": chat.id,
        "first_name": title.filter(|_| is_private),
        "title": title.filter(|_| !is_private),
        "username": chat.username.as_deref(),
        "type": chat.sort.word(),
    }
}
