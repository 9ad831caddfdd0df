//! To the local bot: relay, hold, replay, and a record of every attempt.
//!
//! *Relay*: after its commit an update goes to the target that answers, and the bot's answer goes back
//! to Telegram unchanged ([`relay`]). *Hold*: the update is put into each target's queue inside the
//! transaction that stores it, Telegram is answered, and the queue delivers ([`drain`]). A relay that
//! finds nobody there, or something of the same lane still in the queue, holds the update and only
//! then has Telegram answered: what was acknowledged is delivered or in a queue, also after a crash.
//! Further targets (mirrors) are always held for, so that none of them slows the one that answers.

mod absence;
mod again;
mod answer;
mod answer_call;
mod attempt;
mod calling;
mod carry;
mod certificate;
mod configure;
mod course;
mod decode;
mod drain;
mod edited;
mod fault;
mod flights;
mod landing;
mod lanes;
mod lapse;
mod line;
mod obey;
mod places;
mod queue;
mod recorder;
mod relay;
mod replay;
mod request;
mod standing;
mod streak;
mod target;

pub use answer::ANSWER_LIMIT;
pub use carry::{BotApi, Reached};
pub use configure::{Change, TargetChange};
pub use course::{Course, Turn};
pub use decode::{Decoded, decode};
pub use edited::{check as check_edited, with_id as with_update_id};
pub use relay::{Arrived, Reply};
pub use replay::{Begun, Replay, To};
pub use target::Secrets;

use crate::domain::delivery::{Fault, HeldState, Mode};
use crate::domain::ids::BotId;
use crate::domain::trouble::Trouble;
use crate::error::Result;
use crate::event::Events;
use crate::store::{BotKey, DeliverySetting, Store, StoredTarget};
use crate::vault::Vault;
use chrono::{DateTime, Utc};
use fault::Faults;
use flights::Flights;
use futures_util::future::join_all;
use queue::{Aim, Queue};
use recorder::Recorder;
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};
use target::Target;
use tokio::sync::watch;

/// The header that every request of ours has: its value is this run's own, so that the receiver
/// recognises a request that came back.
pub const HOP: &str = "x-hookbay-hop";

/// At the end, for the answers that Telegram waits for: less than the tunnels give their last requests.
const LAST_RELAYS: Duration = Duration::from_millis(1_500);
/// What closing takes at the most.
const LAST: Duration = Duration::from_secs(5);

/// Tells the time.
pub type Clock = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

struct Shared {
    store: Store,
    vault: Vault,
    events: Events,
    clock: Clock,
    hop: String,
    recorder: Recorder,
    /// Where calls in answers are made, once that is known.
    api: watch::Sender<Option<Arc<dyn BotApi>>>,
    /// Relays are not to keep Telegram waiting much longer.
    hurry: watch::Sender<bool>,
    /// Relays under way.
    flying: watch::Sender<usize>,
    /// What waits outside the queues ends as well.
    closing: watch::Sender<bool>,
}

impl Shared {
    fn now(&self) -> DateTime<Utc> {
        (self.clock)()
    }

    /// Until a relay's time is over because the app ends.
    async fn no_more_waiting(&self) {
        // The sender is in here, so it cannot be gone.
        let _ = self.hurry.subscribe().wait_for(|hurry| *hurry).await;
        tokio::time::sleep(LAST_RELAYS).await;
    }
}

/// What is done for one bot: replaced as a whole when the user changes it.
struct OfBot {
    id: BotId,
    key: BotKey,
    setting: DeliverySetting,
    targets: Vec<(Arc<Target>, Queue)>,
    faults: Arc<Faults>,
    flights: Arc<Flights>,
    /// Since when it is so.
    since: Instant,
}

impl OfBot {
    /// The target whose answers Telegram gets.
    fn answering(&self) -> Option<&(Arc<Target>, Queue)> {
        self.targets
            .iter()
            .find(|(target, _)| target.stored.answers)
    }

    /// This target, or all of them.
    fn chosen(&self, target: Option<i64>) -> impl Iterator<Item = &(Arc<Target>, Queue)> {
        self.targets
            .iter()
            .filter(move |(known, _)| target.is_none_or(|target| known.stored.key == target))
    }
}

/// The deliveries of all bots. Cheap to clone.
#[derive(Clone)]
pub struct Delivery {
    shared: Arc<Shared>,
    bots: Arc<RwLock<HashMap<BotKey, Arc<OfBot>>>>,
    /// One change at a time.
    changing: Arc<tokio::sync::Mutex<()>>,
}

impl Delivery {
    /// Goes on with what every bot's queue holds.
    pub async fn start(store: Store, vault: Vault, events: Events, clock: Clock) -> Result<Self> {
        store.end_calls().await?;
        let closing = watch::Sender::new(false);
        let recorder = Recorder::start(store.clone(), events.clone(), closing.subscribe());
        let delivery = Self {
            shared: Arc::new(Shared {
                store,
                vault,
                events,
                clock,
                hop: uuid::Uuid::new_v4().simple().to_string(),
                recorder,
                api: watch::Sender::new(None),
                hurry: watch::Sender::new(false),
                flying: watch::Sender::new(0),
                closing,
            }),
            bots: Arc::default(),
            changing: Arc::default(),
        };
        for stored in delivery.shared.store.bots().await? {
            delivery.load(stored.bot.id, stored.key).await?;
        }
        Ok(delivery)
    }

    /// This run's value of [`HOP`].
    pub fn hop(&self) -> &str {
        &self.shared.hop
    }

    /// Relays have a moment more for their bots' answers, and are held after it. Said before the
    /// tunnels close, so that Telegram gets its answer.
    pub fn hurry(&self) {
        self.shared.hurry.send_replace(true);
    }

    /// Ends all queues at once and writes what came of the last deliveries; takes [`LAST`] at the
    /// most, however many targets hang. What is held stays held.
    pub async fn close(&self) {
        self.hurry();
        self.shared.closing.send_replace(true);
        let bots: Vec<Arc<OfBot>> = {
            let mut bots = self.bots.write().unwrap_or_else(PoisonError::into_inner);
            bots.drain().map(|(_, of)| of).collect()
        };
        let ended = async {
            let queues = bots.iter().flat_map(|of| &of.targets);
            join_all(queues.map(|(_, queue)| queue.stop())).await;
            let mut flying = self.shared.flying.subscribe();
            let _ = flying.wait_for(|flying| *flying == 0).await;
            self.shared.recorder.flush().await;
        };
        if tokio::time::timeout(LAST, ended).await.is_err() {
            tracing::warn!("not all deliveries have ended; they are tried again at the next start");
        }
    }

    /// In which way a bot's updates are passed on.
    pub fn mode(&self, bot: BotKey) -> Mode {
        self.of(bot).map_or(Mode::Record, |of| of.setting.mode)
    }

    /// In which way a bot's updates are passed on, and where to.
    pub fn shape(&self, bot: BotKey) -> Option<(Mode, Vec<StoredTarget>)> {
        let of = self.of(bot)?;
        let targets = of.targets.iter().map(|(target, _)| target.stored.clone());
        Some((of.setting.mode, targets.collect()))
    }

    /// Why nobody is at a target, while that is so.
    pub fn absent(&self, bot: BotKey, target: i64) -> Option<Trouble> {
        let of = self.of(bot)?;
        let (_, queue) = of
            .targets
            .iter()
            .find(|(known, _)| known.stored.key == target)?;
        queue.absent()
    }

    /// Whether what came of a bot's deliveries waits because the database cannot be written.
    pub fn is_behind(&self, bot: BotId) -> bool {
        self.shared.recorder.is_behind(bot)
    }

    /// The fault that the user asked for, and how many times more; 0 is until it is taken back.
    pub fn fault(&self, bot: BotKey) -> Option<(Fault, u32)> {
        self.of(bot)?.faults.now()
    }

    /// Has deliveries go wrong from now on; false when nothing is passed on for this bot.
    pub fn inject(&self, bot: BotKey, fault: Option<(Fault, u32)>) -> bool {
        self.of(bot).map(|of| of.faults.set(fault)).is_some()
    }

    /// Gives up what is held of a bot, for this target or for all. Gives how many.
    pub async fn discard(
        &self,
        bot: BotKey,
        target: Option<i64>,
        states: Vec<HeldState>,
        seqs: Option<Vec<i64>>,
    ) -> Result<usize> {
        let store = &self.shared.store;
        let gone = store.discard_held(bot, target, states, seqs).await?;
        if let Some(of) = self.of(bot) {
            for (_, queue) in of.chosen(target) {
                queue.forget().await;
            }
        }
        Ok(gone)
    }

    fn of(&self, bot: BotKey) -> Option<Arc<OfBot>> {
        self.bots
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&bot)
            .cloned()
    }

    /// Reads how a bot's updates are passed on, and does so from now on.
    async fn load(&self, id: BotId, key: BotKey) -> Result<()> {
        let (setting, stored) = self.shared.store.delivery(key).await?;
        let before = self.of(key);
        let faults = before
            .as_ref()
            .map(|of| Arc::clone(&of.faults))
            .unwrap_or_default();
        let flights = before
            .as_ref()
            .map(|of| Arc::clone(&of.flights))
            .unwrap_or_default();
        let mut targets = Vec::with_capacity(stored.len());
        for stored in stored {
            let known = before.as_ref().and_then(|of| {
                of.targets
                    .iter()
                    .find(|(target, _)| target.stored.id == stored.id)
            });
            let target = Arc::new(Target::new(stored));
            let aim = Aim {
                target: Arc::clone(&target),
                limits: setting.limits,
                is_open: setting.mode != Mode::Record,
            };
            let queue = if let Some((_, queue)) = known {
                queue.aim(aim);
                queue.clone()
            } else {
                let faults = Arc::clone(&faults);
                Queue::start(Arc::clone(&self.shared), id, key, aim, faults).await?
            };
            targets.push((target, queue));
        }
        let kept: Vec<_> = targets.iter().map(|(target, _)| target.stored.id).collect();
        let of = OfBot {
            id,
            key,
            setting,
            targets,
            faults,
            flights,
            since: Instant::now(),
        };
        self.bots
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(key, Arc::new(of));
        for (target, queue) in before.iter().flat_map(|of| &of.targets) {
            if !kept.contains(&target.stored.id) {
                queue.stop().await;
            }
        }
        Ok(())
    }
}
