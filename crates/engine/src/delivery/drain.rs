//! The task that owns one target's queue.
//!
//! What is held is in SQLite; here are only its places, by lane. Lanes go side by side up to the
//! limit, each in order. A failure makes its own lane wait, longer each time. When nobody is there to
//! get an update (connection refused and the like), all lanes stop, and one update alone is tried
//! again until somebody is: this is told and recorded once, not at every try. An update that fails
//! too often is set aside and its lane goes on; but after [`ASIDE_IN_A_ROW`] of them with no success
//! in between it is the bot that is broken and not the updates, so the rest waits.

use super::fault::Faults;
use super::landing::{Landing, deliver, kind};
use super::lanes::{Item, Lanes, Name, Standing};
use super::obey::obey;
use super::queue::{Aim, Command};
use super::{Shared, attempt};
use crate::domain::delivery::{HeldState, Limits, Origin};
use crate::domain::ids::BotId;
use crate::domain::trouble::Trouble;
use crate::error::Result;
use crate::event::Change;
use crate::store::{About, Becomes, BotKey, NewAttempt, Outcome};
use std::collections::HashSet;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;

/// Updates set aside with no success in between.
const ASIDE_IN_A_ROW: u32 = 3;
/// While nobody is there, the longest wait: a bot that was started should not wait for its updates.
const LONGEST_ABSENCE: Duration = Duration::from_secs(2);
/// Rows read at a time.
const PAGE: u32 = 5_000;
/// At the end, for the answers that are under way.
const LAST_ANSWERS: Duration = Duration::from_secs(2);

struct Absence {
    trouble: Trouble,
    failures: u32,
    until: Instant,
}

struct Landed {
    lane: Name,
    item: Item,
    aim: Aim,
    landing: Landing,
}

/// The task's own state.
pub(super) struct Task {
    shared: Arc<Shared>,
    bot: BotId,
    key: BotKey,
    aim: watch::Receiver<Aim>,
    faults: Arc<Faults>,
    lanes: Lanes,
    standing: Arc<Standing>,
    last_id: i64,
    under_way: JoinSet<Landed>,
    absence: Option<Absence>,
    told: watch::Sender<Option<Trouble>>,
    aside_in_a_row: u32,
}

impl Task {
    /// Nothing is read yet.
    pub(super) fn new(
        shared: Arc<Shared>,
        (bot, key): (BotId, BotKey),
        aim: watch::Receiver<Aim>,
        faults: Arc<Faults>,
        standing: Arc<Standing>,
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
            absence: None,
            told,
            aside_in_a_row: 0,
        }
    }

    /// Delivers until it is stopped.
    pub(super) async fn run(mut self, mut commands: mpsc::Receiver<Command>) {
        loop {
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
                Ok(()) = self.aim.changed() => {
                    // Corrected, perhaps: tried at once.
                    if let Some(absence) = &mut self.absence {
                        absence.until = Instant::now();
                    }
                }
                () = due => {}
            }
        }
    }

    /// When to launch next, unless something is told before. Never a moment that has passed while
    /// nothing may be sent: that would be a loop without a pause.
    fn due(&self) -> Option<Instant> {
        let most = self.aim.borrow().limits.parallel_chats as usize;
        match &self.absence {
            Some(_) if !self.under_way.is_empty() => None,
            Some(absence) if absence.until > Instant::now() => Some(absence.until),
            _ if self.under_way.len() >= most => None,
            _ => self.lanes.due(),
        }
    }

    /// Sends what may be sent.
    fn launch(&mut self) {
        let now = Instant::now();
        let aim = self.aim.borrow().clone();
        let most = match &self.absence {
            Some(absence) if absence.until > now => return,
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
            self.under_way.spawn(async move {
                let landing = deliver(&shared, &aim, item, &faults).await;
                let landing = obey(&shared, of, &aim, item, landing).await;
                Landed {
                    lane,
                    item,
                    aim,
                    landing,
                }
            });
        }
    }

    async fn settle(&mut self, landed: Landed) {
        let Landed {
            lane,
            mut item,
            aim,
            landing,
        } = landed;
        let exchange = match landing {
            Landing::Gone => return self.end(lane, item, None, Becomes::Done).await,
            Landing::Expired => {
                let stays = Becomes::Stays(HeldState::Expired, item.tries);
                return self.end(lane, item, None, stays).await;
            }
            Landing::Recorded => {
                self.aside_in_a_row = 0;
                self.present();
                self.standing.leave(&lane);
                return self.lanes.done(lane);
            }
            Landing::Unread => {
                let due = Instant::now() + Duration::from_secs(1);
                return self.lanes.later(lane, item, due);
            }
            Landing::Faulted(trouble, at) => {
                let attempt = attempt::faulted(
                    &aim.target,
                    self.key,
                    About::Seq(item.seq),
                    kind(item),
                    trouble,
                    at,
                );
                if trouble == Trouble::Dropped {
                    return self.end(lane, item, Some(attempt), Becomes::Done).await;
                }
                item.tries += 1;
                return self.again(lane, item, attempt, &aim, None).await;
            }
            Landing::Tried(exchange) => exchange,
        };
        let attempt = attempt::of(
            &aim.target,
            self.key,
            About::Seq(item.seq),
            kind(item),
            &exchange,
        );
        if exchange.is_delivered() {
            self.aside_in_a_row = 0;
            self.present();
            return self.end(lane, item, Some(attempt), Becomes::Done).await;
        }
        let trouble = exchange.trouble().unwrap_or(Trouble::Status);
        if trouble.is_unreachable() {
            let is_news = self.absent(trouble, aim.limits);
            self.lanes.first(lane, item);
            if is_news {
                self.record(Some(attempt), None).await;
            }
            return;
        }
        self.present();
        item.tries += 1;
        let wait = exchange.retry_after();
        self.again(lane, item, attempt, &aim, wait).await;
    }

    /// An update that failed waits or is set aside.
    async fn again(
        &mut self,
        lane: Name,
        item: Item,
        attempt: NewAttempt,
        aim: &Aim,
        wait: Option<Duration>,
    ) {
        if item.tries >= aim.limits.set_aside_after && self.aside_in_a_row < ASIDE_IN_A_ROW {
            self.aside_in_a_row += 1;
            let stays = Becomes::Stays(HeldState::Aside, item.tries);
            return self.end(lane, item, Some(attempt), stays).await;
        }
        let wait = wait.unwrap_or_else(|| Duration::from_millis(aim.limits.wait_ms(item.tries)));
        self.lanes.later(lane, item, Instant::now() + wait);
        self.record(Some(attempt), Some((item.id, Becomes::Waiting(item.tries))))
            .await;
    }

    /// An update is not to be delivered any more.
    async fn end(&mut self, lane: Name, item: Item, attempt: Option<NewAttempt>, becomes: Becomes) {
        self.standing.leave(&lane);
        self.lanes.done(lane);
        self.record(attempt, Some((item.id, becomes))).await;
    }

    async fn record(&self, attempt: Option<NewAttempt>, held: Option<(i64, Becomes)>) {
        let outcome = Outcome { attempt, held };
        self.shared.recorder.put(self.bot, outcome).await;
    }

    /// Somebody is there.
    fn present(&mut self) {
        if self.absence.take().is_some() {
            self.told.send_replace(None);
            self.tell();
        }
    }

    /// Nobody is there; whether that is news.
    fn absent(&mut self, trouble: Trouble, limits: Limits) -> bool {
        let now = Instant::now();
        let known = self
            .absence
            .as_ref()
            .filter(|known| known.trouble == trouble);
        let is_news = known.is_none();
        let failures = match known {
            // One of those that were under way when the first failed.
            Some(known) if known.until > now => return false,
            Some(known) => known.failures.saturating_add(1),
            None => 1,
        };
        let wait = Duration::from_millis(limits.wait_ms(failures)).min(LONGEST_ABSENCE);
        self.absence = Some(Absence {
            trouble,
            failures,
            until: now + wait,
        });
        if is_news {
            self.told.send_replace(Some(trouble));
            self.tell();
        }
        is_news
    }

    fn tell(&self) {
        self.shared
            .events
            .tell(Change::Delivery { bot_id: self.bot });
    }

    async fn look_or_warn(&mut self) {
        match self.look(false).await {
            Ok(0) => {}
            Ok(_) => self.tell(),
            // The next update makes it look again.
            Err(error) => tracing::warn!(bot = %self.bot, "the queue cannot be read: {error}"),
        }
    }

    /// Reads what was held since. A relay has counted its own, except in an earlier run.
    pub(super) async fn look(&mut self, is_start: bool) -> Result<usize> {
        let target = self.aim.borrow().target.stored.key;
        let mut sum = 0;
        loop {
            let rows = self
                .shared
                .store
                .held_after(target, self.last_id, PAGE)
                .await?;
            let is_last = rows.len() < PAGE as usize;
            sum += rows.len();
            for held in rows {
                self.last_id = held.id;
                let lane = held.lane.clone();
                let is_counted = held.origin == Origin::Relay && !is_start;
                let is_new = self.lanes.add(held);
                match (is_new, is_counted) {
                    (true, false) => self.standing.enter(&lane),
                    (false, true) => self.standing.leave(&lane),
                    _ => {}
                }
            }
            if is_last {
                return Ok(sum);
            }
        }
    }

    /// Forgets what is not held any more.
    async fn forget(&mut self) {
        let target = self.aim.borrow().target.stored.key;
        let mut held = HashSet::new();
        let mut last = 0;
        loop {
            match self.shared.store.held_after(target, last, PAGE).await {
                Ok(rows) => {
                    let is_last = rows.len() < PAGE as usize;
                    last = rows.last().map_or(last, |held| held.id);
                    held.extend(rows.into_iter().map(|held| held.id));
                    if is_last {
                        break;
                    }
                }
                Err(error) => {
                    tracing::warn!(bot = %self.bot, "the queue cannot be read: {error}");
                    return;
                }
            }
        }
        for lane in self.lanes.forget(|id| held.contains(&id)) {
            self.standing.leave(&lane);
        }
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
                    None => return,
                },
                () = &mut until => return self.under_way.abort_all(),
            }
        }
    }
}
