//! What came in, by bot.

use super::App;
use crate::api::types::{
    FindUpdates, FoundUpdates, GetUpdate, ListUpdates, UpdateDetail, UpdatePage,
};
use crate::error::Result;
use crate::inbox;
use crate::store::{Filter, Page};

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

    /// A page of those of a bot's updates that the filters let through, newest first.
    pub async fn find_updates(&self, input: FindUpdates) -> Result<FoundUpdates> {
        let key = self.stored(input.bot_id).await?.key;
        let page = Page {
            before: input.before,
            after: input.after,
            limit: input.limit,
        };
        let filter = Filter {
            kind: input.kind,
            chat_id: input.chat_id,
        };
        let (rows, next_before) = inbox::find(&self.shared.store, key, page, filter).await?;
        Ok(FoundUpdates { rows, next_before })
    }

    /// One update with its body.
    pub async fn get_update(&self, input: GetUpdate) -> Result<UpdateDetail> {
        let (row, body) = inbox::update(&self.shared.store, input.seq).await?;
        Ok(UpdateDetail { row, body })
    }
}
