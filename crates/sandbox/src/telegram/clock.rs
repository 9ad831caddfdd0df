//! The time the sandbox lives in: the machine's, or one that a test moves by hand.
//!
//! Retries, expiry, throttling and timeouts all ask this clock, so a day of them takes no time.

use std::future::Future;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::watch;

/// A source of the present moment; clones share it.
#[derive(Debug, Clone)]
pub struct Clock(Source);

#[derive(Debug, Clone)]
enum Source {
    System,
    Manual(Arc<watch::Sender<DateTime<Utc>>>),
}

impl Default for Clock {
    fn default() -> Self {
        Self::system()
    }
}

impl Clock {
    /// The machine's own clock.
    pub fn system() -> Self {
        Self(Source::System)
    }

    /// A clock that stands at `start` until [`Clock::advance`] moves it.
    pub fn manual(start: DateTime<Utc>) -> Self {
        Self(Source::Manual(Arc::new(watch::Sender::new(start))))
    }

    /// The present moment.
    pub fn now(&self) -> DateTime<Utc> {
        match &self.0 {
            Source::System => Utc::now(),
            Source::Manual(time) => *time.borrow(),
        }
    }

    /// Moves a manual clock forward and wakes what waited for that moment. The machine's clock
    /// cannot be moved and stays as it is.
    pub fn advance(&self, by: TimeDelta) {
        if let Source::Manual(time) = &self.0 {
            time.send_modify(|now| *now += by);
        }
    }

    /// Waits until the clock shows `when` or later.
    pub async fn sleep_until(&self, when: DateTime<Utc>) {
        match &self.0 {
            Source::System => {
                let wait = (when - Utc::now()).to_std().unwrap_or_default();
                tokio::time::sleep(wait).await;
            }
            Source::Manual(time) => {
                // The sender lives in `self`, so the only way out is that the moment came.
                let _ = time.subscribe().wait_for(|now| *now >= when).await;
            }
        }
    }

    /// Waits for `span` on this clock.
    pub async fn sleep(&self, span: TimeDelta) {
        self.sleep_until(self.now() + span).await;
    }

    /// Runs `work` for at most `span`; `None` when it did not end in time.
    pub async fn timeout<T>(&self, span: TimeDelta, work: impl Future<Output = T>) -> Option<T> {
        tokio::select! {
            biased;
            done = work => Some(done),
            () = self.sleep(span) => None,
        }
    }
}
