//! Table `webhook_sample`: how many updates waited at Telegram, for a chart of the last month.
//!
//! The background looks every five minutes, the window at the bot that it shows every few seconds. So
//! that the second does not push the first out, samples are thinned once there are many: of those
//! older than an hour the highest of each stretch stays, and what is older than a month goes.

use super::{BotKey, Store};
use crate::domain::history::PendingSample;
use crate::error::Result;
use chrono::{DateTime, Utc};
use rusqlite::{Connection, params};
use std::collections::HashMap;

/// Of older samples one stays for each stretch of so many milliseconds, the usual check interval.
const STRETCH: i64 = 5 * 60 * 1000;
/// Younger ones all stay.
const FRESH: i64 = 60 * 60 * 1000;
/// Older ones go.
const MONTH: i64 = 31 * 24 * 60 * 60 * 1000;
/// With more, a bot's samples are thinned: some thousands more than a month of stretches.
const MOST: i64 = 12_000;

fn thin(connection: &Connection, bot: BotKey, now: i64) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "DELETE FROM webhook_sample WHERE bot = ?1 AND at < ?2 AND at NOT IN \
             (SELECT at FROM (SELECT at, row_number() OVER (PARTITION BY at / ?3 \
             ORDER BY pending DESC, at DESC) AS place FROM webhook_sample \
             WHERE bot = ?1 AND at < ?2) WHERE place = 1)",
        )?
        .execute(params![bot.0, now - FRESH, STRETCH])?;
    // Where so many are fresh, the oldest go all the same.
    connection
        .prepare_cached(
            "DELETE FROM webhook_sample WHERE bot = ?1 AND at <= max(?2, coalesce((SELECT at FROM \
             webhook_sample WHERE bot = ?1 ORDER BY at DESC LIMIT 1 OFFSET ?3), 0))",
        )?
        .execute(params![bot.0, now - MONTH, MOST])?;
    Ok(())
}

impl Store {
    /// Writes how many updates waited at Telegram, one bot a row, in one transaction, and when each
    /// was checked (`webhook_last_checked`).
    pub async fn add_samples(&self, samples: Vec<(BotKey, PendingSample)>) -> Result<()> {
        self.writer
            .run(move |connection| {
                let mut add = connection.prepare_cached(
                    "INSERT OR REPLACE INTO webhook_sample (bot, at, pending) \
                     SELECT key, ?2, ?3 FROM bot_instance WHERE key = ?1",
                )?;
                let mut is_over = connection.prepare_cached(
                    "SELECT EXISTS (SELECT 1 FROM webhook_sample WHERE bot = ?1 \
                     ORDER BY at DESC LIMIT 1 OFFSET ?2)",
                )?;
                let mut checked = connection.prepare_cached(
                    "UPDATE bot_platform_credential SET webhook_last_checked = ?2 WHERE \
                     platform = 'telegram' AND bot_id = (SELECT id FROM bot_instance WHERE key = ?1)",
                )?;
                let mut newest = HashMap::new();
                for (bot, sample) in samples {
                    let at = sample.at.timestamp_millis();
                    add.execute(params![bot.0, at, sample.pending])?;
                    checked.execute(params![bot.0, sample.at.to_rfc3339()])?;
                    newest.insert(bot, at);
                }
                for (bot, at) in newest {
                    if is_over.query_row(params![bot.0, MOST], |row| row.get(0))? {
                        thin(connection, bot, at)?;
                    }
                }
                Ok(())
            })
            .await
    }

    /// A bot's samples from a moment on, oldest first.
    pub async fn samples(&self, bot: BotKey, since: DateTime<Utc>) -> Result<Vec<PendingSample>> {
        self.read(move |connection| {
            let mut statement = connection.prepare_cached(
                "SELECT at, pending FROM webhook_sample WHERE bot = ?1 AND at >= ?2 ORDER BY at",
            )?;
            let rows = statement.query_map(params![bot.0, since.timestamp_millis()], |row| {
                Ok(PendingSample {
                    at: DateTime::from_timestamp_millis(row.get(0)?).unwrap_or_default(),
                    pending: row.get(1)?,
                })
            })?;
            rows.collect()
        })
        .await
    }
}
