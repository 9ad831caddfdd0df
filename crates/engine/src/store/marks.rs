//! What the reader does to an update: pins it, writes a note beside it. Either keeps it whatever the
//! limits say: `telegram_update.pinned` has a bit for each, and tables `pinned_update` and
//! `update_note` find them.

use super::counts::Delta;
use super::{BotKey, Store};
use crate::error::Result;
use rusqlite::{Connection, OptionalExtension, params};

pub(super) const PINNED: i64 = 1;
pub(super) const NOTED: i64 = 2;

/// Sets or takes back a bit; none when there is no such update.
fn mark(
    connection: &Connection,
    seq: i64,
    bit: i64,
    is_set: bool,
) -> rusqlite::Result<Option<Delta>> {
    let found: Option<(i64, i64, i64)> = connection
        .query_row(
            "SELECT bot, length(body), pinned FROM telegram_update WHERE seq = ?1",
            [seq],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )
        .optional()?;
    let Some((bot, bytes, was)) = found else {
        return Ok(None);
    };
    let mut delta = Delta::none(BotKey(bot));
    let becomes = if is_set { was | bit } else { was & !bit };
    if was != becomes {
        connection.execute(
            "UPDATE telegram_update SET pinned = ?2 WHERE seq = ?1",
            params![seq, becomes],
        )?;
    }
    if (was != 0) != (becomes != 0) {
        let sign = if is_set { 1 } else { -1 };
        delta.pinned = sign;
        delta.pinned_bytes = sign * bytes;
        delta.write(connection)?;
    }
    Ok(Some(delta))
}

fn pin(connection: &Connection, seq: i64, pinned: bool) -> rusqlite::Result<Option<Delta>> {
    let delta = mark(connection, seq, PINNED, pinned)?;
    if let Some(delta) = &delta {
        let sql = if pinned {
            "INSERT OR IGNORE INTO pinned_update (seq, bot) VALUES (?1, ?2)"
        } else {
            "DELETE FROM pinned_update WHERE seq = ?1 AND bot = ?2"
        };
        connection.execute(sql, params![seq, delta.bot.0])?;
    }
    Ok(delta)
}

fn note(connection: &Connection, seq: i64, note: Option<&str>) -> rusqlite::Result<Option<Delta>> {
    let delta = mark(connection, seq, NOTED, note.is_some())?;
    if let Some(delta) = &delta {
        match note {
            Some(note) => connection.execute(
                "INSERT INTO update_note (seq, bot, note) VALUES (?1, ?2, ?3) \
                 ON CONFLICT (seq) DO UPDATE SET note = excluded.note",
                params![seq, delta.bot.0, note],
            )?,
            None => connection.execute("DELETE FROM update_note WHERE seq = ?1", [seq])?,
        };
    }
    Ok(delta)
}

impl Store {
    /// Pins an update, so that it stays whatever the limits say, or lets it go again. Gives whose it
    /// is; none when there is no such update.
    pub async fn pin(&self, seq: i64, pinned: bool) -> Result<Option<BotKey>> {
        self.marked(move |connection| pin(connection, seq, pinned))
            .await
    }

    /// Writes a note beside an update, or removes it. Gives whose update it is, if there is one.
    pub async fn write_note(&self, seq: i64, text: Option<String>) -> Result<Option<BotKey>> {
        self.marked(move |connection| note(connection, seq, text.as_deref()))
            .await
    }

    async fn marked(
        &self,
        work: impl FnOnce(&Connection) -> rusqlite::Result<Option<Delta>> + Send + 'static,
    ) -> Result<Option<BotKey>> {
        let delta = self.writer.run(work).await?;
        if let Some(delta) = delta {
            self.counts.change(&[delta]);
        }
        Ok(delta.map(|delta| delta.bot))
    }

    /// The note beside an update.
    pub async fn note(&self, seq: i64) -> Result<Option<String>> {
        self.read(move |connection| {
            connection
                .prepare_cached("SELECT note FROM update_note WHERE seq = ?1")?
                .query_row([seq], |row| row.get(0))
                .optional()
        })
        .await
    }
}
