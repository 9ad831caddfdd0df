//! The time the sandbox lives in: the machine's, which can jump ahead, or one that a test moves by
//! hand.
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
    /// Milliseconds ahead of the machine's.
    System(Arc<watch::Sender<i64>>),
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
        Self(Source::System(Arc::default()))
    }

    /// A clock that stands at `start` until [`Clock::advance`] moves it.
    pub fn manual(start: DateTime<Utc>) -> Self {
        Self(Source::Manual(Arc::new(watch::Sender::new(start))))
    }

    /// The present moment.
    pub fn now(&self) -> DateTime<Utc> {
        match &self.0 {
            Source::System(ahead) => {
                let ahead = TimeDelta::milliseconds(*ahead.borrow());
                Utc::now().checked_add_signed(ahead).unwrap_or_default()
            }
            Source::Manual(time) => *time.borrow(),
        }
    }

    /// Moves the clock forward and wakes what waited for that moment.
    pub fn advance(&self, by: TimeDelta) {
        match &self.0 {
            Source::Manual(time) => time.send_modify(|now| *now += by),
            Source::System(ahead) => {
                ahead.send_modify(|ahead| *ahead = ahead.saturating_add(by.num_milliseconds()));
            }
        }
    }

    /// How far it is ahead of the machine's, in seconds.
    pub fn ahead(&self) -> i64 {
        match &self.0 {
            Source::Manual(time) => (*time.borrow() - Utc::now()).num_seconds(),
            Source::System(ahead) => *ahead.borrow() / 1000,
        }
    }

    /// Waits until the clock shows `when` or later.
    pub async fn sleep_until(&self, when: DateTime<Utc>) {
        match &self.0 {
            Source::System(ahead) => {
                let mut jumps = ahead.subscribe();
                loop {
                    let wait = (when - self.now()).to_std().unwrap_or_default();
                    tokio::select! {
                        () = tokio::time::sleep(wait) => return,
                        // The sender lives in `self`, so this only ends with a jump.
                        _ = jumps.changed() => {}
                    }
                }
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

#[cfg(test)]
mod tests {
    use super::Clock;
    use chrono::{TimeDelta, Utc};

    #[tokio::test]
    async fn the_machines_clock_jumps_and_wakes_who_waits() {
        let clock = Clock::system();
        let other = clock.clone();
        let jump = async { other.advance(TimeDelta::hours(1)) };
        let sleep = clock.sleep(TimeDelta::minutes(59));
        let both = async { tokio::join!(sleep, jump) };
        let patience = std::time::Duration::from_secs(20);
        tokio::time::timeout(patience, both).await.unwrap();
        assert_eq!(clock.ahead(), 3600);
        assert!(clock.now() - Utc::now() > TimeDelta::minutes(59));
    }
}
