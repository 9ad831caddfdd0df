//! Whether the receiver takes the secret token that Telegram was given.

use super::{Journey, Through, path};
use crate::domain::checkup::Verdict;
use crate::domain::webhook::Mend;

/// What the receiver made of the secret token of a probe.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// It would have let an update in.
    Yes,
    /// It would have refused it.
    No,
    /// It cannot read the secret token from the keyring.
    NotReady,
}

/// What a probe with the bot's id and secret token says. `refused` counts the requests with a wrong
/// secret token in this run.
pub fn judge(journey: &Journey, taken: Option<Taken>, refused: u64, through: Through) -> Verdict {
    let Some(taken) = taken else {
        return match path::judge(journey, through).detail {
            Some(detail) => Verdict::skipped(
                "The probe did not arrive, so the secret token could not be tried.",
            )
            .detail(detail),
            None => Verdict::skipped(
                "The probe did not arrive, so the secret token could not be tried.",
            ),
        };
    };
    if !journey.with_secret {
        return Verdict::skipped(
            "The connection is not one to trust with the secret token, so it was not sent.",
        );
    }
    match taken {
        Taken::Yes if refused == 0 => {
            Verdict::good("The receiver takes the secret token that was registered.")
        }
        Taken::Yes => {
            let times = if refused == 1 { "request" } else { "requests" };
            Verdict::care(
                format!(
                    "The receiver takes the secret token that was registered, and refused {refused} \
                     {times} with another one in this run."
                ),
                "If updates are missing, set the webhook again, so that Telegram has the same one; \
                 if not, it was a stranger.",
            )
            .mend(Mend::SetWebhook)
        }
        Taken::No => Verdict::bad(
            "The secret token does not come through: the receiver refused its own.",
            "Let the reverse proxy pass the header X-Telegram-Bot-Api-Secret-Token on unchanged.",
        ),
        Taken::NotReady => Verdict::bad(
            "The receiver cannot read this bot's secret token from the keyring, so updates wait at \
             Telegram.",
            "Unlock the keyring, or set the webhook again to make a new one.",
        )
        .mend(Mend::RetryVault),
    }
}
