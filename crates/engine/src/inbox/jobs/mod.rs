//! Exports, imports and replays of several updates under way.
//!
//! Each is one task; a few run at once, and one more is refused. Its state is in a `watch`, which the
//! task writes and the window reads. A job is stopped by its flag, which it looks at between two steps:
//! it then undoes what it has half done. Those that ended stay listed until newer ones take their place.

mod view;

pub use view::{JobId, JobKind, JobReport, JobState, JobUnit, JobView, Refusal};

use crate::domain::ids::BotId;
use crate::error::{Code, Error, Result};
use crate::event::{Change, Events};
use chrono::Utc;
use std::collections::VecDeque;
use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::watch;
use uuid::Uuid;
use view::{is_running, listed};

/// At the same time: exports and imports, and replays beside them.
const AT_ONCE: usize = 2;
/// Listed, with those that ended.
const KEPT: usize = 32;
/// Progress is told of at most so often.
const TOLD_EVERY: Duration = Duration::from_millis(200);

/// Whether a job is to go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Wish {
    GoOn,
    /// After the step that it is at.
    Stop,
    /// At once: the app quits.
    StopNow,
}

/// The task's side of a job.
pub struct Progress {
    view: watch::Sender<JobView>,
    wish: watch::Receiver<Wish>,
    events: Events,
    told: Instant,
}

impl Progress {
    /// Whether the job is to stop.
    pub fn is_cancelled(&self) -> bool {
        *self.wish.borrow() >= Wish::Stop
    }

    /// Ends when the job is to stop.
    pub fn cancelled(&self) -> impl Future<Output = ()> + Send + 'static {
        self.wished(Wish::Stop)
    }

    /// Ends when the job is to stop in the middle of a step.
    pub fn cut_short(&self) -> impl Future<Output = ()> + Send + 'static {
        self.wished(Wish::StopNow)
    }

    fn wished(&self, least: Wish) -> impl Future<Output = ()> + Send + 'static {
        let mut wish = self.wish.clone();
        async move {
            // Nobody can stop it any more when the sender is gone.
            if wish.wait_for(|wish| *wish >= least).await.is_err() {
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
    wish: watch::Sender<Wish>,
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
            JobKind::Export | JobKind::Replay => JobUnit::Updates,
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
        let (wish, wished) = watch::channel(Wish::GoOn);
        {
            let mut entries = self.lock();
            let is_in_the_way = |entry: &&Entry| {
                let view = entry.view.borrow();
                is_running(&view) && !view.kind.is_beside(kind)
            };
            if entries.iter().filter(is_in_the_way).count() >= AT_ONCE {
                return Err(too_many(kind));
            }
            entries.push_back(Entry {
                id,
                view: seen,
                wish,
            });
            if entries.len() > KEPT
                && let Some(ended) = entries
                    .iter()
                    .position(|entry| !is_running(&entry.view.borrow()))
            {
                entries.remove(ended);
            }
        }
        let progress = Progress {
            view,
            wish: wished,
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
        self.stop(id, Wish::Stop).await
    }

    async fn stop(&self, id: JobId, wish: Wish) -> Result<JobView> {
        let mut view = {
            let entries = self.lock();
            let entry = entries.iter().find(|entry| entry.id == id);
            let entry = entry.ok_or_else(no_such_job)?;
            entry.wish.send_modify(|now| *now = wish.max(*now));
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
            let _ = self.stop(id, Wish::StopNow).await;
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, VecDeque<Entry>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn too_many(kind: JobKind) -> Error {
    let kinds = match kind {
        JobKind::Export | JobKind::Import => "exports or imports",
        JobKind::Replay => "replays",
    };
    Error::new(
        Code::InvalidInput,
        format!("{AT_ONCE} {kinds} are under way already."),
        "Wait for one to end, or stop it.",
    )
}

fn no_such_job() -> Error {
    Error::new(
        Code::NotFound,
        "There is no such export, import or replay.",
        "It ended long ago, or in an earlier run.",
    )
}
