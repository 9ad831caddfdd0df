//! Table `setting`: one JSON value a name.

use super::Store;
use crate::error::Result;
use rusqlite::{OptionalExtension, params};
use serde::de::DeserializeOwned;
use serde_json::Value;

impl Store {
    /// A saved setting; `None` when it was never saved or no longer fits its type.
    pub async fn setting<T: DeserializeOwned + Send + 'static>(
        &self,
        name: &'static str,
    ) -> Result<Option<T>> {
        let text: Option<String> = self
            .read(move |connection| {
                connection
                    .query_row("SELECT value FROM setting WHERE name = ?1", [name], |row| {
                        row.get(0)
                    })
                    .optional()
            })
            .await?;
        Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
    }

    /// Saves settings, or forgets those that have no value: all of them in one commit.
    pub async fn save_settings(&self, rows: Vec<(&'static str, Option<Value>)>) -> Result<()> {
        self.writer
            .run(move |connection| {
                for (name, value) in rows {
                    match value {
                        Some(value) => connection.execute(
                            "INSERT INTO setting (name, value) VALUES (?1, ?2) \
                             ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                            params![name, value.to_string()],
                        )?,
                        None => {
                            connection.execute("DELETE FROM setting WHERE name = ?1", [name])?
                        }
                    };
                }
                Ok(())
            })
            .await
    }
}
