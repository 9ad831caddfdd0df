//! Writes what came of deliveries, many in one commit.
//!
//! A chat does not wait for its attempt to be written before its next update is sent, so that a long
//! queue drains at the bot's speed and not at the disk's. The price: whoever is killed between the
//! bot's answer and the commit, some milliseconds, delivers those updates again after the start.

use crate::domain::ids::BotId;
use crate::event::{Change, Events};
use crate::store::{BotKey, Outcome, Store};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};

/// Outcomes that may wait to be written; beyond them deliveries wait.
const WAITING: usize = 1024;
/// Outcomes in one commit.
const GROUP: usize = 256;
/// Outcomes that come so soon after the first go into its commit: each commit of its own would make the
/// updates that arrive meanwhile wait for one more.
const TOGETHER: Duration = Duration::from_millis(2);
/// Attempts of a bot between two looks for those that are too many.
const PRUNE_EVERY: usize = 4096;
/// Between two tries while the database cannot be written.
const PATIENCE: Duration = Duration::from_millis(200);

enum Item {
    Outcome {
        bot: BotId,
        outcome: Box<Outcome>,
        written: Option<oneshot::Sender<Option<i64>>>,
    },
    Flush(oneshot::Sender<()>),
}

/// The handle of the task, which ends with its last handle.
#[derive(Clone)]
pub(super) struct Recorder(mpsc::Sender<Item>);

impl Recorder {
    /// Starts the task.
    pub(super) fn start(store: Store, events: Events) -> Self {
        let (items, waiting) = mpsc::channel(WAITING);
        tokio::spawn(write(store, events, waiting));
        Self(items)
    }

    /// Has an outcome written; returns before it is.
    pub(super) async fn put(&self, bot: BotId, outcome: Outcome) {
        self.send(bot, outcome, None).await;
    }

    /// Has an outcome written, and gives the attempt's place.
    pub(super) async fn write(&self, bot: BotId, outcome: Outcome) -> Option<i64> {
        let (written, wait) = oneshot::channel();
        self.send(bot, outcome, Some(written)).await;
        wait.await.ok().flatten()
    }

    /// Waits until all before is written.
    pub(super) async fn flush(&self) {
        let (done, wait) = oneshot::channel();
        if self.0.send(Item::Flush(done)).await.is_ok() {
            let _ = wait.await;
        }
    }

    async fn send(
        &self,
        bot: BotId,
        outcome: Outcome,
        written: Option<oneshot::Sender<Option<i64>>>,
    ) {
        let outcome = Box::new(outcome);
        // Fails only when the runtime ends.
        let _ = self
            .0
            .send(Item::Outcome {
                bot,
                outcome,
                written,
            })
            .await;
    }
}

async fn write(store: Store, events: Events, mut waiting: mpsc::Receiver<Item>) {
    let mut since_pruned = 0;
    let mut items = Vec::with_capacity(GROUP);
    while waiting.recv_many(&mut items, GROUP).await > 0 {
        gather(&mut items, &mut waiting).await;
        let mut outcomes = Vec::with_capacity(items.len());
        let mut bots = BTreeSet::new();
        let mut keys = Vec::new();
        let mut tell = Vec::with_capacity(items.len());
        let mut flushed = Vec::new();
        for item in items.drain(..) {
            match item {
                Item::Outcome {
                    bot,
                    outcome,
                    written,
                } => {
                    bots.insert(bot);
                    if let Some(attempt) = &outcome.attempt
                        && !keys.contains(&attempt.bot)
                    {
                        keys.push(attempt.bot);
                    }
                    outcomes.push(*outcome);
                    tell.push(written);
                }
                Item::Flush(done) => flushed.push(done),
            }
        }
        since_pruned += outcomes.len();
        let ids = persist(&store, outcomes).await;
        for (written, id) in tell.into_iter().zip(ids) {
            if let Some(written) = written {
                // Whoever gave up waiting is no fault.
                let _ = written.send(id);
            }
        }
        for bot_id in bots {
            events.tell(Change::Delivery { bot_id });
        }
        for done in flushed {
            let _ = done.send(());
        }
        if since_pruned >= PRUNE_EVERY {
            since_pruned = 0;
            prune(&store, &keys).await;
        }
    }
}

/// Waits a moment for more, unless somebody waits for the end.
async fn gather(items: &mut Vec<Item>, waiting: &mut mpsc::Receiver<Item>) {
    if items.len() == GROUP || items.iter().any(|item| matches!(item, Item::Flush(_))) {
        return;
    }
    tokio::time::sleep(TOGETHER).await;
    while items.len() < GROUP
        && let Ok(item) = waiting.try_recv()
    {
        items.push(item);
    }
}

/// Writes, however often it takes: a full disk must not make a delivered update come again.
async fn persist(store: &Store, outcomes: Vec<Outcome>) -> Vec<Option<i64>> {
    if outcomes.is_empty() {
        return Vec::new();
    }
    let outcomes: Arc<[Outcome]> = outcomes.into();
    for _ in 0..300 {
        match store.add_outcomes(Arc::clone(&outcomes)).await {
            Ok(ids) => return ids,
            Err(error) => tracing::warn!("deliveries are not recorded yet: {error}"),
        }
        tokio::time::sleep(PATIENCE).await;
    }
    Vec::new()
}

async fn prune(store: &Store, bots: &[BotKey]) {
    for bot in bots {
        // Twice as many as came since, so that it catches up.
        for _ in 0..4 {
            if let Err(error) = store.prune_attempts(*bot).await {
                tracing::warn!("old attempts are not removed: {error}");
            }
        }
    }
}
