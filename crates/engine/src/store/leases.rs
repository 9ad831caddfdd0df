//! Table `webhook_lease`: somebody else's webhook that ours took the place of, until it is put back.

use super::{BotKey, Store, history};
use crate::domain::history::NewEvent;
use crate::domain::lease::{Lease, LeaseState};
use crate::error::Result;
use chrono::DateTime;
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row, params};

fn word(state: LeaseState) -> &'static str {
    match state {
        LeaseState::Held => "held",
        LeaseState::Returning => "returning",
    }
}

fn stored(row: &Row<'_>) -> rusqlite::Result<Lease> {
    let kinds: Option<String> = row.get(3)?;
    let allowed_updates = kinds
        .map(|kinds| serde_json::from_str(&kinds))
        .transpose()
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(3, Type::Text, error.into()))?;
    // The table's CHECK lets no third word in.
    let state = match row.get::<_, String>(7)?.as_str() {
        "held" => LeaseState::Held,
        _ => LeaseState::Returning,
    };
    Ok(Lease {
        taken_at: DateTime::from_timestamp_millis(row.get(0)?).unwrap_or_default(),
        url: row.get(1)?,
        max_connections: row.get(2)?,
        allowed_updates,
        ip_address: row.get(4)?,
        has_custom_certificate: row.get(5)?,
        certificate_pem: row.get(6)?,
        state,
    })
}

/// Ours is not wanted any more.
fn unwant(connection: &Connection, bot: BotKey) -> rusqlite::Result<usize> {
    connection.execute(
        "UPDATE bot_platform_credential SET webhook_url = NULL WHERE platform = 'telegram' \
         AND bot_id = (SELECT id FROM bot_instance WHERE key = ?1)",
        [bot.0],
    )
}

impl Store {
    /// A bot's lease, if there is one.
    pub async fn lease(&self, bot: BotKey) -> Result<Option<Lease>> {
        self.read(move |connection| {
            connection
                .prepare_cached(
                    "SELECT taken_at, url, max_connections, allowed_updates, ip_address, \
                     has_custom_certificate, certificate_pem, state FROM webhook_lease WHERE bot = ?1",
                )?
                .query_row([bot.0], stored)
                .optional()
        })
        .await
    }

    /// Every bot with a lease, and whether theirs waits to be put back.
    pub async fn leased(&self) -> Result<Vec<(BotKey, LeaseState)>> {
        self.read(|connection| {
            let mut statement = connection
                .prepare_cached("SELECT bot, state = 'held' FROM webhook_lease ORDER BY bot")?;
            let rows = statement.query_map([], |row| {
                let state = if row.get(1)? {
                    LeaseState::Held
                } else {
                    LeaseState::Returning
                };
                Ok((BotKey(row.get(0)?), state))
            })?;
            rows.collect()
        })
        .await
    }

    /// Writes a bot's lease, in the place of one that is there.
    pub async fn save_lease(&self, bot: BotKey, lease: Lease) -> Result<()> {
        self.writer
            .run(move |connection| {
                let kinds = lease
                    .allowed_updates
                    .map(|kinds| serde_json::to_string(&kinds))
                    .transpose()
                    .map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))?;
                connection.execute(
                    "INSERT OR REPLACE INTO webhook_lease (bot, taken_at, url, max_connections, \
                     allowed_updates, ip_address, has_custom_certificate, certificate_pem, state) \
                     SELECT key, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9 FROM bot_instance WHERE key = ?1",
                    params![
                        bot.0,
                        lease.taken_at.timestamp_millis(),
                        lease.url,
                        lease.max_connections,
                        kinds,
                        lease.ip_address,
                        lease.has_custom_certificate,
                        lease.certificate_pem,
                        word(lease.state),
                    ],
                )
            })
            .await
            .map(drop)
    }

    /// Writes where a lease is in its life, and what is to be remembered of that. With `unwanted`,
    /// our webhook is not wanted any more.
    pub async fn set_lease_state(
        &self,
        bot: BotKey,
        state: LeaseState,
        unwanted: bool,
        event: Option<NewEvent>,
    ) -> Result<()> {
        self.writer
            .run(move |connection| {
                connection.execute(
                    "UPDATE webhook_lease SET state = ?2 WHERE bot = ?1",
                    params![bot.0, word(state)],
                )?;
                if unwanted {
                    unwant(connection, bot)?;
                }
                event.map_or(Ok(()), |event| history::insert(connection, &event))
            })
            .await
    }

    /// Ends a lease, and writes what is to be remembered of it. With `unwanted`, our webhook is not
    /// wanted any more, whether there was a lease or not.
    pub async fn end_lease(
        &self,
        bot: BotKey,
        unwanted: bool,
        event: Option<NewEvent>,
    ) -> Result<()> {
        self.writer
            .run(move |connection| {
                connection.execute("DELETE FROM webhook_lease WHERE bot = ?1", [bot.0])?;
                if unwanted {
                    unwant(connection, bot)?;
                }
                event.map_or(Ok(()), |event| history::insert(connection, &event))
            })
            .await
    }

    /// After a run that did not put them back: every lease that was held waits for it from now on,
    /// and our webhooks in their places are not wanted any more.
    pub async fn return_leases(&self) -> Result<()> {
        self.writer
            .run(|connection| {
                connection.execute(
                    "UPDATE bot_platform_credential SET webhook_url = NULL \
                     WHERE platform = 'telegram' AND bot_id IN (SELECT i.id FROM bot_instance i \
                     JOIN webhook_lease l ON l.bot = i.key WHERE l.state = 'held')",
                    [],
                )?;
                connection.execute(
                    "UPDATE webhook_lease SET state = 'returning' WHERE state = 'held'",
                    [],
                )
            })
            .await
            .map(drop)
    }
}
