//! What is true after the last kill: of the database, and of what the bot was sent.

use crate::Result;
use crate::bot::Got;
use crate::callers::Acknowledged;
use rusqlite::{Connection, OpenFlags};
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::path::Path;

/// The count of it all.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// Updates answered 200.
    pub acknowledged: usize,
    /// Rows in the inbox.
    pub stored: usize,
    /// Acknowledged, and not in the inbox.
    pub missing: usize,
    /// More than once in the inbox.
    pub twice: usize,
    /// Acknowledged, and the bot was never sent it.
    pub undelivered: usize,
    /// The bot was sent it after a later one of its chat, for the first time.
    pub out_of_order: usize,
    /// The bot was sent it again: killed between the bot's answer and the commit.
    pub again: usize,
    /// Still held.
    pub held: u64,
    /// What SQLite found wrong.
    pub damage: Vec<String>,
}

impl Verdict {
    /// Whether nothing is wrong. Once more is allowed: nobody can tell the bot and the disk at once.
    pub fn is_good(&self) -> bool {
        self.acknowledged > 0
            && self.missing + self.twice + self.undelivered + self.out_of_order == 0
            && self.held == 0
            && self.damage.is_empty()
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} updates were acknowledged; {} are in the inbox, {} of the acknowledged are missing, \
             {} are there twice.\nThe bot was never sent {} of them, {} out of order, {} once more than \
             once; {} are still held.\nThe database is {}.",
            self.acknowledged,
            self.stored,
            self.missing,
            self.twice,
            self.undelivered,
            self.out_of_order,
            self.again,
            self.held,
            if self.damage.is_empty() {
                "sound".to_owned()
            } else {
                self.damage.join(", ")
            }
        )
    }
}

/// A look at the file, beside whoever has it open.
pub fn look(database: &Path) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY;
    let connection = Connection::open_with_flags(database, flags)?;
    connection.busy_timeout(std::time::Duration::from_secs(10))?;
    Ok(connection)
}

/// What is held, in whichever state.
pub fn held(connection: &Connection) -> Result<u64> {
    let held: i64 =
        connection.query_row("SELECT count(*) FROM held_delivery", [], |row| row.get(0))?;
    Ok(held.unsigned_abs())
}

/// Counts. `bots` are the ids, in the order of the numbers that the two sides use.
pub fn count(
    database: &Path,
    bots: &[String; 2],
    acknowledged: &[Acknowledged],
    got: &[Got],
) -> Result<Verdict> {
    let connection = look(database)?;
    // Read from the table itself: an index could hide what it does not know.
    let mut statement = connection.prepare(
        "SELECT b.id, u.update_id FROM telegram_update u NOT INDEXED \
         JOIN bot_instance b ON b.key = u.bot",
    )?;
    let rows = statement.query_map([], |row| {
        Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?))
    })?;
    let mut stored: HashMap<(usize, i64), usize> = HashMap::new();
    for row in rows {
        let (bot, update_id) = row?;
        let bot = bots.iter().position(|id| *id == bot).unwrap_or(usize::MAX);
        *stored.entry((bot, update_id)).or_default() += 1;
    }
    let mut check = connection.prepare("PRAGMA integrity_check")?;
    let damage: Vec<String> = check
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let mut orphans = connection.prepare("PRAGMA foreign_key_check")?;
    let orphans = orphans.query_map([], |_| Ok(()))?.count();
    let mut verdict = sent(acknowledged, got);
    verdict.stored = stored.values().sum();
    verdict.missing = acknowledged
        .iter()
        .filter(|one| !stored.contains_key(&(one.bot, one.update_id)))
        .count();
    verdict.twice = stored.values().filter(|times| **times > 1).count();
    verdict.held = held(&connection)?;
    verdict.damage = damage.into_iter().filter(|word| word != "ok").collect();
    if orphans > 0 {
        verdict
            .damage
            .push(format!("{orphans} rows point at nothing"));
    }
    Ok(verdict)
}

/// What the bot's log says.
fn sent(acknowledged: &[Acknowledged], got: &[Got]) -> Verdict {
    let mut verdict = Verdict {
        acknowledged: acknowledged.len(),
        ..Verdict::default()
    };
    let mut seen = HashSet::new();
    let mut last: HashMap<(usize, i64), i64> = HashMap::new();
    for one in got {
        if !seen.insert((one.bot, one.update_id)) {
            verdict.again += 1;
            continue;
        }
        let last = last.entry((one.bot, one.chat)).or_default();
        if one.update_id < *last {
            verdict.out_of_order += 1;
        }
        *last = one.update_id.max(*last);
    }
    verdict.undelivered = acknowledged
        .iter()
        .filter(|one| !seen.contains(&(one.bot, one.update_id)))
        .count();
    verdict
}
