//! What can go wrong on the way to the local bot, each with a word of its own.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Why a delivery failed, or what was odd about one that did not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Trouble {
    /// Nothing listens there.
    Refused,
    /// The host's name cannot be resolved.
    NameNotFound,
    /// No connection for another reason.
    NoConnection,
    /// The TLS handshake failed.
    Tls,
    /// The certificate is not trusted.
    Certificate,
    /// No whole answer in time.
    Timeout,
    /// The connection ended before the whole answer.
    ClosedEarly,
    /// The answer is not HTTP.
    NotHttp,
    /// The answer's body is over the limit; the rest was not read.
    TooLarge,
    /// A redirect, which Telegram does not follow either.
    Redirect,
    /// A status that is no success.
    Status,
    /// The way leads back to Hookbay's own receiver.
    Loop,
    /// The target's secrets cannot be read from the keyring.
    Secrets,
    /// Dropped at the user's wish.
    Dropped,
    /// Answered 500 at the user's wish.
    Injected,
}

impl Trouble {
    /// Whether no bot was there to get it: nothing else can be delivered then either.
    pub fn is_unreachable(self) -> bool {
        matches!(
            self,
            Self::Refused
                | Self::NameNotFound
                | Self::NoConnection
                | Self::Tls
                | Self::Certificate
                | Self::Secrets
                | Self::Loop
        )
    }

    /// What happened, and what to do.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Refused => (
                "Nothing listens at this address.",
                "Start the bot, or correct the port.",
            ),
            Self::NameNotFound => (
                "The host's name cannot be resolved.",
                "Correct the host in the target's URL.",
            ),
            Self::NoConnection => (
                "The bot's host cannot be connected to.",
                "Check the address and the firewall.",
            ),
            Self::Tls => (
                "The TLS handshake with the bot failed.",
                "Use http:// if the bot speaks plain HTTP at this port.",
            ),
            Self::Certificate => (
                "The bot's certificate is not trusted.",
                "If it is your own, accept this certificate in the target's settings.",
            ),
            Self::Timeout => (
                "The bot gave no whole answer in time.",
                "Let the bot answer first and work afterwards.",
            ),
            Self::ClosedEarly => (
                "The bot closed the connection before its answer was complete.",
                "Look into the bot's log: it probably crashed or was restarted.",
            ),
            Self::NotHttp => (
                "What answered does not speak HTTP.",
                "Correct the port, or use https:// if the bot speaks TLS there.",
            ),
            Self::TooLarge => (
                "The bot's answer is over 10 MiB; the rest was not read and Telegram got none of it.",
                "Send large files with a call to the Bot API.",
            ),
            Self::Redirect => (
                "The bot answered with a redirect, which Telegram does not follow either.",
                "Use the final URL as the target.",
            ),
            Self::Status => (
                "The bot answered with a status that is no success.",
                "Look into the bot's log; a 401 or 403 is often a different secret token.",
            ),
            Self::Loop => (
                "This address leads back to Hookbay's own receiver.",
                "Use the address that the bot itself listens on.",
            ),
            Self::Secrets => (
                "The target's secrets cannot be read from the keyring.",
                "Unlock the keyring, or enter the secret token again.",
            ),
            Self::Dropped => (
                "Dropped, as you asked.",
                "Press Deliver again if the bot is to get it after all.",
            ),
            Self::Injected => (
                "Answered 500, as you asked.",
                "It is delivered with the next try.",
            ),
        }
    }
}
