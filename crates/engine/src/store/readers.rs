//! Connections that only read, each used by one query at a time on a blocking thread.

use super::{Store, failed, schema};
use crate::error::{Code, Error, Result};
use rusqlite::Connection;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// Idle connections kept open: as many as chats are delivered side by side, and some for those who look.
/// To open one is dear beside a small query, for it reads the whole schema.
const KEPT: usize = 12;

pub(super) struct Readers {
    path: PathBuf,
    idle: Mutex<Vec<Connection>>,
}

impl Readers {
    pub(super) fn new(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            idle: Mutex::default(),
        }
    }

    fn with<T>(&self, query: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T> {
        let idle = self
            .idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop();
        let connection = match idle {
            Some(connection) => connection,
            None => schema::connect_reader(&self.path).map_err(|error| failed(&error))?,
        };
        let result = query(&connection).map_err(|error| failed(&error));
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < KEPT {
            idle.push(connection);
        }
        result
    }
}

impl Store {
    /// Runs a query on a reader.
    pub(super) async fn read<T: Send + 'static>(
        &self,
        query: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T> {
        let readers = std::sync::Arc::clone(&self.readers);
        tokio::task::spawn_blocking(move || readers.with(query))
            .await
            .map_err(|error| {
                Error::new(Code::Internal, "A query ended abnormally.", "Try again.").detail(error)
            })?
    }
}
