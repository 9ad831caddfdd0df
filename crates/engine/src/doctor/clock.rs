//! This computer's clock, against the Date in an answer of the Bot API's server.

use crate::domain::checkup::Verdict;
use crate::telegram::{Client, ServerTime};
use chrono::TimeDelta;

/// More than this is worth a look.
const CARE: TimeDelta = TimeDelta::seconds(5);
/// From here on certificates and times of updates go wrong.
const BAD: TimeDelta = TimeDelta::seconds(60);

/// Asks the Bot API's server at `root` what time it is.
pub async fn check(client: &Client, root: &str) -> Verdict {
    match client.server_time(root).await {
        Ok(Some(answer)) => judge(answer),
        Ok(None) => Verdict::skipped("The Bot API's server does not say what time it is."),
        Err(error) => {
            let error = crate::error::Error::from(error);
            Verdict::skipped(format!(
                "The Bot API's server could not be asked for the time. {}",
                error.message
            ))
        }
    }
}

/// A Date has whole seconds, and the answer was some time on its way: what either may hide is no skew.
fn judge(answer: ServerTime) -> Verdict {
    let earliest = answer.server;
    let latest = answer.server + TimeDelta::seconds(1);
    let ahead = answer.asked - latest;
    let behind = earliest - answer.answered;
    let (off, side) = if ahead > behind {
        (ahead, "ahead of")
    } else {
        (behind, "behind")
    };
    if off <= CARE {
        return Verdict::good("This computer's clock agrees with the Bot API server's.");
    }
    let sentence = format!(
        "This computer's clock is {} {side} the Bot API server's.",
        words(off)
    );
    let fix = "Turn on the automatic time of this computer's system.";
    if off > BAD {
        let sentence = format!(
            "{sentence} Certificates look expired or not yet valid to it, and times are wrong."
        );
        Verdict::bad(sentence, fix)
    } else {
        Verdict::care(sentence, fix)
    }
}

/// A time span as a person says it.
pub(super) fn words(span: TimeDelta) -> String {
    let (number, unit) = match span {
        span if span >= TimeDelta::days(2) => (span.num_days(), "days"),
        span if span >= TimeDelta::hours(2) => (span.num_hours(), "hours"),
        span if span >= TimeDelta::minutes(2) => (span.num_minutes(), "minutes"),
        span => (span.num_seconds(), "seconds"),
    };
    format!("{number} {unit}")
}
