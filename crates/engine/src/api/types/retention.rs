//! How much of a bot's updates is kept, as it goes through a door.

use crate::domain::ids::BotId;
pub use crate::domain::retention::Retention;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What is kept of a bot's updates, and what there is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct RetentionView {
    /// Which bot.
    pub bot_id: BotId,
    /// The limits in force.
    pub limits: Retention,
    /// Whether they are the defaults.
    pub is_default: bool,
    /// Updates stored.
    #[ts(type = "number")]
    pub updates: u64,
    /// Bytes of their bodies.
    #[ts(type = "number")]
    pub bytes: u64,
    /// How many of the updates are pinned, which no limit removes or counts.
    #[ts(type = "number")]
    pub pinned: u64,
    /// Bytes of the pinned ones' bodies.
    #[ts(type = "number")]
    pub pinned_bytes: u64,
    /// Bytes of the bodies of its deliveries, which count towards the size as well.
    #[ts(type = "number")]
    pub delivery_bytes: u64,
    /// When the oldest one arrived.
    pub oldest_at: Option<DateTime<Utc>>,
}

/// New limits for a bot. What is beyond them is removed at once and cannot be brought back.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct SetRetention {
    /// Which bot.
    pub bot_id: BotId,
    /// The limits; `None` for the defaults.
    pub limits: Option<Retention>,
}
