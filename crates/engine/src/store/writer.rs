//! The one thread that writes, with group commit.
//!
//! A synced commit takes milliseconds, an insert microseconds, so writes that wait together go into
//! one transaction and are answered together after its commit. When the writer gets to work it takes
//! all that waits. If the last group was larger, those who were just answered are probably about to
//! write again, so it waits for as many as before, at most a third of a commit's time: without
//! that, callers split into two halves that always miss each other's commit. A single caller never
//! waits for anybody, and nobody does where a commit is quick.

use super::group::Group;
use super::import::Batch;
use super::waiting::{Jobs, Refused, queue};
use super::{Counts, Imported, Ingested, NewUpdate, Takes, failed};
use crate::domain::head::Head;
use crate::domain::row::UpdateSource;
use crate::error::{Code, Error, Result};
use rusqlite::Connection;
use std::sync::Arc;
use tokio::sync::oneshot;

/// Something to do inside the group's transaction, and how to tell of it after the commit.
pub(super) trait Work: Send {
    fn run(&mut self, connection: &Connection);
    fn told(self: Box<Self>, committed: Result<()>);
}

pub(super) enum Job {
    Ingest {
        update: NewUpdate,
        head: Option<Box<Head>>,
        reply: oneshot::Sender<Result<Ingested>>,
    },
    Import(Box<Batch>),
    Work(Box<dyn Work>),
}

impl Job {
    /// Bytes that it writes, about.
    pub(super) fn size(&self, of_work: usize) -> usize {
        match self {
            Self::Ingest { update, .. } => update.body.len(),
            Self::Import(batch) => batch.size(),
            Self::Work(_) => of_work,
        }
    }
}

#[derive(Clone)]
pub(super) struct Writer {
    jobs: Arc<Jobs>,
    pub(super) counts: Arc<Counts>,
}

impl Writer {
    pub(super) fn start(group: Group) -> Result<Self> {
        let (jobs, waiting) = queue();
        let counts = group.counts();
        std::thread::Builder::new()
            .name("hookbay-writer".into())
            .spawn(move || group.serve(&waiting))
            .map_err(|error| {
                Error::new(
                    Code::Internal,
                    "The writer's thread cannot start.",
                    "Restart Hookbay.",
                )
                .detail(error)
            })?;
        Ok(Self {
            jobs: Arc::new(jobs),
            counts,
        })
    }

    /// Stores an update; answers after the commit.
    pub(super) async fn ingest(
        &self,
        update: NewUpdate,
        head: Option<Box<Head>>,
    ) -> Result<Ingested> {
        let (reply, told) = oneshot::channel();
        match self.jobs.put(Job::Ingest {
            update,
            head,
            reply,
        }) {
            Ok(()) => told.await.map_err(|_| gone())?,
            Err(Refused::Full(_)) => Ok(Ingested::Busy),
            Err(Refused::Gone) => Err(gone()),
        }
    }

    /// Stores updates that Telegram did not send, all of them or none; answers after the commit.
    pub(super) async fn import(
        &self,
        updates: Vec<NewUpdate>,
        source: UpdateSource,
        takes: Takes,
    ) -> Result<Vec<Imported>> {
        let (batch, told) = Batch::new(updates, source, takes);
        self.put(Job::Import(Box::new(batch))).await?;
        told.await.map_err(|_| gone())?
    }

    /// Runs `work` in a transaction; answers after the commit. A failure undoes this work alone.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T> {
        let (reply, told) = oneshot::channel();
        self.put(Job::Work(Box::new(Task::Waiting(work, reply))))
            .await?;
        told.await.map_err(|_| gone())?
    }

    async fn put(&self, job: Job) -> Result<()> {
        match self.jobs.put(job) {
            Ok(()) => Ok(()),
            Err(Refused::Full(job)) => {
                let jobs = Arc::clone(&self.jobs);
                // Only a full queue makes this wait, and then not on an async thread.
                let put = tokio::task::spawn_blocking(move || jobs.put_later(job)).await;
                if matches!(put, Ok(true)) {
                    Ok(())
                } else {
                    Err(gone())
                }
            }
            Err(Refused::Gone) => Err(gone()),
        }
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
    if connection.is_autocommit() {
        // The disk is full, and everything is undone already.
        return result;
    }
    if result.is_err() {
        connection.execute_batch("ROLLBACK TO work")?;
    }
    connection.execute_batch("RELEASE work")?;
    result
}
