//! Table `update_rung`: a bot's updates in stretches of a thousand.
//!
//! To jump to a place, a thousand rungs stand for a million rows; to find a time, a rung says between
//! which it is, also where updates were imported that are older than their neighbours.

use super::follow::{Entry, known};
use super::rows::{COLUMNS, IN_ORDER, row};
use super::{BotKey, Store};
use crate::domain::row::UpdateRow;
use crate::error::Result;
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::HashMap;

/// Updates in a rung.
const STRETCH: i64 = 1_000;

struct Rung {
    first: i64,
    last: i64,
    made: i64,
    left: i64,
    oldest: i64,
    newest: i64,
}

fn top(connection: &Connection, bot: BotKey) -> rusqlite::Result<Option<Rung>> {
    connection
        .prepare_cached(
            "SELECT first, last, made, left, oldest, newest FROM update_rung \
             WHERE bot = ?1 ORDER BY first DESC LIMIT 1",
        )?
        .query_row([bot.0], |found| {
            Ok(Rung {
                first: found.get(0)?,
                last: found.get(1)?,
                made: found.get(2)?,
                left: found.get(3)?,
                oldest: found.get(4)?,
                newest: found.get(5)?,
            })
        })
        .optional()
}

fn save(connection: &Connection, bot: BotKey, rung: &Rung) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO update_rung (bot, first, last, made, left, oldest, newest) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?
        .execute(params![
            bot.0,
            rung.first,
            rung.last,
            rung.made,
            rung.left,
            rung.oldest,
            rung.newest
        ])
        .map(drop)
}

/// Puts new updates on top, in their order.
pub(super) fn add(connection: &Connection, entries: &[Entry]) -> rusqlite::Result<()> {
    let mut tops: HashMap<BotKey, Rung> = HashMap::new();
    for entry in entries {
        let at = entry.received_at;
        let fresh = Rung {
            first: entry.seq,
            last: entry.seq,
            made: 0,
            left: 0,
            oldest: at,
            newest: at,
        };
        let mut rung = match tops.remove(&entry.bot) {
            Some(rung) => rung,
            None => top(connection, entry.bot)?.unwrap_or(fresh),
        };
        if rung.made >= STRETCH {
            save(connection, entry.bot, &rung)?;
            rung = Rung {
                first: entry.seq,
                last: entry.seq,
                made: 0,
                left: 0,
                oldest: at,
                newest: at,
            };
        }
        rung.last = entry.seq;
        rung.made += 1;
        rung.left += 1;
        rung.oldest = rung.oldest.min(at);
        rung.newest = rung.newest.max(at);
        tops.insert(entry.bot, rung);
    }
    for (bot, rung) in &tops {
        save(connection, *bot, rung)?;
    }
    Ok(())
}

/// Takes updates out of their rungs; one that is left with none goes.
pub(super) fn remove(connection: &Connection, bot: BotKey, seqs: &[i64]) -> rusqlite::Result<()> {
    let mut less = connection.prepare_cached(
        "UPDATE update_rung SET left = left - 1 WHERE bot = ?1 AND first = \
         (SELECT max(first) FROM update_rung WHERE bot = ?1 AND first <= ?2)",
    )?;
    for seq in seqs {
        less.execute(params![bot.0, seq])?;
    }
    connection
        .prepare_cached("DELETE FROM update_rung WHERE bot = ?1 AND left <= 0")?
        .execute([bot.0])
        .map(drop)
}

/// A bot goes: its stretches stay until they are swept.
pub(super) fn orphan_all(connection: &Connection, bot: BotKey) -> rusqlite::Result<()> {
    connection
        .execute("UPDATE update_rung SET bot = -1 WHERE bot = ?1", [bot.0])
        .map(drop)
}

/// First and last seq of a removed bot's stretch.
pub(super) fn orphan(connection: &Connection) -> rusqlite::Result<Option<(i64, i64)>> {
    connection
        .prepare_cached("SELECT first, last FROM update_rung WHERE bot = -1 LIMIT 1")?
        .query_row([], |found| Ok((found.get(0)?, found.get(1)?)))
        .optional()
}

pub(super) fn drop_orphan(connection: &Connection, first: i64) -> rusqlite::Result<()> {
    connection
        .execute(
            "DELETE FROM update_rung WHERE bot = -1 AND first = ?1",
            [first],
        )
        .map(drop)
}

/// The first seq of a bot's that the index knows; one that is too great for any where it knows none.
pub(super) fn first(connection: &Connection, bot: BotKey) -> rusqlite::Result<i64> {
    let first: Option<i64> = connection
        .prepare_cached("SELECT min(first) FROM update_rung WHERE bot = ?1")?
        .query_row([bot.0], |found| found.get(0))?;
    Ok(first.unwrap_or(i64::MAX))
}

/// Of the updates that the index knows, those that arrived in a time are between these seqs, both
/// left out.
pub(super) fn between(
    connection: &Connection,
    bot: BotKey,
    since: Option<i64>,
    before: Option<i64>,
) -> rusqlite::Result<(i64, i64)> {
    let (first, last): (Option<i64>, Option<i64>) = connection
        .prepare_cached(
            "SELECT min(first), max(last) FROM update_rung \
             WHERE bot = ?1 AND newest >= ?2 AND oldest < ?3",
        )?
        .query_row(
            params![bot.0, since.unwrap_or(i64::MIN), before.unwrap_or(i64::MAX)],
            |found| Ok((found.get(0)?, found.get(1)?)),
        )?;
    Ok(match (first, last) {
        (Some(first), Some(last)) => (first - 1, last.saturating_add(1)),
        _ => (0, 0),
    })
}

/// Rows from a place on, that place, and how many there are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seeked {
    /// Newest first.
    pub rows: Vec<UpdateRow>,
    /// How many are newer than the first.
    pub place: u64,
    /// How many there are.
    pub total: u64,
}

fn seek(connection: &Connection, bot: BotKey, place: u64, limit: u32) -> rusqlite::Result<Seeked> {
    // One transaction: the ladder and the tally are of the same moment.
    let moment = connection.unchecked_transaction()?;
    let connection: &Connection = &moment;
    let total: i64 = connection
        .prepare_cached("SELECT updates FROM update_tally WHERE bot = ?1")?
        .query_row([bot.0], |found| found.get(0))
        .optional()?
        .unwrap_or_default();
    let last_page = total.saturating_sub(i64::from(limit)).max(0);
    let place = i64::try_from(place).unwrap_or(i64::MAX);
    // Beyond the last row is the last page; a page that begins before it may be short.
    let place = if place >= total { last_page } else { place };
    let known = known(connection)?;
    let on_ladder: i64 = connection
        .prepare_cached("SELECT coalesce(sum(left), 0) FROM update_rung WHERE bot = ?1")?
        .query_row([bot.0], |found| found.get(0))?;
    // What is newer than the ladder.
    let (mut before, mut newer) = (i64::MAX, (total - on_ladder).max(0));
    if place < newer {
        newer = 0;
    } else {
        before = known + 1;
        let mut rungs = connection.prepare_cached(
            "SELECT first, left FROM update_rung WHERE bot = ?1 ORDER BY first DESC",
        )?;
        let mut rungs = rungs.query([bot.0])?;
        while let Some(rung) = rungs.next()? {
            let left: i64 = rung.get(1)?;
            if newer + left > place {
                break;
            }
            newer += left;
            before = rung.get(0)?;
        }
    }
    let sql = format!(
        "SELECT {COLUMNS} FROM telegram_update {IN_ORDER} WHERE bot = ?1 AND seq < ?2 \
         AND seq <= coalesce((SELECT seq FROM telegram_update {IN_ORDER} \
         WHERE bot = ?1 AND seq < ?2 ORDER BY seq DESC LIMIT 1 OFFSET ?3), -1) \
         ORDER BY seq DESC LIMIT ?4"
    );
    let mut select = connection.prepare_cached(&sql)?;
    let rows = select.query_map(params![bot.0, before, place - newer, limit], row)?;
    Ok(Seeked {
        rows: rows.collect::<rusqlite::Result<_>>()?,
        place: place.unsigned_abs(),
        total: total.unsigned_abs(),
    })
}

impl Store {
    /// A bot's rows from a place on, newest first.
    pub async fn seek(&self, bot: BotKey, place: u64, limit: u32) -> Result<Seeked> {
        self.read(move |connection| seek(connection, bot, place, limit))
            .await
    }
}
