//! Table `webhook_registration`: the last registration that Telegram confirmed, so that the same one
//! can be made again.

use super::{BotKey, Store};
use crate::error::Result;
use chrono::{DateTime, Utc};
use rusqlite::types::Type;
use rusqlite::{OptionalExtension, params};
use serde::{Deserialize, Serialize};

/// The wishes of a registration that outlive it: not the secret token, which is in the keyring, and
/// not what is done once (dropping pending updates).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Wishes {
    /// 1–100; `None` is the server's own.
    pub max_connections: Option<u32>,
    /// Update kinds; `None` leaves the bot's setting as it is.
    pub allowed_updates: Option<Vec<String>>,
    /// A fixed address instead of DNS.
    pub ip_address: Option<String>,
    /// A self-signed certificate to trust, as PEM text: public by nature.
    pub certificate_pem: Option<String>,
}

/// A registration that Telegram confirmed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registration {
    /// When.
    pub registered_at: DateTime<Utc>,
    /// With what.
    pub wishes: Wishes,
}

impl Store {
    /// Writes what Telegram confirmed, and its URL (`webhook_url`), in one transaction.
    pub async fn set_registration(
        &self,
        bot: BotKey,
        url: String,
        registration: Registration,
    ) -> Result<()> {
        self.writer
            .run(move |connection| {
                let options = serde_json::to_string(&registration.wishes)
                    .map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))?;
                connection.execute(
                    "INSERT OR REPLACE INTO webhook_registration (bot, registered_at, options) \
                     SELECT key, ?2, ?3 FROM bot_instance WHERE key = ?1",
                    params![bot.0, registration.registered_at.timestamp_millis(), options],
                )?;
                connection.execute(
                    "UPDATE bot_platform_credential SET webhook_url = ?2 WHERE platform = 'telegram' \
                     AND bot_id = (SELECT id FROM bot_instance WHERE key = ?1)",
                    params![bot.0, url],
                )
            })
            .await
            .map(drop)
    }

    /// The last registration that Telegram confirmed.
    pub async fn registration(&self, bot: BotKey) -> Result<Option<Registration>> {
        self.read(move |connection| {
            connection
                .query_row(
                    "SELECT registered_at, options FROM webhook_registration WHERE bot = ?1",
                    [bot.0],
                    |row| {
                        let options: String = row.get(1)?;
                        let wishes = serde_json::from_str(&options).map_err(|error| {
                            rusqlite::Error::FromSqlConversionFailure(1, Type::Text, error.into())
                        })?;
                        Ok(Registration {
                            registered_at: DateTime::from_timestamp_millis(row.get(0)?)
                                .unwrap_or_default(),
                            wishes,
                        })
                    },
                )
                .optional()
        })
        .await
    }
}
