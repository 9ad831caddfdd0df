//! Table `update_head`: what the heads of requests have in common, each once, and how they are put
//! together again.

use super::Store;
use super::words::json;
use crate::domain::head::{Head, Headers};
use crate::error::Result;
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::HashMap;
use std::net::IpAddr;

/// Rows at the most. A proxy that adds what nobody foresaw has each update keep its own from then on.
const MOST: u16 = 1_024;

/// The keys that the writer knows.
#[derive(Default)]
pub(super) struct Heads(HashMap<String, i64>);

/// A head as its columns have it.
#[derive(Default)]
pub(super) struct Placed {
    pub(super) key: Option<i64>,
    pub(super) own: Option<String>,
    pub(super) source: Option<Vec<u8>>,
}

impl Heads {
    /// A head's columns; in the transaction that stores the update.
    pub(super) fn place(
        &mut self,
        connection: &Connection,
        head: Option<&Head>,
    ) -> rusqlite::Result<Placed> {
        let Some(head) = head else {
            return Ok(Placed::default());
        };
        let source = head.source.map(|source| match source {
            IpAddr::V4(address) => address.octets().to_vec(),
            IpAddr::V6(address) => address.octets().to_vec(),
        });
        let key = self.key(connection, &head.shared)?;
        let own = match key {
            Some(_) => head.own.clone(),
            None => Some(json(&(&head.shared, &head.own))?),
        };
        Ok(Placed { key, own, source })
    }

    /// Whatever was written is not there.
    pub(super) fn forget(&mut self) {
        self.0.clear();
    }

    fn key(&mut self, connection: &Connection, shared: &str) -> rusqlite::Result<Option<i64>> {
        if let Some(key) = self.0.get(shared) {
            return Ok(Some(*key));
        }
        if self.0.len() >= MOST.into() {
            return Ok(None);
        }
        connection
            .prepare_cached(
                "INSERT OR IGNORE INTO update_head (headers) \
                 SELECT ?1 WHERE (SELECT count(*) FROM update_head) < ?2",
            )?
            .execute(params![shared, MOST])?;
        let key = connection
            .prepare_cached("SELECT key FROM update_head WHERE headers = ?1")?
            .query_row([shared], |row| row.get(0))
            .optional()?;
        if let Some(key) = key {
            self.0.insert(shared.to_owned(), key);
        }
        Ok(key)
    }
}

fn address(bytes: &[u8]) -> Option<IpAddr> {
    let four = <[u8; 4]>::try_from(bytes).map(IpAddr::from);
    let sixteen = || <[u8; 16]>::try_from(bytes).map(IpAddr::from);
    four.or_else(|_| sixteen()).ok()
}

impl Store {
    /// The headers that came with an update, and the address that it came from, as far as they are
    /// known.
    pub async fn head(&self, seq: i64) -> Result<(Headers, Option<IpAddr>)> {
        let found = self.read(move |connection| {
            connection
                .prepare_cached(
                    "SELECT h.headers, u.own_headers, u.source, length(u.body) FROM telegram_update u \
                     LEFT JOIN update_head h ON h.key = u.head WHERE u.seq = ?1",
                )?
                .query_row([seq], |row| {
                    let source: Option<Vec<u8>> = row.get(2)?;
                    let head = Head {
                        shared: row.get::<_, Option<String>>(0)?.unwrap_or_default(),
                        own: row.get(1)?,
                        source: source.as_deref().and_then(address),
                    };
                    Ok((head, row.get::<_, u32>(3)?))
                })
                .optional()
        });
        let Some((mut head, length)) = found.await? else {
            return Ok((Headers::new(), None));
        };
        if head.shared.is_empty()
            && let Some(own) = &head.own
            && let Ok(whole) = serde_json::from_str(own)
        {
            (head.shared, head.own) = whole;
        }
        Ok((head.headers(length.into()), head.source))
    }
}
