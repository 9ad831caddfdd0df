//! Table `telegram_update`.

use super::counts::unless_no_such_bot;
use super::heads::Placed;
use super::held::PassedOn;
use super::rows::{COLUMNS, IN_ORDER, keeps_words, row};
use super::{BotKey, Store};
use crate::domain::head::Head;
use crate::domain::row::UpdateRow;
use crate::error::Result;
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::HashMap;

/// Bytes of bodies after which no more are read at once.
const WHOLE: usize = 1024 * 1024;

/// An update to store.
#[derive(Debug, Clone)]
pub struct NewUpdate {
    /// Whose.
    pub bot: BotKey,
    /// Unix milliseconds.
    pub received_at: i64,
    /// What it says.
    pub what: crate::domain::update::Classified,
    /// The bytes as they came.
    pub body: bytes::Bytes,
}

/// What became of an update.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ingested {
    /// Committed.
    Stored,
    /// It was there already, committed before.
    Duplicate,
    /// Too many writes wait; nothing was stored.
    Busy,
}

/// Which page of a bot's updates.
#[derive(Debug, Clone, Copy)]
pub struct Page {
    /// Only rows with a smaller seq.
    pub before: Option<i64>,
    /// Only rows with a larger seq.
    pub after: Option<i64>,
    /// Rows at the most.
    pub limit: u32,
}

/// The seq of the next update.
pub(super) fn next_seq(connection: &Connection) -> rusqlite::Result<i64> {
    connection.query_row(
        "SELECT max(coalesce((SELECT max(seq) FROM telegram_update), 0), \
         coalesce((SELECT max(seq) FROM update_mark), 0)) + 1",
        [],
        |row| row.get(0),
    )
}

/// Inserts what Telegram sent; false when the update is there already, or its bot is no longer.
pub(super) fn insert(
    connection: &Connection,
    update: &NewUpdate,
    seq: i64,
    head: &Placed,
    passed_on: &mut PassedOn,
) -> rusqlite::Result<bool> {
    // Only where its number is taken is it looked by whom: an update that is new costs nothing more.
    let stored = place(connection, update, seq, head)?
        || (super::import::step_aside(connection, update)?
            && place(connection, update, seq, head)?);
    if stored {
        // With the update or not at all: what is acknowledged is in the queue.
        super::held::enqueue(connection, update, seq, passed_on)?;
    }
    Ok(stored)
}

/// Puts an update into the inbox, and into no queue.
pub(super) fn place(
    connection: &Connection,
    update: &NewUpdate,
    seq: i64,
    head: &Placed,
) -> rusqlite::Result<bool> {
    let what = &update.what;
    let (who, chat, summary) = if keeps_words(&update.body) {
        (
            what.who.as_deref(),
            what.chat.as_deref(),
            what.summary.as_str(),
        )
    } else {
        (None, None, "")
    };
    // VALUES, and not a SELECT that asks for the bot: SQLite would prepare to undo each one by
    // itself, which costs as much as the rest.
    let mut statement = connection.prepare_cached(
        "INSERT INTO telegram_update \
         (seq, bot, update_id, received_at, kind, chat_id, chat, user_id, who, summary, body, \
         head, own_headers, source) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14) \
         ON CONFLICT (bot, update_id) DO NOTHING",
    )?;
    let changed = statement.execute(params![
        seq,
        update.bot.0,
        what.update_id,
        update.received_at,
        what.kind,
        what.chat_id,
        chat,
        what.user_id,
        who,
        summary,
        &update.body[..],
        head.key,
        head.own,
        head.source,
    ]);
    Ok(unless_no_such_bot(changed)? == Some(1))
}

impl Store {
    /// Stores an update and syncs it to the disk before it answers.
    pub async fn ingest(&self, update: NewUpdate) -> Result<Ingested> {
        self.writer.ingest(update, None).await
    }

    /// The same with the head of the request that brought it.
    pub async fn ingest_with(&self, update: NewUpdate, head: Head) -> Result<Ingested> {
        self.writer.ingest(update, Some(Box::new(head))).await
    }

    /// A page of a bot's rows, newest first.
    pub async fn updates(&self, bot: BotKey, page: Page) -> Result<Vec<UpdateRow>> {
        self.read(move |connection| {
            let sql = format!(
                "SELECT {COLUMNS} FROM telegram_update {IN_ORDER} \
                 WHERE bot = ?1 AND seq < ?2 AND seq > ?3 ORDER BY seq DESC LIMIT ?4"
            );
            let mut statement = connection.prepare_cached(&sql)?;
            let rows = statement.query_map(
                params![
                    bot.0,
                    page.before.unwrap_or(i64::MAX),
                    page.after.unwrap_or(-1),
                    page.limit
                ],
                row,
            )?;
            rows.collect()
        })
        .await
    }

    /// Rows by their places, as far as they are there.
    pub async fn rows_of(&self, seqs: Vec<i64>) -> Result<HashMap<i64, UpdateRow>> {
        self.read(move |connection| {
            let sql = format!("SELECT {COLUMNS} FROM telegram_update WHERE seq = ?1");
            let mut statement = connection.prepare_cached(&sql)?;
            let mut rows = HashMap::new();
            for seq in seqs {
                if let Some(found) = statement.query_row([seq], row).optional()? {
                    rows.insert(seq, found);
                }
            }
            Ok(rows)
        })
        .await
    }

    /// One update with its body.
    pub async fn update(&self, seq: i64) -> Result<Option<(UpdateRow, Vec<u8>)>> {
        self.read(move |connection| {
            let sql = format!(
                "SELECT {COLUMNS}, body FROM telegram_update WHERE seq = ?1 \
                 AND bot IN (SELECT key FROM bot_instance WHERE leaving = 0)"
            );
            let mut statement = connection.prepare_cached(&sql)?;
            statement
                .query_row([seq], |found| Ok((row(found)?, found.get("body")?)))
                .optional()
        })
        .await
    }

    /// Updates of a bot with their bodies, in the order of their places, and nothing in the place of one
    /// that is not there. Not all of them where they are long: one at least, and no more after so many
    /// bytes.
    pub async fn whole_updates(
        &self,
        bot: BotKey,
        seqs: Vec<i64>,
    ) -> Result<Vec<Option<(UpdateRow, Vec<u8>)>>> {
        self.read(move |connection| {
            let sql =
                format!("SELECT {COLUMNS}, body FROM telegram_update WHERE seq = ?1 AND bot = ?2");
            let mut statement = connection.prepare_cached(&sql)?;
            let (mut whole, mut bytes) = (Vec::with_capacity(seqs.len()), 0);
            for seq in seqs {
                let update = statement
                    .query_row(params![seq, bot.0], |found| {
                        Ok((row(found)?, found.get::<_, Vec<u8>>("body")?))
                    })
                    .optional()?;
                bytes += update.as_ref().map_or(0, |(_, body)| body.len());
                whole.push(update);
                if bytes >= WHOLE {
                    break;
                }
            }
            Ok(whole)
        })
        .await
    }
}
