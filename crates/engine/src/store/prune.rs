//! What goes: a bot's oldest updates, a small number in a transaction, and the pages they leave.
//!
//! Every step is one piece of work among the writer's others, so an update that arrives meanwhile
//! waits for one step at most.

use super::counts::Delta;
use super::{BotKey, Store};
use crate::domain::retention::Excess;
use crate::error::Result;
use rusqlite::{Connection, params};

/// Rows in a step.
const ROWS: usize = 512;
/// Bytes of bodies in a step, after which it ends: a long body's pages are each touched.
const BYTES: i64 = 2 * 1024 * 1024;
/// Rows that a step looks at, where many are pinned.
const LOOKS: u32 = 4_096;
/// Pages given back in a step.
const PAGES: u32 = 128;
/// Fewer free pages than this are kept for what comes next.
const SPARE: i64 = 256;

/// What a step did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pruned {
    /// Updates removed.
    pub removed: u64,
    /// Where the next step goes on, if there is more to look at.
    pub more: Option<i64>,
}

/// Removes the oldest after `from` that are too many, too large or from before `oldest_kept`.
fn step(
    connection: &Connection,
    bot: BotKey,
    excess: Excess,
    oldest_kept: Option<i64>,
    from: i64,
) -> rusqlite::Result<(Pruned, Delta)> {
    let mut delta = Delta::none(bot);
    let mut gone = Vec::new();
    let (mut looked, mut last, mut enough) = (0, from, false);
    // With an update go the bodies of its deliveries.
    let mut freed: i64 = 0;
    let mut select = connection.prepare_cached(
        // What still waits for the bot stays as if it were pinned; what waits for a copy alone goes.
        "SELECT seq, length(body), received_at, pinned OR EXISTS (SELECT 1 FROM held_delivery h \
         JOIN delivery_target t ON t.key = h.target AND t.answers = 1 \
         WHERE h.seq = telegram_update.seq AND h.state = 'waiting'), CASE WHEN ?4 THEN (SELECT \
         coalesce(sum(length(response_body) + coalesce(length(request_body), 0)), 0) \
         FROM delivery_attempt a INDEXED BY delivery_attempt_by_update \
         WHERE a.seq = telegram_update.seq) ELSE 0 END FROM telegram_update \
         INDEXED BY telegram_update_by_bot WHERE bot = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3",
    )?;
    let mut rows = select.query(params![bot.0, from, LOOKS, excess.bytes > 0])?;
    while let Some(row) = rows.next()? {
        let (seq, bytes, received_at): (i64, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        if !row.get::<_, bool>(3)? {
            let too_many = gone.len() < usize::try_from(excess.updates).unwrap_or(usize::MAX);
            let too_large = freed.unsigned_abs() < excess.bytes;
            let too_old = oldest_kept.is_some_and(|oldest| received_at < oldest);
            if !(too_many || too_large || too_old) {
                enough = true;
                break;
            }
            gone.push(seq);
            delta.bytes -= bytes;
            freed += bytes + row.get::<_, i64>(4)?;
        }
        looked += 1;
        last = seq;
        if gone.len() >= ROWS || freed >= BYTES {
            break;
        }
    }
    drop(rows);
    let full = looked == LOOKS || gone.len() >= ROWS || freed >= BYTES;
    super::follow::forget(connection, bot, &gone)?;
    let removed = remove(connection, &gone)?;
    delta.updates = -removed;
    if removed > 0 {
        delta.write(connection)?;
    }
    let pruned = Pruned {
        removed: removed.unsigned_abs(),
        more: (full && !enough).then_some(last),
    };
    Ok((pruned, delta))
}

fn remove(connection: &Connection, gone: &[i64]) -> rusqlite::Result<i64> {
    let mut delete = connection.prepare_cached("DELETE FROM telegram_update WHERE seq = ?1")?;
    for seq in gone {
        delete.execute([seq])?;
    }
    if let Some(last) = gone.last() {
        remember(connection, *last)?;
    }
    Ok(i64::try_from(gone.len()).unwrap_or(i64::MAX))
}

/// After removing up to `last`: if those were the newest of all, no later update may get their seq.
fn remember(connection: &Connection, last: i64) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "UPDATE update_mark SET seq = ?1 WHERE seq < ?1 \
             AND NOT EXISTS (SELECT 1 FROM telegram_update WHERE seq > ?1)",
        )?
        .execute([last])
        .map(drop)
}

/// Before anything else removes updates.
pub(super) fn remember_all(connection: &Connection) -> rusqlite::Result<()> {
    connection
        .execute(
            "UPDATE update_mark SET seq = max(seq, coalesce((SELECT max(seq) FROM telegram_update), 0))",
            [],
        )
        .map(drop)
}

/// Free pages in the file that can be given back, beyond those that are kept for what comes next.
fn to_give_back(connection: &Connection) -> rusqlite::Result<i64> {
    let number = |name: &str| -> rusqlite::Result<i64> {
        connection.query_row(&format!("PRAGMA {name}"), [], |row| row.get(0))
    };
    if number("auto_vacuum")? == 0 {
        return Ok(0);
    }
    let free = number("freelist_count")?;
    // What comes next would take a few free pages at once, and giving back costs as much as taking.
    let worth = SPARE.max(number("page_count")? / 8);
    Ok(if free > worth { free - SPARE } else { 0 })
}

impl Store {
    /// One step of removing what is beyond a bot's limits, after the row `from`.
    pub async fn prune(
        &self,
        bot: BotKey,
        excess: Excess,
        oldest_kept: Option<i64>,
        from: i64,
    ) -> Result<Pruned> {
        let (pruned, delta) = self
            .writer
            .run(move |connection| step(connection, bot, excess, oldest_kept, from))
            .await?;
        if self.keys.has(bot) {
            self.counts.change(&[delta]);
        }
        Ok(pruned)
    }

    /// How many free pages of the file are worth giving back to the disk.
    pub async fn pages_to_give_back(&self) -> Result<u64> {
        let pages = self.read(to_give_back).await?;
        Ok(pages.max(0).unsigned_abs())
    }

    /// Gives a few free pages back; the file is shorter after the next checkpoint. Gives how many.
    pub async fn give_back(&self, most: u64) -> Result<u64> {
        let most = u32::try_from(most).unwrap_or(PAGES).min(PAGES);
        let given = self
            .writer
            .run(move |connection| {
                let mut statement =
                    connection.prepare(&format!("PRAGMA incremental_vacuum({most})"))?;
                let mut rows = statement.query([])?;
                let mut given = 0;
                while rows.next()?.is_some() {
                    given += 1;
                }
                Ok(given)
            })
            .await?;
        Ok(given)
    }
}
