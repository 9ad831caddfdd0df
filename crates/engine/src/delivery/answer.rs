//! What came back from a bot, typed.

use super::certificate::NotTrusted;
use crate::domain::delivery::Phases;
use crate::domain::token::mask_tokens;
use crate::domain::trouble::Trouble;
use crate::store::{Headers, KEPT_BODY};
use bytes::Bytes;
use hyper::HeaderMap;
use hyper::header::RETRY_AFTER;
use std::error::Error as StdError;
use std::io::ErrorKind;
use std::time::Duration;

/// The answer's body may be this long. Telegram gets nothing of one that is longer.
pub const ANSWER_LIMIT: usize = 10 * 1024 * 1024;

/// A whole answer.
#[derive(Debug, Clone)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    /// Empty where it was over the limit.
    pub(super) body: Bytes,
    /// Bytes read.
    pub(super) size: usize,
    pub(super) is_over: bool,
}

/// Why there is no whole answer.
#[derive(Debug, Clone)]
pub(super) struct Failure {
    pub(super) trouble: Trouble,
    pub(super) detail: Option<String>,
    /// Of a certificate that is not trusted.
    pub(super) certificate: Option<String>,
}

/// A request and what came of it.
#[derive(Debug, Clone)]
pub(super) struct Exchange {
    /// When it began, Unix milliseconds.
    pub(super) at: i64,
    pub(super) phases: Phases,
    /// Secrets masked.
    pub(super) request_headers: Headers,
    pub(super) result: Result<Answer, Failure>,
}

impl Exchange {
    /// Whether the bot took the update.
    pub(super) fn is_delivered(&self) -> bool {
        matches!(&self.result, Ok(answer) if (200..300).contains(&answer.status))
    }

    /// Why it failed, or what was odd.
    pub(super) fn trouble(&self) -> Option<Trouble> {
        match &self.result {
            Err(failure) => Some(failure.trouble),
            Ok(answer) => match answer.status {
                200..300 if answer.is_over => Some(Trouble::TooLarge),
                200..300 => None,
                508 if answer.headers.contains_key(super::HOP) => Some(Trouble::Loop),
                300..400 => Some(Trouble::Redirect),
                _ => Some(Trouble::Status),
            },
        }
    }

    /// How long the bot asked to be left alone.
    pub(super) fn retry_after(&self) -> Option<Duration> {
        let answer = self.result.as_ref().ok()?;
        let seconds = answer.headers.get(RETRY_AFTER)?.to_str().ok()?;
        let seconds: u64 = seconds.trim().parse().ok()?;
        Some(Duration::from_secs(seconds.min(3600)))
    }
}

impl Answer {
    /// As they are kept.
    pub(super) fn shown_headers(&self) -> Headers {
        let shown = |value: &hyper::header::HeaderValue| {
            mask_tokens(&String::from_utf8_lossy(value.as_bytes()))
        };
        self.headers
            .iter()
            .map(|(name, value)| (name.as_str().to_owned(), shown(value)))
            .collect()
    }

    /// As much of the body as is kept. A copy where it is long, so that the rest is not kept alive.
    pub(super) fn kept_body(&self) -> Bytes {
        if self.body.len() <= KEPT_BODY {
            self.body.clone()
        } else {
            Bytes::copy_from_slice(&self.body[..KEPT_BODY])
        }
    }
}

impl Failure {
    pub(super) fn of(trouble: Trouble) -> Self {
        Self {
            trouble,
            detail: None,
            certificate: None,
        }
    }

    fn with(trouble: Trouble, error: &(dyn StdError + 'static)) -> Self {
        Self {
            detail: causes(error).last().map(ToString::to_string),
            ..Self::of(trouble)
        }
    }

    /// No TCP connection.
    pub(super) fn connecting(error: &std::io::Error) -> Self {
        let trouble = match error.kind() {
            ErrorKind::ConnectionRefused => Trouble::Refused,
            _ => Trouble::NoConnection,
        };
        Self::with(trouble, error)
    }

    /// The name has no address.
    pub(super) fn resolving(error: &std::io::Error) -> Self {
        Self::with(Trouble::NameNotFound, error)
    }

    /// No TLS.
    pub(super) fn shaking_hands(error: &std::io::Error) -> Self {
        let tls = causes(error).find_map(|cause| cause.downcast_ref::<rustls::Error>());
        match tls {
            Some(rustls::Error::Other(other)) => match other.0.downcast_ref::<NotTrusted>() {
                Some(not_trusted) => Self {
                    certificate: Some(not_trusted.fingerprint.clone()),
                    ..Self::with(Trouble::Certificate, not_trusted)
                },
                None => Self::with(Trouble::Tls, error),
            },
            Some(rustls::Error::InvalidCertificate(_)) => Self::with(Trouble::Certificate, error),
            _ => Self::with(Trouble::Tls, error),
        }
    }

    /// No answer on an open connection.
    pub(super) fn exchanging(error: &hyper::Error) -> Self {
        let trouble = if error.is_parse() {
            Trouble::NotHttp
        } else {
            Trouble::ClosedEarly
        };
        Self::with(trouble, error)
    }
}

fn causes<'a>(
    error: &'a (dyn StdError + 'static),
) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    std::iter::successors(Some(error), |cause| {
        let cause: &'a (dyn StdError + 'static) = *cause;
        // What an `io::Error` wraps is skipped by its `source`.
        let wrapped = cause
            .downcast_ref::<std::io::Error>()
            .and_then(std::io::Error::get_ref);
        wrapped
            .map(|inner| inner as &(dyn StdError + 'static))
            .or_else(|| cause.source())
    })
}
