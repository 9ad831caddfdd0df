//! Table `webhook_event`: what happened to webhooks; and when each was checked.

use super::{BotKey, Store};
use crate::domain::history::{HistoryEntry, NewEvent};
use crate::domain::lease::shown_url;
use crate::domain::token::mask_tokens;
use crate::error::Result;
use chrono::{DateTime, Utc};
use rusqlite::types::{FromSql, FromSqlError};
use rusqlite::{Connection, Row, params};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Entries kept for each bot; the oldest go.
const KEPT_EVENTS: i64 = 10_000;

/// The word that serde writes for an enum's value.
fn word(value: &impl Serialize) -> rusqlite::Result<String> {
    match serde_json::to_value(value) {
        Ok(Value::String(word)) => Ok(word),
        Ok(other) => Ok(other.to_string()),
        Err(error) => Err(rusqlite::Error::ToSqlConversionFailure(error.into())),
    }
}

struct Word<T>(T);

impl<T: DeserializeOwned> FromSql for Word<T> {
    fn column_result(value: rusqlite::types::ValueRef<'_>) -> Result<Self, FromSqlError> {
        let word = Value::String(value.as_str()?.to_owned());
        serde_json::from_value(word)
            .map(Self)
            .map_err(|error| FromSqlError::Other(error.into()))
    }
}

pub(super) fn insert(connection: &Connection, event: &NewEvent) -> rusqlite::Result<()> {
    let error = event.error.as_ref();
    // A bot that was removed meanwhile has no history.
    connection
        .prepare_cached(
            "INSERT INTO webhook_event (bot, at, kind, cause, url, pending, code, message, detail) \
             SELECT key, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9 FROM bot_instance WHERE id = ?1",
        )?
        .execute(params![
            event.bot_id.to_string(),
            event.at.timestamp_millis(),
            word(&event.kind)?,
            event.cause.as_ref().map(word).transpose()?,
            event.url.as_deref().map(shown_url),
            event.pending,
            error.map(|error| word(&error.code)).transpose()?,
            event
                .message
                .as_ref()
                .or(error.map(|error| &error.message))
                .map(|message| mask_tokens(message)),
            event
                .detail
                .as_ref()
                .or(error.and_then(|error| error.detail.as_ref()))
                .map(|detail| mask_tokens(detail)),
        ])?;
    let bot: BotKey = BotKey(connection.query_row(
        "SELECT coalesce((SELECT key FROM bot_instance WHERE id = ?1), 0)",
        [event.bot_id.to_string()],
        |row| row.get(0),
    )?);
    connection
        .prepare_cached(
            "DELETE FROM webhook_event WHERE bot = ?1 AND seq <= (SELECT seq FROM webhook_event \
             INDEXED BY webhook_event_by_bot WHERE bot = ?1 ORDER BY seq DESC LIMIT 1 OFFSET ?2)",
        )?
        .execute(params![bot.0, KEPT_EVENTS])?;
    Ok(())
}

fn entry(row: &Row<'_>) -> rusqlite::Result<HistoryEntry> {
    Ok(HistoryEntry {
        seq: row.get(0)?,
        at: time(row.get(1)?),
        kind: row.get::<_, Word<_>>(2)?.0,
        cause: row.get::<_, Option<Word<_>>>(3)?.map(|cause| cause.0),
        url: row.get(4)?,
        pending: row.get(5)?,
        code: row.get(6)?,
        message: row.get(7)?,
        detail: row.get(8)?,
    })
}

fn time(millis: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(millis).unwrap_or_default()
}

impl Store {
    /// Writes entries of the history, all or none.
    pub async fn add_history(&self, events: Vec<NewEvent>) -> Result<()> {
        if events.is_empty() {
            return Ok(());
        }
        self.writer
            .run(move |connection| {
                events
                    .iter()
                    .try_for_each(|event| insert(connection, event))
            })
            .await
    }

    /// A page of a bot's history, newest first.
    pub async fn history(
        &self,
        bot: BotKey,
        before: Option<i64>,
        limit: u32,
    ) -> Result<Vec<HistoryEntry>> {
        self.read(move |connection| {
            let mut statement = connection.prepare_cached(
                "SELECT seq, at, kind, cause, url, pending, code, message, detail \
                 FROM webhook_event INDEXED BY webhook_event_by_bot \
                 WHERE bot = ?1 AND seq < ?2 ORDER BY seq DESC LIMIT ?3",
            )?;
            let before = before.unwrap_or(i64::MAX);
            let rows = statement.query_map(params![bot.0, before, limit], entry)?;
            rows.collect()
        })
        .await
    }

    /// Writes when each bot was checked (`webhook_last_checked`), in one transaction.
    pub async fn set_checked(&self, checked: Vec<(BotKey, DateTime<Utc>)>) -> Result<()> {
        if checked.is_empty() {
            return Ok(());
        }
        self.writer
            .run(move |connection| {
                let mut write = connection.prepare_cached(
                    "UPDATE bot_platform_credential SET webhook_last_checked = ?2 WHERE \
                     platform = 'telegram' AND bot_id = (SELECT id FROM bot_instance WHERE key = ?1)",
                )?;
                for (bot, at) in checked {
                    write.execute(params![bot.0, at.to_rfc3339()])?;
                }
                Ok(())
            })
            .await
    }
}
