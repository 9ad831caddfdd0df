//! Updates written to a file: as JSON lines, as a HAR, as a shell script, or as one file each.
//!
//! A [`Document`] turns one item after the other into bytes, so that only one is in memory; [`Sink`]
//! puts them into a file beside the wanted one, which takes its place at the end. What is written has
//! no token and no secret in it: headers are masked where they are recorded, a bot's secret token is a
//! variable of the script, and a text that holds a bot's token is masked here.

mod curl;
mod har;
mod sink;

pub use curl::Target;
pub use har::RECEIVED;
pub use sink::{FolderSink, Sink};

use crate::domain::layout::{one_line, pretty};
use crate::domain::scrub::Scrub;
use crate::domain::token::mask_tokens;
use crate::store::{Headers, WholeAttempt};
use chrono::{DateTime, SecondsFormat, Utc};
use curl::Curl;
use har::Har;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// In which form updates are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum ExportFormat {
    /// A line for each update: `{"received_at":…,"kind":…,"update":…}`.
    Jsonl,
    /// A line for each update, and nothing else on it.
    JsonlPure,
    /// An HTTP archive 1.2: the requests as they came, and the deliveries to the bot.
    Har,
    /// A shell script that sends the updates to the bot.
    Curl,
    /// A folder with a fixture for each update.
    Fixtures,
}

/// An update with what is to be told of it.
#[derive(Debug, Clone)]
pub struct Item {
    /// Telegram's number.
    pub update_id: i64,
    /// Telegram's name of the kind.
    pub kind: String,
    /// When it was committed here.
    pub received_at: DateTime<Utc>,
    /// The bytes as they came.
    pub body: String,
    /// The request's headers, secrets masked; none where they are not known.
    pub headers: Headers,
}

/// How updates become a document.
pub enum Document {
    /// JSON lines, with the envelope or without.
    Lines {
        /// Whether with it.
        envelope: bool,
    },
    /// An HTTP archive.
    Har(Box<Har>),
    /// A shell script.
    Curl(Box<Curl>),
}

impl Document {
    /// A document of a form; none for a folder. `public_url` is where Telegram sends updates to.
    pub fn new(format: ExportFormat, public_url: &str, target: &Target) -> Option<Self> {
        match format {
            ExportFormat::Jsonl => Some(Self::Lines { envelope: true }),
            ExportFormat::JsonlPure => Some(Self::Lines { envelope: false }),
            ExportFormat::Har => Some(Self::Har(Box::new(Har::new(public_url)))),
            ExportFormat::Curl => Some(Self::Curl(Box::new(Curl::new(target)))),
            ExportFormat::Fixtures => None,
        }
    }

    /// What comes before all updates.
    pub fn head(&self) -> String {
        match self {
            Self::Lines { .. } => String::new(),
            Self::Har(har) => har.head(),
            Self::Curl(curl) => curl.head(),
        }
    }

    /// One update.
    pub fn add(&mut self, item: &Item) -> String {
        match self {
            Self::Lines { envelope: true } => {
                let kind = serde_json::Value::from(item.kind.as_str());
                let received_at = time(item.received_at);
                let body = one_line(&item.body);
                format!("{{\"received_at\":\"{received_at}\",\"kind\":{kind},\"update\":{body}}}\n")
            }
            Self::Lines { envelope: false } => one_line(&item.body) + "\n",
            Self::Har(har) => har.add(item),
            Self::Curl(curl) => curl.add(item),
        }
    }

    /// A delivery of the update before, in the form that tells of them.
    pub fn delivery(&mut self, attempt: &WholeAttempt) -> String {
        match self {
            Self::Har(har) => har.delivery(attempt),
            Self::Lines { .. } | Self::Curl(_) => String::new(),
        }
    }

    /// What comes after all updates.
    pub fn tail(&self) -> String {
        match self {
            Self::Har(har) => har.tail(),
            Self::Lines { .. } | Self::Curl(_) => String::new(),
        }
    }
}

/// What leaves the inbox of a text: no token, and nothing personal where that is wished.
pub fn cleaned(text: &str, scrub: Option<&Scrub>) -> String {
    let text = mask_tokens(text);
    match scrub {
        Some(scrub) => scrub.update(&text),
        None => text,
    }
}

/// The same of an update.
pub fn clean(item: Item, scrub: Option<&Scrub>) -> Item {
    Item {
        body: cleaned(&item.body, scrub),
        ..item
    }
}

/// The same of a delivery.
pub fn clean_attempt(mut attempt: WholeAttempt, scrub: Option<&Scrub>) -> WholeAttempt {
    for body in [&mut attempt.request_body, &mut attempt.response_body] {
        let Ok(text) = std::str::from_utf8(body) else {
            // No text: it may be packed, and then nobody can tell what it says.
            if scrub.is_some() {
                body.clear();
            }
            continue;
        };
        let is_json = text.trim_start().starts_with(['{', '[']);
        let clean = match scrub {
            Some(_) if !is_json => String::new(),
            scrub => cleaned(text, scrub),
        };
        *body = clean.into_bytes();
    }
    attempt
}

/// An update as a fixture's text.
pub fn fixture(body: &str) -> String {
    pretty(body)
}

pub(super) fn time(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}
