//! Telegram cannot be asked.

use super::{Case, Decision};
use crate::domain::history::EventKind;
use crate::domain::policy::Policy;
use crate::domain::standing::Standing;
use crate::error::{Code, Error};
use chrono::TimeDelta;

/// Checks that failed, one after the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Failing {
    /// How many.
    pub(super) times: u32,
    /// Whether Telegram had refused the token.
    pub(super) refused: bool,
}

/// What stays so until the user does something.
pub(super) const REFUSALS: [Code; 3] = [
    Code::Unauthorized,
    Code::TelegramNotFound,
    Code::TokenMissing,
];

/// How long until the next try, after so many that failed.
fn wait(error: &Error, times: u32, policy: &Policy) -> TimeDelta {
    let growing = |first: TimeDelta, longest: TimeDelta| doubled(first, times).min(longest);
    let wait = if REFUSALS.contains(&error.code) {
        let longest = policy.longest_wait.max(policy.check_interval);
        growing(policy.check_interval, longest)
    } else {
        growing(policy.first_wait, policy.check_interval)
    };
    as_asked(error.retry_after, times, wait)
}

/// `wait`, but where the server has said how long, at first just that, and never less.
pub(super) fn as_asked(retry_after: Option<u32>, times: u32, wait: TimeDelta) -> TimeDelta {
    match retry_after.map(|seconds| TimeDelta::seconds(seconds.into())) {
        Some(asked) if times <= 1 => asked,
        Some(asked) => wait.max(asked),
        None => wait,
    }
}

/// `first` for the first time, twice that for the second, and so on.
pub(super) fn doubled(first: TimeDelta, times: u32) -> TimeDelta {
    first * (1 << times.saturating_sub(1).min(16))
}

impl Case<'_> {
    pub(super) fn cannot_ask(mut self, error: &Error) -> Decision {
        let refused = REFUSALS.contains(&error.code);
        let before = self.memory.failing.take();
        let is_news = before
            .as_ref()
            .is_none_or(|before| refused && !before.refused);
        let times = if is_news {
            1
        } else {
            before.map_or(1, |before| before.times.saturating_add(1))
        };
        self.memory.failing = Some(Failing { times, refused });
        if self.desired.registered.is_none() {
            return Decision {
                next: Some(self.now + wait(error, times, self.policy)),
                ..self.rests(Standing::NotWanted)
            };
        }
        if is_news {
            self.tell(EventKind::CheckFailed, |entry| {
                entry.error = Some(error.clone());
            });
        }
        let until = self.now + wait(error, times, self.policy);
        let standing = Standing::CannotAsk {
            error: error.clone(),
            until: Some(until),
        };
        Decision {
            next: Some(until),
            ..self.rests(standing)
        }
    }
}
