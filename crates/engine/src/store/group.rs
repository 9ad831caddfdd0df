//! What the writer's thread does: gathers a group, writes it in one transaction, answers it.

use super::answers::{self, Answer, Answers};
use super::checkpoints::{Checkpoints, IDLE};
use super::counts::{Counts, Delta};
use super::heads::Heads;
use super::held::PassedOn;
use super::waiting::{Waiting, Woken};
use super::writer::Job;
use super::{Ingested, Options, failed, updates};
use crate::error::Result;
use rusqlite::Connection;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Writes in one commit.
const GROUP: usize = 1_024;
/// The part of a commit's time that a group waits for latecomers: one part in this many.
const PATIENCE: u32 = 3;

/// On a disk that syncs faster than this, latecomers had better go into the next commit: the
/// processor works on their requests while this one is synced.
const WORTH_WAITING: Duration = Duration::from_millis(2);

/// Work that is no update counts as so many bytes towards the next checkpoint.
const WORK: usize = 128 * 1024;

/// The writer's own state: the group being gathered and what the last one was like.
pub(super) struct Group {
    connection: Connection,
    counts: Arc<Counts>,
    answers: Answers,
    checkpoints: Checkpoints,
    slower_by: Duration,
    jobs: Vec<Job>,
    /// Of each update in the group, whether it is new.
    new: Vec<bool>,
    deltas: Vec<Delta>,
    heads: Heads,
    next_seq: i64,
    last: usize,
    commit_time: Duration,
}

impl Group {
    /// Needs a tokio runtime around it.
    pub(super) fn new(
        connection: Connection,
        counts: Arc<Counts>,
        checkpoints: Checkpoints,
        options: Options,
    ) -> Result<Self> {
        let next_seq = updates::next_seq(&connection).map_err(|error| failed(&error))?;
        Ok(Self {
            connection,
            counts,
            answers: answers::start(),
            checkpoints,
            slower_by: options.slower_by,
            jobs: Vec::new(),
            new: Vec::new(),
            deltas: Vec::new(),
            heads: Heads::default(),
            next_seq,
            last: 0,
            commit_time: Duration::ZERO,
        })
    }

    pub(super) fn counts(&self) -> Arc<Counts> {
        Arc::clone(&self.counts)
    }

    pub(super) fn serve(mut self, waiting: &Waiting) {
        while self.gather(waiting) {
            self.commit();
        }
    }

    /// Waits for a job, however long that takes; false when there will be no more.
    fn wait(&mut self, waiting: &Waiting) -> bool {
        while !self.checkpoints.is_idle() {
            match waiting.wait(1, Some(Instant::now() + IDLE)) {
                Woken::Enough => return true,
                Woken::Late => self.checkpoints.idle(),
                Woken::Ended => return false,
            }
        }
        waiting.wait(1, None) == Woken::Enough
    }

    /// Fills the group; false when there will be no more.
    fn gather(&mut self, waiting: &Waiting) -> bool {
        waiting.take(&mut self.jobs, GROUP);
        let expected = (self.jobs.len() + self.last).min(GROUP);
        if self.jobs.is_empty() {
            if !self.wait(waiting) {
                return false;
            }
            waiting.take(&mut self.jobs, GROUP);
        }
        let missing = expected.saturating_sub(self.jobs.len());
        if missing > 0 && self.commit_time >= WORTH_WAITING {
            // Whoever comes later than that comes too late for this one.
            let _ = waiting.wait(missing, Some(Instant::now() + self.commit_time / PATIENCE));
            let room = GROUP.saturating_sub(self.jobs.len());
            waiting.take(&mut self.jobs, room);
        }
        true
    }

    fn commit(&mut self) {
        self.checkpoints.rest(&self.connection);
        let mut jobs = std::mem::take(&mut self.jobs);
        self.last = jobs.len();
        self.new.clear();
        self.deltas.clear();
        let first_seq = self.next_seq;
        let started = Instant::now();
        let result = self.write(&mut jobs);
        self.commit_time = (self.commit_time * 3 + started.elapsed()) / 4;
        if result.is_err() {
            // Of the file, for another failure may have left more there than is known here.
            let there = updates::next_seq(&self.connection).unwrap_or(first_seq);
            self.next_seq = there.max(first_seq);
            self.heads.forget();
            if !self.connection.is_autocommit() {
                // Nothing of the group is kept; everyone in it is told so.
                let _ = self.connection.execute_batch("ROLLBACK");
            }
        }
        let committed = result.map_err(|error| failed(&error));
        if committed.is_ok() {
            self.counts.change(&self.deltas);
        }
        self.checkpoints
            .committed(jobs.iter().map(|job| job.size(WORK)).sum());
        self.answers
            .send(answered(jobs.drain(..), &self.new, &committed));
        self.jobs = jobs;
    }

    fn write(&mut self, jobs: &mut [Job]) -> rusqlite::Result<()> {
        let connection = &self.connection;
        connection.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
        let mut passed_on = PassedOn::default();
        for job in jobs {
            match job {
                Job::Ingest { update, head, .. } => {
                    let head = self.heads.place(connection, head.as_deref())?;
                    let seq = self.next_seq;
                    let new = updates::insert(connection, update, seq, &head, &mut passed_on)?;
                    self.new.push(new);
                    if new {
                        self.next_seq += 1;
                        note(&mut self.deltas, update);
                    }
                }
                Job::Import(batch) => {
                    batch.run(
                        connection,
                        &mut self.next_seq,
                        &mut self.deltas,
                        &mut passed_on,
                    )?;
                }
                Job::Work(work) => {
                    work.run(connection);
                    if connection.is_autocommit() {
                        return Err(undone());
                    }
                    // It may have changed how updates are passed on.
                    passed_on = PassedOn::default();
                }
            }
        }
        for delta in &self.deltas {
            delta.write(connection)?;
        }
        if !self.slower_by.is_zero() {
            std::thread::sleep(self.slower_by);
        }
        connection.prepare_cached("COMMIT")?.execute([])?;
        Ok(())
    }
}

/// A disk that is full while a large work is written makes SQLite end the whole transaction, and what
/// came after would be outside of any.
fn undone() -> rusqlite::Error {
    rusqlite::Error::SqliteFailure(
        rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_FULL),
        Some("the transaction was undone".into()),
    )
}

fn note(deltas: &mut Vec<Delta>, update: &updates::NewUpdate) {
    count(deltas, update).last_at = Some(update.received_at);
}

/// Counts an update in, and gives its bot's part.
pub(super) fn count<'a>(deltas: &'a mut Vec<Delta>, update: &updates::NewUpdate) -> &'a mut Delta {
    // A group is of one bot, or of a few.
    let index = deltas.iter().position(|delta| delta.bot == update.bot);
    let index = index.unwrap_or_else(|| {
        deltas.push(Delta::none(update.bot));
        deltas.len() - 1
    });
    let delta = &mut deltas[index];
    delta.updates += 1;
    delta.bytes += i64::try_from(update.body.len()).unwrap_or(i64::MAX);
    delta
}

/// Tells whoever ran work in the group, and gives what is to be told of its updates. One that was not
/// inserted was a duplicate.
fn answered(
    jobs: impl ExactSizeIterator<Item = Job>,
    new: &[bool],
    committed: &Result<()>,
) -> Vec<Answer> {
    let mut answers = Vec::with_capacity(jobs.len());
    let mut new = new.iter();
    for job in jobs {
        match job {
            Job::Ingest { reply, .. } => {
                let outcome = match new.next() {
                    Some(true) => Ingested::Stored,
                    Some(false) | None => Ingested::Duplicate,
                };
                answers.push((reply, committed.clone().map(|()| outcome)));
            }
            Job::Import(batch) => batch.told(committed.clone()),
            Job::Work(work) => work.told(committed.clone()),
        }
    }
    answers
}
