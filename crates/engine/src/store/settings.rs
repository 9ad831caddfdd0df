//! Table `setting`: one JSON value a name.

use super::Store;
use crate::error::Result;
use rusqlite::{OptionalExtension, params};
use serde::{Serialize, de::DeserializeOwned};

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

    /// Saves a setting.
    pub async fn save_setting<T: Serialize>(&self, name: &'static str, value: &T) -> Result<()> {
        let text = serde_json::to_string(value).map_err(|error| {
            crate::error::Error::new(
                crate::error::Code::Internal,
                "The setting cannot be saved.",
                "Report this.",
            )
            .detail(error)
        })?;
        self.writer
            .run(move |connection| {
                connection.execute(
                    "INSERT INTO setting (name, value) VALUES (?1, ?2) \
                     ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                    params![name, text],
                )
            })
            .await
            .map(drop)
    }
}
