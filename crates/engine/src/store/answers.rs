//! How the writer's thread answers a whole group at once.
//!
//! Waking a task from outside the runtime costs a lock and often a system call. So a group's answers
//! go to one task inside it, which wakes the others the cheap way: one crossing for a commit, and not
//! one for an update.

use super::Ingested;
use crate::error::Result;
use tokio::sync::{mpsc, oneshot};

/// Who waits, and what they are told.
pub(super) type Answer = (oneshot::Sender<Result<Ingested>>, Result<Ingested>);

/// Groups whose answers are not given yet; the writer waits when there are more.
const GROUPS: usize = 4;

pub(super) struct Answers(mpsc::Sender<Vec<Answer>>);

/// Starts the task, which ends with the writer. Needs a tokio runtime around it.
pub(super) fn start() -> Answers {
    let (send, mut groups) = mpsc::channel::<Vec<Answer>>(GROUPS);
    tokio::spawn(async move {
        while let Some(group) = groups.recv().await {
            for (reply, outcome) in group {
                // A caller that gave up waiting is no fault.
                let _ = reply.send(outcome);
            }
        }
    });
    Answers(send)
}

impl Answers {
    /// Hands a group over. From the writer's own thread only: it may wait.
    pub(super) fn send(&self, group: Vec<Answer>) {
        // Fails only when the runtime is gone, and with it everyone who waits.
        if !group.is_empty() {
            let _ = self.0.blocking_send(group);
        }
    }
}
