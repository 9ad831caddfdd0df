//! How much of a bot's updates is kept.

use super::App;
use crate::api::types::{RetentionView, SetRetention};
use crate::domain::ids::BotId;
use crate::error::{Code, Error, Result};
use chrono::DateTime;

impl App {
    /// A bot's limits, and what there is.
    pub async fn retention(&self, id: BotId) -> Result<RetentionView> {
        let key = self.stored(id).await?.key;
        let own = self.shared.store.retention(key).await?;
        let oldest = self.shared.store.oldest(key).await?;
        let count = self.shared.store.count(key);
        Ok(RetentionView {
            bot_id: id,
            limits: own.unwrap_or_default(),
            is_default: own.is_none(),
            updates: count.updates,
            bytes: count.bytes,
            pinned: count.pinned,
            pinned_bytes: count.pinned_bytes,
            delivery_bytes: self.shared.store.delivery_bytes(key).await?,
            oldest_at: oldest.and_then(DateTime::from_timestamp_millis),
        })
    }

    /// Sets a bot's limits. What is beyond them is removed from now on, a few at a time.
    pub async fn set_retention(&self, input: SetRetention) -> Result<RetentionView> {
        let key = self.stored(input.bot_id).await?.key;
        if input.limits.is_some_and(|limits| !limits.is_sensible()) {
            return Err(Error::new(
                Code::InvalidInput,
                "These limits would leave nothing, or are beyond what can be counted.",
                "Keep at least 1 update, 1 day and 1 MB, or leave a limit out.",
            ));
        }
        self.shared.store.set_retention(key, input.limits).await?;
        self.shared.keeper.limits_changed();
        self.retention(input.bot_id).await
    }
}
