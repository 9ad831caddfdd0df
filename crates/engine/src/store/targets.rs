//! Tables `delivery_setting` and `delivery_target`.

use super::words::{Json, Word, json, word};
use super::{BotKey, Store};
use crate::domain::delivery::{Limits, Mode, TargetId};
use crate::error::Result;
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row, params};
use uuid::Uuid;

/// How a bot's updates are passed on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DeliverySetting {
    /// In which way.
    pub mode: Mode,
    /// Within which limits.
    pub limits: Limits,
}

/// Where to: nothing in it is secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredTarget {
    /// Its short key; 0 before it is stored.
    pub key: i64,
    /// Names its entry in the keyring.
    pub id: TargetId,
    /// What the user calls it.
    pub name: String,
    /// Where, tokens masked.
    pub url: String,
    /// Whether Telegram gets its answers.
    pub answers: bool,
    /// Whether there is an entry in the keyring.
    pub has_secrets: bool,
    /// SHA-256 of a certificate that is accepted though nobody vouches for it.
    pub certificate: Option<String>,
}

fn target(row: &Row<'_>) -> rusqlite::Result<StoredTarget> {
    let id: String = row.get(1)?;
    let id = Uuid::parse_str(&id)
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(1, Type::Text, error.into()))?;
    Ok(StoredTarget {
        key: row.get(0)?,
        id: TargetId(id),
        name: row.get(2)?,
        url: row.get(3)?,
        answers: row.get(4)?,
        has_secrets: row.get(5)?,
        certificate: row.get(6)?,
    })
}

fn write(connection: &Connection, bot: BotKey, target: &StoredTarget) -> rusqlite::Result<()> {
    connection.execute(
        "INSERT INTO delivery_target (id, bot, name, url, answers, has_secrets, certificate) \
         SELECT ?2, key, ?3, ?4, ?5, ?6, ?7 FROM bot_instance WHERE key = ?1 \
         ON CONFLICT (id) DO UPDATE SET name = ?3, url = ?4, answers = ?5, has_secrets = ?6, \
         certificate = ?7 WHERE bot = ?1",
        params![
            bot.0,
            target.id.0.to_string(),
            target.name,
            target.url,
            target.answers,
            target.has_secrets,
            target.certificate
        ],
    )?;
    Ok(())
}

impl Store {
    /// How a bot's updates are passed on, and where to.
    pub async fn delivery(&self, bot: BotKey) -> Result<(DeliverySetting, Vec<StoredTarget>)> {
        self.read(move |connection| {
            let setting = connection
                .prepare_cached("SELECT mode, limits FROM delivery_setting WHERE bot = ?1")?
                .query_row([bot.0], |row| {
                    Ok(DeliverySetting {
                        mode: row.get::<_, Word<_>>(0)?.0,
                        limits: row.get::<_, Json<_>>(1)?.0,
                    })
                })
                .optional()?
                .unwrap_or_default();
            let mut statement = connection.prepare_cached(
                "SELECT key, id, name, url, answers, has_secrets, certificate FROM delivery_target \
                 WHERE bot = ?1 ORDER BY key",
            )?;
            let targets = statement.query_map([bot.0], target)?;
            Ok((setting, targets.collect::<rusqlite::Result<_>>()?))
        })
        .await
    }

    /// Writes how a bot's updates are passed on. Targets that are not named any more go, and what they
    /// had not got with them.
    pub async fn set_delivery(
        &self,
        bot: BotKey,
        setting: DeliverySetting,
        targets: Vec<StoredTarget>,
    ) -> Result<()> {
        self.writer
            .run(move |connection| {
                connection.execute(
                    "INSERT OR REPLACE INTO delivery_setting (bot, mode, limits) \
                     SELECT key, ?2, ?3 FROM bot_instance WHERE key = ?1",
                    params![bot.0, word(&setting.mode)?, json(&setting.limits)?],
                )?;
                let named: Vec<String> = targets.iter().map(|t| t.id.0.to_string()).collect();
                // The new ones first: what is under way to one that goes must not find its key taken.
                for target in &targets {
                    write(connection, bot, target)?;
                }
                connection
                    .execute(
                        "DELETE FROM delivery_target WHERE bot = ?1 \
                         AND id NOT IN (SELECT value FROM json_each(?2))",
                        params![bot.0, json(&named)?],
                    )
                    .map(drop)
            })
            .await
    }
}
