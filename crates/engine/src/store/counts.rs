//! How many updates each bot has: table `update_tally`, and the same in memory, so that nobody counts
//! rows.

use super::{BotKey, failed};
use crate::error::Result;
use rusqlite::{Connection, ErrorCode, ffi, params};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// One bot's stored updates.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    /// How many.
    pub updates: u64,
    /// Bytes of their bodies.
    pub bytes: u64,
    /// How many of them are pinned.
    pub pinned: u64,
    /// Bytes of the pinned ones' bodies.
    pub pinned_bytes: u64,
    /// When the last one arrived, Unix milliseconds.
    pub last_at: Option<i64>,
}

impl Count {
    /// How many are not pinned, and the bytes of their bodies.
    pub fn unpinned(&self) -> (u64, u64) {
        (
            self.updates.saturating_sub(self.pinned),
            self.bytes.saturating_sub(self.pinned_bytes),
        )
    }
}

/// What a transaction changes of one bot's count.
#[derive(Debug, Clone, Copy)]
pub(super) struct Delta {
    pub(super) bot: BotKey,
    pub(super) updates: i64,
    pub(super) bytes: i64,
    pub(super) pinned: i64,
    pub(super) pinned_bytes: i64,
    pub(super) last_at: Option<i64>,
}

impl Delta {
    pub(super) fn none(bot: BotKey) -> Self {
        Self {
            bot,
            updates: 0,
            bytes: 0,
            pinned: 0,
            pinned_bytes: 0,
            last_at: None,
        }
    }

    /// Writes it down, inside the transaction that it tells of.
    pub(super) fn write(&self, connection: &Connection) -> rusqlite::Result<()> {
        let mut statement = connection.prepare_cached(
            "INSERT INTO update_tally (bot, updates, bytes, pinned, pinned_bytes, last_at) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (bot) DO UPDATE SET \
             updates = updates + excluded.updates, bytes = bytes + excluded.bytes, \
             pinned = pinned + excluded.pinned, pinned_bytes = pinned_bytes + excluded.pinned_bytes, \
             last_at = coalesce(excluded.last_at, last_at)",
        )?;
        let written = statement.execute(params![
            self.bot.0,
            self.updates,
            self.bytes,
            self.pinned,
            self.pinned_bytes,
            self.last_at
        ]);
        unless_no_such_bot(written).map(drop)
    }
}

/// `None` where the bot was removed meanwhile, which is no failure.
pub(super) fn unless_no_such_bot<T>(done: rusqlite::Result<T>) -> rusqlite::Result<Option<T>> {
    match done {
        Ok(done) => Ok(Some(done)),
        Err(error)
            if error
                .sqlite_error()
                .is_some_and(|error| is_foreign_key(*error)) =>
        {
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

fn is_foreign_key(error: ffi::Error) -> bool {
    error.code == ErrorCode::ConstraintViolation
        && error.extended_code == ffi::SQLITE_CONSTRAINT_FOREIGNKEY
}

pub(super) struct Counts(Mutex<HashMap<BotKey, Count>>);

impl Counts {
    pub(super) fn load(connection: &Connection) -> Result<Self> {
        let load = || -> rusqlite::Result<HashMap<BotKey, Count>> {
            let mut statement = connection.prepare(
                "SELECT bot, updates, bytes, pinned, pinned_bytes, last_at FROM update_tally",
            )?;
            let rows = statement.query_map([], |row| {
                let number = |index| {
                    Ok::<_, rusqlite::Error>(row.get::<_, i64>(index)?.max(0).unsigned_abs())
                };
                Ok((
                    BotKey(row.get(0)?),
                    Count {
                        updates: number(1)?,
                        bytes: number(2)?,
                        pinned: number(3)?,
                        pinned_bytes: number(4)?,
                        last_at: row.get(5)?,
                    },
                ))
            })?;
            rows.collect()
        };
        load()
            .map(|counts| Self(Mutex::new(counts)))
            .map_err(|error| failed(&error))
    }

    pub(super) fn of(&self, bot: BotKey) -> Count {
        self.lock().get(&bot).copied().unwrap_or_default()
    }

    /// Told after the commit.
    pub(super) fn change(&self, deltas: &[Delta]) {
        let mut counts = self.lock();
        for delta in deltas {
            let count = counts.entry(delta.bot).or_default();
            count.updates = count.updates.saturating_add_signed(delta.updates);
            count.bytes = count.bytes.saturating_add_signed(delta.bytes);
            count.pinned = count.pinned.saturating_add_signed(delta.pinned);
            count.pinned_bytes = count.pinned_bytes.saturating_add_signed(delta.pinned_bytes);
            count.last_at = delta.last_at.or(count.last_at);
        }
    }

    pub(super) fn forget(&self, bot: BotKey) {
        self.lock().remove(&bot);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<BotKey, Count>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
