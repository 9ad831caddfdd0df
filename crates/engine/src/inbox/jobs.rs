//! Exports and imports under way.
//!
//! Each is one task; a few run at once, and one more is refused. Its state is in a `watch`, which the
//! task writes and the window reads. A job is stopped by its flag, which it looks at between two steps:
//! it then undoes what it has half done. Those that ended stay listed until newer ones take their place.

use crate::domain::ids::BotId;
use crate::error::{Code, Error, Result};
use crate::event::{Change, Events};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;
use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::watch;
use ts_rs::TS;
use uuid::Uuid;

/// At the same time.
const AT_ONCE: usize = 2;
/// Listed, with those that ended.
const KEPT: usize = 32;
/// Progress is told of at most so often.
const TOLD_EVERY: Duration = Duration::from_millis(200);
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
    /// It was cancelled: an export has left nothing, an import what its report says.
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
    /// Updates written to the file, or stored from it.
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
    /// The file or folder.
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

/// The task's side of a job.
pub struct Progress {
    view: watch::Sender<JobView>,
    cancelled: watch::Receiver<bool>,
    events: Events,
    told: Instant,
}

impl Progress {
    /// Whether the job is to stop.
    pub fn is_cancelled(&self) -> bool {
        *self.cancelled.borrow()
    }

    /// Ends when the job is to stop.
    pub fn cancelled(&self) -> impl Future<Output = ()> + Send + 'static {
        let mut cancelled = self.cancelled.clone();
        async move {
            // Nobody can cancel it any more when the sender is gone.
            if cancelled.wait_for(|is| *is).await.is_err() {
                std::future::pending::<()>().await;
            }
        }
    }

    /// Writes down how far it is, and tells of it now and then.
    pub fn update(&mut self, change: impl FnOnce(&mut JobView)) {
        self.view.send_modify(change);
        if self.told.elapsed() >= TOLD_EVERY {
            self.told = Instant::now();
            self.events.tell(Change::Jobs);
        }
    }

    fn end(self, state: JobState) {
        self.view.send_modify(|view| view.state = state);
        self.events.tell(Change::Jobs);
    }
}

struct Entry {
    id: JobId,
    view: watch::Receiver<JobView>,
    cancel: watch::Sender<bool>,
}

/// All jobs. Cheap to clone.
#[derive(Clone)]
pub struct Jobs {
    entries: Arc<Mutex<VecDeque<Entry>>>,
    events: Events,
}

impl Jobs {
    /// None yet.
    pub fn new(events: Events) -> Self {
        Self {
            entries: Arc::default(),
            events,
        }
    }

    /// Starts a job. `work` gives whether it was finished; it looks at its [`Progress`] to know when to
    /// stop.
    pub fn start<F>(
        &self,
        bot_id: BotId,
        kind: JobKind,
        path: String,
        work: impl FnOnce(Progress) -> F,
    ) -> Result<JobView>
    where
        F: Future<Output = (Progress, Result<bool>)> + Send + 'static,
    {
        let id = JobId(Uuid::new_v4());
        let unit = match kind {
            JobKind::Export => JobUnit::Updates,
            JobKind::Import => JobUnit::Bytes,
        };
        let first = JobView {
            id,
            bot_id,
            kind,
            path,
            started_at: Utc::now(),
            done: 0,
            of: None,
            unit,
            state: JobState::Running,
            report: JobReport::default(),
        };
        let (view, seen) = watch::channel(first.clone());
        let (cancel, cancelled) = watch::channel(false);
        {
            let mut entries = self.lock();
            let is_running = |entry: &&Entry| is_running(&entry.view.borrow());
            if entries.iter().filter(is_running).count() >= AT_ONCE {
                return Err(Error::new(
                    Code::InvalidInput,
                    format!("{AT_ONCE} exports or imports are under way already."),
                    "Wait for one to end, or cancel it.",
                ));
            }
            entries.push_back(Entry {
                id,
                view: seen,
                cancel,
            });
            if entries.len() > KEPT
                && let Some(ended) = entries
                    .iter()
                    .position(|entry| !self::is_running(&entry.view.borrow()))
            {
                entries.remove(ended);
            }
        }
        let progress = Progress {
            view,
            cancelled,
            events: self.events.clone(),
            told: Instant::now(),
        };
        let work = work(progress);
        tokio::spawn(async move {
            let (progress, result) = work.await;
            progress.end(match result {
                Ok(true) => JobState::Done,
                Ok(false) => JobState::Cancelled,
                Err(error) => JobState::Failed { error },
            });
        });
        self.events.tell(Change::Jobs);
        Ok(first)
    }

    /// Every job that is listed, newest first, without what was refused.
    pub fn all(&self) -> Vec<JobView> {
        let entries = self.lock();
        let views = entries.iter().rev();
        views.map(|entry| listed(&entry.view.borrow())).collect()
    }

    /// One job.
    pub fn get(&self, id: JobId) -> Result<JobView> {
        let entries = self.lock();
        let entry = entries.iter().find(|entry| entry.id == id);
        entry
            .map(|entry| entry.view.borrow().clone())
            .ok_or_else(no_such_job)
    }

    /// Has a job stop, and waits until it has. One that ended stays as it is.
    pub async fn cancel(&self, id: JobId) -> Result<JobView> {
        let mut view = {
            let entries = self.lock();
            let entry = entries.iter().find(|entry| entry.id == id);
            let entry = entry.ok_or_else(no_such_job)?;
            entry.cancel.send_replace(true);
            entry.view.clone()
        };
        // Its task has ended otherwise, which comes to the same.
        let _ = view.wait_for(|view| !is_running(view)).await;
        let view = view.borrow().clone();
        Ok(view)
    }

    /// Stops every job and waits for them: nothing half done is left.
    pub async fn end(&self) {
        let running: Vec<JobId> = {
            let entries = self.lock();
            let running = entries
                .iter()
                .filter(|entry| is_running(&entry.view.borrow()));
            running.map(|entry| entry.id).collect()
        };
        for id in running {
            // It may have ended meanwhile.
            let _ = self.cancel(id).await;
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, VecDeque<Entry>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn is_running(view: &JobView) -> bool {
    view.state == JobState::Running
}

/// A row has no list of its own: with 1,000 refusals it would be long.
fn listed(view: &JobView) -> JobView {
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

fn no_such_job() -> Error {
    Error::new(
        Code::NotFound,
        "There is no such export or import.",
        "It ended long ago, or in an earlier run.",
    )
}
