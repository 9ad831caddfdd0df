//! What changed: ids only, numbered. Whoever watches fetches what it shows.

use crate::domain::ids::BotId;
use serde::Serialize;
use tokio::sync::broadcast;
use ts_rs::TS;

/// What changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case", tag = "type")]
#[ts(export)]
pub enum Change {
    /// The list of bots, or one bot's name or token.
    Bots,
    /// What is known of a bot's webhook.
    Webhook {
        /// Which bot.
        bot_id: BotId,
    },
    /// Updates were committed.
    Updates {
        /// Which bot.
        bot_id: BotId,
    },
    /// The tunnel's state or public URL.
    Tunnel,
    /// The keyring's state.
    Vault,
    /// The sandbox started or stopped.
    Sandbox,
}

/// A change with its place in the order of all changes of this run.
#[derive(Debug, Clone, Copy, Serialize, TS)]
#[ts(export)]
pub struct Event {
    /// 1, 2, 3, … without gaps.
    #[ts(type = "number")]
    pub seq: u64,
    /// What changed.
    pub change: Change,
}

/// Where changes are told, after their commit.
#[derive(Debug, Clone)]
pub struct Events {
    seq: std::sync::Arc<std::sync::Mutex<u64>>,
    sender: broadcast::Sender<Event>,
}

impl Default for Events {
    fn default() -> Self {
        Self {
            seq: std::sync::Arc::default(),
            sender: broadcast::channel(1024).0,
        }
    }
}

impl Events {
    /// Tells everyone who watches.
    pub fn tell(&self, change: Change) {
        // Held while sending, so that the numbers arrive in order. Nothing under it can panic.
        let mut seq = self
            .seq
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        *seq += 1;
        // No one watching is no fault.
        let _ = self.sender.send(Event { seq: *seq, change });
    }

    /// Watches from now on. A watcher that falls behind by more than 1024 is told how many it lost.
    pub fn watch(&self) -> broadcast::Receiver<Event> {
        self.sender.subscribe()
    }
}
