//! The chats of a queue that wait for a call at Telegram.
//!
//! The bot has done its part, so such a chat takes nobody's place. Its lane stays where it is until the
//! call has ended, which keeps the chat's order, also while Telegram asks to wait.

use super::lanes::Name;
use std::sync::Arc;
use tokio::sync::Semaphore;
use tokio::task::{JoinHandle, JoinSet};

/// Calls that are at Telegram at once; more of them would each be a connection.
const AT_ONCE: usize = 16;
/// Chats that may wait: each keeps its call in memory.
const MOST: usize = 512;

/// Those of one queue.
pub(super) struct Calling {
    lanes: JoinSet<Name>,
    /// One is held while a call is at Telegram, and given back while Telegram asks to wait.
    pub(super) places: Arc<Semaphore>,
}

impl Default for Calling {
    fn default() -> Self {
        Self {
            lanes: JoinSet::new(),
            places: Arc::new(Semaphore::new(AT_ONCE)),
        }
    }
}

impl Calling {
    /// A lane waits for its call.
    pub(super) fn wait(&mut self, lane: Name, call: JoinHandle<()>) {
        self.lanes.spawn(async move {
            // However it ended: the lane goes on.
            let _ = call.await;
            lane
        });
    }

    /// Whether no more may wait.
    pub(super) fn is_full(&self) -> bool {
        self.lanes.len() >= MOST
    }

    /// A lane whose call has ended; `None` when none waits.
    pub(super) async fn next(&mut self) -> Option<Name> {
        while let Some(ended) = self.lanes.join_next().await {
            if let Ok(lane) = ended {
                return Some(lane);
            }
        }
        None
    }
}
