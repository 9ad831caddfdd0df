//! What became of updates on their way to the local bot.

use super::attempts::{Headers, KEPT_BODY};
use super::words::{Json, Word, json};
use super::{BotKey, Store};
use crate::domain::delivery::{AttemptKind, DeliveryState, HeldState};
use crate::domain::row::UpdateRow;
use crate::error::Result;
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::HashMap;

/// What became of one update at one target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// It was not delivered and is not held.
    Open,
    /// It is held.
    Held,
    /// The bot took it and answered so.
    Delivered {
        /// The answer's status.
        status: u16,
        /// The answer's headers.
        headers: Headers,
        /// The answer's body; none where it was too long to be kept whole, or was not Telegram's.
        body: Option<Vec<u8>>,
    },
}

fn fate(
    connection: &Connection,
    bot: BotKey,
    update_id: i64,
    target: i64,
) -> rusqlite::Result<Fate> {
    let held = connection
        .prepare_cached(
            "SELECT 1 FROM held_delivery WHERE target = ?3 AND seq = \
             (SELECT seq FROM telegram_update WHERE bot = ?1 AND update_id = ?2)",
        )?
        .exists(params![bot.0, update_id, target])?;
    if held {
        return Ok(Fate::Held);
    }
    let delivered = connection
        .prepare_cached(
            "SELECT status, response_headers, response_body, response_size, kind FROM delivery_attempt \
             INDEXED BY delivery_attempt_by_update WHERE seq = (SELECT seq FROM telegram_update \
             WHERE bot = ?1 AND update_id = ?2) AND target = ?3 AND delivered = 1 \
             AND kind <> 'replay' ORDER BY id LIMIT 1",
        )?
        .query_row(params![bot.0, update_id, target], |row| {
            // What was in the answer to a held update was done when it came.
            let whole = row.get::<_, i64>(3)?.unsigned_abs() <= KEPT_BODY as u64
                && row.get::<_, Word<AttemptKind>>(4)?.0 == AttemptKind::Relay;
            Ok(Fate::Delivered {
                status: row.get::<_, Option<u16>>(0)?.unwrap_or(200),
                headers: row.get::<_, Json<_>>(1)?.0,
                body: whole.then(|| row.get(2)).transpose()?,
            })
        })
        .optional()?;
    Ok(delivered.unwrap_or(Fate::Open))
}

pub(super) fn states(
    connection: &Connection,
    seqs: &[i64],
) -> rusqlite::Result<HashMap<i64, DeliveryState>> {
    let seqs = json(&seqs)?;
    let mut states = HashMap::new();
    // The target that answers comes last, so that its word is the one that stays.
    let mut last = connection.prepare_cached(
        "SELECT a.seq, a.status, a.delivered FROM json_each(?1) j JOIN delivery_attempt a \
         ON a.id = (SELECT b.id FROM delivery_attempt b \
         LEFT JOIN delivery_target t ON t.key = b.target WHERE b.seq = j.value \
         AND b.kind <> 'replay' ORDER BY coalesce(t.answers, 0) DESC, b.id DESC LIMIT 1)",
    )?;
    let mut rows = last.query([&seqs])?;
    while let Some(row) = rows.next()? {
        let answered: Option<u16> = row.get(1)?;
        let state = if row.get(2)? {
            DeliveryState::Delivered {
                status: answered.unwrap_or(200),
            }
        } else {
            DeliveryState::Failed { status: answered }
        };
        states.insert(row.get(0)?, state);
    }
    let mut held = connection.prepare_cached(
        "SELECT h.seq, h.state FROM json_each(?1) j JOIN held_delivery h ON h.seq = j.value \
         JOIN delivery_target t ON t.key = h.target ORDER BY t.answers",
    )?;
    let mut rows = held.query([&seqs])?;
    while let Some(row) = rows.next()? {
        let state = match row.get::<_, Word<HeldState>>(1)?.0 {
            HeldState::Waiting => DeliveryState::Held,
            HeldState::Aside => DeliveryState::Aside,
            HeldState::Expired => DeliveryState::Expired,
        };
        states.insert(row.get(0)?, state);
    }
    Ok(states)
}

impl Store {
    /// What became of an update at a target.
    pub async fn fate(&self, bot: BotKey, update_id: i64, target: i64) -> Result<Fate> {
        self.read(move |connection| fate(connection, bot, update_id, target))
            .await
    }

    /// Writes into rows what became of each.
    pub async fn with_deliveries(&self, mut rows: Vec<UpdateRow>) -> Result<Vec<UpdateRow>> {
        let seqs: Vec<i64> = rows.iter().map(|row| row.seq).collect();
        let states = self
            .read(move |connection| states(connection, &seqs))
            .await?;
        for row in &mut rows {
            row.delivery = states.get(&row.seq).copied();
        }
        Ok(rows)
    }
}
