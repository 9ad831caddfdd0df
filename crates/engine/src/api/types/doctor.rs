//! What the doctor finds, as it goes through a door.

use crate::domain::ids::BotId;
use crate::error::Error;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use crate::domain::checkup::{Check, CheckName, Finding};
pub use crate::domain::webhook::Mend;

/// Examine the way from Telegram to here.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[ts(export)]
pub struct Examine {
    /// Which bot; left out, only what is true of all.
    #[serde(default)]
    pub bot_id: Option<BotId>,
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS, utoipa::ToSchema)]
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
