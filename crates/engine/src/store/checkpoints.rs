//! A thread that copies the write-ahead log into the database file, so that the writer need not.
//!
//! SQLite's own checkpoint runs inside the commit that made the log too long, and everyone waits for
//! it. Here another connection copies while the writer goes on writing. What it can never catch up
//! with is what is written meanwhile, and the log starts anew only when nothing is left to copy: so
//! once the log is [`LONG`], the writer is asked to copy the short rest itself ([`Checkpoints::rest`]).
//! While nobody writes, the log's file is emptied.

use super::schema;
use crate::error::{Code, Error, Result};
use rusqlite::Connection;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::Duration;

/// So many bytes of updates are written between two copies. A page that changes often is copied once
/// a time, and each time the disk is synced beside the writer's own syncs, so often is dear.
const EVERY: usize = 32 * 1024 * 1024;
/// Pages in the log from which on it is to start anew: 32 MB.
const LONG: i64 = 8_000;
/// A log shorter than this is left as it is while nobody writes.
const SHORT: i64 = 256;
/// Who has not written for so long is idle.
pub(super) const IDLE: Duration = Duration::from_secs(1);

enum Occasion {
    /// Enough was written.
    Enough,
    /// Nobody writes.
    Idle,
}

/// The writer's side.
pub(super) struct Checkpoints {
    occasions: SyncSender<Occasion>,
    long: Arc<AtomicBool>,
    written: usize,
    idle: bool,
}

impl Checkpoints {
    pub(super) fn start(path: &Path) -> Result<Self> {
        let connection = schema::connect_checkpointer(path)?;
        let (occasions, due) = sync_channel(1);
        let long = Arc::new(AtomicBool::new(false));
        let for_thread = Arc::clone(&long);
        std::thread::Builder::new()
            .name("hookbay-checkpoint".into())
            .spawn(move || serve(&connection, &due, &for_thread))
            .map_err(|error| {
                Error::new(
                    Code::Internal,
                    "The database's second thread cannot start.",
                    "Restart Hookbay.",
                )
                .detail(error)
            })?;
        Ok(Self {
            occasions,
            long,
            written: 0,
            // What an earlier run left in the log is looked at.
            idle: false,
        })
    }

    /// After a commit with so many bytes of updates.
    pub(super) fn committed(&mut self, bytes: usize) {
        self.idle = false;
        self.written += bytes;
        // A full channel: it is at work and will come back to this.
        if self.written >= EVERY && self.occasions.try_send(Occasion::Enough).is_ok() {
            self.written = 0;
        }
    }

    /// Nobody has written for [`IDLE`].
    pub(super) fn idle(&mut self) {
        self.idle = self.occasions.try_send(Occasion::Idle).is_ok();
        self.written = 0;
    }

    /// Whether there is something to do once nobody writes.
    pub(super) fn is_idle(&self) -> bool {
        self.idle
    }

    /// Between two transactions: copies the rest of a log that is long, so that the next one starts
    /// it anew.
    pub(super) fn rest(&self, connection: &Connection) {
        if self.long.swap(false, Ordering::AcqRel) {
            let _ = copy(connection, "PASSIVE");
        }
    }
}

fn serve(connection: &Connection, due: &Receiver<Occasion>, long: &AtomicBool) {
    while let Ok(occasion) = due.recv() {
        // Fails while the disk is full, and is tried again after the next writes.
        let Ok((pages, copied)) = copy(connection, "PASSIVE") else {
            continue;
        };
        match occasion {
            Occasion::Enough => long.store(pages >= LONG, Ordering::Release),
            Occasion::Idle if pages >= SHORT && pages == copied => {
                let _ = copy(connection, "TRUNCATE");
            }
            Occasion::Idle => {}
        }
    }
}

/// Pages in the log, and how many of them are in the database file now.
fn copy(connection: &Connection, how: &str) -> rusqlite::Result<(i64, i64)> {
    connection.query_row(&format!("PRAGMA wal_checkpoint({how})"), [], |row| {
        Ok((row.get(1)?, row.get(2)?))
    })
}
