//! What a queue reads of the table of held updates: their places, and which of them are gone.

use super::drain::Task;
use crate::error::Result;
use std::collections::HashSet;

/// Rows read at a time.
const PAGE: u32 = 5_000;

impl Task {
    pub(super) async fn look_or_warn(&mut self) {
        match self.look().await {
            Ok(0) => {}
            Ok(_) => self.tell(),
            // The next update makes it look again.
            Err(error) => tracing::warn!(bot = %self.bot, "the queue cannot be read: {error}"),
        }
    }

    /// Reads what was held since. What relays held before it is counted here from now on, or was given
    /// up already.
    pub(super) async fn look(&mut self) -> Result<usize> {
        let unread = self.standing.unread();
        let read = self.read().await;
        match &read {
            Ok(_) => unread.iter().for_each(|lane| self.standing.leave(lane)),
            Err(_) => unread.into_iter().for_each(|lane| self.standing.held(lane)),
        }
        read
    }

    async fn read(&mut self) -> Result<usize> {
        let target = self.aim.borrow().target.stored.key;
        let mut sum = 0;
        loop {
            let rows = self
                .shared
                .store
                .held_after(target, self.last_id, PAGE)
                .await?;
            let is_last = rows.len() < PAGE as usize;
            sum += rows.len();
            for held in rows {
                self.last_id = held.id;
                let lane = held.lane.clone();
                if self.lanes.add(held) {
                    self.standing.enter(&lane);
                }
            }
            if is_last {
                return Ok(sum);
            }
        }
    }

    /// Forgets what is not held any more. What is under way may end, and is not tried again.
    pub(super) async fn forget(&mut self) {
        let held = match self.all_held().await {
            Ok(held) => held,
            Err(error) => {
                tracing::warn!(bot = %self.bot, "the queue cannot be read: {error}");
                return;
            }
        };
        for lane in self.lanes.forget(|id| held.contains(&id)) {
            self.standing.leave(&lane);
        }
        for (id, is_wanted) in &mut self.sent {
            *is_wanted &= held.contains(id);
        }
    }

    async fn all_held(&self) -> Result<HashSet<i64>> {
        let target = self.aim.borrow().target.stored.key;
        let mut held = HashSet::new();
        let mut last = 0;
        loop {
            let rows = self.shared.store.held_after(target, last, PAGE).await?;
            let is_last = rows.len() < PAGE as usize;
            last = rows.last().map_or(last, |held| held.id);
            held.extend(rows.into_iter().map(|held| held.id));
            if is_last {
                return Ok(held);
            }
        }
    }
}
