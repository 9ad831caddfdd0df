//! Picking a bot's updates out by kind or chat.
//!
//! There is no index for it: each would cost every update that arrives. Instead a page walks the
//! order of arrival for a bounded stretch and keeps what fits, so its cost is bounded too; where it
//! stopped is where the next page begins.

use super::updates::{COLUMNS, row};
use super::{BotKey, Page, Store};
use crate::domain::row::UpdateRow;
use crate::error::Result;
use rusqlite::params;

/// Updates looked at for one page, at the most.
const STRETCH: u32 = 5_000;

/// Which updates are wanted; `None` lets everything through.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Telegram's name of the kind.
    pub kind: Option<String>,
    /// Telegram's chat id.
    pub chat_id: Option<i64>,
}

impl Store {
    /// A page of a bot's rows that fit, newest first, and the `before` of the next page.
    pub async fn filtered_updates(
        &self,
        bot: BotKey,
        page: Page,
        filter: Filter,
    ) -> Result<(Vec<UpdateRow>, Option<i64>)> {
        self.read(move |connection| {
            let before = page.before.unwrap_or(i64::MAX);
            let after = page.after.unwrap_or(-1);
            let stretch = connection
                .prepare_cached(
                    "SELECT count(*), min(seq) FROM (SELECT seq FROM telegram_update \
                     INDEXED BY telegram_update_by_bot WHERE bot = ?1 AND seq < ?2 AND seq > ?3 \
                     ORDER BY seq DESC LIMIT ?4)",
                )?
                .query_row(params![bot.0, before, after, STRETCH], |found| {
                    Ok((found.get::<_, u32>(0)?, found.get::<_, Option<i64>>(1)?))
                })?;
            let (looked_at, Some(last)) = stretch else {
                return Ok((Vec::new(), None));
            };
            let sql = format!(
                "SELECT {COLUMNS} FROM telegram_update INDEXED BY telegram_update_by_bot \
                 WHERE bot = ?1 AND seq < ?2 AND seq >= ?3 \
                 AND (?4 IS NULL OR kind = ?4) AND (?5 IS NULL OR chat_id = ?5) \
                 ORDER BY seq DESC LIMIT ?6"
            );
            let mut statement = connection.prepare_cached(&sql)?;
            let rows = statement.query_map(
                params![bot.0, before, last, filter.kind, filter.chat_id, page.limit],
                row,
            )?;
            let rows: Vec<UpdateRow> = rows.collect::<rusqlite::Result<_>>()?;
            let next = if rows.len() == page.limit as usize {
                // The page is full before the stretch's end, or at it.
                rows.last().map(|row| row.seq)
            } else if looked_at == STRETCH {
                Some(last)
            } else {
                None
            };
            Ok((rows, next))
        })
        .await
    }
}
