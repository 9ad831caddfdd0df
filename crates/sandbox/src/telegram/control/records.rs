//! What the control API takes and gives.

use std::collections::BTreeMap;
use std::net::IpAddr;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A bot to create.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct NewBot {
    /// Made up when absent.
    #[serde(default)]
    pub token: Option<String>,
    /// Shown as the bot's name.
    pub name: String,
    /// Without the `@`.
    pub username: String,
}

/// A bot that exists.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BotCard {
    /// What the bot signs in with.
    pub token: String,
    /// The id, the token's first part.
    pub id: i64,
    /// Without the `@`.
    pub username: String,
    /// The bot's name.
    pub name: String,
}

/// A person to create.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct NewUser {
    /// The first name.
    pub first_name: String,
    /// The last name, if any.
    #[serde(default)]
    pub last_name: Option<String>,
    /// Without the `@`, if any.
    #[serde(default)]
    pub username: Option<String>,
    /// The language of their app, as `en` or `pt-br`, if it is known.
    #[serde(default)]
    pub language_code: Option<String>,
}

/// How a call reached the Bot API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Via {
    /// As an HTTP request.
    Api,
    /// In the body of a webhook's answer.
    WebhookReply,
}

/// A call that a bot made.
#[derive(Debug, Clone, Serialize)]
pub struct Call {
    /// When it was answered.
    pub at: DateTime<Utc>,
    /// The method as the bot wrote it.
    pub method: String,
    /// Every parameter as text.
    pub parameters: BTreeMap<String, String>,
    /// How it came.
    pub via: Via,
    /// The answer's status.
    pub status: u16,
}

/// One try to deliver one update.
#[derive(Debug, Clone, Serialize)]
pub struct Attempt {
    /// The update.
    pub update_id: i64,
    /// 1 for the first try.
    pub attempt: u32,
    /// When it ended.
    pub at: DateTime<Utc>,
    /// The status line's code and words, or what went wrong.
    pub result: String,
    /// Whether the update counts as delivered.
    pub delivered: bool,
    /// Seconds until the next try; absent when there is none.
    pub retry_in: Option<u32>,
}

/// A wrong answer in place of the right one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fault", rename_all = "snake_case")]
pub enum Fault {
    /// 401.
    Unauthorized,
    /// 404.
    NotFound,
    /// 409.
    Conflict,
    /// 429 with the wait in seconds.
    TooManyRequests {
        /// The wait that the answer asks for.
        retry_after: u32,
    },
    /// 500.
    ServerError,
    /// 200 with a body that is cut off.
    Malformed,
    /// The right answer, late.
    Slow {
        /// How late.
        milliseconds: u32,
    },
}

/// A fault for a number of calls.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FaultOrder {
    /// What goes wrong.
    #[serde(flatten)]
    pub fault: Fault,
    /// For how many calls.
    #[serde(default = "once")]
    pub calls: u32,
    /// Only for this method, in any case of letters; absent means every method.
    #[serde(default)]
    pub method: Option<String>,
}

fn once() -> u32 {
    1
}

/// What a name resolves to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Name {
    /// This address.
    Address(IpAddr),
    /// The resolver is silent, until the name gets an address.
    Silent,
}

/// Why the control API refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// No bot has this token.
    #[error("No bot of the sandbox has this token.")]
    UnknownBot,
    /// No person has this id.
    #[error("The sandbox has no user {0}.")]
    UnknownUser(i64),
    /// The token has not the form of one.
    #[error("A token is a number, a colon and 30 to 64 letters, digits, _ or -.")]
    BadToken,
    /// The sandbox has no such chat.
    #[error("The sandbox has no chat {0}.")]
    UnknownChat(i64),
    /// The chat has no such message, or it was deleted.
    #[error("The chat has no message {0}.")]
    UnknownMessage(i64),
    /// Not as asked, in a sentence.
    #[error("{0}")]
    NotPossible(String),
    /// Another token has the same bot id.
    #[error("The sandbox has bot {0} already, with another token.")]
    IdTaken(i64),
    /// There is no such kind of update.
    #[error("There is no kind of update named {0}.")]
    UnknownKind(String),
    /// An update has one kind.
    #[error("An update holds exactly one kind.")]
    NotOneKind,
    /// The payload is no JSON object.
    #[error("An update's payload is a JSON object.")]
    NotAnObject,
}
