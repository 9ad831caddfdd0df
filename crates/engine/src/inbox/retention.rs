//! Keeps every bot's updates within its limits.
//!
//! Bodies of deliveries count towards the size; of those, the oldest go before any update does, as long
//! as they take more than a quarter of it.
//!
//! One task, activated by what arrives and when limits change, and once a minute by the clock, which
//! is when age is looked at. While nothing arrives it sleeps. It compares counts in memory, and only
//! where something is too much does it remove the oldest, step by step ([`Store::prune`]). When there
//! is nothing to remove, it gives free pages back to the disk, in steps as well. What fails is tried
//! again at the next activation.

use crate::domain::ids::BotId;
use crate::domain::retention::Retention;
use crate::error::Result;
use crate::event::{Change, Event, Events};
use crate::store::{BotKey, Store};
use chrono::Utc;
use std::collections::HashMap;
use std::time::{Duration, Instant};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::mpsc;
use tokio::time::sleep;

/// From one look at the counts to the next, while updates arrive or go.
const LOOK: Duration = Duration::from_secs(1);
/// The same while nothing happens, and from one look at the oldest updates' age to the next.
const LOOK_AT_AGE: Duration = Duration::from_mins(1);

/// Reaches the task, which ends when the last of these is dropped. Cheap to clone.
#[derive(Clone)]
pub struct Keeper {
    changed: mpsc::Sender<()>,
}

impl Keeper {
    /// Starts the task. Needs a tokio runtime around it.
    pub fn start(store: Store, events: Events) -> Self {
        let (changed, news) = mpsc::channel(1);
        let task = Task {
            store,
            events,
            limits: None,
            aged: None,
        };
        tokio::spawn(task.run(news));
        Self { changed }
    }

    /// Limits have changed: they are applied at once.
    pub fn limits_changed(&self) {
        // Full: it is about to look anyway.
        let _ = self.changed.try_send(());
    }
}

struct Task {
    store: Store,
    events: Events,
    /// Of the bots that have their own; read anew after a change.
    limits: Option<HashMap<BotKey, Retention>>,
    aged: Option<Instant>,
}

impl Task {
    async fn run(mut self, mut asked: mpsc::Receiver<()>) {
        let mut news = self.events.watch();
        loop {
            let rest = match self.look().await {
                Ok(true) => LOOK_AT_AGE,
                Ok(false) => LOOK,
                Err(error) => {
                    tracing::warn!(detail = ?error.detail, "old updates are not removed now: {error}");
                    LOOK
                }
            };
            tokio::select! {
                heard = asked.recv() => {
                    if heard.is_none() {
                        return;
                    }
                    self.limits = None;
                    self.aged = None;
                }
                () = gathered(&mut news) => {}
                () = sleep(rest) => {}
            }
        }
    }

    /// Whether there was nothing to remove, and nothing to give back.
    async fn look(&mut self) -> Result<bool> {
        let limits = match self.limits.take() {
            Some(limits) => limits,
            None => self.store.retentions().await?,
        };
        let by_age = self.aged.is_none_or(|at| at.elapsed() >= LOOK_AT_AGE);
        let delivered = self.store.all_delivery_bytes().await?;
        let mut quiet = true;
        for (id, bot) in self.store.bot_keys() {
            let own = limits.get(&bot).copied().unwrap_or_default();
            let delivered = delivered.get(&bot).copied().unwrap_or(0);
            let (left, is_less) = self.keep_deliveries(id, bot, own, delivered).await?;
            let removed = self.keep(id, bot, own, by_age, left).await?;
            quiet &= !is_less && removed == 0;
        }
        self.limits = Some(limits);
        if by_age {
            self.aged = Some(Instant::now());
        }
        Ok(quiet && self.give_back().await? == 0)
    }

    /// Removes a bot's deliveries whose bodies are too much; gives the bytes that are left, and
    /// whether any went.
    async fn keep_deliveries(
        &self,
        id: BotId,
        bot: BotKey,
        own: Retention,
        delivered: u64,
    ) -> Result<(u64, bool)> {
        let mut left = delivered;
        loop {
            let excess = own.excess_of_deliveries(self.store.count(bot).unpinned().1, left);
            if excess == 0 {
                break;
            }
            match self.store.prune_deliveries(bot, excess).await? {
                Some(now) => left = now,
                None => break,
            }
        }
        let is_less = left < delivered;
        if is_less {
            self.events.tell(Change::Delivery { bot_id: id });
        }
        Ok((left, is_less))
    }

    /// Removes the updates that are beyond one bot's limits; gives how many that were.
    async fn keep(
        &self,
        id: BotId,
        bot: BotKey,
        own: Retention,
        by_age: bool,
        mut delivered: u64,
    ) -> Result<u64> {
        let mut removed = 0;
        let mut from = i64::MIN;
        loop {
            let (updates, bytes) = self.store.count(bot).unpinned();
            let excess = own.excess(updates, bytes.saturating_add(delivered));
            // Asked anew at each step: updates arrive meanwhile.
            let oldest = own.oldest_kept(Utc::now()).filter(|_| by_age);
            if excess.is_none() && oldest.is_none() {
                break;
            }
            let oldest = oldest.map(|time| time.timestamp_millis());
            let step = self.store.prune(bot, excess, oldest, from).await?;
            removed += step.removed;
            let Some(next) = step.more else { break };
            from = next;
            delivered = self.store.delivery_bytes(bot).await?;
        }
        if removed > 0 {
            self.events.tell(Change::Updates { bot_id: id });
        }
        Ok(removed)
    }

    /// Gives how many pages that were.
    async fn give_back(&self) -> Result<u64> {
        let mut left = self.store.pages_to_give_back().await?;
        let mut all = 0;
        while left > 0 {
            let given = self.store.give_back(left).await?;
            if given == 0 {
                break;
            }
            all += given;
            left = left.saturating_sub(given);
        }
        Ok(all)
    }
}

/// Waits for updates to arrive or a bot to go, and then a while for more of it.
async fn gathered(news: &mut Receiver<Event>) {
    loop {
        match news.recv().await {
            Ok(event) if !matches!(event.change, Change::Updates { .. } | Change::Bots) => {}
            Ok(_) | Err(RecvError::Lagged(_)) => break,
            // The task itself can tell of changes, so there is always one who may.
            Err(RecvError::Closed) => std::future::pending().await,
        }
    }
    sleep(LOOK).await;
    // All that was told up to here is about to be looked at.
    *news = news.resubscribe();
}
