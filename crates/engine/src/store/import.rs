//! Updates that Telegram did not send, many in one transaction.
//!
//! A number is one update's alone for each bot, so that what Telegram delivers twice is stored once. A
//! row that is not Telegram's must never stand in the way of one that is: it steps aside, to a number
//! below zero that nothing else has.

use super::group::count;
use super::heads::Placed;
use super::{NewUpdate, Store, counts::Delta, held, room, updates};
use crate::domain::retention::Room;
use crate::domain::row::UpdateSource;
use crate::error::Result;
use crate::store::BotKey;
use rusqlite::{Connection, OptionalExtension, params};
use serde_json::Value;
use tokio::sync::oneshot;

/// What became of an update of a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Imported {
    /// Committed, at this place.
    Stored(i64),
    /// The same update is there already.
    Duplicate,
    /// Another update has its number.
    NumberTaken,
    /// For it, something that is there would have to go.
    NoRoom,
    /// Its bot is not in the list any more.
    NoBot,
}

/// How much of a batch is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// All of it, as of what Telegram sends: older updates go for it.
    All,
    /// From the first on, until one would push out what is there.
    WhatFits,
    /// Nothing: it is only looked which of it is there.
    Nothing,
}

/// Updates of a bot to store together.
pub(super) struct Batch {
    updates: Vec<NewUpdate>,
    source: UpdateSource,
    takes: Takes,
    outcomes: Vec<Imported>,
    reply: oneshot::Sender<Result<Vec<Imported>>>,
}

impl Batch {
    pub(super) fn new(
        updates: Vec<NewUpdate>,
        source: UpdateSource,
        takes: Takes,
    ) -> (Self, oneshot::Receiver<Result<Vec<Imported>>>) {
        let (reply, told) = oneshot::channel();
        let batch = Self {
            outcomes: Vec::with_capacity(updates.len()),
            updates,
            source,
            takes,
            reply,
        };
        (batch, told)
    }

    /// Bytes that it writes, about.
    pub(super) fn size(&self) -> usize {
        self.updates.iter().map(|update| update.body.len()).sum()
    }

    pub(super) fn run(
        &mut self,
        connection: &Connection,
        next_seq: &mut i64,
        deltas: &mut Vec<Delta>,
        passed_on: &mut held::PassedOn,
    ) -> rusqlite::Result<()> {
        self.outcomes.clear();
        let mut room = match (self.takes, self.updates.first()) {
            (Takes::All, _) | (_, None) => Room::ENDLESS,
            (Takes::WhatFits, Some(first)) => room::of(connection, first.bot, deltas)?,
            (Takes::Nothing, _) => Room::NONE,
        };
        for update in &self.updates {
            let size = update.body.len() as u64;
            let fits = room.has(size);
            let outcome =
                if fits && updates::place(connection, update, *next_seq, &Placed::default())? {
                    mark(connection, *next_seq, self.source)?;
                    if self.source == UpdateSource::Composed {
                        held::enqueue(connection, update, *next_seq, passed_on)?;
                    }
                    // When the last one came is Telegram's to say: that field stays as it is.
                    count(deltas, update);
                    room = room.without(size);
                    *next_seq += 1;
                    Imported::Stored(*next_seq - 1)
                } else {
                    there(connection, update, fits)?
                };
            if outcome == Imported::NoRoom {
                // A shorter one may fit, but what is taken is to be the file's beginning.
                room = Room::NONE;
            }
            self.outcomes.push(outcome);
        }
        Ok(())
    }

    pub(super) fn told(self, committed: Result<()>) {
        let Self {
            outcomes, reply, ..
        } = self;
        // A caller that gave up waiting is no fault.
        let _ = reply.send(committed.map(|()| outcomes));
    }
}

fn mark(connection: &Connection, seq: i64, source: UpdateSource) -> rusqlite::Result<()> {
    connection
        .prepare_cached("UPDATE telegram_update SET origin = ?2 WHERE seq = ?1")?
        .execute(params![seq, source.number()])
        .map(drop)
}

/// Why an update was not placed, for which there was room or not.
fn there(connection: &Connection, update: &NewUpdate, fits: bool) -> rusqlite::Result<Imported> {
    let body: Option<Vec<u8>> = connection
        .prepare_cached("SELECT body FROM telegram_update WHERE bot = ?1 AND update_id = ?2")?
        .query_row(params![update.bot.0, update.what.update_id], |row| {
            row.get(0)
        })
        .optional()?;
    Ok(match body {
        None if !fits && has_bot(connection, update.bot)? => Imported::NoRoom,
        None => Imported::NoBot,
        Some(body) if is_same(&body, &update.body) => Imported::Duplicate,
        Some(_) => Imported::NumberTaken,
    })
}

fn has_bot(connection: &Connection, bot: BotKey) -> rusqlite::Result<bool> {
    connection
        .prepare_cached("SELECT 1 FROM bot_instance WHERE key = ?1")?
        .exists([bot.0])
}

/// Whether two bodies say the same, however they are laid out.
fn is_same(one: &[u8], other: &[u8]) -> bool {
    if one == other {
        return true;
    }
    let read = |body| serde_json::from_slice::<Value>(body).ok();
    match (read(one), read(other)) {
        (Some(one), Some(other)) => one == other,
        // One with a lone surrogate cannot be read as a whole: its layout decides.
        _ => packed(one) == packed(other),
    }
}

fn packed(body: &[u8]) -> Vec<u8> {
    let mut inside = false;
    let mut escaped = false;
    let mut kept = body.to_vec();
    kept.retain(|byte| {
        if inside {
            (inside, escaped) = match byte {
                b'"' if !escaped => (false, false),
                b'\\' => (true, !escaped),
                _ => (true, false),
            };
            return true;
        }
        inside = *byte == b'"';
        !byte.is_ascii_whitespace()
    });
    kept
}

/// Frees the number of an update that Telegram sends, where a row of ours has it. False when none has.
pub(super) fn step_aside(connection: &Connection, update: &NewUpdate) -> rusqlite::Result<bool> {
    let moved = connection
        .prepare_cached(
            "UPDATE OR IGNORE telegram_update SET update_id = -seq \
             WHERE bot = ?1 AND update_id = ?2 AND origin <> 0",
        )?
        .execute(params![update.bot.0, update.what.update_id])?;
    Ok(moved > 0)
}

impl Store {
    /// Stores updates of a bot that Telegram did not send, in one transaction. What is imported is put into no
    /// queue; what is composed is, as if Telegram had sent it.
    pub async fn import(
        &self,
        updates: Vec<NewUpdate>,
        source: UpdateSource,
        takes: Takes,
    ) -> Result<Vec<Imported>> {
        self.writer.import(updates, source, takes).await
    }

    /// Whose an update is, and whether it is there.
    pub async fn owner(&self, seq: i64) -> Result<Option<BotKey>> {
        self.read(move |connection| {
            connection
                .prepare_cached("SELECT bot FROM telegram_update WHERE seq = ?1")?
                .query_row([seq], |row| row.get(0).map(BotKey))
                .optional()
        })
        .await
    }
}

#[cfg(test)]
mod tests {
    use super::is_same;

    #[test]
    fn layout_is_no_difference_and_words_are() {
        assert!(is_same(
            b"{\"a\":1,\n\"b\":\"x y\"}",
            b"{ \"b\":\"x y\", \"a\":1 }"
        ));
        assert!(!is_same(b"{\"a\":\"x y\"}", b"{\"a\":\"xy\"}"));
        let lone: &[u8] = br#"{"a": "\ud800 \" ", "b":1}"#;
        assert!(is_same(lone, br#"{"a":"\ud800 \" ","b":1}"#));
        assert!(!is_same(lone, br#"{"a":"\ud800\" ","b":1}"#));
    }
}
