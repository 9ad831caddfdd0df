//! Writes what came of deliveries, many in one commit.
//!
//! A chat does not wait for its attempt to be written before its next update is sent, so that a long
//! queue drains at the bot's speed and not at the disk's. The price: whoever is killed between the
//! bot's answer and the commit, some milliseconds, delivers those updates again after the start.
//!
//! While the database cannot be written, it is tried for as long as the app runs: what was delivered
//! must not come again. Meanwhile [`WAITING`] outcomes wait here, then the deliveries do, and it is told.

use crate::domain::ids::BotId;
use crate::event::{Change, Events};
use crate::store::{BotKey, Outcome, Store};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::Instant;

/// Outcomes that may wait to be written; beyond them deliveries wait.
const WAITING: usize = 1024;
/// Outcomes in one commit.
const GROUP: usize = 256;
/// Outcomes that come so soon after the first go into its commit: each commit of its own would make the
/// updates that arrive meanwhile wait for one more.
const TOGETHER: Duration = Duration::from_millis(2);
/// Attempts of a bot between two looks for those that are too many.
const PRUNE_EVERY: usize = 4096;
/// Before the second try while the database cannot be written; doubled from then on.
const FIRST_WAIT: Duration = Duration::from_millis(200);
const LONGEST_WAIT: Duration = Duration::from_secs(5);
/// Tries after which it is told: one alone may have met another program that looks into the file.
const TOLD_AFTER: u32 = 3;
/// For the last tries, once the app ends.
const LAST_TRIES: Duration = Duration::from_secs(1);

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
pub(super) struct Recorder {
    items: mpsc::Sender<Item>,
    behind: watch::Receiver<BTreeSet<BotId>>,
}

impl Recorder {
    /// Starts the task. Once the app is `closing`, what cannot be written soon is given up.
    pub(super) fn start(store: Store, events: Events, closing: watch::Receiver<bool>) -> Self {
        let (items, waiting) = mpsc::channel(WAITING);
        let (told, behind) = watch::channel(BTreeSet::new());
        let pen = Pen {
            store,
            events,
            closing,
            last_try: None,
            told,
        };
        tokio::spawn(pen.write(waiting));
        Self { items, behind }
    }

    /// Whether what came of a bot's deliveries waits because the database cannot be written.
    pub(super) fn is_behind(&self, bot: BotId) -> bool {
        self.behind.borrow().contains(&bot)
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
        if self.items.send(Item::Flush(done)).await.is_ok() {
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
            .items
            .send(Item::Outcome {
                bot,
                outcome,
                written,
            })
            .await;
    }
}

/// The task's own state.
struct Pen {
    store: Store,
    events: Events,
    closing: watch::Receiver<bool>,
    /// Until when it is still tried, once the app is closing.
    last_try: Option<Instant>,
    told: watch::Sender<BTreeSet<BotId>>,
}

impl Pen {
    async fn write(mut self, mut waiting: mpsc::Receiver<Item>) {
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
            let ids = self.persist(outcomes, &bots).await;
            for (written, id) in tell.into_iter().zip(ids) {
                if let Some(written) = written {
                    // Whoever gave up waiting is no fault.
                    let _ = written.send(id);
                }
            }
            self.tell(bots);
            for done in flushed {
                let _ = done.send(());
            }
            if since_pruned >= PRUNE_EVERY {
                since_pruned = 0;
                prune(&self.store, &keys).await;
            }
        }
    }

    /// Writes, however often it takes: a full disk must not make a delivered update come again.
    async fn persist(
        &mut self,
        outcomes: Vec<Outcome>,
        bots: &BTreeSet<BotId>,
    ) -> Vec<Option<i64>> {
        if outcomes.is_empty() {
            return Vec::new();
        }
        let outcomes: Arc<[Outcome]> = outcomes.into();
        let (mut wait, mut tries) = (FIRST_WAIT, 0_u32);
        loop {
            let error = match self.store.add_outcomes(Arc::clone(&outcomes)).await {
                Ok(ids) => {
                    if tries >= TOLD_AFTER {
                        self.told.send_replace(BTreeSet::new());
                        tracing::info!("deliveries are recorded again");
                    }
                    return ids;
                }
                Err(error) => error,
            };
            tries = tries.saturating_add(1);
            if tries.is_power_of_two() {
                tracing::warn!(tries, "deliveries are not recorded yet: {error}");
            }
            if tries == TOLD_AFTER {
                self.told.send_replace(bots.clone());
                self.tell(bots.iter().copied());
            }
            tokio::select! {
                () = tokio::time::sleep(wait) => {}
                () = self.too_late() => {
                    tracing::error!("the last deliveries are not recorded: {error}");
                    return Vec::new();
                }
            }
            wait = (wait * 2).min(LONGEST_WAIT);
        }
    }

    async fn too_late(&mut self) {
        // An error is a sender that is gone: then the app has ended as well.
        let _ = self.closing.wait_for(|closing| *closing).await;
        let until = *self
            .last_try
            .get_or_insert_with(|| Instant::now() + LAST_TRIES);
        tokio::time::sleep_until(until).await;
    }

    fn tell(&self, bots: impl IntoIterator<Item = BotId>) {
        for bot_id in bots {
            self.events.tell(Change::Delivery { bot_id });
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
