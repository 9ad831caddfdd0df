//! What changed: ids only, numbered. Whoever watches fetches what it shows.

use crate::domain::ids::BotId;
use serde::Serialize;
use tokio::sync::broadcast;
use ts_rs::TS;

/// What changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS, utoipa::ToSchema)]
#[serde(rename_all = "snake_case", tag = "type")]
#[ts(export)]
pub enum Change {
    /// The list of bots, or one bot's name or token.
    Bots,
    /// What is known of a bot's webhook, how it is looked after, its lease or its history.
    Webhook {
        /// Which bot.
        bot_id: BotId,
    },
    /// Updates were committed.
    Updates {
        /// Which bot.
        bot_id: BotId,
    },
    /// What is passed on to a bot: how, what waits, or how a delivery went.
    Delivery {
        /// Which bot.
        bot_id: BotId,
    },
    /// The tunnel's state or public URL, or the last probe through it.
    Tunnel,
    /// The keyring's state.
    Vault,
    /// The sandbox started or stopped.
    Sandbox,
    /// Something happened in the chats of a sandbox bot.
    Chat {
        /// Which bot.
        bot_id: BotId,
    },
    /// The settings, or where they come from.
    Settings,
    /// The HTTP API's state or its token.
    HttpApi,
    /// An export or an import began, went on or ended.
    Jobs,
    /// A bot's fixtures, or where they are.
    Fixtures {
        /// Which bot.
        bot_id: BotId,
    },
}

/// A change with its place in the order of all changes of this run.
#[derive(Debug, Clone, Copy)]
pub struct Event {
    /// 1, 2, 3, … without gaps.
    pub seq: u64,
    /// What changed.
    pub change: Change,
}

/// Changes of one kind that were told within a moment, as one: for those who would spend more on
/// hearing of each than on fetching what changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS, utoipa::ToSchema)]
#[ts(export)]
pub struct Batched {
    /// The first one's number.
    #[ts(type = "number")]
    pub first_seq: u64,
    /// The last one's. Numbers between the two may be other changes'.
    #[ts(type = "number")]
    pub last_seq: u64,
    /// What changed.
    pub change: Change,
}

/// The events, one for each kind of change, in the order of their first numbers.
pub fn batched(events: impl IntoIterator<Item = Event>) -> Vec<Batched> {
    let mut batches: Vec<Batched> = Vec::new();
    for Event { seq, change } in events {
        match batches.iter_mut().find(|batch| batch.change == change) {
            Some(batch) => batch.last_seq = seq,
            None => batches.push(Batched {
                first_seq: seq,
                last_seq: seq,
                change,
            }),
        }
    }
    batches
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

#[cfg(test)]
mod tests {
    use super::{Batched, Change, Event, batched};
    use crate::domain::ids::BotId;

    #[test]
    fn a_busy_bot_is_one_piece_of_news_and_hides_no_other() {
        let busy = Change::Updates {
            bot_id: BotId::random(),
        };
        let changes = [busy, Change::Tunnel, busy, busy];
        let events = changes
            .into_iter()
            .zip(7..)
            .map(|(change, seq)| Event { seq, change });
        let batch = |first_seq, last_seq, change| Batched {
            first_seq,
            last_seq,
            change,
        };
        assert_eq!(
            batched(events),
            [batch(7, 10, busy), batch(8, 8, Change::Tunnel)]
        );
    }
}
