//! Whether the public URL leads to this receiver.

use super::{Journey, Through};
use crate::domain::checkup::Verdict;
use crate::domain::webhook::Mend;
use crate::error::Error;
use std::time::Duration;

/// What a probe says.
pub fn judge(journey: &Journey, through: Through) -> Verdict {
    match &journey.back {
        Ok(_) => Verdict::good("The public URL leads to this Hookbay."),
        Err(lost) => lost_by(&lost.told(through), through),
    }
}

/// The same, from what was told of the probe.
pub fn told(error: Option<&Error>, took: Duration, through: Through) -> Verdict {
    match error {
        None => Verdict::good(format!(
            "The public URL leads to this Hookbay: there and back in {} ms.",
            took.as_millis()
        )),
        Some(error) => lost_by(error, through),
    }
}

fn lost_by(error: &Error, through: Through) -> Verdict {
    let mend = match through {
        Through::Ngrok => Some(Mend::RetryTunnel),
        Through::Domain { .. } => Some(Mend::OpenTunnel),
        Through::Loopback => None,
    };
    let verdict = Verdict::bad(&error.message, &error.remedy).mend(mend);
    match &error.detail {
        Some(detail) => verdict.detail(detail),
        None => verdict,
    }
}
