//! Table `delivery_call`: method calls in the answers to held updates, and what became of each.

use super::Store;
use super::words::word;
use crate::domain::answer_call::{AnswerCall, CallState};
use crate::error::Result;
use rusqlite::{Connection, params};

/// With its attempt, before it is made: what is written here and has no end was perhaps made.
pub(super) fn insert(
    connection: &Connection,
    attempt: i64,
    call: &AnswerCall,
) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO delivery_call (attempt, method, state, detail) VALUES (?1, ?2, ?3, ?4)",
        )?
        .execute(params![
            attempt,
            call.method,
            word(&call.state)?,
            call.detail
        ])
        .map(drop)
}

impl Store {
    /// Writes what became of an attempt's call.
    pub async fn set_call(
        &self,
        attempt: i64,
        state: CallState,
        detail: Option<String>,
    ) -> Result<()> {
        self.writer
            .run(move |connection| {
                connection
                    .prepare_cached(
                        "UPDATE delivery_call SET state = ?2, detail = ?3 WHERE attempt = ?1",
                    )?
                    .execute(params![attempt, word(&state)?, detail])
            })
            .await
            .map(drop)
    }

    /// After a run that ended in the middle of calls: none is made again. One that was being made may
    /// have been done; one that waited was not.
    pub async fn end_calls(&self) -> Result<()> {
        self.writer
            .run(|connection| {
                connection.execute(
                    "UPDATE delivery_call SET state = CASE state WHEN 'sending' THEN 'unknown' \
                     ELSE 'ended' END WHERE state IN ('sending', 'waiting')",
                    [],
                )
            })
            .await
            .map(drop)
    }
}
