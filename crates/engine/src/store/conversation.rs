//! The updates around one in its chat: from the index, and by looking where the index does not reach
//! yet.

use super::follow::known;
use super::rows::{COLUMNS, IN_ORDER, row};
use super::terms::{of_bot, of_chat};
use super::{BotKey, Store};
use crate::domain::row::UpdateRow;
use crate::error::Result;
use rusqlite::{Connection, OptionalExtension, params};

/// Updates looked at where the index does not reach.
const STRETCH: u32 = 20_000;

/// A piece of a conversation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Neighbours {
    /// Oldest first, the one in the middle among them.
    pub rows: Vec<UpdateRow>,
    /// There are older ones.
    pub more_older: bool,
    /// There are newer ones.
    pub more_newer: bool,
}

/// One side of an update in its chat.
struct Side<'a> {
    connection: &'a Connection,
    bot: BotKey,
    chat: i64,
    known: i64,
}

impl Side<'_> {
    /// Seqs between two, both left out, from nearest on.
    fn indexed(
        &self,
        above: i64,
        below: i64,
        order: &str,
        most: u32,
    ) -> rusqlite::Result<Vec<i64>> {
        let sql = format!(
            "SELECT rowid FROM update_index WHERE update_index MATCH ?1 \
             AND rowid > ?2 AND rowid < ?3 ORDER BY rowid {order} LIMIT ?4"
        );
        let expression = format!("\"{}\" AND \"{}\"", of_bot(self.bot), of_chat(self.chat));
        let mut select = self.connection.prepare_cached(&sql)?;
        let seqs = select.query_map(params![expression, above, below, most], |found| {
            found.get(0)
        })?;
        seqs.collect()
    }

    /// The same where the index does not reach.
    fn looked(&self, above: i64, below: i64, order: &str, most: u32) -> rusqlite::Result<Vec<i64>> {
        let sql = format!(
            "SELECT seq FROM (SELECT seq, chat_id FROM telegram_update {IN_ORDER} WHERE bot = ?1 \
             AND seq > ?2 AND seq < ?3 ORDER BY seq {order} LIMIT ?4) WHERE chat_id = ?5 LIMIT ?6"
        );
        let mut select = self.connection.prepare_cached(&sql)?;
        let seqs = select.query_map(
            params![self.bot.0, above, below, STRETCH, self.chat, most],
            |found| found.get(0),
        )?;
        seqs.collect()
    }

    fn older(&self, than: i64, most: u32) -> rusqlite::Result<Vec<i64>> {
        let mut seqs = self.looked(self.known, than, "DESC", most)?;
        seqs.extend(self.indexed(
            -1,
            than.min(self.known + 1),
            "DESC",
            most.saturating_sub(count(&seqs)),
        )?);
        Ok(seqs)
    }

    fn newer(&self, than: i64, most: u32) -> rusqlite::Result<Vec<i64>> {
        let mut seqs = self.indexed(than, self.known + 1, "ASC", most)?;
        seqs.extend(self.looked(
            than.max(self.known),
            i64::MAX,
            "ASC",
            most.saturating_sub(count(&seqs)),
        )?);
        Ok(seqs)
    }
}

/// A side has no more than its most.
fn count(seqs: &[i64]) -> u32 {
    u32::try_from(seqs.len()).unwrap_or(u32::MAX)
}

fn around(
    connection: &Connection,
    seq: i64,
    older: u32,
    newer: u32,
) -> rusqlite::Result<Option<Neighbours>> {
    let moment = connection.unchecked_transaction()?;
    let connection: &Connection = &moment;
    let middle: Option<(i64, Option<i64>)> = connection
        .prepare_cached("SELECT bot, chat_id FROM telegram_update WHERE seq = ?1")?
        .query_row([seq], |found| Ok((found.get(0)?, found.get(1)?)))
        .optional()?;
    let Some((bot, chat)) = middle else {
        return Ok(None);
    };
    let mut piece = Neighbours::default();
    let mut seqs = vec![seq];
    if let Some(chat) = chat {
        let side = Side {
            connection,
            bot: BotKey(bot),
            chat,
            known: known(connection)?,
        };
        // One more than asked for tells whether there are more.
        let mut before = side.older(seq, older + 1)?;
        piece.more_older = before.len() > older as usize;
        before.truncate(older as usize);
        let mut after = side.newer(seq, newer + 1)?;
        piece.more_newer = after.len() > newer as usize;
        after.truncate(newer as usize);
        before.reverse();
        seqs = [before, seqs, after].concat();
    }
    let mut select = connection.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM telegram_update WHERE seq = ?1"
    ))?;
    for seq in seqs {
        piece.rows.extend(select.query_row([seq], row).optional()?);
    }
    Ok(Some(piece))
}

impl Store {
    /// The updates around one in its chat; none when there is no such update.
    pub async fn neighbours(&self, seq: i64, older: u32, newer: u32) -> Result<Option<Neighbours>> {
        self.read(move |connection| around(connection, seq, older, newer))
            .await
    }
}
