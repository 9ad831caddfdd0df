//! What the bodies of deliveries take: table `delivery_tally`, and how they are removed.

use super::{BotKey, NewAttempt, Store};
use crate::error::Result;
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::HashMap;

/// Bytes of bodies in a step, after which it ends: a long body's pages are each touched.
const BYTES: u64 = 2 * 1024 * 1024;

/// What a transaction adds, by bot: few bots, and most attempts have no body at all.
#[derive(Default)]
pub(super) struct Added(Vec<(BotKey, usize)>);

impl Added {
    pub(super) fn count(&mut self, attempt: &NewAttempt) {
        let own = attempt.request_body.as_ref().map_or(0, bytes::Bytes::len);
        let bytes = attempt.response_body.len() + own;
        if bytes == 0 {
            return;
        }
        match self.0.iter_mut().find(|(bot, _)| *bot == attempt.bot) {
            Some((_, sum)) => *sum += bytes,
            None => self.0.push((attempt.bot, bytes)),
        }
    }

    /// Writes it down, inside the transaction that it tells of.
    pub(super) fn write(self, connection: &Connection) -> rusqlite::Result<()> {
        for (bot, bytes) in self.0 {
            let bytes = i64::try_from(bytes).unwrap_or(i64::MAX);
            connection
                .prepare_cached(
                    "INSERT INTO delivery_tally (bot, bytes) VALUES (?1, ?2) \
                     ON CONFLICT (bot) DO UPDATE SET bytes = bytes + excluded.bytes",
                )?
                .execute(params![bot.0, bytes])?;
        }
        Ok(())
    }
}

pub(super) fn bytes_of(connection: &Connection, bot: BotKey) -> rusqlite::Result<u64> {
    let bytes: Option<i64> = connection
        .prepare_cached("SELECT bytes FROM delivery_tally WHERE bot = ?1")?
        .query_row([bot.0], |row| row.get(0))
        .optional()?;
    Ok(bytes.unwrap_or(0).max(0).unsigned_abs())
}

impl Store {
    /// Bytes of the bodies of a bot's deliveries.
    pub async fn delivery_bytes(&self, bot: BotKey) -> Result<u64> {
        self.read(move |connection| bytes_of(connection, bot)).await
    }

    /// The same of every bot that has any.
    pub async fn all_delivery_bytes(&self) -> Result<HashMap<BotKey, u64>> {
        self.read(|connection| {
            let mut statement =
                connection.prepare_cached("SELECT bot, bytes FROM delivery_tally")?;
            let rows = statement.query_map([], |row| {
                Ok((
                    BotKey(row.get(0)?),
                    row.get::<_, i64>(1)?.max(0).unsigned_abs(),
                ))
            })?;
            rows.collect()
        })
        .await
    }

    /// One step of removing a bot's oldest deliveries until so many bytes of bodies are gone. Gives
    /// what is left; `None` when there was nothing to remove.
    pub async fn prune_deliveries(&self, bot: BotKey, bytes: u64) -> Result<Option<u64>> {
        let most = i64::try_from(bytes.min(BYTES)).unwrap_or(i64::MAX);
        self.writer
            .run(move |connection| {
                let gone = connection
                    .prepare_cached(
                        "DELETE FROM delivery_attempt WHERE id IN (SELECT id FROM (SELECT id, \
                         sum(bytes) OVER (ORDER BY id) - bytes AS ahead FROM (SELECT id, \
                         length(response_body) + coalesce(length(request_body), 0) AS bytes \
                         FROM delivery_attempt INDEXED BY delivery_attempt_by_bot WHERE bot = ?1 \
                         ORDER BY id LIMIT 512)) WHERE ahead < ?2)",
                    )?
                    .execute(params![bot.0, most])?;
                let left = bytes_of(connection, bot)?;
                Ok((gone > 0).then_some(left))
            })
            .await
    }
}
