//! A webhook as Telegram sees it, and the wishes for one (Bot API: setWebhook, WebhookInfo).

use crate::secret::Secret;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Telegram's answer to getWebhookInfo, every field (Bot API: WebhookInfo). A field that Telegram
/// left out is `None`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS, utoipa::ToSchema)]
#[ts(export)]
pub struct WebhookInfo {
    /// Empty when there is none.
    pub url: String,
    /// Whether a certificate was uploaded.
    #[serde(default)]
    pub has_custom_certificate: bool,
    /// Updates that wait at Telegram.
    #[serde(default)]
    #[ts(type = "number")]
    pub pending_update_count: i64,
    /// The address that Telegram delivers to; may be the word `<unknown>`.
    #[serde(default)]
    pub ip_address: Option<String>,
    /// Unix seconds of the last failed delivery since the last setWebhook. A later success does not
    /// clear it.
    #[serde(default)]
    #[ts(type = "number | null")]
    pub last_error_date: Option<i64>,
    /// What failed then.
    #[serde(default)]
    pub last_error_message: Option<String>,
    /// Unix seconds of the last loss of the link between Bot API server and Telegram.
    #[serde(default)]
    #[ts(type = "number | null")]
    pub last_synchronization_error_date: Option<i64>,
    /// 1–100.
    #[serde(default)]
    pub max_connections: Option<u32>,
    /// Only when other than the default set.
    #[serde(default)]
    pub allowed_updates: Option<Vec<String>>,
}

/// What the user wants of a registration; every field may be left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct WebhookOptions {
    /// Drops what waits at Telegram: cannot be undone.
    pub drop_pending_updates: bool,
    /// 1–256 of `A-Z a-z 0-9 _ -`; left out, a random one is made.
    #[ts(type = "string | null")]
    pub secret_token: Option<Secret>,
    /// 1–100, a self-hosted server's `--local` up to 100,000; left out, the server's own.
    pub max_connections: Option<u32>,
    /// Update kinds; left out, the setting stays as it is; empty, Telegram's default set.
    pub allowed_updates: Option<Vec<String>>,
    /// A fixed address instead of DNS.
    pub ip_address: Option<String>,
    /// A self-signed certificate to trust, as PEM text.
    pub certificate_pem: Option<String>,
}

/// A last error of Telegram's in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS, utoipa::ToSchema)]
#[ts(export)]
pub struct Diagnosis {
    /// One sentence: what it means.
    pub cause: String,
    /// One sentence: what to do.
    pub fix: String,
    /// What the app can do about it by itself.
    pub mend: Option<Mend>,
}

/// What the app can do by itself about something that is wrong: the button beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, TS, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Mend {
    /// Register the webhook.
    SetWebhook,
    /// Open the form of Set webhook, where a certificate, an address or a limit is changed.
    OpenOptions,
    /// Delete the webhook.
    DeleteWebhook,
    /// Connect the tunnel again.
    RetryTunnel,
    /// Open the tunnel's settings.
    OpenTunnel,
    /// Send a probe through the public URL.
    Probe,
    /// Ask for the bot's new token.
    ReplaceToken,
    /// Try the keyring again.
    RetryVault,
    /// Ask Telegram again.
    Refresh,
    /// Open the limits of what is kept.
    OpenRetention,
}
