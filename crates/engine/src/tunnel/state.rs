//! What is told of a tunnel.

use crate::error::Error;
use chrono::{DateTime, Utc};
use serde::Serialize;
use ts_rs::TS;

/// What is true of a tunnel now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS, utoipa::ToSchema)]
#[serde(rename_all = "snake_case", tag = "type")]
#[ts(export)]
pub enum TunnelState {
    /// Not started.
    Off,
    /// The first connection is being made.
    Connecting,
    /// Public requests reach the receiver.
    Online {
        /// The public base, without a path and without a slash at the end.
        public_url: String,
        /// Since when.
        since: DateTime<Utc>,
    },
    /// It was lost and is tried again by itself.
    Reconnecting {
        /// Why it was lost.
        error: Error,
        /// How many tries so far.
        attempt: u32,
        /// When the next try is.
        next_try_at: DateTime<Utc>,
    },
    /// It will not be tried again before the user does something.
    Failed {
        /// Why, and what to do.
        error: Error,
    },
}

impl TunnelState {
    /// Online from now on.
    pub(super) fn online(public_url: &str) -> Self {
        Self::Online {
            public_url: public_url.trim_end_matches('/').to_owned(),
            since: Utc::now(),
        }
    }

    /// The public base, while there is one.
    pub fn public_url(&self) -> Option<&str> {
        match self {
            Self::Online { public_url, .. } => Some(public_url),
            _ => None,
        }
    }
}
