//! The sandbox's words, as docs/sandbox-control.md has them: what is sent to it and what it tells.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What people do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum Act {
    Say {
        text: String,
        reply_to: Option<i64>,
    },
    Upload {
        kind: String,
        name: String,
        data: String,
        caption: Option<String>,
    },
    ShareContact {
        phone: String,
    },
    ShareLocation {
        latitude: f64,
        longitude: f64,
    },
    Poll {
        question: String,
        options: Vec<String>,
        #[serde(default = "yes")]
        anonymous: bool,
        #[serde(default)]
        several: bool,
        /// From 0; none makes no quiz.
        #[serde(default)]
        right: Vec<usize>,
        #[serde(default)]
        explanation: Option<String>,
    },
    Edit {
        message_id: i64,
        text: String,
    },
    Press {
        message_id: i64,
        row: usize,
        column: usize,
    },
    React {
        message_id: i64,
        emoji: Option<String>,
    },
    Vote {
        message_id: i64,
        options: Vec<usize>,
    },
    InlineQuery {
        query: String,
        offset: String,
    },
    ChooseInline {
        query_id: String,
        result_id: String,
    },
    Join,
    Leave,
    SetBot {
        status: String,
    },
    /// What a scenario has no step for, as deleting: no bot is told of that.
    #[serde(other)]
    Other,
}

fn yes() -> bool {
    true
}

/// What came of a deed.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Did {
    pub message_id: Option<i64>,
    pub note: Option<String>,
}

/// A piece of the story.
#[derive(Debug, Clone, Deserialize)]
pub struct Page {
    pub beats: Vec<Beat>,
    pub last: u64,
}

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Beat {
    pub seq: u64,
    pub chat_id: i64,
    #[serde(flatten)]
    pub what: What,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum What {
    Did {
        user_id: i64,
        act: Act,
        message_id: Option<i64>,
        #[serde(default)]
        chosen: Vec<String>,
    },
    Sent {
        message: Value,
        keyboard: Option<Value>,
    },
    Edited {
        message: Value,
    },
    Deleted {
        message_id: i64,
    },
    Answered {
        user_id: i64,
        text: Option<String>,
        alert: bool,
    },
    Offered {
        user_id: i64,
        query_id: String,
        results: Value,
    },
    #[serde(other)]
    Other,
}

/// A person as the sandbox knows them.
#[derive(Debug, Clone, Deserialize)]
pub struct Person {
    pub id: i64,
    pub name: String,
}

/// A chat as the sandbox knows it.
#[derive(Debug, Clone, Deserialize)]
pub struct Room {
    pub id: i64,
    pub kind: String,
    pub title: String,
    pub members: Vec<i64>,
    pub bot_status: String,
}

/// How often each method was called.
pub type Calls = BTreeMap<String, u32>;

/// Everything around the bot, as far as it is needed here.
#[derive(Debug, Clone, Deserialize)]
pub struct World {
    pub people: Vec<Person>,
    pub chats: Vec<Room>,
    #[serde(default)]
    pub unknown_methods: Calls,
}
