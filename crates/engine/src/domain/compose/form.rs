//! A form as the window draws it, and what is filled in.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The form of one kind of update.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[ts(export, rename = "ComposeForm")]
pub struct Form {
    /// Telegram's name of the kind.
    pub kind: String,
    /// What happened, in a few words.
    pub label: String,
    /// In the order in which they are asked.
    pub fields: Vec<FieldForm>,
}

/// A field of a form.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[ts(export, rename = "ComposeField")]
pub struct FieldForm {
    /// Its name in `ComposeUpdate::fields`.
    pub name: String,
    /// As it is asked for.
    pub label: String,
    /// What is filled in.
    pub sort: FieldSort,
    /// What stands there at first, and counts where the field is left out.
    pub default: FieldValue,
    /// A sentence beside it; may be empty.
    pub help: String,
    /// What can be chosen, where the sort is a choice.
    pub choices: Vec<Choice>,
    /// Asked only while the field `content` is one of these; empty is always.
    pub only_with: Vec<String>,
}

/// What can be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export, rename = "ComposeChoice")]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is shown.
    pub label: String,
}

/// What a field takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export, rename = "ComposeSort")]
pub enum FieldSort {
    /// A line or more of text.
    Text,
    /// A whole number, or one with decimals for a coordinate.
    Number,
    /// One of `choices`.
    Choice,
    /// A person.
    User,
    /// A chat.
    Chat,
    /// A time, `2026-05-01T12:00:00Z`; empty is now.
    Date,
    /// Yes or no.
    YesNo,
}

/// What is filled in. A number may be given as a text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(untagged)]
#[ts(export, rename = "ComposeValue")]
pub enum FieldValue {
    /// For yes or no.
    Flag(bool),
    /// For a number.
    Number(f64),
    /// For a text, a choice or a date.
    Text(String),
    /// For a chat.
    Chat(ChatInput),
    /// For a person.
    Person(PersonInput),
}

/// A person, or another bot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct PersonInput {
    /// Telegram's id.
    #[ts(type = "number")]
    pub id: i64,
    /// What they are called.
    pub first_name: String,
    /// The rest of it.
    #[serde(default)]
    pub last_name: Option<String>,
    /// Without the @.
    #[serde(default)]
    pub username: Option<String>,
    /// As `en`.
    #[serde(default)]
    pub language_code: Option<String>,
    /// Whether it is a bot.
    #[serde(default)]
    pub is_bot: bool,
}

/// A chat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ChatInput {
    /// Telegram's id: a person's own in a private chat, below zero in the others.
    #[ts(type = "number")]
    pub id: i64,
    /// What it is.
    #[serde(rename = "type")]
    pub sort: ChatSort,
    /// Its title, or the person's first name.
    pub title: String,
    /// Without the @.
    #[serde(default)]
    pub username: Option<String>,
}

/// What a chat is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum ChatSort {
    /// With one person.
    Private,
    /// A small group.
    Group,
    /// A group of the common sort.
    Supergroup,
    /// A channel.
    Channel,
}

impl ChatSort {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Private => "private",
            Self::Group => "group",
            Self::Supergroup => "supergroup",
            Self::Channel => "channel",
        }
    }
}

impl FieldForm {
    fn new(name: &str, label: &str, sort: FieldSort, default: FieldValue) -> Self {
        Self {
            name: name.into(),
            label: label.into(),
            sort,
            default,
            help: String::new(),
            choices: Vec::new(),
            only_with: Vec::new(),
        }
    }

    pub(super) fn text(name: &str, label: &str, default: &str) -> Self {
        Self::new(
            name,
            label,
            FieldSort::Text,
            FieldValue::Text(default.into()),
        )
    }

    pub(super) fn number(name: &str, label: &str, default: f64) -> Self {
        Self::new(name, label, FieldSort::Number, FieldValue::Number(default))
    }

    pub(super) fn yes_no(name: &str, label: &str, default: bool) -> Self {
        Self::new(name, label, FieldSort::YesNo, FieldValue::Flag(default))
    }

    pub(super) fn date(name: &str, label: &str) -> Self {
        let empty = FieldValue::Text(String::new());
        Self::new(name, label, FieldSort::Date, empty).help("Left empty, it is now.")
    }

    /// The first choice is the usual one.
    pub(super) fn choice(name: &str, label: &str, choices: &[(&str, &str)]) -> Self {
        let first = choices.first().map_or("", |(value, _)| value);
        let mut field = Self::new(
            name,
            label,
            FieldSort::Choice,
            FieldValue::Text(first.into()),
        );
        let choice = |&(value, label): &(&str, &str)| Choice {
            value: value.into(),
            label: label.into(),
        };
        field.choices = choices.iter().map(choice).collect();
        field
    }

    pub(super) fn user(name: &str, label: &str, id: i64, first_name: &str) -> Self {
        let person = PersonInput {
            id,
            first_name: first_name.into(),
            last_name: None,
            username: Some(first_name.to_lowercase() + "_example"),
            language_code: Some("en".into()),
            is_bot: false,
        };
        Self::new(name, label, FieldSort::User, FieldValue::Person(person))
    }

    pub(super) fn chat(sort: ChatSort, id: i64, title: &str) -> Self {
        let chat = ChatInput {
            id,
            sort,
            title: title.into(),
            username: None,
        };
        Self::new("chat", "Chat", FieldSort::Chat, FieldValue::Chat(chat))
    }

    #[must_use]
    pub(super) fn help(mut self, help: &str) -> Self {
        self.help = help.into();
        self
    }

    #[must_use]
    pub(super) fn when(mut self, contents: &[&str]) -> Self {
        self.only_with = contents.iter().map(|&name| name.to_owned()).collect();
        self
    }
}
