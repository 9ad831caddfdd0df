//! What came in, by bot.

use super::App;
use crate::api::types::{
    Conversation, CountUpdates, FoundUpdates, GetUpdate, ListConversation, ListUpdates, NoteUpdate,
    PinUpdate, SearchUpdates, SeekUpdates, UpdateCount, UpdateDetail, UpdatePage, UpdatesAt,
};
use crate::error::{Code, Error, Result};
use crate::event::Change;
use crate::inbox;
use crate::store::Page;

/// Characters of a note.
const NOTE: usize = 10_000;
/// Updates of a conversation on either side.
const SIDE: u32 = 200;

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

    /// A page of those of a bot's updates that a query finds, newest first.
    pub async fn search_updates(&self, input: SearchUpdates) -> Result<FoundUpdates> {
        let key = self.stored(input.bot_id).await?.key;
        let page = Page {
            before: input.before,
            after: input.after,
            limit: input.limit.clamp(1, inbox::PAGE_LIMIT),
        };
        let sought = inbox::query::sought(&input.query)?;
        let found = self.shared.store.search(key, page, sought).await?;
        Ok(FoundUpdates {
            rows: self.shared.store.with_deliveries(found.rows).await?,
            next_before: found.next_before,
        })
    }

    /// The rows at a place of a bot's whole list.
    pub async fn seek_updates(&self, input: SeekUpdates) -> Result<UpdatesAt> {
        let key = self.stored(input.bot_id).await?.key;
        let limit = input.limit.clamp(1, inbox::PAGE_LIMIT);
        let found = self.shared.store.seek(key, input.place, limit).await?;
        Ok(UpdatesAt {
            rows: self.shared.store.with_deliveries(found.rows).await?,
            place: found.place,
            total: found.total,
        })
    }

    /// How many of a bot's updates a query finds.
    pub async fn count_updates(&self, input: CountUpdates) -> Result<UpdateCount> {
        let key = self.stored(input.bot_id).await?.key;
        let sought = inbox::query::sought(&input.query)?;
        if sought.checks.is_empty() {
            return Ok(UpdateCount {
                count: self.shared.store.count(key).updates,
                at_least: false,
            });
        }
        let counted = self.shared.store.count_found(key, sought).await?;
        Ok(UpdateCount {
            count: counted.count,
            at_least: counted.at_least,
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
        let (headers, source) = self.shared.store.head(input.seq).await?;
        Ok(UpdateDetail {
            row,
            body,
            headers,
            source: source.map(|source| source.to_string()),
            note: self.shared.store.note(input.seq).await?,
        })
    }

    /// Writes a note beside an update, or removes it.
    pub async fn note_update(&self, input: NoteUpdate) -> Result<UpdateDetail> {
        let note = input.note.filter(|note| !note.trim().is_empty());
        if note
            .as_ref()
            .is_some_and(|note| note.chars().count() > NOTE)
        {
            return Err(Error::new(
                Code::InvalidInput,
                "A note has 10,000 characters at the most.",
                "Make it shorter.",
            ));
        }
        let store = &self.shared.store;
        let bot = store.write_note(input.seq, note).await?;
        let bot = bot.ok_or_else(inbox::gone)?;
        if let Some((bot_id, _)) = store.bot_keys().into_iter().find(|(_, key)| *key == bot) {
            self.shared.events.tell(Change::Updates { bot_id });
        }
        self.get_update(GetUpdate { seq: input.seq }).await
    }

    /// The updates around one in its chat.
    pub async fn list_conversation(&self, input: ListConversation) -> Result<Conversation> {
        let store = &self.shared.store;
        let (older, newer) = (input.older.min(SIDE), input.newer.min(SIDE));
        let piece = store.neighbours(input.seq, older, newer).await?;
        let piece = piece.ok_or_else(inbox::gone)?;
        Ok(Conversation {
            rows: store.with_deliveries(piece.rows).await?,
            more_older: piece.more_older,
            more_newer: piece.more_newer,
        })
    }
}
