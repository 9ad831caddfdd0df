//! Tables `held_delivery` and `delivery_attempt`: all that is to be delivered again, a few at a time.

use super::words::word;
use super::{BotKey, Store};
use crate::domain::delivery::HeldState;
use crate::error::Result;
use rusqlite::{Connection, params};

/// Rows in a step.
const ROWS: u32 = 500;

/// A delivery that failed, with no other due: the update was not delivered to that target since.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Failed {
    /// The attempt's place.
    pub id: i64,
    /// Which update.
    pub seq: i64,
    /// At which target.
    pub target: i64,
}

fn renew(
    connection: &Connection,
    target: i64,
    state: HeldState,
    (after, to): (i64, i64),
) -> rusqlite::Result<(usize, Option<i64>)> {
    let mut select = connection.prepare_cached(
        "SELECT id, seq, lane FROM held_delivery INDEXED BY held_delivery_by_target \
         WHERE target = ?1 AND state = ?2 AND id > ?3 AND id <= ?4 ORDER BY id LIMIT ?5",
    )?;
    let rows: Vec<(i64, i64, String)> = select
        .query_map(params![target, word(&state)?, after, to, ROWS], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })?
        .collect::<rusqlite::Result<_>>()?;
    let mut delete = connection.prepare_cached("DELETE FROM held_delivery WHERE id = ?1")?;
    // A new place, so that the queue reads it, and the chat's order stays that of the places.
    let mut insert = connection.prepare_cached(
        "INSERT INTO held_delivery (target, seq, lane, origin, state) \
         VALUES (?1, ?2, ?3, 'again', 'waiting')",
    )?;
    for (id, seq, lane) in &rows {
        delete.execute([id])?;
        insert.execute(params![target, seq, lane])?;
    }
    let is_last = rows.len() < ROWS as usize;
    let last = rows.last().map(|(id, _, _)| *id).filter(|_| !is_last);
    Ok((rows.len(), last))
}

impl Store {
    /// Lets all that a target has in this state wait anew. Gives how many there were.
    pub async fn hold_all_again(&self, target: i64, state: HeldState) -> Result<usize> {
        // What fails meanwhile has a later place, and is left alone.
        let to: i64 = self
            .read(move |connection| {
                connection.query_row(
                    "SELECT coalesce(max(id), 0) FROM held_delivery WHERE target = ?1",
                    [target],
                    |row| row.get(0),
                )
            })
            .await?;
        let (mut sum, mut after) = (0, 0);
        loop {
            let (held, last) = self
                .writer
                .run(move |connection| renew(connection, target, state, (after, to)))
                .await?;
            sum += held;
            match last {
                Some(last) => after = last,
                None => return Ok(sum),
            }
        }
    }

    /// A page of a bot's deliveries that failed with no other due, newest first.
    pub async fn failed_page(
        &self,
        bot: BotKey,
        before: Option<i64>,
        limit: u32,
    ) -> Result<Vec<Failed>> {
        self.read(move |connection| {
            let mut statement = connection.prepare_cached(
                "SELECT a.id, a.seq, a.target FROM delivery_attempt a INDEXED BY delivery_attempt_failed \
                 WHERE a.bot = ?1 AND a.delivered = 0 AND a.id < ?2 AND a.kind <> 'replay' \
                 AND a.target IS NOT NULL AND NOT EXISTS (SELECT 1 FROM delivery_attempt b \
                 INDEXED BY delivery_attempt_by_update WHERE b.seq = a.seq AND b.id > a.id \
                 AND b.target = a.target AND b.kind <> 'replay') AND NOT EXISTS \
                 (SELECT 1 FROM held_delivery h WHERE h.seq = a.seq AND h.target = a.target) \
                 ORDER BY a.id DESC LIMIT ?3",
            )?;
            let before = before.unwrap_or(i64::MAX);
            let rows = statement.query_map(params![bot.0, before, limit], |row| {
                Ok(Failed {
                    id: row.get(0)?,
                    seq: row.get(1)?,
                    target: row.get(2)?,
                })
            })?;
            rows.collect()
        })
        .await
    }
}
