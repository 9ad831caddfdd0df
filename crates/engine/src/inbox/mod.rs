//! What came in: pages of rows, searched or not, one update whole, and how much of it is kept.

pub mod export;
pub mod fixtures;
pub mod follower;
pub mod import;
pub mod jobs;
pub mod leaving;
pub mod query;
pub mod retention;
pub mod views;

use crate::domain::row::UpdateRow;
use crate::error::{Code, Error, Result};
use crate::store::{BotKey, Page, Store};

/// Rows in a page at the most.
pub const PAGE_LIMIT: u32 = 500;

/// A page of rows, newest first, and whether there are more beyond it.
pub async fn page(store: &Store, bot: BotKey, page: Page) -> Result<(Vec<UpdateRow>, bool)> {
    let limit = page.limit.clamp(1, PAGE_LIMIT);
    let mut rows = store
        .updates(
            bot,
            Page {
                limit: limit + 1,
                ..page
            },
        )
        .await?;
    let more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    Ok((store.with_deliveries(rows).await?, more))
}

/// There is no such update.
pub fn gone() -> Error {
    Error::new(
        Code::NotFound,
        "This update is not in the inbox.",
        "It may have been removed with its bot.",
    )
}

/// One update with its body as text. Only UTF-8 is ever stored, so nothing is replaced here.
pub async fn update(store: &Store, seq: i64) -> Result<(UpdateRow, String)> {
    let (row, body) = store.update(seq).await?.ok_or_else(gone)?;
    let row = store.with_deliveries(vec![row]).await?.pop();
    let row = row.ok_or_else(gone)?;
    Ok((row, String::from_utf8_lossy(&body).into_owned()))
}
