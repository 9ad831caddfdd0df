//! The error that every door shows: one sentence of what happened, one of what to do, and a code
//! for those who act on it.

use serde::Serialize;
use ts_rs::TS;

/// What went wrong, for code that acts on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, TS, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Code {
    /// The input cannot be right; nothing was tried.
    InvalidInput,
    /// The text is not of a bot token's form.
    TokenMalformed,
    /// There is no such bot or update here.
    NotFound,
    /// This bot is already in the list.
    BotExists,
    /// Telegram: 401, the token is wrong or was revoked.
    Unauthorized,
    /// Telegram: 404, no bot with such a token, or no such method.
    TelegramNotFound,
    /// Telegram: 409, somebody polls, or another setWebhook was faster.
    Conflict,
    /// Telegram: 429; the error carries `retry_after`.
    TooManyRequests,
    /// Telegram refused the webhook's URL, address, port, secret token or certificate.
    BadWebhook,
    /// Any other refusal of Telegram's.
    TelegramRefused,
    /// The Bot API's host name cannot be resolved.
    Dns,
    /// The Bot API's host cannot be connected to.
    Connect,
    /// TLS with the Bot API's host failed.
    Tls,
    /// No answer in time.
    Timeout,
    /// An answer that is not the Bot API's.
    MalformedAnswer,
    /// There is no keyring on this machine or in this session.
    KeyringAbsent,
    /// The keyring is there but locked.
    KeyringLocked,
    /// The keyring refused for another reason.
    KeyringFailed,
    /// The bot's token is not in the keyring.
    TokenMissing,
    /// The bot's webhook is somebody else's, and the user has not agreed to take its place.
    ForeignWebhook,
    /// The public URL does not lead to this receiver.
    ProbeLost,
    /// A file is there already, and the user has not agreed that it is replaced.
    AlreadyThere,
    /// The caller of the HTTP API has no token, a wrong one, or comes from a foreign page.
    ApiRefused,
    /// A replay goes to another computer, and the user has not agreed to that.
    ForeignHost,
    /// The tunnel is not online, so there is no public URL.
    TunnelOffline,
    /// ngrok refused the authtoken.
    NgrokAuth,
    /// ngrok refused for another reason, or cannot be reached.
    Ngrok,
    /// Another program listens on the port.
    PortTaken,
    /// The database was written by a newer Hookbay.
    StoreNewer,
    /// Another Hookbay works with this data folder.
    AlreadyRunning,
    /// The database cannot be read or written.
    Store,
    /// The sandbox is not running or refused.
    Sandbox,
    /// A fault of Hookbay's own.
    Internal,
}

/// An error as a person reads it. Never holds a secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS, utoipa::ToSchema, thiserror::Error)]
#[error("{message}")]
#[ts(export, rename = "ApiError")]
pub struct Error {
    /// For code that acts on it.
    pub code: Code,
    /// One sentence: what happened.
    pub message: String,
    /// One sentence: what to do about it.
    pub remedy: String,
    /// The raw words of the other side, where there are any.
    pub detail: Option<String>,
    /// Seconds to wait before trying again, where the other side said so.
    pub retry_after: Option<u32>,
}

/// The engine's result.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// An error of `code`: what happened, and what to do about it.
    pub fn new(code: Code, message: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            remedy: remedy.into(),
            detail: None,
            retry_after: None,
        }
    }

    /// Adds the other side's raw words.
    #[must_use]
    pub fn detail(mut self, detail: impl std::fmt::Display) -> Self {
        self.detail = Some(detail.to_string());
        self
    }

    /// Adds the seconds to wait.
    #[must_use]
    pub fn retry_after(mut self, seconds: u32) -> Self {
        self.retry_after = Some(seconds);
        self
    }
}
