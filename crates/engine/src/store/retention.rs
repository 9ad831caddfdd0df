//! Table `retention`: how much of a bot's updates is kept, where it is not the default.

use super::{BotKey, Store};
use crate::domain::ids::BotId;
use crate::domain::retention::Retention;
use crate::error::Result;
use rusqlite::{Connection, OptionalExtension, Row, params};
use std::collections::HashMap;

fn limits(row: &Row<'_>) -> rusqlite::Result<Retention> {
    let number =
        |index| Ok::<_, rusqlite::Error>(row.get::<_, Option<i64>>(index)?.map(i64::unsigned_abs));
    Ok(Retention {
        max_updates: number(0)?,
        max_days: row.get(1)?,
        max_bytes: number(2)?,
    })
}

pub(super) fn own(connection: &Connection, bot: BotKey) -> rusqlite::Result<Option<Retention>> {
    connection
        .prepare_cached("SELECT max_updates, max_days, max_bytes FROM retention WHERE bot = ?1")?
        .query_row([bot.0], limits)
        .optional()
}

fn column(number: Option<u64>) -> Option<i64> {
    number.map(|number| i64::try_from(number).unwrap_or(i64::MAX))
}

impl Store {
    /// A bot's own limits, if it has any.
    pub async fn retention(&self, bot: BotKey) -> Result<Option<Retention>> {
        self.read(move |connection| own(connection, bot)).await
    }

    /// The limits of every bot that has its own.
    pub async fn retentions(&self) -> Result<HashMap<BotKey, Retention>> {
        self.read(|connection| {
            let mut statement = connection
                .prepare_cached("SELECT max_updates, max_days, max_bytes, bot FROM retention")?;
            let rows = statement.query_map([], |row| Ok((BotKey(row.get(3)?), limits(row)?)))?;
            rows.collect()
        })
        .await
    }

    /// Writes a bot's own limits; `None` gives it the defaults again.
    pub async fn set_retention(&self, bot: BotKey, retention: Option<Retention>) -> Result<()> {
        self.writer
            .run(move |connection| {
                let Some(limits) = retention else {
                    return connection.execute("DELETE FROM retention WHERE bot = ?1", [bot.0]);
                };
                connection.execute(
                    "INSERT INTO retention (bot, max_updates, max_days, max_bytes) \
                     VALUES (?1, ?2, ?3, ?4) ON CONFLICT (bot) DO UPDATE SET \
                     max_updates = excluded.max_updates, max_days = excluded.max_days, \
                     max_bytes = excluded.max_bytes",
                    params![
                        bot.0,
                        column(limits.max_updates),
                        limits.max_days,
                        column(limits.max_bytes)
                    ],
                )
            })
            .await
            .map(drop)
    }

    /// When a bot's oldest stored update arrived, Unix milliseconds.
    pub async fn oldest(&self, bot: BotKey) -> Result<Option<i64>> {
        self.read(move |connection| {
            connection
                .query_row(
                    "SELECT received_at FROM telegram_update INDEXED BY telegram_update_by_bot \
                     WHERE bot = ?1 ORDER BY seq LIMIT 1",
                    [bot.0],
                    |row| row.get(0),
                )
                .optional()
        })
        .await
    }

    /// Every bot there is.
    pub fn bot_keys(&self) -> Vec<(BotId, BotKey)> {
        self.keys.all()
    }
}
