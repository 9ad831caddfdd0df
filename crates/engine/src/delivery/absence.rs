//! While nobody is at a target.

use crate::domain::delivery::Limits;
use crate::domain::trouble::Trouble;
use std::time::{Duration, Instant};
use tokio::sync::watch;

/// The longest wait between two tries: a bot that was started should not wait for its updates.
const LONGEST: Duration = Duration::from_secs(2);

struct Since {
    trouble: Trouble,
    failures: u32,
    until: Instant,
}

/// Whether nobody is there, as a queue has found it, and whom it is told.
pub(super) struct Absence {
    since: Option<Since>,
    told: watch::Sender<Option<Trouble>>,
}

impl Absence {
    /// Nothing is known yet.
    pub(super) fn new(told: watch::Sender<Option<Trouble>>) -> Self {
        Self { since: None, told }
    }

    /// When the next try is due, while nobody is there.
    pub(super) fn until(&self) -> Option<Instant> {
        self.since.as_ref().map(|since| since.until)
    }

    /// Somebody may be there now.
    pub(super) fn try_now(&mut self) {
        if let Some(since) = &mut self.since {
            since.until = Instant::now();
        }
    }

    /// Somebody is there, or it is not known any more; whether that is news.
    pub(super) fn end(&mut self) -> bool {
        let is_news = self.since.take().is_some();
        if is_news {
            self.told.send_replace(None);
        }
        is_news
    }

    /// Nobody is there; whether that is news.
    pub(super) fn met(&mut self, trouble: Trouble, limits: Limits) -> bool {
        let now = Instant::now();
        let known = self.since.as_ref().filter(|known| known.trouble == trouble);
        let is_news = known.is_none();
        let failures = match known {
            // One of those that were under way when the first failed.
            Some(known) if known.until > now => return false,
            Some(known) => known.failures.saturating_add(1),
            None => 1,
        };
        let wait = Duration::from_millis(limits.wait_ms(failures)).min(LONGEST);
        self.since = Some(Since {
            trouble,
            failures,
            until: now + wait,
        });
        if is_news {
            self.told.send_replace(Some(trouble));
        }
        is_news
    }
}
