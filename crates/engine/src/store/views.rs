//! Table `inbox_view`: queries with names.

use super::{BotKey, Store};
use crate::domain::ids::BotId;
use crate::error::Result;
use rusqlite::{OptionalExtension, Row, params};
use uuid::Uuid;

/// A query with a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredView {
    /// Its id.
    pub id: Uuid,
    /// What it is called.
    pub name: String,
    /// The query.
    pub query: String,
    /// For one bot only.
    pub bot: Option<BotId>,
}

fn view(row: &Row<'_>) -> rusqlite::Result<Option<StoredView>> {
    let (id, bot): (String, Option<String>) = (row.get(0)?, row.get(3)?);
    let Ok(id) = id.parse() else { return Ok(None) };
    Ok(Some(StoredView {
        id,
        name: row.get(1)?,
        query: row.get(2)?,
        bot: bot.and_then(|bot| bot.parse().ok()),
    }))
}

impl Store {
    /// Every view, by name.
    pub async fn views(&self) -> Result<Vec<StoredView>> {
        self.read(|connection| {
            let mut select = connection.prepare_cached(
                "SELECT v.id, v.name, v.query, b.id FROM inbox_view v \
                 LEFT JOIN bot_instance b ON b.key = v.bot ORDER BY v.name COLLATE NOCASE, v.rowid",
            )?;
            let rows = select.query_map([], view)?;
            rows.filter_map(Result::transpose).collect()
        })
        .await
    }

    /// Writes a view, new or changed, unless there are so many others already.
    pub async fn save_view(
        &self,
        view: StoredView,
        bot: Option<BotKey>,
        most: u32,
    ) -> Result<bool> {
        self.writer
            .run(move |connection| {
                let id = view.id.to_string();
                let others: u32 = connection.query_row(
                    "SELECT count(*) FROM inbox_view WHERE id <> ?1",
                    [&id],
                    |row| row.get(0),
                )?;
                if others >= most {
                    return Ok(false);
                }
                connection.execute(
                    "INSERT INTO inbox_view (id, name, query, bot) VALUES (?1, ?2, ?3, ?4) \
                     ON CONFLICT (id) DO UPDATE SET name = excluded.name, query = excluded.query, \
                     bot = excluded.bot",
                    params![id, view.name, view.query, bot.map(|bot| bot.0)],
                )?;
                Ok(true)
            })
            .await
    }

    /// Whether there is such a view.
    pub async fn has_view(&self, id: Uuid) -> Result<bool> {
        self.read(move |connection| {
            let found = connection
                .query_row(
                    "SELECT 1 FROM inbox_view WHERE id = ?1",
                    [id.to_string()],
                    |_| Ok(()),
                )
                .optional()?;
            Ok(found.is_some())
        })
        .await
    }

    /// Removes a view; false when there is none.
    pub async fn remove_view(&self, id: Uuid) -> Result<bool> {
        self.writer
            .run(move |connection| {
                let gone =
                    connection.execute("DELETE FROM inbox_view WHERE id = ?1", [id.to_string()])?;
                Ok(gone == 1)
            })
            .await
    }
}
