//! The updates that wait for one bot: what the server keeps until it is delivered, confirmed or
//! expired, up to the limits of its queue.
//!
//! An expired update counts as gone at once, whoever asks; its memory is freed when the next one
//! is queued. So the queue empties by itself, with no webhook and no getUpdates as well.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::update::Update;

const MAX_QUEUED: usize = 100_000;
const MAX_QUEUED_BYTES: usize = 128 << 20;
const MAX_UPDATE_BYTES: usize = 512 << 10;

/// Updates by their id, and by the moment they expire.
#[derive(Debug, Default)]
pub struct Pending {
    by_id: BTreeMap<i64, Arc<Update>>,
    by_expiry: BTreeSet<(DateTime<Utc>, i64)>,
    bytes: usize,
}

impl Pending {
    /// How many have not expired.
    pub fn count(&self, now: DateTime<Utc>) -> usize {
        let expired = self.by_expiry.range(..(now, i64::MIN)).count();
        self.by_id.len() - expired
    }

    /// Those that have not expired, by id.
    pub fn live(&self, now: DateTime<Utc>) -> impl Iterator<Item = &Arc<Update>> {
        self.by_id
            .values()
            .filter(move |update| update.expires >= now)
    }

    /// Those from `id` on.
    pub fn since(&self, id: i64) -> impl Iterator<Item = &Arc<Update>> {
        self.by_id.range(id..).map(|(_, update)| update)
    }

    /// The first of the newest `count`, if there are so many.
    pub fn newest(&self, count: usize) -> Option<i64> {
        let mut back = self.by_id.keys().rev();
        back.nth(count.saturating_sub(1)).copied()
    }

    /// Whether another one of so many bytes can be kept; asked after [`Pending::forget_expired`].
    pub fn has_room(&self, bytes: usize) -> bool {
        self.by_id.len() < MAX_QUEUED
            && self.bytes + bytes <= MAX_QUEUED_BYTES
            && bytes <= MAX_UPDATE_BYTES
    }

    /// Keeps one.
    pub fn push(&mut self, update: Update) {
        self.bytes += update.body.len();
        self.by_expiry.insert((update.expires, update.id));
        self.by_id.insert(update.id, Arc::new(update));
    }

    /// Forgets one that was delivered or dropped.
    pub fn forget(&mut self, id: i64) {
        if let Some(update) = self.by_id.remove(&id) {
            self.bytes -= update.body.len();
            self.by_expiry.remove(&(update.expires, id));
        }
    }

    /// Forgets every one before `id`.
    pub fn forget_before(&mut self, id: i64) {
        while let Some((&first, _)) = self.by_id.first_key_value()
            && first < id
        {
            self.forget(first);
        }
    }

    /// Forgets every one that has expired.
    pub fn forget_expired(&mut self, now: DateTime<Utc>) {
        while let Some(&(expires, id)) = self.by_expiry.first()
            && expires < now
        {
            self.forget(id);
        }
    }

    /// Forgets all.
    pub fn clear(&mut self) {
        *self = Self::default();
    }
}
