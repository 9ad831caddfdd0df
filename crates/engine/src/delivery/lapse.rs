//! Queries whose time runs out in the queue.
//!
//! A delivery looks at the age of what it sends; but while nobody is there, or nothing is sent, or a
//! chat waits long for its next try, nothing comes to that.

use super::drain::Task;
use crate::domain::delivery::{HeldState, is_expired};
use crate::store::Becomes;
use std::collections::HashSet;
use std::time::Duration;

/// Between two looks.
pub(super) const EVERY: Duration = Duration::from_secs(2);
/// Queries of each sort in a look.
const MOST: usize = 1_024;

impl Task {
    /// Marks the oldest of those that are too late, and sends nothing.
    pub(super) async fn lapse(&mut self) {
        let oldest = self.lanes.oldest_queries(MOST);
        if oldest.is_empty() {
            return;
        }
        let seqs = oldest.iter().map(|item| item.seq).collect();
        let lives = match self.shared.store.lives(seqs).await {
            Ok(lives) => lives,
            Err(error) => {
                tracing::warn!(bot = %self.bot, "the age of queries cannot be read: {error}");
                return;
            }
        };
        let now = self.shared.now();
        let late: HashSet<i64> = lives
            .into_iter()
            .filter(|life| is_expired(&life.kind, life.received_at, now))
            .map(|life| life.seq)
            .collect();
        if late.is_empty() {
            return;
        }
        let late: Vec<_> = oldest
            .into_iter()
            .filter(|item| late.contains(&item.seq))
            .collect();
        let ids: HashSet<i64> = late.iter().map(|item| item.id).collect();
        for lane in self.lanes.forget(|id| !ids.contains(&id)) {
            self.standing.leave(&lane);
        }
        for item in late {
            let stays = Becomes::Stays(HeldState::Expired, item.tries);
            self.record(None, Some((item.id, stays))).await;
        }
    }
}
