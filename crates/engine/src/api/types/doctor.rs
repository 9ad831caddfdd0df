//! What the doctor finds, as it goes through a door.

use crate::domain::ids::BotId;
use crate::error::Error;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use crate::domain::webhook::Mend;

/// Examine the way from Telegram to here.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[ts(export)]
pub struct Examine {
    /// Which bot; left out, only what is true of all.
    #[serde(default)]
    pub bot_id: Option<BotId>,
}

/// How a check ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Finding {
    /// As it should be.
    Good,
    /// It works, but look at it.
    Care,
    /// It does not work.
    Bad,
    /// It could not be checked, or there is nothing to check; the sentence says why.
    Skipped,
}

/// What is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum CheckName {
    /// Telegram accepts the token (getMe).
    Token,
    /// The domain's name leads to a public IPv4 address.
    Dns,
    /// The domain's certificate chain, and when it expires.
    Tls,
    /// The public URL's port is one that Telegram delivers to.
    Port,
    /// The public URL leads to this receiver.
    Path,
    /// The receiver takes the secret token that Telegram was given.
    Secret,
    /// This computer's clock against Telegram's.
    Clock,
    /// The keyring.
    Keyring,
    /// Room where the data is.
    Disk,
    /// What Telegram says of the webhook.
    Webhook,
    /// Whether another program polls with getUpdates.
    Polling,
}

/// One check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Check {
    /// What was checked.
    pub name: CheckName,
    /// How it ended.
    pub finding: Finding,
    /// One sentence: what is true.
    pub sentence: String,
    /// One sentence: what to do, where there is something to do.
    pub fix: Option<String>,
    /// What the app can do about it by itself.
    pub mend: Option<Mend>,
    /// Raw words, copyable.
    pub detail: Option<String>,
    /// How long it took, in milliseconds.
    #[ts(type = "number")]
    pub took_ms: u64,
}

/// All that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Examination {
    /// When.
    pub at: DateTime<Utc>,
    /// In the order in which an update travels.
    pub checks: Vec<Check>,
}

/// A request through the public URL and back to the receiver.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct ProbeView {
    /// When it was sent.
    pub at: DateTime<Utc>,
    /// The public base that it went through.
    pub public_url: String,
    /// Looking the name up, in milliseconds; a leg that was not reached is `None`.
    #[ts(type = "number | null")]
    pub dns_ms: Option<u64>,
    /// TCP.
    #[ts(type = "number | null")]
    pub connect_ms: Option<u64>,
    /// TLS; `None` where there is none.
    #[ts(type = "number | null")]
    pub tls_ms: Option<u64>,
    /// From sending the request until the receiver had it.
    #[ts(type = "number | null")]
    pub there_ms: Option<u64>,
    /// From the receiver's answer until it was here.
    #[ts(type = "number | null")]
    pub back_ms: Option<u64>,
    /// Why it did not come back.
    pub error: Option<Error>,
}
