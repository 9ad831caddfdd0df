//! How much more a bot's inbox takes before the oldest in it would have to go: as it is inside a
//! transaction, so that nothing comes between the look and the write.

use super::BotKey;
use super::counts::Delta;
use super::{delivered, retention};
use crate::domain::retention::Room;
use rusqlite::{Connection, OptionalExtension};

/// `deltas` are what the transaction has not written down yet.
pub(super) fn of(connection: &Connection, bot: BotKey, deltas: &[Delta]) -> rusqlite::Result<Room> {
    let limits = retention::own(connection, bot)?.unwrap_or_default();
    let written: Option<(i64, i64)> = connection
        .prepare_cached(
            "SELECT updates - pinned, bytes - pinned_bytes FROM update_tally WHERE bot = ?1",
        )?
        .query_row([bot.0], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let (mut updates, mut bytes) = written.unwrap_or_default();
    for delta in deltas.iter().filter(|delta| delta.bot == bot) {
        updates += delta.updates - delta.pinned;
        bytes += delta.bytes - delta.pinned_bytes;
    }
    let deliveries = delivered::bytes_of(connection, bot)?;
    let there = |number: i64| number.max(0).unsigned_abs();
    Ok(limits.room(there(updates), there(bytes).saturating_add(deliveries)))
}
