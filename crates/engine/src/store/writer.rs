//! The one thread that writes, with group commit.
//!
//! A synced commit takes milliseconds, an insert microseconds, so writes that wait together go into
//! one transaction and are answered together after its commit. When the writer gets to work it takes
//! all that waits. If the last group was larger, those who were just answered are probably about to
//! write again, so it waits for as many as before, at most [`PATIENCE`] of a commit's time: without
//! that, callers split into two halves that always miss each other's commit. A single caller never
//! waits for anybody, and nobody does where a commit is quick.

use super::answers::{self, Answer, Answers};
use super::{BotKey, Counts, Ingested, NewUpdate, failed, updates};
use crate::error::{Code, Error, Result};
use rusqlite::Connection;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel};
use std::time::{Duration, Instant};
use tokio::sync::oneshot;

/// Writes that may wait; beyond them the caller is told to come back.
const WAITING: usize = 8_192;
/// Writes in one commit.
const GROUP: usize = 1_024;
/// The part of a commit's time that a group waits for latecomers: one part in this many.
const PATIENCE: u32 = 3;

/// On a disk that syncs faster than this, latecomers had better go into the next commit: the
/// processor works on their requests while this one is synced.
const WORTH_WAITING: Duration = Duration::from_millis(2);

/// Something to do inside the group's transaction, and how to tell of it after the commit.
trait Work: Send {
    fn run(&mut self, connection: &Connection);
    fn told(self: Box<Self>, committed: Result<()>);
}

enum Job {
    Ingest {
        update: NewUpdate,
        reply: oneshot::Sender<Result<Ingested>>,
    },
    Work(Box<dyn Work>),
}

#[derive(Clone)]
pub(super) struct Writer {
    jobs: SyncSender<Job>,
    pub(super) counts: Arc<Counts>,
}

impl Writer {
    /// Needs a tokio runtime around it.
    pub(super) fn start(connection: Connection, counts: Arc<Counts>) -> Result<Self> {
        let (jobs, waiting) = sync_channel(WAITING);
        let for_thread = Arc::clone(&counts);
        let answers = answers::start();
        std::thread::Builder::new()
            .name("hookbay-writer".into())
            .spawn(move || Group::new(connection, for_thread, answers).serve(&waiting))
            .map_err(|error| {
                Error::new(
                    Code::Internal,
                    "The writer's thread cannot start.",
                    "Restart Hookbay.",
                )
                .detail(error)
            })?;
        Ok(Self { jobs, counts })
    }

    /// Stores an update; answers after the commit.
    pub(super) async fn ingest(&self, update: NewUpdate) -> Result<Ingested> {
        let (reply, told) = oneshot::channel();
        match self.jobs.try_send(Job::Ingest { update, reply }) {
            Ok(()) => told.await.map_err(|_| gone())?,
            Err(TrySendError::Full(_)) => Ok(Ingested::Busy),
            Err(TrySendError::Disconnected(_)) => Err(gone()),
        }
    }

    /// Runs `work` in a transaction; answers after the commit. A failure undoes this work alone.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T> {
        let (reply, told) = oneshot::channel();
        let task = Task::Waiting(work, reply);
        let jobs = self.jobs.clone();
        // Only a full queue makes this wait, and then not on an async thread.
        let sent =
            tokio::task::spawn_blocking(move || jobs.send(Job::Work(Box::new(task))).is_ok()).await;
        if !matches!(sent, Ok(true)) {
            return Err(gone());
        }
        told.await.map_err(|_| gone())?
    }
}

fn gone() -> Error {
    Error::new(
        Code::Store,
        "The database's writer has stopped.",
        "Restart Hookbay.",
    )
}

enum Task<W, T> {
    Waiting(W, oneshot::Sender<Result<T>>),
    Ran(rusqlite::Result<T>, oneshot::Sender<Result<T>>),
    Nothing,
}

impl<W, T: Send> Work for Task<W, T>
where
    W: FnOnce(&Connection) -> rusqlite::Result<T> + Send,
{
    fn run(&mut self, connection: &Connection) {
        if let Self::Waiting(work, reply) = std::mem::replace(self, Self::Nothing) {
            *self = Self::Ran(in_savepoint(connection, work), reply);
        }
    }

    fn told(self: Box<Self>, committed: Result<()>) {
        match *self {
            Self::Ran(result, reply) => {
                let result = result.map_err(|error| failed(&error));
                // A caller that gave up waiting is no fault.
                let _ = reply.send(committed.and(result));
            }
            Self::Waiting(_, reply) => {
                let _ = reply.send(Err(committed.err().unwrap_or_else(gone)));
            }
            Self::Nothing => {}
        }
    }
}

fn in_savepoint<T>(
    connection: &Connection,
    work: impl FnOnce(&Connection) -> rusqlite::Result<T>,
) -> rusqlite::Result<T> {
    connection.execute_batch("SAVEPOINT work")?;
    let result = work(connection);
    if result.is_err() {
        connection.execute_batch("ROLLBACK TO work")?;
    }
    connection.execute_batch("RELEASE work")?;
    result
}

/// The writer's own state: the group being gathered and what the last one was like.
struct Group {
    connection: Connection,
    counts: Arc<Counts>,
    answers: Answers,
    jobs: Vec<Job>,
    last: usize,
    commit_time: Duration,
}

impl Group {
    fn new(connection: Connection, counts: Arc<Counts>, answers: Answers) -> Self {
        Self {
            connection,
            counts,
            answers,
            jobs: Vec::new(),
            last: 0,
            commit_time: Duration::ZERO,
        }
    }

    fn serve(mut self, waiting: &Receiver<Job>) {
        while self.gather(waiting) {
            self.commit();
        }
    }

    /// Fills the group; false when there will be no more.
    fn gather(&mut self, waiting: &Receiver<Job>) -> bool {
        self.jobs.extend(waiting.try_iter().take(GROUP));
        let expected = (self.jobs.len() + self.last).min(GROUP);
        if self.jobs.is_empty() {
            let Ok(job) = waiting.recv() else {
                return false;
            };
            self.jobs.push(job);
        }
        let patience = if self.commit_time < WORTH_WAITING {
            Duration::ZERO
        } else {
            self.commit_time / PATIENCE
        };
        let until = Instant::now() + patience;
        while self.jobs.len() < expected {
            let left = until.saturating_duration_since(Instant::now());
            match waiting.recv_timeout(left) {
                Ok(job) => self.jobs.push(job),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => break,
            }
        }
        self.jobs.extend(
            waiting
                .try_iter()
                .take(GROUP.saturating_sub(self.jobs.len())),
        );
        true
    }

    fn commit(&mut self) {
        let mut jobs = std::mem::take(&mut self.jobs);
        self.last = jobs.len();
        let started = Instant::now();
        let mut outcomes = Vec::with_capacity(jobs.len());
        let result = self.write(&mut jobs, &mut outcomes);
        self.commit_time = (self.commit_time * 3 + started.elapsed()) / 4;
        if result.is_err() && !self.connection.is_autocommit() {
            // Nothing of the group is kept; everyone in it is told so.
            let _ = self.connection.execute_batch("ROLLBACK");
        }
        let committed = result.map_err(|error| failed(&error));
        if committed.is_ok() {
            self.counts.add(
                outcomes
                    .iter()
                    .flatten()
                    .filter_map(|(bot, at, new)| new.then_some((*bot, *at))),
            );
        }
        self.answers
            .send(answered(jobs.drain(..), &outcomes, &committed));
        self.jobs = jobs;
    }

    fn write(
        &self,
        jobs: &mut [Job],
        outcomes: &mut Vec<Option<(BotKey, i64, bool)>>,
    ) -> rusqlite::Result<()> {
        self.connection.execute_batch("BEGIN IMMEDIATE")?;
        for job in jobs {
            outcomes.push(match job {
                Job::Ingest { update, .. } => {
                    let new = updates::insert(&self.connection, update)?;
                    Some((update.bot, update.received_at, new))
                }
                Job::Work(work) => {
                    work.run(&self.connection);
                    None
                }
            });
        }
        self.connection.execute_batch("COMMIT")
    }
}

/// Tells whoever ran work in the group, and gives what is to be told of its updates. One that was not
/// inserted was a duplicate.
fn answered(
    jobs: impl ExactSizeIterator<Item = Job>,
    outcomes: &[Option<(BotKey, i64, bool)>],
    committed: &Result<()>,
) -> Vec<Answer> {
    let mut answers = Vec::with_capacity(jobs.len());
    for (index, job) in jobs.enumerate() {
        match job {
            Job::Ingest { reply, .. } => {
                let new = matches!(outcomes.get(index), Some(Some((_, _, true))));
                let outcome = if new {
                    Ingested::Stored
                } else {
                    Ingested::Duplicate
                };
                answers.push((reply, committed.clone().map(|()| outcome)));
            }
            Job::Work(work) => work.told(committed.clone()),
        }
    }
    answers
}
