//! Table `given_update_id`: numbers for updates that Telegram did not number.

use super::{BotKey, Store};
use crate::domain::compose::next_id;
use crate::error::Result;
use rusqlite::{Connection, OptionalExtension, params};

/// The greatest number that a bot can have seen: of what is stored for it, and of what it was given.
const LAST: &str = "SELECT max(id) FROM (SELECT max(update_id) AS id FROM telegram_update WHERE bot = ?1 \
     UNION ALL SELECT last FROM given_update_id WHERE bot = ?1)";

/// Notes that a number is used. Nothing is noted for a bot that is gone.
fn note(connection: &Connection, bot: BotKey, id: i64) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO given_update_id (bot, last) SELECT key, ?2 FROM bot_instance WHERE key = ?1 \
             ON CONFLICT (bot) DO UPDATE SET last = max(last, excluded.last)",
        )?
        .execute(params![bot.0, id])
        .map(drop)
}

impl Store {
    /// The greatest number that a bot can have seen.
    pub async fn last_update_id(&self, bot: BotKey) -> Result<Option<i64>> {
        self.read(move |connection| {
            connection
                .prepare_cached(LAST)?
                .query_row([bot.0], |row| row.get(0))
        })
        .await
    }

    /// A number beyond every one that a bot can have seen. It is given once, also over a restart.
    pub async fn give_update_id(&self, bot: BotKey) -> Result<i64> {
        self.writer
            .run(move |connection| {
                let last = connection
                    .prepare_cached(LAST)?
                    .query_row([bot.0], |row| row.get(0))
                    .optional()?;
                let id = next_id(last.flatten());
                note(connection, bot, id)?;
                Ok(id)
            })
            .await
    }

    /// Notes that a bot is sent a number which the user chose: those that are given come after it.
    pub async fn note_update_id(&self, bot: BotKey, id: i64) -> Result<()> {
        self.writer
            .run(move |connection| note(connection, bot, id))
            .await
    }
}
