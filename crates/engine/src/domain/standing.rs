//! What the app makes of a bot's webhook after the last check, and what it is about to do.

use crate::domain::history::Cause;
use crate::error::Error;
use chrono::{DateTime, Utc};
use serde::Serialize;
use ts_rs::TS;

/// How a bot's webhook stands.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, TS, utoipa::ToSchema)]
#[serde(rename_all = "snake_case", tag = "type")]
#[ts(export)]
pub enum Standing {
    /// Not checked in this run.
    #[default]
    Unchecked,
    /// The user has set none from here, so none is kept right.
    NotWanted,
    /// As it should be.
    Right,
    /// Left alone, as the user said.
    Paused,
    /// There is no public URL to register: the tunnel says why.
    NoPublicUrl,
    /// It would be registered again for this cause, but `webhook_auto_refresh` is off.
    ReportOnly {
        /// Why.
        cause: Cause,
    },
    /// It was registered again for this cause a moment ago; the next try is later.
    Waiting {
        /// Why.
        cause: Cause,
        /// When the next try is.
        until: DateTime<Utc>,
    },
    /// Deliveries fail although the registration is right, so that registering again would not cure
    /// it: the diagnosis says what would.
    DeliveryFails {
        /// When the last one failed.
        since: DateTime<Utc>,
    },
    /// Updates pile up although the registration is right.
    Backlog {
        /// How many wait.
        #[ts(type = "number")]
        pending: i64,
    },
    /// Another process has set another webhook. The user is asked; nothing is done before.
    TakenOver {
        /// Their host, with a port that is not the usual one, e.g. `api.example.com:8443`.
        host: String,
        /// When that was seen first.
        since: DateTime<Utc>,
    },
    /// Our webhook is deleted again and again: most often by a program that polls with getUpdates
    /// for the same bot. The user is asked; nothing is done before.
    Polled {
        /// When it was seen first.
        since: DateTime<Utc>,
    },
    /// Telegram cannot be asked, or refuses.
    CannotAsk {
        /// Why, and what to do.
        error: Error,
        /// When it is tried again.
        until: Option<DateTime<Utc>>,
    },
}

/// How a bot is looked after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS, utoipa::ToSchema)]
#[ts(export)]
pub struct WatchView {
    /// Whether its webhook is repaired in the background (`webhook_auto_refresh`).
    pub auto_refresh: bool,
    /// Whether it is left alone.
    pub paused: bool,
    /// How its webhook stands.
    pub standing: Standing,
    /// When Telegram was last asked, also in an earlier run (`webhook_last_checked`).
    pub last_checked_at: Option<DateTime<Utc>>,
    /// When Telegram is asked next.
    pub next_check_at: Option<DateTime<Utc>>,
}
