//! What Telegram says of the webhook.

use super::token::failed;
use crate::domain::checkup::Verdict;
use crate::domain::webhook::{Mend, WebhookInfo};
use crate::error::Error;
use crate::telegram::condition::{Around, conditions, explain};
use crate::telegram::diagnosis::diagnose;
use chrono::{DateTime, TimeDelta, Utc};

/// An error older than this, with nothing waiting, is over.
const RECENT: TimeDelta = TimeDelta::minutes(10);

/// Whose the webhook is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// There is none.
    Nobodys,
    /// It leads to the present public URL.
    Ours,
    /// It leads to an earlier public URL.
    OursOutdated,
    /// Somebody else's.
    Foreign,
}

/// What Telegram answered, seen from here. `wanted` says whether the user has set it from here.
pub fn judge(
    info: Result<&WebhookInfo, Error>,
    whose: Whose,
    wanted: bool,
    around: &Around,
    now: DateTime<Utc>,
) -> Verdict {
    let info = match info {
        Ok(info) => info,
        Err(error) => return failed(error),
    };
    match whose {
        Whose::Nobodys if !wanted => {
            return Verdict::skipped("The bot has no webhook, and none was set from here.");
        }
        Whose::Nobodys => {
            return Verdict::bad(
                "The bot has no webhook any more, though one was set from here.",
                "Set it again. If it goes again, another program deletes it, most often one that \
                 polls; after 23 hours of 410 Telegram removes it as well.",
            )
            .mend(Mend::SetWebhook);
        }
        Whose::Foreign => {
            return Verdict::care(
                "The bot's webhook is somebody else's.",
                "Leave it, or take its place with Set webhook.",
            )
            .mend(Mend::SetWebhook);
        }
        Whose::OursOutdated => {
            return Verdict::bad(
                "The webhook leads to an earlier public URL.",
                "Set it again at the present one.",
            )
            .mend(Mend::SetWebhook);
        }
        Whose::Ours => {}
    }
    if let Some(verdict) = last_error(info, now) {
        return verdict;
    }
    if let Some(condition) = conditions(info, around, now).first() {
        let told = explain(condition);
        return Verdict::care(told.cause, told.fix).mend(told.mend);
    }
    Verdict::good(match info.pending_update_count {
        0 => "The webhook is ours, and nothing waits at Telegram.".to_owned(),
        1 => "The webhook is ours, and 1 update waits at Telegram.".to_owned(),
        waiting => format!("The webhook is ours, and {waiting} updates wait at Telegram."),
    })
}

fn last_error(info: &WebhookInfo, now: DateTime<Utc>) -> Option<Verdict> {
    let words = info.last_error_message.as_deref()?;
    let at = info
        .last_error_date
        .and_then(|seconds| DateTime::from_timestamp(seconds, 0))?;
    let told = diagnose(words);
    let verdict = if now - at <= RECENT || info.pending_update_count > 0 {
        Verdict::bad(
            format!(
                "Telegram's last delivery error still counts. {}",
                told.cause
            ),
            told.fix,
        )
        .mend(told.mend)
    } else {
        Verdict::care(
            format!(
                "A delivery failed {} ago, and nothing waits any more. {}",
                super::clock::words(now - at),
                told.cause
            ),
            told.fix,
        )
        .mend(told.mend)
    };
    Some(verdict.detail(words))
}
