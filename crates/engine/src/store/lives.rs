//! What says whether the time of an update has run out, without its body.

use super::Store;
use super::words::json;
use crate::error::Result;
use chrono::{DateTime, Utc};

/// An update's kind and age.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Life {
    /// Which update.
    pub seq: i64,
    /// Telegram's name of the kind.
    pub kind: String,
    /// When it was committed here.
    pub received_at: DateTime<Utc>,
}

impl Store {
    /// Those of these updates, as far as they are there.
    pub async fn lives(&self, seqs: Vec<i64>) -> Result<Vec<Life>> {
        self.read(move |connection| {
            let mut statement = connection.prepare_cached(
                "SELECT u.seq, u.kind, u.received_at FROM json_each(?1) j \
                 JOIN telegram_update u ON u.seq = j.value",
            )?;
            let lives = statement.query_map([json(&seqs)?], |row| {
                Ok(Life {
                    seq: row.get(0)?,
                    kind: row.get(1)?,
                    received_at: DateTime::from_timestamp_millis(row.get(2)?).unwrap_or_default(),
                })
            })?;
            lives.collect()
        })
        .await
    }
}
