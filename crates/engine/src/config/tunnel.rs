//! The way to the public URL, as it is saved and as it is in force.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Which way the public URL is made.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum TunnelKind {
    /// Not chosen yet.
    #[default]
    None,
    /// ngrok, in process.
    Ngrok,
    /// The user's domain and reverse proxy.
    Domain,
}

/// The tunnel's saved settings.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS, utoipa::ToSchema)]
#[serde(default)]
#[ts(export)]
pub struct TunnelSettings {
    /// Which way.
    pub kind: TunnelKind,
    /// ngrok: a reserved domain, e.g. `calm-otter.ngrok.app`; none for a random one.
    pub ngrok_domain: Option<String>,
    /// Domain: `https://api.example.com`, no path.
    pub webhook_domain: Option<String>,
    /// Domain: the port on this machine that the reverse proxy forwards to.
    pub port: Option<u16>,
}

/// What is in force of the way: only what the chosen one needs, so that two of them differ where
/// the tunnel must be opened anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Route {
    /// Not chosen yet.
    None,
    /// ngrok.
    Ngrok {
        /// A reserved domain.
        domain: Option<String>,
    },
    /// The user's domain.
    Domain {
        /// `https://api.example.com`; `None` where none is given.
        base: Option<url::Url>,
        /// Where the receiver listens for the reverse proxy.
        port: u16,
    },
}
