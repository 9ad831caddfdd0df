//! What is remembered of a bot from one check to the next.

use super::failing::{Failing, as_asked, doubled};
use crate::domain::history::Cause;
use crate::domain::policy::Policy;
use crate::domain::standing::Standing;
use crate::error::Error;
use chrono::{DateTime, TimeDelta, Utc};

/// Samples of pending updates that are looked at.
const SAMPLES: usize = 3;

/// What is remembered of a bot. It is in the stored history as well: [`Memory::recall`] reads it there
/// after a start.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Memory {
    pub(super) troubles: Vec<Trouble>,
    /// Checks that failed until now.
    pub(super) failing: Option<Failing>,
    /// Whose host has taken our place, and since when.
    pub(super) taken_over: Option<(String, DateTime<Utc>)>,
    /// The last error that was told: Telegram's date and words.
    pub(super) told_error: Option<(i64, String)>,
    /// Whether it was told that updates pile up.
    pub(super) pending_told: bool,
    /// The last numbers of pending updates and their times, oldest first.
    pub(super) pending: Vec<(DateTime<Utc>, i64)>,
    /// Whether what was done from here last may have erased what was there: a registration or a
    /// giving back that was refused, or the deletion at a quit.
    pub(super) erased: bool,
}

/// One cause for registering again, and what was done about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Trouble {
    pub(super) cause: Cause,
    pub(super) since: DateTime<Utc>,
    pub(super) last_seen: DateTime<Utc>,
    /// Registrations for it.
    pub(super) tries: u32,
    /// Those that Telegram confirmed.
    pub(super) confirmed: u32,
    pub(super) last_try: Option<Try>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Try {
    pub(super) at: DateTime<Utc>,
    /// The URL that it was for; `None` where that is not known any more.
    pub(super) url: Option<String>,
    pub(super) refused: Option<Error>,
}

impl Trouble {
    pub(super) fn new(cause: Cause, now: DateTime<Utc>) -> Self {
        Self {
            cause,
            since: now,
            last_seen: now,
            tries: 0,
            confirmed: 0,
            last_try: None,
        }
    }

    fn wait(&self, policy: &Policy) -> TimeDelta {
        doubled(policy.first_wait, self.tries).min(policy.longest_wait)
    }

    /// Not seen for so long, it is over.
    pub(super) fn is_stale(&self, policy: &Policy, now: DateTime<Utc>) -> bool {
        now - self.last_seen >= self.wait(policy).max(policy.check_interval) * 4
    }
}

impl Memory {
    /// A registration was confirmed.
    pub fn registered(&mut self, cause: Cause, url: &str, now: DateTime<Utc>) {
        self.tried(cause, url, now, None);
        self.erased = false;
        self.pending.clear();
        if let Some(trouble) = self.trouble_mut(cause) {
            trouble.confirmed += 1;
        }
    }

    /// A registration was refused, or Telegram could not be asked for it. Gives what to show, and when
    /// the next one may be.
    pub fn refused(
        &mut self,
        cause: Cause,
        url: &str,
        error: &Error,
        policy: &Policy,
        now: DateTime<Utc>,
    ) -> (Standing, DateTime<Utc>) {
        self.tried(cause, url, now, Some(error.clone()));
        self.erased = true;
        let until = self
            .wait(cause, url, policy, now)
            .unwrap_or(now + policy.first_wait);
        (self.waits(cause, until), until)
    }

    /// The user has answered, or set the webhook: what was in dispute is not any more, and nothing
    /// waits.
    pub fn forget_dispute(&mut self) {
        self.taken_over = None;
        self.troubles.clear();
        self.erased = false;
    }

    /// An operation from here may have erased what was there, so that nobody else is to blame.
    pub fn may_be_erased(&mut self) {
        self.erased = true;
    }

    /// The user wants it repaired now: nothing waits. What is asked of the user stays asked.
    pub fn forgive(&mut self) {
        for trouble in &mut self.troubles {
            trouble.tries = 0;
            trouble.last_try = None;
        }
    }

    pub(super) fn trouble(&self, cause: Cause) -> Option<&Trouble> {
        self.troubles.iter().find(|known| known.cause == cause)
    }

    fn trouble_mut(&mut self, cause: Cause) -> Option<&mut Trouble> {
        self.troubles.iter_mut().find(|known| known.cause == cause)
    }

    /// The cause was seen now.
    pub(super) fn see(&mut self, cause: Cause, now: DateTime<Utc>) -> Trouble {
        if let Some(known) = self.trouble_mut(cause) {
            known.last_seen = now;
            return known.clone();
        }
        let new = Trouble::new(cause, now);
        self.troubles.push(new.clone());
        new
    }

    pub(super) fn forget_stale(&mut self, policy: &Policy, now: DateTime<Utc>) {
        self.troubles
            .retain(|trouble| !trouble.is_stale(policy, now));
    }

    fn tried(&mut self, cause: Cause, url: &str, now: DateTime<Utc>, refused: Option<Error>) {
        self.see(cause, now);
        if let Some(trouble) = self.trouble_mut(cause) {
            // What was done for another URL is no reason to wait with this one.
            if trouble.is_elsewhere(url) {
                trouble.tries = 0;
            }
            trouble.tries = trouble.tries.saturating_add(1);
            trouble.last_try = Some(Try {
                at: now,
                url: Some(url.to_owned()),
                refused,
            });
        }
    }

    /// Until when nothing is done for this cause; `None` when it may be done now.
    pub(super) fn wait(
        &self,
        cause: Cause,
        url: &str,
        policy: &Policy,
        now: DateTime<Utc>,
    ) -> Option<DateTime<Utc>> {
        let trouble = self.trouble(cause)?;
        let last = trouble.last_try.as_ref()?;
        if trouble.is_elsewhere(url) {
            return None;
        }
        let asked = last.refused.as_ref().and_then(|error| error.retry_after);
        let until = last.at + as_asked(asked, trouble.tries, trouble.wait(policy));
        (now < until).then_some(until)
    }

    /// What to show while it waits.
    pub(super) fn waits(&self, cause: Cause, until: DateTime<Utc>) -> Standing {
        let refused = self
            .trouble(cause)
            .and_then(|trouble| trouble.last_try.as_ref())
            .and_then(|last| last.refused.clone());
        match refused {
            Some(error) => Standing::CannotAsk {
                error,
                until: Some(until),
            },
            None => Standing::Waiting { cause, until },
        }
    }

    /// Two checks in the same moment tell nothing of where a number goes.
    pub(super) fn sample(&mut self, pending: i64, policy: &Policy, now: DateTime<Utc>) {
        let is_same = |(at, _): &(DateTime<Utc>, i64)| now - *at < policy.first_wait / 2;
        if self.pending.last().is_some_and(is_same) {
            return;
        }
        self.pending.push((now, pending));
        if self.pending.len() > SAMPLES {
            self.pending.remove(0);
        }
    }

    /// Whether pending updates have become no fewer over the last samples; `None` after one alone.
    pub(super) fn stays(&self) -> Option<bool> {
        match self.pending.as_slice() {
            [(_, first), .., (_, last)] => Some(last >= first),
            _ => None,
        }
    }
}

impl Trouble {
    fn is_elsewhere(&self, url: &str) -> bool {
        let last = self.last_try.as_ref().and_then(|last| last.url.as_deref());
        matches!(self.cause, Cause::UrlChanged | Cause::UrlInvalid)
            && last.is_some_and(|last| last != url)
    }
}
