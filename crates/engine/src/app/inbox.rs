//! What came in, by bot.

use super::App;
use crate::api::types::{GetUpdate, ListUpdates, UpdateDetail, UpdatePage};
use crate::error::Result;
use crate::inbox;
use crate::store::Page;

impl App {
    /// A page of a bot's updates, newest first.
    pub async fn list_updates(&self, input: ListUpdates) -> Result<UpdatePage> {
        let key = self.stored(input.bot_id).await?.key;
        let page = Page {
            before: input.before,
            after: input.after,
            limit: input.limit,
        };
        let (rows, more) = inbox::page(&self.shared.store, key, page).await?;
        Ok(UpdatePage { rows, more })
    }

    /// One update with its body.
    pub async fn get_update(&self, input: GetUpdate) -> Result<UpdateDetail> {
        let (row, body) = inbox::update(&self.shared.store, input.seq).await?;
        Ok(UpdateDetail { row, body })
    }
}
