//! What can go wrong with a call, typed. None of it holds the token.

use crate::domain::token::Token;

/// A call that failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// 401: the token is wrong or was revoked.
    #[error("unauthorized: {detail}")]
    Unauthorized {
        /// Telegram's words.
        detail: String,
    },
    /// 404: no bot with such a token, or no such method.
    #[error("not found: {detail}")]
    NotFound {
        /// Telegram's words.
        detail: String,
    },
    /// 409: somebody else was faster, or polls.
    #[error("conflict: {detail}")]
    Conflict {
        /// Which.
        kind: Conflict,
        /// Telegram's words.
        detail: String,
    },
    /// 429.
    #[error("too many requests: {detail}")]
    TooManyRequests {
        /// Seconds to wait, where Telegram says so.
        retry_after: Option<u32>,
        /// Telegram's words.
        detail: String,
    },
    /// 400 to a setWebhook.
    #[error("bad webhook: {detail}")]
    BadWebhook {
        /// Why.
        reason: BadWebhook,
        /// Telegram's words.
        detail: String,
    },
    /// Any other refusal.
    #[error("refused with {code}: {description}")]
    Refused {
        /// Telegram's error_code.
        code: i64,
        /// Telegram's words.
        description: String,
    },
    /// The server was not reached, or went away.
    #[error("network: {host}: {detail}")]
    Network {
        /// How.
        kind: Network,
        /// The server's name.
        host: String,
        /// The system's words.
        detail: String,
    },
    /// The answer is not the Bot API's.
    #[error("malformed answer of {host}: {detail}")]
    Malformed {
        /// The server's name.
        host: String,
        /// The HTTP status, and how the answer begins.
        detail: String,
    },
    /// The Bot API server's address is no web address.
    #[error("bad api root: {detail}")]
    BadRoot {
        /// What is wrong with it.
        detail: String,
    },
    /// The HTTP client could not be made.
    #[error("no http client: {detail}")]
    NoClient {
        /// The library's words.
        detail: String,
    },
}

/// Which conflict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Conflict {
    /// Another setWebhook arrived while this one was worked on.
    OtherSetWebhook,
    /// A getUpdates was ended by a setWebhook.
    SetWebhook,
    /// A getUpdates was ended by another.
    OtherGetUpdates,
    /// getUpdates while there is a webhook.
    WebhookActive,
    /// A conflict that is not known yet.
    Other,
}

/// Why a webhook was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BadWebhook {
    /// The URL does not parse.
    InvalidUrl,
    /// The secret token has more than 256 characters.
    SecretTokenTooLong,
    /// The secret token has a character outside `A-Z a-z 0-9 _ -`.
    SecretTokenCharacters,
    /// The certificate is larger than 3 MiB.
    CertificateTooBig,
    /// Not https.
    NotHttps,
    /// Not port 80, 88, 443 or 8443.
    Port,
    /// Telegram cannot resolve the host.
    CannotResolve,
    /// The address is not a public one.
    ReservedAddress {
        /// Which.
        address: String,
    },
    /// The host has IPv6 addresses only.
    Ipv6Only,
    /// The given IP address is none.
    InvalidAddress,
    /// A reason that is not known yet.
    Other,
}

/// How the network failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Network {
    /// The host's name cannot be resolved.
    Dns,
    /// No connection.
    Connect,
    /// No TLS.
    Tls,
    /// No answer in time.
    Timeout,
    /// The connection broke, or another fault.
    Other,
}

impl Error {
    /// This error with every secret of the call cut out, should the other side have repeated one.
    pub(super) fn without(mut self, token: &Token, secrets: &[&str]) -> Self {
        let (Self::Unauthorized { detail }
        | Self::NotFound { detail }
        | Self::Conflict { detail, .. }
        | Self::TooManyRequests { detail, .. }
        | Self::BadWebhook { detail, .. }
        | Self::Refused {
            description: detail,
            ..
        }
        | Self::Network { detail, .. }
        | Self::Malformed { detail, .. }
        | Self::BadRoot { detail }
        | Self::NoClient { detail }) = &mut self;
        // The half after the colon, so that a colon written as %3A hides nothing.
        let half = token.expose().split_once(':').map(|(_, half)| half);
        for secret in half
            .into_iter()
            .chain(secrets.iter().copied())
            .filter(|secret| !secret.is_empty())
        {
            if detail.contains(secret) {
                *detail = detail.replace(secret, "••••");
            }
        }
        self
    }
}
