//! What getWebhookInfo says beside an error: states that deserve a word although nothing was refused.

use crate::domain::webhook::{Diagnosis, Mend, WebhookInfo};
use chrono::{DateTime, TimeDelta, Utc};
use std::net::Ipv4Addr;

/// Telegram keeps so many updates for a bot; beyond that new ones are lost (TD TQueue).
const QUEUE: i64 = 100_000;
/// From here on the queue is nearly full.
const NEARLY_FULL: i64 = QUEUE * 9 / 10;
/// A lost link to Telegram's data centres that is older than this is over.
const RECENT: TimeDelta = TimeDelta::minutes(30);

/// A state of a webhook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// Updates wait, and they do not become fewer.
    NotFalling {
        /// How many.
        pending: i64,
        /// Whether Telegram tells of an error beside it.
        has_error: bool,
    },
    /// The queue is nearly full: new updates will be lost.
    NearlyFull {
        /// How many wait.
        pending: i64,
    },
    /// The Bot API's server had lost its link to Telegram.
    LostLink {
        /// When.
        at: DateTime<Utc>,
    },
    /// Telegram has not found the host's address.
    NoAddress,
    /// Telegram still delivers to an address that the name no longer has.
    OldAddress {
        /// Where Telegram delivers to.
        telegrams: Ipv4Addr,
        /// Where the name leads.
        now: Vec<Ipv4Addr>,
    },
    /// 410 is answered: after 23 hours of it Telegram removes the webhook.
    Going,
}

/// What is known beside Telegram's answer.
#[derive(Debug, Clone, Default)]
pub struct Around {
    /// How many updates waited at the check before.
    pub pending_before: Option<i64>,
    /// Where the host's name leads now; empty where it is not known.
    pub addresses: Vec<Ipv4Addr>,
    /// Whether a fixed address was registered, so that the name has no say.
    pub is_address_fixed: bool,
}

/// Each state that holds, the gravest first.
pub fn conditions(info: &WebhookInfo, around: &Around, now: DateTime<Utc>) -> Vec<Condition> {
    let mut found = Vec::new();
    if info.url.is_empty() {
        return found;
    }
    let pending = info.pending_update_count;
    if pending >= NEARLY_FULL {
        found.push(Condition::NearlyFull { pending });
    }
    let words = info.last_error_message.as_deref().unwrap_or_default();
    if super::trouble::trouble(words) == super::trouble::Trouble::Gone {
        found.push(Condition::Going);
    }
    let address = info.ip_address.as_deref();
    if address == Some("<unknown>") {
        found.push(Condition::NoAddress);
    }
    if let Some(telegrams) = address.and_then(|address| address.parse().ok())
        && !around.is_address_fixed
        && !around.addresses.is_empty()
        && !around.addresses.contains(&telegrams)
    {
        found.push(Condition::OldAddress {
            telegrams,
            now: around.addresses.clone(),
        });
    }
    if pending > 0
        && around
            .pending_before
            .is_some_and(|before| before <= pending && before > 0)
    {
        found.push(Condition::NotFalling {
            pending,
            has_error: info.last_error_message.is_some(),
        });
    }
    let lost = info
        .last_synchronization_error_date
        .and_then(|seconds| DateTime::from_timestamp(seconds, 0));
    if let Some(at) = lost.filter(|at| now - *at <= RECENT) {
        found.push(Condition::LostLink { at });
    }
    found
}

/// What a state means and what to do about it.
pub fn explain(condition: &Condition) -> Diagnosis {
    let (cause, fix, mend) = match condition {
        Condition::NearlyFull { pending } => (
            format!(
                "{pending} updates wait at Telegram, which keeps {QUEUE} for a bot: beyond that, new ones are lost."
            ),
            "Mend the delivery first; what is not needed can be dropped with Set webhook's option.",
            Some(Mend::OpenOptions),
        ),
        Condition::NotFalling {
            pending,
            has_error: true,
        } => (
            format!(
                "{pending} updates wait at Telegram, and they do not become fewer: one that fails holds up those behind it in the same chat."
            ),
            "Mend the error that Telegram tells of.",
            Some(Mend::Refresh),
        ),
        Condition::NotFalling {
            pending,
            has_error: false,
        } => (
            format!(
                "{pending} updates wait at Telegram, and they do not become fewer, without an error: a connection that is closed without an answer is one that Telegram does not tell of."
            ),
            "Send a probe; if it comes back, set the webhook again.",
            Some(Mend::Probe),
        ),
        Condition::LostLink { at } => (
            format!(
                "The Bot API's server had lost its link to Telegram at {} UTC: updates may be late.",
                at.format("%H:%M")
            ),
            "Wait: it is a fault on Telegram's side, or on that of the Bot API server of your own.",
            Some(Mend::Refresh),
        ),
        Condition::NoAddress => (
            "Telegram has not found the address of the webhook's host (<unknown>).".to_owned(),
            "Check the host's A record, then set the webhook again.",
            Some(Mend::SetWebhook),
        ),
        Condition::OldAddress { telegrams, now } => (
            format!(
                "Telegram delivers to {telegrams}, and the host's name leads to {} now: Telegram looks it up every 30 minutes only.",
                now.iter()
                    .map(ToString::to_string)
                    .collect::<Vec<_>>()
                    .join(", ")
            ),
            "Set the webhook again, so that Telegram looks the name up anew.",
            Some(Mend::SetWebhook),
        ),
        Condition::Going => (
            "The webhook answers 410 Gone: after 23 hours of nothing else, Telegram removes it."
                .to_owned(),
            "Let the path answer otherwise, then set the webhook again.",
            Some(Mend::SetWebhook),
        ),
    };
    Diagnosis {
        cause,
        fix: fix.to_owned(),
        mend,
    }
}

#[cfg(test)]
mod tests;
