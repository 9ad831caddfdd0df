//! Tables `bot_instance` and `bot_platform_credential`.

use super::Store;
use crate::domain::bot::{Bot, Environment};
use crate::domain::ids::BotId;
use crate::error::Result;
use chrono::{DateTime, Utc};
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A bot's short key inside this database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct BotKey(pub i64);

/// The column `credentials`: platform settings, and nothing secret (secrets are in the keyring).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credentials {
    /// Telegram's id of the bot.
    pub telegram_id: i64,
    /// Telegram's username.
    pub username: Option<String>,
    /// Which Bot API serves it.
    pub environment: Environment,
}

/// A bot with its key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredBot {
    /// The short key.
    pub key: BotKey,
    /// The bot.
    pub bot: Bot,
}

const SELECT: &str = "SELECT i.key, i.id, i.name, i.created_at, c.credentials, c.webhook_url, \
     c.webhook_last_checked, c.webhook_auto_refresh, i.paused \
     FROM bot_instance i JOIN bot_platform_credential c ON c.bot_id = i.id AND c.platform = 'telegram'";

fn column<T>(
    index: usize,
    value: Result<T, impl std::error::Error + Send + Sync + 'static>,
) -> rusqlite::Result<T> {
    value.map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(index, Type::Text, Box::new(error))
    })
}

fn stored(row: &Row<'_>) -> rusqlite::Result<StoredBot> {
    let credentials: Credentials = column(4, serde_json::from_str(&row.get::<_, String>(4)?))?;
    let created_at = column(3, row.get::<_, String>(3)?.parse::<DateTime<Utc>>())?;
    let checked = row
        .get::<_, Option<String>>(6)?
        .map(|text| column(6, text.parse()))
        .transpose()?;
    Ok(StoredBot {
        key: BotKey(row.get(0)?),
        bot: Bot {
            id: column(1, row.get::<_, String>(1)?.parse::<BotId>())?,
            name: row.get(2)?,
            telegram_id: credentials.telegram_id,
            username: credentials.username,
            environment: credentials.environment,
            webhook_url: row.get(5)?,
            webhook_last_checked: checked,
            webhook_auto_refresh: row.get(7)?,
            paused: row.get(8)?,
            created_at,
        },
    })
}

fn text_of(credentials: &Credentials) -> rusqlite::Result<String> {
    serde_json::to_string(credentials)
        .map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))
}

fn insert(connection: &Connection, bot: &Bot) -> rusqlite::Result<BotKey> {
    let id = bot.id.to_string();
    connection.execute(
        "INSERT INTO bot_instance (id, name, created_at) VALUES (?1, ?2, ?3)",
        params![id, bot.name, bot.created_at.to_rfc3339()],
    )?;
    let key = BotKey(connection.last_insert_rowid());
    let credentials = Credentials {
        telegram_id: bot.telegram_id,
        username: bot.username.clone(),
        environment: bot.environment.clone(),
    };
    connection.execute(
        "INSERT INTO bot_platform_credential (id, bot_id, platform, credentials, webhook_url, \
         webhook_auto_refresh) VALUES (?1, ?2, 'telegram', ?3, ?4, ?5)",
        params![
            Uuid::new_v4().to_string(),
            id,
            text_of(&credentials)?,
            bot.webhook_url,
            bot.webhook_auto_refresh
        ],
    )?;
    Ok(key)
}

impl Store {
    /// Every bot, in the order they were added.
    pub async fn bots(&self) -> Result<Vec<StoredBot>> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(&format!("{SELECT} ORDER BY i.key"))?;
            let rows = statement.query_map([], stored)?;
            rows.collect()
        })
        .await
    }

    /// One bot.
    pub async fn bot(&self, id: BotId) -> Result<Option<StoredBot>> {
        self.read(move |connection| {
            connection
                .prepare_cached(&format!("{SELECT} WHERE i.id = ?1"))?
                .query_row([id.to_string()], stored)
                .optional()
        })
        .await
    }

    /// Adds a bot.
    pub async fn add_bot(&self, bot: Bot) -> Result<BotKey> {
        let id = bot.id;
        let key = self
            .writer
            .run(move |connection| insert(connection, &bot))
            .await?;
        self.keys.add(id, key);
        Ok(key)
    }

    /// Changes a bot's name.
    pub async fn rename_bot(&self, id: BotId, name: String) -> Result<()> {
        self.writer
            .run(move |connection| {
                connection.execute(
                    "UPDATE bot_instance SET name = ?2 WHERE id = ?1",
                    params![id.to_string(), name],
                )
            })
            .await
            .map(drop)
    }

    /// Removes a bot and all its updates.
    pub async fn remove_bot(&self, id: BotId, key: BotKey) -> Result<()> {
        self.keys.remove(id);
        self.writer
            .run(move |connection| {
                super::prune::remember_all(connection)?;
                super::rungs::orphan_all(connection, key)?;
                connection.execute("DELETE FROM bot_instance WHERE key = ?1", [key.0])
            })
            .await?;
        self.writer.counts.forget(key);
        Ok(())
    }

    /// Writes what was registered: `Some` after setWebhook, `None` after deleteWebhook.
    pub async fn set_webhook_url(&self, id: BotId, url: Option<String>) -> Result<()> {
        self.writer
            .run(move |connection| {
                connection.execute(
                    "UPDATE bot_platform_credential SET webhook_url = ?2 WHERE bot_id = ?1 AND platform = 'telegram'",
                    params![id.to_string(), url],
                )
            })
            .await
            .map(drop)
    }

    /// Writes how a bot is looked after; `None` leaves it as it is.
    pub async fn set_watch(
        &self,
        id: BotId,
        auto_refresh: Option<bool>,
        paused: Option<bool>,
    ) -> Result<()> {
        self.writer
            .run(move |connection| {
                connection.execute(
                    "UPDATE bot_platform_credential \
                     SET webhook_auto_refresh = coalesce(?2, webhook_auto_refresh) \
                     WHERE bot_id = ?1 AND platform = 'telegram'",
                    params![id.to_string(), auto_refresh],
                )?;
                connection.execute(
                    "UPDATE bot_instance SET paused = coalesce(?2, paused) WHERE id = ?1",
                    params![id.to_string(), paused],
                )
            })
            .await
            .map(drop)
    }

    /// Writes when Telegram was asked last.
    pub async fn set_webhook_checked(&self, id: BotId, at: DateTime<Utc>) -> Result<()> {
        self.writer
            .run(move |connection| {
                connection.execute(
                    "UPDATE bot_platform_credential SET webhook_last_checked = ?2 \
                     WHERE bot_id = ?1 AND platform = 'telegram'",
                    params![id.to_string(), at.to_rfc3339()],
                )
            })
            .await
            .map(drop)
    }
}
