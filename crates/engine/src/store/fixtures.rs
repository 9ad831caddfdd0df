//! Where a bot's fixtures are: a column of `bot_instance`.

use super::{BotKey, Store};
use crate::error::Result;
use rusqlite::params;

impl Store {
    /// The folder that the user chose for a bot's fixtures; none is the usual one.
    pub async fn fixtures_folder(&self, bot: BotKey) -> Result<Option<String>> {
        self.read(move |connection| {
            connection
                .prepare_cached("SELECT fixtures_folder FROM bot_instance WHERE key = ?1")?
                .query_row([bot.0], |row| row.get(0))
        })
        .await
    }

    /// Keeps another folder for a bot's fixtures; none is the usual one.
    pub async fn set_fixtures_folder(&self, bot: BotKey, folder: Option<String>) -> Result<()> {
        self.writer
            .run(move |connection| {
                connection
                    .prepare_cached("UPDATE bot_instance SET fixtures_folder = ?2 WHERE key = ?1")?
                    .execute(params![bot.0, folder])
                    .map(drop)
            })
            .await
    }
}
