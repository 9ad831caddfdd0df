//! A bot's updates picked out by kind or chat.

use super::PAGE_LIMIT;
use crate::domain::row::UpdateRow;
use crate::error::Result;
use crate::store::{BotKey, Filter, Page, Store};

/// A page of the rows that fit, newest first, and the `before` of the next page.
pub async fn find(
    store: &Store,
    bot: BotKey,
    page: Page,
    filter: Filter,
) -> Result<(Vec<UpdateRow>, Option<i64>)> {
    let limit = page.limit.clamp(1, PAGE_LIMIT);
    store
        .filtered_updates(bot, Page { limit, ..page }, filter)
        .await
}
