//! The HTTP API's state, as it goes through a door.

use crate::error::Error;
use serde::Serialize;
use ts_rs::TS;

/// Whether the HTTP API listens.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case", tag = "type")]
#[ts(export)]
pub enum HttpApiState {
    /// It was not asked for.
    #[default]
    Off,
    /// It listens.
    Listening {
        /// Its base, e.g. `http://127.0.0.1:4665`; the docs page is at `/docs`.
        url: String,
    },
    /// It cannot listen, or has no token to check callers by.
    Failed {
        /// Why, and what to do.
        error: Error,
    },
}

/// The HTTP API's bearer token, for the user to copy.
#[derive(Clone, Serialize, TS)]
#[ts(export)]
pub struct HttpApiToken {
    /// The token.
    pub token: String,
}
