//! What came in, by bot.

use super::App;
use crate::api::types::{
    CountUpdates, FindUpdates, FoundUpdates, GetUpdate, ListUpdates, PinUpdate, SearchUpdates,
    SeekUpdates, UpdateCount, UpdateDetail, UpdatePage, UpdatesAt,
};
use crate::error::Result;
use crate::event::Change;
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

    /// A page of those of a bot's updates that a query finds, newest first.
    pub async fn search_updates(&self, input: SearchUpdates) -> Result<FoundUpdates> {
        let page = self
            .list_updates(ListUpdates {
                bot_id: input.bot_id,
                before: input.before,
                after: input.after,
                limit: input.limit,
            })
            .await?;
        let next_before = page.rows.last().map(|row| row.seq).filter(|_| page.more);
        Ok(FoundUpdates {
            rows: page.rows,
            next_before,
        })
    }

    /// The rows at a place of a bot's whole list.
    pub async fn seek_updates(&self, input: SeekUpdates) -> Result<UpdatesAt> {
        let key = self.stored(input.bot_id).await?.key;
        let total = self.shared.store.count(key).updates;
        let place = input.place.min(total.saturating_sub(1));
        let before = self.shared.store.seq_at(key, place).await?;
        let page = Page {
            before: before.map(|seq| seq + 1),
            after: None,
            limit: input.limit,
        };
        let (rows, _) = inbox::page(&self.shared.store, key, page).await?;
        Ok(UpdatesAt { rows, place, total })
    }

    /// How many of a bot's updates a query finds.
    pub async fn count_updates(&self, input: CountUpdates) -> Result<UpdateCount> {
        let key = self.stored(input.bot_id).await?.key;
        Ok(UpdateCount {
            count: self.shared.store.count(key).updates,
            at_least: false,
        })
    }

    /// Pins an update, or lets it go again.
    pub async fn pin_update(&self, input: PinUpdate) -> Result<UpdateDetail> {
        let bot = self.shared.store.pin(input.seq, input.pinned).await?;
        let detail = self.get_update(GetUpdate { seq: input.seq }).await?;
        let mut bots = self.shared.store.bot_keys().into_iter();
        if let Some((bot_id, _)) = bots.find(|(_, key)| Some(*key) == bot) {
            self.shared.events.tell(Change::Updates { bot_id });
        }
        Ok(detail)
    }

    /// One update with its body.
    pub async fn get_update(&self, input: GetUpdate) -> Result<UpdateDetail> {
        let (row, body) = inbox::update(&self.shared.store, input.seq).await?;
        Ok(UpdateDetail {
            row,
            body,
            headers: Vec::new(),
            source: None,
            note: None,
        })
    }
}
