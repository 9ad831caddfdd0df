//! Table `delivery_attempt`: every delivery, with its request and its answer.

use super::delivered::Added;
use super::words::{Json, Word, json, word};
use super::{BotKey, Store};
use crate::domain::answer_call::AnswerCall;
use crate::domain::delivery::{AttemptKind, HeldState, Phases};
use crate::domain::trouble::Trouble;
use crate::error::Result;
use bytes::Bytes;
use rusqlite::{Connection, OptionalExtension, Row, params};
use std::sync::Arc;

/// Bytes of an answer that are kept.
pub const KEPT_BODY: usize = 256 * 1024;
/// Attempts kept for each bot; the oldest go.
const KEPT_ATTEMPTS: i64 = 50_000;

/// Header names and values, in their order.
pub type Headers = Vec<(String, String)>;

/// Which update an attempt is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// By its place.
    Seq(i64),
    /// By Telegram's number.
    UpdateId(i64),
}

/// An attempt to write.
#[derive(Debug, Clone)]
pub struct NewAttempt {
    /// Whose update.
    pub bot: BotKey,
    /// Which one.
    pub about: About,
    /// To which target; none for a replay elsewhere.
    pub target: Option<i64>,
    /// Where, tokens masked.
    pub url: String,
    /// Unix milliseconds.
    pub at: i64,
    /// Why.
    pub kind: AttemptKind,
    /// The attempt that a replay stands beside.
    pub replay_of: Option<i64>,
    /// The answer's status.
    pub status: Option<u16>,
    /// Why it failed.
    pub trouble: Option<Trouble>,
    /// In the other side's words.
    pub detail: Option<String>,
    /// SHA-256 of a certificate that was not trusted.
    pub certificate: Option<String>,
    /// How long it took.
    pub phases: Phases,
    /// Secrets masked.
    pub request_headers: Headers,
    /// Where it was not the update's own.
    pub request_body: Option<Bytes>,
    /// The answer's.
    pub response_headers: Headers,
    /// The answer's, as far as it is kept: [`KEPT_BODY`] at the most.
    pub response_body: Bytes,
    /// How many bytes were read.
    pub response_size: usize,
    /// Whether the bot took it.
    pub delivered: bool,
    /// The method call in its answer.
    pub call: Option<AnswerCall>,
}

/// What becomes of a held update with an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Becomes {
    /// It is not held any more.
    Done,
    /// It waits, after so many tries that failed.
    Waiting(u32),
    /// It stays, and is not tried again by itself.
    Stays(HeldState, u32),
}

/// What came of a delivery: the attempt, and what becomes of the held row.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// None where nothing was sent, or nothing new is to be told.
    pub attempt: Option<NewAttempt>,
    /// None where it was not held.
    pub held: Option<(i64, Becomes)>,
}

/// An attempt as listed: without headers and bodies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// Its place.
    pub id: i64,
    /// Which update.
    pub seq: i64,
    /// To which target, if it is there still.
    pub target: Option<i64>,
    /// Where.
    pub url: String,
    /// Unix milliseconds.
    pub at: i64,
    /// Why.
    pub kind: AttemptKind,
    /// The attempt that a replay stands beside.
    pub replay_of: Option<i64>,
    /// The answer's status.
    pub status: Option<u16>,
    /// Why it failed.
    pub trouble: Option<Trouble>,
    /// In the other side's words.
    pub detail: Option<String>,
    /// SHA-256 of a certificate that was not trusted.
    pub certificate: Option<String>,
    /// How long it took.
    pub phases: Phases,
    /// Bytes of the answer's body.
    pub response_size: u64,
    /// Whether the bot took it.
    pub delivered: bool,
    /// The method call in its answer, where it was not Telegram's to make.
    pub call: Option<AnswerCall>,
}

/// An attempt with all of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WholeAttempt {
    /// The row.
    pub attempt: Attempt,
    /// Secrets masked.
    pub request_headers: Headers,
    /// What was sent.
    pub request_body: Vec<u8>,
    /// The answer's.
    pub response_headers: Headers,
    /// The answer's, as far as it is kept.
    pub response_body: Vec<u8>,
}

fn insert(connection: &Connection, attempt: &NewAttempt) -> rusqlite::Result<Option<i64>> {
    let (seq, update_id) = match attempt.about {
        About::Seq(seq) => (Some(seq), None),
        About::UpdateId(id) => (None, Some(id)),
    };
    let changed = connection
        .prepare_cached(
            "INSERT INTO delivery_attempt (seq, bot, target, url, at, kind, replay_of, status, \
             trouble, detail, certificate, phases, request_headers, request_body, \
             response_headers, response_body, response_size, delivered) \
             SELECT seq, bot, (SELECT key FROM delivery_target WHERE key = ?4), ?5, ?6, ?7, ?8, ?9, \
             ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19 FROM telegram_update \
             WHERE bot = ?1 AND seq = coalesce(?2, (SELECT seq FROM telegram_update \
             WHERE bot = ?1 AND update_id = ?3))",
        )?
        .execute(params![
            attempt.bot.0,
            seq,
            update_id,
            attempt.target,
            attempt.url,
            attempt.at,
            word(&attempt.kind)?,
            attempt.replay_of,
            attempt.status,
            attempt.trouble.as_ref().map(word).transpose()?,
            attempt.detail,
            attempt.certificate,
            json(&attempt.phases)?,
            json(&attempt.request_headers)?,
            attempt.request_body.as_deref(),
            json(&attempt.response_headers)?,
            &attempt.response_body[..],
            i64::try_from(attempt.response_size).unwrap_or(i64::MAX),
            attempt.delivered,
        ])?;
    if changed != 1 {
        return Ok(None);
    }
    let id = connection.last_insert_rowid();
    if let Some(call) = &attempt.call {
        super::calls::insert(connection, id, call)?;
    }
    Ok(Some(id))
}

fn settle(connection: &Connection, held: i64, becomes: Becomes) -> rusqlite::Result<()> {
    match becomes {
        Becomes::Done => connection
            .prepare_cached("DELETE FROM held_delivery WHERE id = ?1")?
            .execute([held]),
        Becomes::Waiting(tries) => connection
            .prepare_cached("UPDATE held_delivery SET tries = ?2 WHERE id = ?1")?
            .execute([held, i64::from(tries)]),
        Becomes::Stays(state, tries) => connection
            .prepare_cached("UPDATE held_delivery SET state = ?2, tries = ?3 WHERE id = ?1")?
            .execute(params![held, word(&state)?, tries]),
    }
    .map(drop)
}

const COLUMNS: &str = "id, seq, target, url, at, kind, replay_of, status, trouble, detail, \
     certificate, phases, response_size, delivered, (SELECT json_object('method', method, 'state', state, \
     'detail', detail) FROM delivery_call WHERE attempt = id)";

fn attempt(row: &Row<'_>) -> rusqlite::Result<Attempt> {
    Ok(Attempt {
        id: row.get(0)?,
        seq: row.get(1)?,
        target: row.get(2)?,
        url: row.get(3)?,
        at: row.get(4)?,
        kind: row.get::<_, Word<_>>(5)?.0,
        replay_of: row.get(6)?,
        status: row.get(7)?,
        trouble: row.get::<_, Option<Word<_>>>(8)?.map(|trouble| trouble.0),
        detail: row.get(9)?,
        certificate: row.get(10)?,
        phases: row.get::<_, Json<_>>(11)?.0,
        response_size: row.get::<_, i64>(12)?.unsigned_abs(),
        delivered: row.get(13)?,
        call: row.get::<_, Option<Json<_>>>(14)?.map(|call| call.0),
    })
}

impl Store {
    /// Writes what came of deliveries, in one transaction. Gives the attempts' places, in order.
    pub async fn add_outcomes(&self, outcomes: Arc<[Outcome]>) -> Result<Vec<Option<i64>>> {
        self.writer
            .run(move |connection| {
                let mut ids = Vec::with_capacity(outcomes.len());
                let mut added = Added::default();
                for outcome in outcomes.iter() {
                    let mut id = None;
                    if let Some(attempt) = &outcome.attempt {
                        id = insert(connection, attempt)?;
                        if id.is_some() {
                            added.count(attempt);
                        }
                    }
                    ids.push(id);
                    if let Some((held, becomes)) = outcome.held {
                        settle(connection, held, becomes)?;
                    }
                }
                added.write(connection)?;
                Ok(ids)
            })
            .await
    }

    /// Removes the oldest attempts of a bot that has too many, at most 2,000 at a time.
    pub async fn prune_attempts(&self, bot: BotKey) -> Result<()> {
        self.writer
            .run(move |connection| {
                connection
                    .prepare_cached(
                        "DELETE FROM delivery_attempt WHERE id IN (SELECT id FROM delivery_attempt \
                         INDEXED BY delivery_attempt_by_bot WHERE bot = ?1 AND id <= (SELECT id FROM \
                         delivery_attempt INDEXED BY delivery_attempt_by_bot WHERE bot = ?1 \
                         ORDER BY id DESC LIMIT 1 OFFSET ?2) ORDER BY id LIMIT 2000)",
                    )?
                    .execute(params![bot.0, KEPT_ATTEMPTS])
            })
            .await
            .map(drop)
    }

    /// A page of a bot's attempts, newest first: of one update, or of all; all of them, or those alone
    /// that failed.
    pub async fn attempts(
        &self,
        bot: BotKey,
        seq: Option<i64>,
        failed: bool,
        before: Option<i64>,
        limit: u32,
    ) -> Result<Vec<Attempt>> {
        self.read(move |connection| {
            let wanted = match (seq, failed) {
                (Some(_), false) => "INDEXED BY delivery_attempt_by_update WHERE seq = ?2 AND bot = ?1",
                (Some(_), true) => {
                    "INDEXED BY delivery_attempt_by_update WHERE seq = ?2 AND bot = ?1 AND delivered = 0"
                }
                (None, false) => "INDEXED BY delivery_attempt_by_bot WHERE bot = ?1 AND ?2 IS NULL",
                (None, true) => {
                    "INDEXED BY delivery_attempt_failed WHERE bot = ?1 AND delivered = 0 AND ?2 IS NULL"
                }
            };
            let sql = format!(
                "SELECT {COLUMNS} FROM delivery_attempt {wanted} AND id < ?3 ORDER BY id DESC LIMIT ?4"
            );
            let mut statement = connection.prepare_cached(&sql)?;
            let before = before.unwrap_or(i64::MAX);
            let rows = statement.query_map(params![bot.0, seq, before, limit], attempt)?;
            rows.collect()
        })
        .await
    }

    /// The last attempts at a target, replays apart, newest first.
    pub async fn last_attempts(&self, target: i64, limit: u32) -> Result<Vec<Attempt>> {
        self.read(move |connection| {
            let sql = format!(
                "SELECT {COLUMNS} FROM delivery_attempt INDEXED BY delivery_attempt_by_target \
                 WHERE target = ?1 AND kind <> 'replay' ORDER BY id DESC LIMIT ?2"
            );
            let mut statement = connection.prepare_cached(&sql)?;
            let rows = statement.query_map(params![target, limit], attempt)?;
            rows.collect()
        })
        .await
    }

    /// One attempt with headers and bodies.
    pub async fn attempt(&self, id: i64) -> Result<Option<WholeAttempt>> {
        self.read(move |connection| {
            let sql = format!(
                "SELECT {COLUMNS}, request_headers, coalesce(request_body, (SELECT body FROM \
                 telegram_update u WHERE u.seq = a.seq)), response_headers, response_body \
                 FROM delivery_attempt a WHERE id = ?1"
            );
            connection
                .prepare_cached(&sql)?
                .query_row([id], |row| {
                    Ok(WholeAttempt {
                        attempt: attempt(row)?,
                        request_headers: row.get::<_, Json<_>>(15)?.0,
                        request_body: row.get(16)?,
                        response_headers: row.get::<_, Json<_>>(17)?.0,
                        response_body: row.get(18)?,
                    })
                })
                .optional()
        })
        .await
    }
}
