//! The task that owns one target's queue.
//!
//! What is held is in SQLite; here are only its places, by lane. Lanes go side by side up to the
//! limit, each in order. A failure makes its own lane wait, longer each time. When nobody is there to
//! get an update (connection refused and the like), all lanes stop, and one update alone is tried
//! again until somebody is: this is told and recorded once, not at every try. An update that fails
//! too often is set aside and its lane goes on; but after a few of them with no success in between
//! ([`Streak`]) it is the bot that is broken and not the updates, so the rest waits.

use super::absence::Absence;
use super::calling::Calling;
use super::fault::Faults;
use super::landing::{Landing, deliver, kind};
use super::lanes::{Item, Lanes, Name};
use super::lapse;
use super::obey::obey;
use super::queue::{Aim, Command};
use super::standing::Standing;
use super::streak::Streak;
use super::{Shared, attempt};
use crate::domain::delivery::HeldState;
use crate::domain::ids::BotId;
use crate::domain::trouble::Trouble;
use crate::event::Change;
use crate::store::{About, Becomes, BotKey, NewAttempt, Outcome};
use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;
use tokio::time::MissedTickBehavior;

/// Before an update that could not be read is tried again.
const UNREAD: Duration = Duration::from_secs(1);
/// At the end, for the answers that are under way.
const LAST_ANSWERS: Duration = Duration::from_secs(2);

struct Landed {
    turn: Turn,
    aim: Aim,
    landing: Landing,
}

/// An update that was sent in its lane's turn.
struct Turn {
    lane: Name,
    item: Item,
    /// Until it was given up meanwhile.
    is_wanted: bool,
}

/// The task's own state.
pub(super) struct Task {
    pub(super) shared: Arc<Shared>,
    pub(super) bot: BotId,
    key: BotKey,
    pub(super) aim: watch::Receiver<Aim>,
    faults: Arc<Faults>,
    pub(super) lanes: Lanes,
    pub(super) standing: Arc<Standing>,
    pub(super) last_id: i64,
    under_way: JoinSet<Landed>,
    calling: Calling,
    /// The rows of those under way, and whether each is still wanted.
    pub(super) sent: HashMap<i64, bool>,
    absence: Absence,
    streak: Arc<Streak>,
}

impl Task {
    /// Nothing is read yet.
    pub(super) fn new(
        shared: Arc<Shared>,
        (bot, key): (BotId, BotKey),
        aim: watch::Receiver<Aim>,
        faults: Arc<Faults>,
        (standing, streak): (Arc<Standing>, Arc<Streak>),
        told: watch::Sender<Option<Trouble>>,
    ) -> Self {
        Self {
            shared,
            bot,
            key,
            aim,
            faults,
            lanes: Lanes::default(),
            standing,
            last_id: 0,
            under_way: JoinSet::new(),
            calling: Calling::default(),
            sent: HashMap::new(),
            absence: Absence::new(told),
            streak,
        }
    }

    /// Delivers until it is stopped.
    pub(super) async fn run(mut self, mut commands: mpsc::Receiver<Command>) {
        let mut ages = tokio::time::interval(lapse::EVERY);
        ages.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            self.rest();
            self.launch();
            let due = self.due();
            let due = async {
                match due {
                    Some(due) => tokio::time::sleep_until(due.into()).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                command = commands.recv() => match command {
                    Some(Command::Look) => self.look_or_warn().await,
                    Some(Command::Forget) => self.forget().await,
                    Some(Command::Stop(stopped)) => {
                        self.wind_up().await;
                        let _ = stopped.send(());
                        return;
                    }
                    None => return self.wind_up().await,
                },
                Some(landed) = self.under_way.join_next(), if !self.under_way.is_empty() => {
                    // A task that was aborted has nothing to say.
                    if let Ok(landed) = landed {
                        self.settle(landed).await;
                    }
                }
                Some(lane) = self.calling.next() => self.called(lane),
                Ok(()) = self.aim.changed() => {
                    // Corrected, perhaps: tried at once.
                    self.absence.try_now();
                    self.lanes.hurry_all();
                }
                _ = ages.tick(), if !self.lanes.are_empty() => self.lapse().await,
                () = due => {}
            }
        }
    }

    /// When to launch next, unless something is told before. Never a moment that has passed while
    /// nothing may be sent: that would be a loop without a pause.
    fn due(&self) -> Option<Instant> {
        let aim = self.aim.borrow();
        match self.absence.until() {
            _ if !aim.is_open || self.calling.is_full() => None,
            Some(_) if !self.under_way.is_empty() => None,
            Some(until) if until > Instant::now() => Some(until),
            _ if self.under_way.len() >= aim.limits.parallel_chats as usize => None,
            _ => self.lanes.due(),
        }
    }

    /// Sends what may be sent.
    fn launch(&mut self) {
        let now = Instant::now();
        let aim = self.aim.borrow().clone();
        let most = match self.absence.until() {
            _ if !aim.is_open || self.calling.is_full() => return,
            Some(until) if until > now => return,
            Some(_) => 1,
            None => aim.limits.parallel_chats as usize,
        };
        while self.under_way.len() < most {
            let Some((lane, item)) = self.lanes.next(now) else {
                return;
            };
            let (shared, aim) = (Arc::clone(&self.shared), aim.clone());
            let faults = Arc::clone(&self.faults);
            let of = (self.bot, self.key);
            let places = Arc::clone(&self.calling.places);
            self.sent.insert(item.id, true);
            self.under_way.spawn(async move {
                let landing = deliver(&shared, &aim, item, &faults).await;
                let landing = obey(&shared, of, &aim, item, landing, &places).await;
                let turn = Turn {
                    lane,
                    item,
                    is_wanted: true,
                };
                Landed { turn, aim, landing }
            });
        }
    }

    async fn settle(&mut self, landed: Landed) {
        let Landed {
            mut turn,
            aim,
            landing,
        } = landed;
        turn.is_wanted = self.sent.remove(&turn.item.id).unwrap_or(true);
        let about = About::Seq(turn.item.seq);
        let kind = kind(turn.item);
        let exchange = match landing {
            Landing::Gone => return self.end(turn, None, Becomes::Done).await,
            Landing::Expired => {
                let stays = Becomes::Stays(HeldState::Expired, turn.item.tries);
                return self.end(turn, None, stays).await;
            }
            Landing::Recorded(call) => {
                self.taken(&turn).await;
                return match call {
                    Some(call) => self.calling.wait(turn.lane, call),
                    None => self.called(turn.lane),
                };
            }
            Landing::Unread => {
                return self.put_back(turn, Some(Instant::now() + UNREAD));
            }
            Landing::Faulted(trouble, at) => {
                let attempt = attempt::faulted(&aim.target, self.key, about, kind, trouble, at);
                if trouble == Trouble::Dropped {
                    return self.end(turn, Some(attempt), Becomes::Done).await;
                }
                turn.item.tries += 1;
                return self.again(turn, attempt, &aim, None).await;
            }
            Landing::Tried { exchange, .. } => exchange,
        };
        let attempt = attempt::of(&aim.target, self.key, about, kind, &exchange);
        if exchange.is_delivered() {
            self.taken(&turn).await;
            return self.end(turn, Some(attempt), Becomes::Done).await;
        }
        let trouble = exchange.trouble().unwrap_or(Trouble::Status);
        if trouble.is_unreachable() {
            let is_news = self.absence.met(trouble, aim.limits);
            if is_news {
                self.tell();
            }
            self.put_back(turn, None);
            if is_news {
                self.record(Some(attempt), None).await;
            }
            return;
        }
        self.present();
        turn.item.tries += 1;
        let wait = exchange.retry_after();
        self.again(turn, attempt, &aim, wait).await;
    }

    /// The bot took it: what was held anew meanwhile is this one, and is not delivered a second time.
    async fn taken(&mut self, turn: &Turn) {
        self.streak.end();
        self.present();
        if let Some(Item { id, .. }) = self.lanes.take(&turn.lane, turn.item.seq) {
            self.standing.leave(&turn.lane);
            self.record(None, Some((id, Becomes::Done))).await;
        }
    }

    /// What the bot asked for in its answer is done, or is not to be done.
    fn called(&mut self, lane: Name) {
        self.standing.leave(&lane);
        self.lanes.done(lane);
    }

    /// An update that failed waits or is set aside.
    async fn again(&mut self, turn: Turn, attempt: NewAttempt, aim: &Aim, wait: Option<Duration>) {
        let Item { id, tries, .. } = turn.item;
        if !turn.is_wanted {
            return self.end(turn, Some(attempt), Becomes::Done).await;
        }
        if tries >= aim.limits.set_aside_after && self.streak.grow() {
            let stays = Becomes::Stays(HeldState::Aside, tries);
            return self.end(turn, Some(attempt), stays).await;
        }
        let wait = wait.unwrap_or_else(|| Duration::from_millis(aim.limits.wait_ms(tries)));
        self.put_back(turn, Some(Instant::now() + wait));
        self.record(Some(attempt), Some((id, Becomes::Waiting(tries))))
            .await;
    }

    /// An update goes back into its lane: to be tried at a time, or before all others. One that was
    /// given up does not.
    fn put_back(&mut self, turn: Turn, due: Option<Instant>) {
        let Turn {
            lane,
            item,
            is_wanted,
        } = turn;
        let of = Arc::clone(&lane);
        let is_back = match due {
            _ if !is_wanted => {
                self.lanes.done(lane);
                false
            }
            Some(due) => self.lanes.later(lane, item, due),
            None => self.lanes.first(lane, item),
        };
        if !is_back {
            self.standing.leave(&of);
        }
    }

    /// An update is not to be delivered any more.
    async fn end(&mut self, turn: Turn, attempt: Option<NewAttempt>, becomes: Becomes) {
        self.standing.leave(&turn.lane);
        self.lanes.done(turn.lane);
        self.record(attempt, Some((turn.item.id, becomes))).await;
    }

    pub(super) async fn record(&self, attempt: Option<NewAttempt>, held: Option<(i64, Becomes)>) {
        let outcome = Outcome { attempt, held };
        self.shared.recorder.put(self.bot, outcome).await;
    }

    /// Somebody is there.
    fn present(&mut self) {
        if self.absence.end() {
            self.tell();
        }
    }

    /// With nothing left to deliver nobody is tried any more, so it is not known whether one is there.
    fn rest(&mut self) {
        if self.absence.until().is_some() && self.under_way.is_empty() && self.lanes.are_empty() {
            self.present();
        }
    }

    pub(super) fn tell(&self) {
        self.shared
            .events
            .tell(Change::Delivery { bot_id: self.bot });
    }

    /// The last answers are waited for, so that what they say is not asked again after the next start.
    async fn wind_up(mut self) {
        let until = tokio::time::sleep(LAST_ANSWERS);
        tokio::pin!(until);
        loop {
            tokio::select! {
                landed = self.under_way.join_next() => match landed {
                    Some(Ok(landed)) => self.settle(landed).await,
                    Some(Err(_)) => {}
                    None => break,
                },
                () = &mut until => return self.under_way.abort_all(),
            }
        }
        // The calls are tasks of their own, and go on without this one.
        let called = async { while self.calling.next().await.is_some() {} };
        tokio::select! {
            () = called => {}
            () = until => {}
        }
    }
}
