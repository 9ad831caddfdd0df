//! The queues of one webhook: who is next, and when.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use super::worker::Job;
use crate::telegram::update::{QueueKey, Update};

const MAX_RETRY_AFTER: u32 = 3600;

/// Every lane; a lane that is being sent is not among the due ones.
#[derive(Debug, Default)]
pub struct Lanes {
    lanes: HashMap<QueueKey, Lane>,
    due: BTreeSet<(DateTime<Utc>, u64, QueueKey)>,
    order: u64,
    next_id: i64,
}

/// What becomes of an update after a try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It is tried again after so many seconds.
    Retry(u32),
    /// It is delivered, or dropped because the next try would come too late.
    Over,
}

#[derive(Debug, Default)]
struct Lane {
    updates: VecDeque<Arc<Update>>,
    failures: u32,
    delay: u32,
}

impl Lanes {
    /// The first update id that has not been seen.
    pub fn next_id(&self) -> i64 {
        self.next_id
    }

    /// Puts a new update at the end of its lane.
    pub fn push(&mut self, update: Arc<Update>, now: DateTime<Utc>) {
        self.next_id = update.id + 1;
        let key = update.queue.clone();
        let lane = self.lanes.entry(key.clone()).or_default();
        lane.updates.push_back(update);
        if lane.updates.len() == 1 {
            lane.begin();
            self.schedule(now, key);
        }
    }

    /// When the first lane that is not being sent is due.
    pub fn first_due(&self) -> Option<DateTime<Utc>> {
        self.due.first().map(|(when, _, _)| *when)
    }

    /// Drops the first due update if it has expired, and returns its id.
    pub fn drop_expired(&mut self, now: DateTime<Utc>) -> Option<i64> {
        let (_, _, key) = self.due.first()?;
        let update = self.lanes.get(key)?.updates.front()?;
        if update.expires >= now {
            return None;
        }
        let id = update.id;
        let (_, _, key) = self.due.pop_first()?;
        self.advance(&key, now);
        Some(id)
    }

    /// Takes the first due update to be sent; its lane waits until the outcome is told.
    pub fn take(&mut self, now: DateTime<Utc>) -> Option<Job> {
        if self.first_due()? > now {
            return None;
        }
        let (_, _, lane) = self.due.pop_first()?;
        let waiting = self.lanes.get(&lane)?;
        let update = Arc::clone(waiting.updates.front()?);
        let attempt = waiting.failures + 1;
        Some(Job {
            lane,
            update,
            attempt,
        })
    }

    /// The lane's first update was delivered.
    pub fn delivered(&mut self, key: &QueueKey, now: DateTime<Utc>) -> Verdict {
        self.advance(key, now);
        Verdict::Over
    }

    /// The lane's first update was not delivered. The first retry follows at once, later ones after
    /// twice the wait before, up to a random minute or two; Retry-After replaces that wait.
    pub fn failed(&mut self, key: &QueueKey, retry_after: u32, now: DateTime<Utc>) -> Verdict {
        let Some(lane) = self.lanes.get_mut(key) else {
            return Verdict::Over;
        };
        let mut wait = retry_after.min(MAX_RETRY_AFTER);
        if wait == 0 && lane.failures > 0 {
            lane.delay = (lane.delay * 2).min(rand::random_range(60..=120));
            wait = lane.delay;
        }
        let next = now + TimeDelta::seconds(i64::from(wait));
        if lane
            .updates
            .front()
            .is_none_or(|update| next > update.expires)
        {
            self.advance(key, now);
            return Verdict::Over;
        }
        lane.failures += 1;
        self.schedule(next, key.clone());
        Verdict::Retry(wait)
    }

    fn advance(&mut self, key: &QueueKey, now: DateTime<Utc>) {
        let Some(lane) = self.lanes.get_mut(key) else {
            return;
        };
        lane.updates.pop_front();
        if lane.updates.is_empty() {
            self.lanes.remove(key);
        } else {
            lane.begin();
            self.schedule(now, key.clone());
        }
    }

    fn schedule(&mut self, when: DateTime<Utc>, key: QueueKey) {
        self.order += 1;
        self.due.insert((when, self.order, key));
    }
}

impl Lane {
    fn begin(&mut self) {
        self.failures = 0;
        self.delay = 1;
    }
}
