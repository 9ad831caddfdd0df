//! The index follows behind the updates.
//!
//! A step reads the updates after the last that is known, makes their terms on a reader's thread, and
//! writes them in one piece of work of the writer's: the index, the ladder, the tally of kinds and
//! how far it all goes are one transaction, so a crash leaves them as they were. A search looks
//! through what is not indexed yet by itself.

use super::names::Named;
use super::rows::{COLUMNS, row};
use super::{BotKey, Store, names, rungs, terms};
use crate::error::Result;
use rusqlite::{Connection, params};

/// Updates in a step.
const ROWS: u32 = 512;
/// Updates in a step while others arrive, which wait for the writer meanwhile: a millisecond or two.
const FEW: u32 = 32;
/// Bytes of bodies after which a step ends.
const BYTES: usize = 1024 * 1024;
/// Updates of a removed bot taken out in a step.
const SWEPT: u32 = 1024;

/// What a step did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Followed {
    /// Updates that the index knows now, and did not before.
    pub rows: usize,
    /// There are more.
    pub more: bool,
}

/// An update on its way into the index.
pub(super) struct Entry {
    pub(super) seq: i64,
    pub(super) bot: BotKey,
    pub(super) kind: String,
    pub(super) received_at: i64,
    terms: String,
    names: Vec<Named>,
}

/// How far the index goes.
pub(super) fn known(connection: &Connection) -> rusqlite::Result<i64> {
    connection
        .prepare_cached("SELECT seq FROM update_follow")?
        .query_row([], |found| found.get(0))
}

fn next(connection: &Connection, most: u32) -> rusqlite::Result<Vec<Entry>> {
    let sql = format!(
        "SELECT {COLUMNS}, bot, body FROM telegram_update WHERE seq > ?1 ORDER BY seq LIMIT ?2"
    );
    let mut select = connection.prepare_cached(&sql)?;
    let mut rows = select.query(params![known(connection)?, most])?;
    let (mut entries, mut bytes) = (Vec::new(), 0);
    while let Some(found) = rows.next()? {
        let (update, bot) = (row(found)?, BotKey(found.get("bot")?));
        let body = found.get_ref("body")?.as_blob()?;
        bytes += body.len();
        entries.push(Entry {
            seq: update.seq,
            bot,
            terms: terms::of_update(bot, &update, body),
            names: names::of_update(bot, &update).collect(),
            received_at: update.received_at.timestamp_millis(),
            kind: update.kind,
        });
        if bytes >= BYTES {
            break;
        }
    }
    Ok(entries)
}

fn write(connection: &Connection, mut entries: Vec<Entry>) -> rusqlite::Result<()> {
    let Some(last) = entries.last().map(|entry| entry.seq) else {
        return Ok(());
    };
    // One that was removed meanwhile is no longer there to be taken out again.
    let mut is_there =
        connection.prepare_cached("SELECT 1 FROM telegram_update WHERE seq = ?1 AND bot = ?2")?;
    let mut gone = Vec::new();
    for entry in &entries {
        if !is_there.exists(params![entry.seq, entry.bot.0])? {
            gone.push(entry.seq);
        }
    }
    entries.retain(|entry| gone.binary_search(&entry.seq).is_err());
    let mut insert =
        connection.prepare_cached("INSERT INTO update_index (rowid, terms) VALUES (?1, ?2)")?;
    for entry in &entries {
        insert.execute(params![entry.seq, entry.terms])?;
    }
    rungs::add(connection, &entries)?;
    names::add(connection, entries.iter().flat_map(|entry| &entry.names))?;
    let mut tally = connection.prepare_cached(
        "INSERT INTO update_kind (bot, kind, updates) VALUES (?1, ?2, 1) \
         ON CONFLICT (bot, kind) DO UPDATE SET updates = updates + 1",
    )?;
    for entry in &entries {
        tally.execute(params![entry.bot.0, entry.kind])?;
    }
    connection
        .prepare_cached("UPDATE update_follow SET seq = ?1")?
        .execute([last])
        .map(drop)
}

/// Takes updates out of the index and all that follows with it, before they are removed themselves.
pub(super) fn forget(connection: &Connection, bot: BotKey, gone: &[i64]) -> rusqlite::Result<()> {
    let known = known(connection)?;
    let gone: Vec<i64> = gone.iter().copied().filter(|seq| *seq <= known).collect();
    let mut unindex = connection.prepare_cached("DELETE FROM update_index WHERE rowid = ?1")?;
    let mut tally = connection.prepare_cached(
        "UPDATE update_kind SET updates = updates - 1 WHERE bot = ?1 \
         AND kind = (SELECT kind FROM telegram_update WHERE seq = ?2)",
    )?;
    for seq in &gone {
        unindex.execute([seq])?;
        tally.execute(params![bot.0, seq])?;
    }
    rungs::remove(connection, bot, &gone)
}

/// Seqs that the index knows of a removed bot's stretch, and no table.
fn orphans(connection: &Connection) -> rusqlite::Result<(Option<i64>, Vec<i64>)> {
    let Some((first, last)) = rungs::orphan(connection)? else {
        return Ok((None, Vec::new()));
    };
    let mut select = connection.prepare_cached(
        "SELECT id FROM update_index_docsize WHERE id BETWEEN ?1 AND ?2 \
         AND NOT EXISTS (SELECT 1 FROM telegram_update WHERE seq = id) LIMIT ?3",
    )?;
    let seqs = select.query_map(params![first, last, SWEPT], |found| found.get(0))?;
    Ok((Some(first), seqs.collect::<rusqlite::Result<_>>()?))
}

fn sweep(connection: &Connection, first: i64, seqs: &[i64]) -> rusqlite::Result<()> {
    let mut unindex = connection.prepare_cached("DELETE FROM update_index WHERE rowid = ?1")?;
    for seq in seqs {
        unindex.execute([seq])?;
    }
    if seqs.len() < SWEPT as usize {
        rungs::drop_orphan(connection, first)?;
    }
    Ok(())
}

impl Store {
    /// One step of the index behind the updates.
    pub async fn follow(&self) -> Result<Followed> {
        self.follow_up_to(ROWS).await
    }

    /// A small step, for when the writer is wanted by others.
    pub async fn follow_a_little(&self) -> Result<Followed> {
        self.follow_up_to(FEW).await
    }

    async fn follow_up_to(&self, most: u32) -> Result<Followed> {
        let entries = self.read(move |connection| next(connection, most)).await?;
        let rows = entries.len();
        if rows == 0 {
            return Ok(Followed {
                rows,
                more: self.sweep().await?,
            });
        }
        self.writer
            .run(move |connection| write(connection, entries))
            .await?;
        Ok(Followed { rows, more: true })
    }

    /// One step of taking removed bots' updates out of the index; whether there may be more.
    async fn sweep(&self) -> Result<bool> {
        let (Some(first), seqs) = self.read(orphans).await? else {
            return Ok(false);
        };
        self.writer
            .run(move |connection| sweep(connection, first, &seqs))
            .await?;
        Ok(true)
    }
}
