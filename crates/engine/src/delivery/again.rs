//! The user has updates delivered again.

use super::Delivery;
use crate::domain::delivery::HeldState;
use crate::error::Result;
use crate::store::BotKey;
use std::collections::BTreeMap;

/// Updates looked up at a time.
const PAGE: u32 = 500;

impl Delivery {
    /// Delivers updates again, to this target or else to the one that answers. Gives how many; `None`
    /// without a target.
    pub async fn again(
        &self,
        bot: BotKey,
        to: Option<i64>,
        seqs: Vec<i64>,
    ) -> Result<Option<usize>> {
        let Some(of) = self.of(bot) else {
            return Ok(None);
        };
        let found = match to {
            Some(_) => of.chosen(to).next(),
            None => of.answering(),
        };
        let Some((target, queue)) = found else {
            return Ok(None);
        };
        let held = self
            .shared
            .store
            .hold_again(bot, target.stored.key, seqs)
            .await?;
        queue.look();
        Ok(Some(held))
    }

    /// Delivers again all that is held in a state, for this target or each for its own. Gives how
    /// many; `None` without a target.
    pub async fn all_again(
        &self,
        bot: BotKey,
        to: Option<i64>,
        state: HeldState,
    ) -> Result<Option<usize>> {
        let Some(of) = self.of(bot).filter(|of| !of.targets.is_empty()) else {
            return Ok(None);
        };
        let mut sum = 0;
        for (target, queue) in of.chosen(to) {
            let store = &self.shared.store;
            sum += store.hold_all_again(target.stored.key, state).await?;
            queue.look();
        }
        Ok(Some(sum))
    }

    /// The same of all whose last delivery failed and that are not held.
    pub async fn failed_again(&self, bot: BotKey, to: Option<i64>) -> Result<Option<usize>> {
        let Some(of) = self.of(bot).filter(|of| !of.targets.is_empty()) else {
            return Ok(None);
        };
        let mut by_target: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
        let mut before = None;
        loop {
            let page = self.shared.store.failed_page(bot, before, PAGE).await?;
            for failed in &page {
                by_target.entry(failed.target).or_default().push(failed.seq);
            }
            if page.len() < PAGE as usize {
                break;
            }
            before = page.last().map(|failed| failed.id);
        }
        let mut sum = 0;
        for (target, queue) in of.chosen(to) {
            let key = target.stored.key;
            let mut seqs = by_target.remove(&key).unwrap_or_default();
            // In the order that they came in.
            seqs.sort_unstable();
            for part in seqs.chunks(PAGE as usize) {
                let store = &self.shared.store;
                sum += store.hold_again(bot, key, part.to_vec()).await?;
            }
            queue.look();
        }
        Ok(Some(sum))
    }
}
