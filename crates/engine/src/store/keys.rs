//! Which bots there are, in memory, for those who must not ask the disk at every request.

use super::{BotKey, Store, failed};
use crate::domain::ids::BotId;
use crate::error::Result;
use rusqlite::Connection;
use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

pub(super) struct Keys(RwLock<HashMap<BotId, BotKey>>);

impl Keys {
    pub(super) fn load(connection: &Connection) -> Result<Self> {
        let load = || -> rusqlite::Result<Vec<(String, i64)>> {
            let mut statement =
                connection.prepare("SELECT id, key FROM bot_instance WHERE leaving = 0")?;
            let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            rows.collect()
        };
        let rows = load().map_err(|error| failed(&error))?;
        let keys = rows
            .into_iter()
            .filter_map(|(id, key)| Some((id.parse().ok()?, BotKey(key))));
        Ok(Self(RwLock::new(keys.collect())))
    }

    pub(super) fn add(&self, bot: BotId, key: BotKey) {
        self.0
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(bot, key);
    }

    pub(super) fn all(&self) -> Vec<(BotId, BotKey)> {
        let keys = self.0.read().unwrap_or_else(PoisonError::into_inner);
        keys.iter().map(|(bot, key)| (*bot, *key)).collect()
    }

    pub(super) fn has(&self, key: BotKey) -> bool {
        let keys = self.0.read().unwrap_or_else(PoisonError::into_inner);
        keys.values().any(|known| *known == key)
    }

    pub(super) fn remove(&self, bot: BotId) {
        self.0
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&bot);
    }
}

impl Store {
    /// A bot's short key, if there is such a bot.
    pub fn key(&self, bot: BotId) -> Option<BotKey> {
        self.keys
            .0
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&bot)
            .copied()
    }
}
