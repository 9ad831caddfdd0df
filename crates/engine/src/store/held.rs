//! Table `held_delivery`: what is not delivered to a target yet, or will not be.

use super::words::{Word, word};
use super::{BotKey, NewUpdate, Store};
use crate::domain::delivery::{HeldState, Origin, TargetId};
use crate::domain::lane;
use crate::domain::row::UpdateSource;
use crate::error::Result;
use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Row, params};

/// A held update, as its queue knows it: without its body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Its place among all that were ever held.
    pub id: i64,
    /// Which update.
    pub seq: i64,
    /// What it is in order with.
    pub lane: String,
    /// How it came to be held.
    pub origin: Origin,
    /// Tries that failed.
    pub tries: u32,
}

/// What came of holding an update.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holding {
    /// It is held now.
    New,
    /// It was held before.
    Already,
    /// The update or its target is gone.
    Nowhere,
}

/// An update to send.
#[derive(Debug, Clone)]
pub struct Sendable {
    /// Telegram's name of the kind.
    pub kind: String,
    /// When it was committed here.
    pub received_at: DateTime<Utc>,
    /// Whether it was made by hand: what a bot answers to it goes to nobody.
    pub is_composed: bool,
    /// The bytes as they came.
    pub body: Vec<u8>,
}

/// A held update as shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldRow {
    /// Its place among all that were ever held.
    pub id: i64,
    /// Which update.
    pub seq: i64,
    /// For which target.
    pub target: i64,
    /// Tries that failed.
    pub tries: u32,
}

/// The bots of a transaction whose updates are passed on or not, so that it is not asked for each.
#[derive(Default)]
pub(super) struct PassedOn(Vec<(BotKey, bool)>);

impl PassedOn {
    fn has(&mut self, connection: &Connection, bot: BotKey) -> rusqlite::Result<bool> {
        if let Some((_, known)) = self.0.iter().find(|(known, _)| *known == bot) {
            return Ok(*known);
        }
        let found = connection
            .prepare_cached("SELECT 1 FROM delivery_setting WHERE bot = ?1 AND mode <> 'record'")?
            .exists([bot.0])?;
        self.0.push((bot, found));
        Ok(found)
    }
}

/// Puts a new update into the queues of its bot's targets, inside the transaction that stores it. The
/// target that answers a relay is not among them: Telegram waits for that one.
pub(super) fn enqueue(
    connection: &Connection,
    update: &NewUpdate,
    seq: i64,
    passed_on: &mut PassedOn,
) -> rusqlite::Result<()> {
    if !passed_on.has(connection, update.bot)? {
        return Ok(());
    }
    let lane = lane::of(&update.what, &update.body);
    connection
        .prepare_cached(
            "INSERT INTO held_delivery (target, seq, lane, origin, state) \
             SELECT t.key, ?2, ?3, 'hold', 'waiting' FROM delivery_setting s \
             JOIN delivery_target t ON t.bot = s.bot \
             WHERE s.bot = ?1 AND (s.mode = 'hold' OR t.answers = 0)",
        )?
        .execute(params![update.bot.0, seq, lane])?;
    Ok(())
}

fn held(row: &Row<'_>) -> rusqlite::Result<Held> {
    Ok(Held {
        id: row.get(0)?,
        seq: row.get(1)?,
        lane: row.get(2)?,
        origin: row.get::<_, Word<_>>(3)?.0,
        tries: row.get(4)?,
    })
}

impl Store {
    /// Holds an update that a relay could not deliver.
    pub async fn hold(
        &self,
        bot: BotKey,
        update_id: i64,
        (target, id): (i64, TargetId),
        lane: String,
    ) -> Result<Holding> {
        let id = id.0.to_string();
        self.writer
            .run(move |connection| {
                let changed = connection
                    .prepare_cached(
                        "INSERT INTO held_delivery (target, seq, lane, origin, state) \
                         SELECT ?3, seq, ?4, 'relay', 'waiting' FROM telegram_update \
                         WHERE bot = ?1 AND update_id = ?2 \
                         AND EXISTS (SELECT 1 FROM delivery_target WHERE key = ?3 AND id = ?5) \
                         ON CONFLICT (seq, target) DO NOTHING",
                    )?
                    .execute(params![bot.0, update_id, target, lane, id])?;
                if changed == 1 {
                    return Ok(Holding::New);
                }
                let is_held = connection
                    .prepare_cached(
                        "SELECT 1 FROM held_delivery h JOIN delivery_target t ON t.key = h.target \
                         WHERE h.target = ?3 AND t.id = ?4 AND h.seq = \
                         (SELECT seq FROM telegram_update WHERE bot = ?1 AND update_id = ?2)",
                    )?
                    .exists(params![bot.0, update_id, target, id])?;
                Ok(if is_held {
                    Holding::Already
                } else {
                    Holding::Nowhere
                })
            })
            .await
    }

    /// Holds updates of a bot so that they are delivered again, each at the end of its lane's queue as
    /// its place says. Gives how many there are.
    pub async fn hold_again(&self, bot: BotKey, target: i64, seqs: Vec<i64>) -> Result<usize> {
        let mut lanes = Vec::with_capacity(seqs.len());
        for seq in seqs {
            let Some((row, body)) = self.update(seq).await? else {
                continue;
            };
            if let Ok(what) = crate::domain::update::classify(&body) {
                lanes.push((row.seq, lane::of(&what, &body)));
            }
        }
        self.writer
            .run(move |connection| {
                let mut add = connection.prepare_cached(
                    "INSERT OR REPLACE INTO held_delivery (target, seq, lane, origin, state) \
                     SELECT t.key, u.seq, ?4, 'again', 'waiting' FROM telegram_update u \
                     JOIN delivery_target t ON t.bot = u.bot \
                     WHERE u.bot = ?1 AND t.key = ?2 AND u.seq = ?3",
                )?;
                lanes.iter().try_fold(0, |sum, (seq, lane)| {
                    Ok(sum + add.execute(params![bot.0, target, seq, lane])?)
                })
            })
            .await
    }

    /// What waits for a target and was held after `id`, in the order of holding.
    pub async fn held_after(&self, target: i64, id: i64, limit: u32) -> Result<Vec<Held>> {
        self.read(move |connection| {
            // The index gives a target's waiting rows in the order of their ids.
            let mut statement = connection.prepare_cached(
                "SELECT id, seq, lane, origin, tries FROM held_delivery \
                 INDEXED BY held_delivery_by_target \
                 WHERE target = ?1 AND state = 'waiting' AND id > ?2 ORDER BY id LIMIT ?3",
            )?;
            let rows = statement.query_map(params![target, id, limit], held)?;
            rows.collect()
        })
        .await
    }

    /// An update as it is sent; `None` when it is gone.
    pub async fn sendable(&self, seq: i64) -> Result<Option<Sendable>> {
        self.read(move |connection| {
            connection
                .prepare_cached(
                    "SELECT kind, received_at, body, origin FROM telegram_update WHERE seq = ?1",
                )?
                .query_row([seq], |row| {
                    Ok(Sendable {
                        kind: row.get(0)?,
                        received_at: DateTime::from_timestamp_millis(row.get(1)?)
                            .unwrap_or_default(),
                        is_composed: UpdateSource::of(row.get(3)?) == Some(UpdateSource::Composed),
                        body: row.get(2)?,
                    })
                })
                .optional()
        })
        .await
    }

    /// How many updates of a bot are held, by target and state.
    pub async fn held_counts(&self, bot: BotKey) -> Result<Vec<(i64, HeldState, u64)>> {
        self.read(move |connection| {
            let mut statement = connection.prepare_cached(
                "SELECT target, state, count(*) FROM held_delivery INDEXED BY held_delivery_by_target \
                 WHERE target IN (SELECT key FROM delivery_target WHERE bot = ?1) \
                 GROUP BY target, state",
            )?;
            let rows = statement.query_map([bot.0], |row| {
                let count: i64 = row.get(2)?;
                Ok((row.get(0)?, row.get::<_, Word<_>>(1)?.0, count.unsigned_abs()))
            })?;
            rows.collect()
        })
        .await
    }

    /// A page of what is held of a bot in one state, newest first.
    pub async fn held_page(
        &self,
        bot: BotKey,
        state: HeldState,
        before: Option<i64>,
        limit: u32,
    ) -> Result<Vec<HeldRow>> {
        self.read(move |connection| {
            let state = word(&state)?;
            let before = before.unwrap_or(i64::MAX);
            let targets: Vec<i64> = connection
                .prepare_cached("SELECT key FROM delivery_target WHERE bot = ?1")?
                .query_map([bot.0], |row| row.get(0))?
                .collect::<rusqlite::Result<_>>()?;
            // The index has each target's rows in the order of their places, so that a page costs the
            // same wherever it is; over all targets at once they would be sorted for every page.
            let mut statement = connection.prepare_cached(
                "SELECT id, seq, target, tries FROM held_delivery INDEXED BY held_delivery_by_target \
                 WHERE target = ?1 AND state = ?2 AND id < ?3 ORDER BY id DESC LIMIT ?4",
            )?;
            let mut rows = Vec::new();
            for target in targets {
                let of = statement.query_map(params![target, state, before, limit], |row| {
                    Ok(HeldRow {
                        id: row.get(0)?,
                        seq: row.get(1)?,
                        target: row.get(2)?,
                        tries: row.get(3)?,
                    })
                })?;
                for row in of {
                    rows.push(row?);
                }
            }
            rows.sort_unstable_by_key(|row| std::cmp::Reverse(row.id));
            rows.truncate(limit as usize);
            Ok(rows)
        })
        .await
    }

    /// Gives up what is held of a bot: in these states, and for this target and of `seqs` alone where
    /// they are given.
    pub async fn discard_held(
        &self,
        bot: BotKey,
        target: Option<i64>,
        states: Vec<HeldState>,
        seqs: Option<Vec<i64>>,
    ) -> Result<usize> {
        self.writer
            .run(move |connection| {
                let mut all = connection.prepare_cached(
                    "DELETE FROM held_delivery WHERE state = ?2 AND target IN (SELECT key \
                     FROM delivery_target WHERE bot = ?1 AND key = coalesce(?3, key))",
                )?;
                let mut one = connection.prepare_cached(
                    "DELETE FROM held_delivery WHERE state = ?2 AND seq = ?4 AND target IN (SELECT key \
                     FROM delivery_target WHERE bot = ?1 AND key = coalesce(?3, key))",
                )?;
                let mut gone = 0;
                for state in states {
                    let state = word(&state)?;
                    match &seqs {
                        None => gone += all.execute(params![bot.0, state, target])?,
                        Some(seqs) => {
                            for seq in seqs {
                                gone += one.execute(params![bot.0, state, target, seq])?;
                            }
                        }
                    }
                }
                Ok(gone)
            })
            .await
    }
}
