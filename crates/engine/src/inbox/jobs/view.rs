//! A job as it is shown.

use crate::domain::ids::BotId;
use crate::error::Error;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

/// Refusals that are kept with their reasons.
const KEPT_REFUSALS: usize = 1_000;

/// A job's id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[ts(export, type = "string")]
pub struct JobId(pub Uuid);

/// What a job does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum JobKind {
    /// Updates are written to a file or a folder.
    Export,
    /// Updates are read from a file.
    Import,
    /// Updates are sent once more.
    Replay,
}

impl JobKind {
    /// Whether neither has to wait for the other.
    pub(super) fn is_beside(self, other: Self) -> bool {
        (self == Self::Replay) != (other == Self::Replay)
    }
}

/// What a job's progress is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum JobUnit {
    /// Updates.
    Updates,
    /// Bytes of the file.
    Bytes,
}

/// Where a job is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case", tag = "type")]
#[ts(export)]
pub enum JobState {
    /// Under way.
    Running,
    /// It has done all.
    Done,
    /// It was cancelled: an export has left nothing, an import and a replay what their reports say.
    Cancelled,
    /// It failed.
    Failed {
        /// Why.
        error: Error,
    },
}

/// What a job has done so far.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct JobReport {
    /// Updates written to the file, stored from it, or sent.
    #[ts(type = "number")]
    pub updates: u64,
    /// Updates of the file that were in the inbox already.
    #[ts(type = "number")]
    pub duplicates: u64,
    /// Entries of a HAR that are no updates from Telegram: deliveries to a bot, and requests without a
    /// body.
    #[ts(type = "number")]
    pub passed_over: u64,
    /// Pieces of the file that are no update, or cannot be stored.
    #[ts(type = "number")]
    pub refused: u64,
    /// The first 1,000 of them; none in a list of jobs.
    pub refusals: Vec<Refusal>,
    /// A sentence on something that is to be known besides.
    pub note: Option<String>,
}

/// A piece of a file that was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Refusal {
    /// Its line, from 1.
    #[ts(type = "number")]
    pub line: u64,
    /// Bytes before it in the file, unpacked where it is packed.
    #[ts(type = "number")]
    pub offset: u64,
    /// Why.
    pub reason: String,
}

impl JobReport {
    /// Notes a refusal.
    pub fn refuse(&mut self, refusal: Refusal) {
        self.refused += 1;
        if self.refusals.len() < KEPT_REFUSALS {
            self.refusals.push(refusal);
        }
    }
}

/// A job as shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct JobView {
    /// Which one.
    pub id: JobId,
    /// Of which bot.
    pub bot_id: BotId,
    /// What it does.
    pub kind: JobKind,
    /// The file or folder, or the address that a replay goes to.
    pub path: String,
    /// When it began.
    pub started_at: DateTime<Utc>,
    /// How far it is.
    #[ts(type = "number")]
    pub done: u64,
    /// How far it goes; none while that is not known.
    #[ts(type = "number | null")]
    pub of: Option<u64>,
    /// What is counted.
    pub unit: JobUnit,
    /// Where it is.
    pub state: JobState,
    /// What it has done so far.
    pub report: JobReport,
}

/// Whether it goes on.
pub(super) fn is_running(view: &JobView) -> bool {
    view.state == JobState::Running
}

/// A row has no list of its own: with 1,000 refusals it would be long.
pub(super) fn listed(view: &JobView) -> JobView {
    let JobReport {
        updates,
        duplicates,
        passed_over,
        refused,
        refusals: _,
        note,
    } = &view.report;
    JobView {
        path: view.path.clone(),
        state: view.state.clone(),
        report: JobReport {
            updates: *updates,
            duplicates: *duplicates,
            passed_over: *passed_over,
            refused: *refused,
            refusals: Vec::new(),
            note: note.clone(),
        },
        ..*view
    }
}
