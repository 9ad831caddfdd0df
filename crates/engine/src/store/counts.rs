//! How many updates each bot has, kept in memory so that nobody counts rows.

use super::{BotKey, failed};
use crate::error::Result;
use rusqlite::Connection;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// One bot's stored updates.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    /// How many.
    pub updates: u64,
    /// When the last one arrived, Unix milliseconds.
    pub last_at: Option<i64>,
}

pub(super) struct Counts(Mutex<HashMap<BotKey, Count>>);

impl Counts {
    pub(super) fn load(connection: &Connection) -> Result<Self> {
        let load = || -> rusqlite::Result<HashMap<BotKey, Count>> {
            // The inner query runs over the short index alone; one row a bot is read besides.
            let mut statement = connection.prepare(
                "SELECT c.bot, c.updates, u.received_at FROM \
                 (SELECT bot, count(*) AS updates, max(seq) AS last FROM telegram_update GROUP BY bot) c \
                 JOIN telegram_update u ON u.seq = c.last",
            )?;
            let rows = statement.query_map([], |row| {
                let updates = row.get::<_, i64>(1)?.unsigned_abs();
                Ok((
                    BotKey(row.get(0)?),
                    Count {
                        updates,
                        last_at: row.get(2)?,
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

    pub(super) fn add(&self, added: impl Iterator<Item = (BotKey, i64)>) {
        let mut counts = self.lock();
        for (bot, at) in added {
            let count = counts.entry(bot).or_default();
            count.updates += 1;
            count.last_at = Some(at);
        }
    }

    pub(super) fn forget(&self, bot: BotKey) {
        self.lock().remove(&bot);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<BotKey, Count>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
