//! Several updates that are sent once more: one after the other, with the pauses that were between them.

use super::replay::{Aim, Replay, once};
use super::{OfBot, Shared};
use crate::error::Result;
use crate::store::Sendable;
use chrono::{DateTime, Utc};
use std::sync::Arc;
use std::time::Duration;

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
    /// When the one before had come.
    pub(super) before: Option<DateTime<Utc>>,
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
        if let (Some(speed), Some(before)) = (self.replay.speed, self.before) {
            let pause = (update.received_at - before).to_std().unwrap_or_default();
            tokio::time::sleep(pause.div_f64(speed.max(0.01)).min(LONGEST_PAUSE)).await;
        }
        self.before = Some(update.received_at);
        self.place += 1;
        Ok(Turn::Of(seq, update))
    }

    /// Sends one; false when the bot did not take it.
    pub async fn send(&self, seq: i64, update: Sendable) -> Result<bool> {
        let sent = once(&self.shared, &self.of, &self.aim, seq, update, &self.replay).await?;
        Ok(sent.delivered)
    }
}
