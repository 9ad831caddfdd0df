//! What did not get to a bot, as the doors ask for it.

use super::App;
use super::delivery::checked;
use crate::api::types::{
    DeliverAgain, DeliveryView, DiscardHeld, HeldPage, HeldState, HeldView, ListHeld, TargetId,
    Undelivered,
};
use crate::error::{Code, Error, Result};
use crate::store::BotKey;

/// Rows in a page at the most.
const MOST: u32 = 500;

/// The state of held updates that is meant; none is those that failed.
fn held(state: Undelivered) -> Option<HeldState> {
    match state {
        Undelivered::Waiting => Some(HeldState::Waiting),
        Undelivered::Aside => Some(HeldState::Aside),
        Undelivered::Expired => Some(HeldState::Expired),
        Undelivered::Failed => None,
    }
}

/// A row before its update is read: its place, the update, the target, tries.
type Place = (i64, i64, i64, u32);

impl App {
    /// A page of what did not get to a bot, newest first.
    pub async fn list_held(&self, input: ListHeld) -> Result<HeldPage> {
        let key = self.bot_key(input.bot_id)?;
        let limit = input.limit.clamp(1, MOST);
        let store = &self.shared.store;
        let mut places: Vec<Place> = if let Some(state) = held(input.state) {
            let rows = store.held_page(key, state, input.before, limit + 1).await?;
            rows.into_iter()
                .map(|row| (row.id, row.seq, row.target, row.tries))
                .collect()
        } else {
            let rows = store.failed_page(key, input.before, limit + 1).await?;
            rows.into_iter()
                .map(|row| (row.id, row.seq, row.target, 0))
                .collect()
        };
        let more = places.len() > limit as usize;
        places.truncate(limit as usize);
        let ids = self.target_ids(key).await?;
        let updates = store
            .rows_of(places.iter().map(|place| place.1).collect())
            .await?;
        let rows = places.into_iter().filter_map(|(id, seq, target, tries)| {
            Some(HeldView {
                id,
                update: updates.get(&seq)?.clone(),
                target: ids.get(&target).copied(),
                state: input.state,
                tries,
            })
        });
        Ok(HeldPage {
            rows: rows.collect(),
            more,
        })
    }

    /// Delivers updates again.
    pub async fn deliver_again(&self, input: DeliverAgain) -> Result<DeliveryView> {
        let key = self.bot_key(input.bot_id)?;
        let to = self.target_key(key, input.target).await?;
        let delivery = &self.shared.delivery;
        let lined_up = match input.all {
            None => {
                checked(&input.seqs)?;
                delivery.again(key, to, input.seqs).await?
            }
            Some(state) => match held(state) {
                Some(state) => delivery.all_again(key, to, state).await?,
                None => delivery.failed_again(key, to).await?,
            },
        };
        if lined_up.is_none() {
            return Err(Error::new(
                Code::NotFound,
                "There is nobody to deliver to.",
                "Add the address of your bot as a target.",
            ));
        }
        self.tell_of_delivery(input.bot_id);
        self.delivery(input.bot_id).await
    }

    /// Gives up what is held.
    pub async fn discard_held(&self, input: DiscardHeld) -> Result<DeliveryView> {
        let key = self.bot_key(input.bot_id)?;
        let target = self.target_key(key, input.target).await?;
        self.shared
            .delivery
            .discard(key, target, input.states, input.seqs)
            .await?;
        self.tell_of_delivery(input.bot_id);
        self.delivery(input.bot_id).await
    }
    async fn target_key(&self, bot: BotKey, target: Option<TargetId>) -> Result<Option<i64>> {
        let Some(target) = target else {
            return Ok(None);
        };
        let ids = self.target_ids(bot).await?;
        let mut keys = ids.into_iter().filter(|(_, id)| *id == target);
        keys.next().map(|(key, _)| Some(key)).ok_or_else(|| {
            Error::new(
                Code::NotFound,
                "This target is not there any more.",
                "It was removed, with what was held for it; choose another.",
            )
        })
    }
}
