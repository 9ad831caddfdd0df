//! Several updates that are sent once more: one after the other, with the pauses that were between them.

use super::replay::{Aim, Replay, once};
use super::{OfBot, Shared};
use crate::error::Result;
use crate::store::Sendable;
use chrono::{DateTime, Utc};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

/// The longest pause of a conversation that is kept.
const LONGEST_PAUSE: Duration = Duration::from_mins(5);

/// A replay of several. Whoever has it calls [`Course::turn`] and [`Course::send`] by turns.
pub struct Course {
    pub(super) shared: Arc<Shared>,
    pub(super) of: Arc<OfBot>,
    pub(super) aim: Aim,
    pub(super) replay: Replay,
    /// How many had their turn.
    pub(super) place: usize,
    /// The one before.
    pub(super) before: Option<Before>,
}

/// What the next one's pause is measured by.
pub(super) struct Before {
    /// When it had come.
    came: DateTime<Utc>,
    /// When its turn was: what the bot took for its answer is a part of the pause.
    turn: Instant,
}

/// Whose turn it is.
pub enum Turn {
    /// This one's.
    Of(i64, Sendable),
    /// One's that is not in the inbox any more.
    Gone(i64),
    /// All had their turn.
    End,
}

impl Course {
    /// How many there are.
    pub fn number(&self) -> usize {
        self.replay.seqs.len()
    }

    /// Where they go, tokens masked.
    pub fn url(&self) -> String {
        self.aim.url()
    }

    /// Waits until it is the next one's turn. Given up before, it is the same one's still.
    pub async fn turn(&mut self) -> Result<Turn> {
        let Some(seq) = self.replay.seqs.get(self.place).copied() else {
            return Ok(Turn::End);
        };
        let Some(update) = self.shared.store.sendable(seq).await? else {
            self.place += 1;
            return Ok(Turn::Gone(seq));
        };
        let mut turn = Instant::now();
        if let (Some(speed), Some(before)) = (self.replay.speed, &self.before) {
            let pause = (update.received_at - before.came)
                .to_std()
                .unwrap_or_default();
            let pause = pause.div_f64(speed.max(0.01)).min(LONGEST_PAUSE);
            turn = turn.max(before.turn + pause);
            tokio::time::sleep_until(turn).await;
        }
        self.before = Some(Before {
            came: update.received_at,
            turn,
        });
        self.place += 1;
        Ok(Turn::Of(seq, update))
    }

    /// Sends one; false when the bot did not take it.
    pub async fn send(&self, seq: i64, update: Sendable) -> Result<bool> {
        let sent = once(&self.shared, &self.of, &self.aim, seq, update, &self.replay).await?;
        Ok(sent.delivered)
    }
}
