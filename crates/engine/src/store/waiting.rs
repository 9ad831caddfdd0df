//! The writes that wait for the writer.
//!
//! A channel wakes its receiver for each thing that comes, and a system call for each update costs more
//! than to store it. Here the writer says for how many it waits and is woken once; while it is at work
//! nobody wakes it, and it takes all that has come in one go. There is room for [`ROOM`]; whoever finds
//! none is told so, or waits where it may.

use super::writer::Job;
use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

/// Writes that may wait.
const ROOM: usize = 8_192;

/// Why a job was not taken.
pub(super) enum Refused {
    /// There is no room; the job is given back.
    Full(Job),
    /// The writer has ended.
    Gone,
}

/// What woke the writer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Woken {
    /// As many as it waited for are there.
    Enough,
    /// They are not, and its time is over.
    Late,
    /// There will be no more.
    Ended,
}

#[derive(Default)]
struct State {
    jobs: VecDeque<Job>,
    /// Jobs at which the writer is to be woken; none while it does not wait.
    wanted: Option<usize>,
    /// Nobody sends any more.
    ended: bool,
    /// Nobody takes any more.
    gone: bool,
}

#[derive(Default)]
struct Queue {
    state: Mutex<State>,
    enough: Condvar,
    room: Condvar,
}

impl Queue {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn put(&self, state: &mut State, job: Job) {
        state.jobs.push_back(job);
        if state
            .wanted
            .is_some_and(|wanted| state.jobs.len() >= wanted)
        {
            state.wanted = None;
            self.enough.notify_one();
        }
    }
}

/// The senders' side; when it is dropped, there will be no more.
pub(super) struct Jobs(Arc<Queue>);

/// The writer's side.
pub(super) struct Waiting(Arc<Queue>);

/// Both sides of an empty queue.
pub(super) fn queue() -> (Jobs, Waiting) {
    let queue = Arc::<Queue>::default();
    (Jobs(Arc::clone(&queue)), Waiting(queue))
}

impl Jobs {
    /// Adds a job, if there is room.
    #[expect(
        clippy::result_large_err,
        reason = "the job is given back as it came, and seldom"
    )]
    pub(super) fn put(&self, job: Job) -> Result<(), Refused> {
        let mut state = self.0.lock();
        if state.gone {
            return Err(Refused::Gone);
        }
        if state.jobs.len() >= ROOM {
            return Err(Refused::Full(job));
        }
        self.0.put(&mut state, job);
        Ok(())
    }

    /// Adds a job once there is room; false when the writer has ended. Never on an async thread.
    pub(super) fn put_later(&self, job: Job) -> bool {
        let mut state = self.0.lock();
        while state.jobs.len() >= ROOM && !state.gone {
            state = self
                .0
                .room
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        }
        if state.gone {
            return false;
        }
        self.0.put(&mut state, job);
        true
    }
}

impl Drop for Jobs {
    fn drop(&mut self) {
        self.0.lock().ended = true;
        self.0.enough.notify_one();
    }
}

impl Waiting {
    /// Moves what waits to the end of `jobs`, so many at the most.
    pub(super) fn take(&self, jobs: &mut Vec<Job>, most: usize) {
        let mut state = self.0.lock();
        let was_full = state.jobs.len() >= ROOM;
        let count = state.jobs.len().min(most);
        jobs.extend(state.jobs.drain(..count));
        drop(state);
        if was_full && count > 0 {
            self.0.room.notify_all();
        }
    }

    /// Waits until so many are there, or until a time.
    pub(super) fn wait(&self, wanted: usize, until: Option<Instant>) -> Woken {
        let mut state = self.0.lock();
        loop {
            if state.jobs.len() >= wanted {
                state.wanted = None;
                return Woken::Enough;
            }
            if state.ended {
                return Woken::Ended;
            }
            state.wanted = Some(wanted);
            let Some(until) = until else {
                state = self
                    .0
                    .enough
                    .wait(state)
                    .unwrap_or_else(PoisonError::into_inner);
                continue;
            };
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                state.wanted = None;
                return Woken::Late;
            }
            (state, _) = self
                .0
                .enough
                .wait_timeout(state, left)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        let mut state = self.0.lock();
        state.gone = true;
        // With them go their replies, which tells everyone who waits.
        let left = std::mem::take(&mut state.jobs);
        drop(state);
        drop(left);
        self.0.room.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::{ROOM, Refused, Woken, queue};
    use crate::error::Result;
    use crate::store::writer::{Job, Work};
    use rusqlite::Connection;
    use std::time::{Duration, Instant};

    struct Nothing;

    impl Work for Nothing {
        fn run(&mut self, _: &Connection) {}
        fn told(self: Box<Self>, _: Result<()>) {}
    }

    fn job() -> Job {
        Job::Work(Box::new(Nothing))
    }

    #[test]
    fn the_writer_sleeps_until_as_many_are_there_as_it_wants() {
        let (jobs, waiting) = queue();
        let writer = std::thread::spawn(move || {
            let woken = waiting.wait(3, None);
            let mut taken = Vec::new();
            waiting.take(&mut taken, 2);
            (woken, taken.len(), waiting.wait(1, None), waiting)
        });
        for _ in 0..3 {
            assert!(jobs.put(job()).is_ok());
        }
        let (woken, taken, more, waiting) = writer.join().unwrap_or_else(|_| panic!("it ended"));
        assert_eq!((woken, taken, more), (Woken::Enough, 2, Woken::Enough));
        let soon = Instant::now() + Duration::from_millis(5);
        assert_eq!(waiting.wait(2, Some(soon)), Woken::Late);
        drop(jobs);
        assert_eq!(waiting.wait(2, None), Woken::Ended);
        assert_eq!(
            waiting.wait(1, None),
            Woken::Enough,
            "the last one is not lost"
        );
    }

    #[test]
    fn a_full_queue_says_so_and_takes_again_what_has_room() {
        let (jobs, waiting) = queue();
        for _ in 0..ROOM {
            assert!(jobs.put(job()).is_ok());
        }
        assert!(matches!(jobs.put(job()), Err(Refused::Full(_))));
        std::thread::scope(|scope| {
            let later = scope.spawn(|| jobs.put_later(job()));
            let mut taken = Vec::new();
            waiting.take(&mut taken, 10);
            assert!(later.join().unwrap_or(false));
        });
        drop(waiting);
        assert!(matches!(jobs.put(job()), Err(Refused::Gone)));
        assert!(!jobs.put_later(job()));
    }
}
