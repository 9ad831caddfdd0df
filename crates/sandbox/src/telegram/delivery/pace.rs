//! How fast connections may be opened: one in two seconds while nothing succeeds, ten in half a
//! second while the webhook is healthy.

use std::collections::VecDeque;

use chrono::{DateTime, TimeDelta, Utc};

const HEALTHY_FOR: TimeDelta = TimeDelta::seconds(10);
const SLOW: (usize, TimeDelta) = (1, TimeDelta::seconds(2));
const FAST: (usize, TimeDelta) = (10, TimeDelta::milliseconds(500));

/// Remembers the last success and the last openings, each pace its own.
#[derive(Debug)]
pub struct Pace {
    last_success: DateTime<Utc>,
    slow: VecDeque<DateTime<Utc>>,
    fast: VecDeque<DateTime<Utc>>,
}

impl Pace {
    /// Nothing has succeeded yet.
    pub fn new(now: DateTime<Utc>) -> Self {
        Self {
            last_success: now - TimeDelta::hours(1),
            slow: VecDeque::new(),
            fast: VecDeque::new(),
        }
    }

    /// Whether a delivery succeeded lately.
    pub fn is_healthy(&self, now: DateTime<Utc>) -> bool {
        self.last_success + HEALTHY_FOR >= now
    }

    /// A delivery succeeded.
    pub fn succeeded(&mut self, now: DateTime<Utc>) {
        self.last_success = now;
    }

    /// The moment from which the next connection may be opened.
    pub fn next_opening(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        let healthy = self.is_healthy(now);
        let (recent, (most, span)) = if healthy {
            (&self.fast, FAST)
        } else {
            (&self.slow, SLOW)
        };
        let blocking = recent.len().checked_sub(most);
        let blocking = blocking.and_then(|index| recent.get(index));
        blocking.map_or(now, |opened| *opened + span)
    }

    /// A connection is being opened.
    pub fn opened(&mut self, now: DateTime<Utc>) {
        let healthy = self.is_healthy(now);
        let (recent, (most, _)) = if healthy {
            (&mut self.fast, FAST)
        } else {
            (&mut self.slow, SLOW)
        };
        recent.push_back(now);
        while recent.len() > most {
            recent.pop_front();
        }
    }
}
