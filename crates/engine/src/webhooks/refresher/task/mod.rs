//! The task that owns the schedule.

mod obey;
mod schedule;

use super::check::{self, Outcome, Tools};
use super::journal::{self, Record};
use super::kept::Kept;
use super::pulse::Pulse;
use super::queue::Queue;
use super::{Board, Command, Pace, Parts};
use crate::domain::ids::BotId;
use crate::domain::policy::Policy;
use crate::domain::standing::Standing;
use crate::domain::webhook::WebhookInfo;
use crate::error::Result;
use crate::event::Change;
use crate::tunnel::TunnelState;
use chrono::{DateTime, Utc};
use std::collections::{BTreeSet, HashMap, VecDeque};
use std::time::Duration;
use tokio::sync::{mpsc, watch};
use tokio::task::{Id, JoinError, JoinHandle, JoinSet};
use tokio::time::{Instant, MissedTickBehavior, interval, sleep_until, timeout};

/// How long checks that run are waited for at the end.
const GRACE: Duration = Duration::from_secs(2);

/// A way is known by its URL and the moment it came up.
type Up = Option<(String, DateTime<Utc>)>;

/// What a check that runs is about, also once its bot is not in the list any more.
struct About {
    bot: BotId,
    root: String,
    asks: bool,
}

struct Task {
    tools: Tools,
    policy: watch::Receiver<Policy>,
    pace: Pace,
    board: watch::Sender<Board>,
    records: mpsc::Sender<Record>,
    bots: HashMap<BotId, Kept>,
    due: BTreeSet<(Instant, BotId)>,
    /// By Bot API server.
    queues: HashMap<String, Queue>,
    urgent: VecDeque<BotId>,
    running: JoinSet<Outcome>,
    /// What each check is about.
    about: HashMap<Id, About>,
    asking: usize,
}

pub(super) async fn run(
    parts: Parts,
    mut commands: mpsc::Receiver<Command>,
    board: watch::Sender<Board>,
) {
    let Parts {
        around,
        webhooks,
        events,
        policy,
        pace,
        mut way,
        mut sandbox_way,
    } = parts;
    let (records, journal) = journal::start(webhooks.store.clone(), events.clone());
    let mut policies = policy.clone();
    let mut task = Task {
        tools: Tools {
            around,
            webhooks,
            events,
        },
        policy,
        pace,
        board,
        records,
        bots: HashMap::new(),
        due: BTreeSet::new(),
        queues: HashMap::new(),
        urgent: VecDeque::new(),
        running: JoinSet::new(),
        about: HashMap::new(),
        asking: 0,
    };
    let mut up = up_now(&mut way);
    let mut sandbox_up = up_now(&mut sandbox_way);
    let mut pulse = Pulse::new(&pace);
    let mut pulses = interval(pace.pulse);
    pulses.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        let release = task.go();
        tokio::select! {
            command = commands.recv() => match command {
                None => return,
                Some(Command::Stop(done)) => {
                    task.end(journal).await;
                    let _ = done.send(());
                    return;
                }
                Some(Command::Begin) => task.load(up.is_some(), sandbox_up.is_some()).await,
                Some(command) => task.obey(command).await,
            },
            Some(ended) = task.running.join_next_with_id() => task.ended(ended).await,
            () = sleep_until(release) => {}
            () = change(&mut way) => {
                let now = up_now(&mut way);
                if now.is_some() && now != up {
                    task.wake_where(|kept| !kept.is_sandbox && kept.may_be_wanted());
                }
                up = now;
            }
            () = change(&mut sandbox_way) => {
                let now = up_now(&mut sandbox_way);
                if now.is_some() && now != sandbox_up {
                    task.wake_where(|kept| kept.is_sandbox && kept.may_be_wanted());
                }
                sandbox_up = now;
            }
            () = change(&mut policies) => {
                policies.mark_unchanged();
                task.reschedule();
            }
            _ = pulses.tick() => {
                if let Some(news) = pulse.look() {
                    tracing::info!("{news}: every webhook is looked at");
                    task.wake_where(Kept::may_be_wanted);
                }
            }
        }
    }
}

/// Resolves with the next change; never, once there can be none.
async fn change<T>(state: &mut watch::Receiver<T>) {
    if state.changed().await.is_err() {
        std::future::pending::<()>().await;
    }
}

fn up_now(way: &mut watch::Receiver<TunnelState>) -> Up {
    match &*way.borrow_and_update() {
        TunnelState::Online { public_url, since } => Some((public_url.clone(), *since)),
        _ => None,
    }
}

impl Task {
    fn start(&mut self, bot: BotId, given: Option<Result<WebhookInfo>>) {
        let policy = *self.policy.borrow();
        if let Some(kept) = self.bots.get_mut(&bot) {
            let asks = given.is_none();
            self.asking += usize::from(asks);
            let root = kept.root.clone();
            let job = kept.job(bot, policy, given);
            let running = self.running.spawn(check::run(job, self.tools.clone()));
            self.about.insert(running.id(), About { bot, root, asks });
        }
    }

    async fn ended(&mut self, ended: Result<(Id, Outcome), JoinError>) {
        let id = ended.as_ref().map_or_else(JoinError::id, |(id, _)| *id);
        let Some(About { bot, root, asks }) = self.about.remove(&id) else {
            return;
        };
        let outcome = match ended {
            Ok((_, outcome)) => outcome,
            Err(error) => {
                // A fault of ours in one check must not keep the others from going on.
                tracing::error!(%bot, "a check ended abnormally: {error}");
                Outcome { bot, found: None }
            }
        };
        if asks {
            let found = outcome.found.as_ref();
            let answered = found.and_then(|found| found.answered) == Some(true);
            let pause = found.and_then(|found| found.pause);
            self.asking = self.asking.saturating_sub(1);
            if let Some(queue) = self.queues.get_mut(&root) {
                queue.came_back(bot, answered, pause);
            }
        }
        self.came_back(outcome).await;
    }

    async fn came_back(&mut self, outcome: Outcome) {
        let bot = outcome.bot;
        let Some(kept) = self.bots.get_mut(&bot) else {
            return;
        };
        kept.rests(&outcome);
        let Some(found) = outcome.found else {
            return self.remove(bot);
        };
        kept.is_paused = found.standing == Standing::Paused;
        kept.is_wanted = found.standing != Standing::NotWanted;
        let (again, given) = (
            std::mem::take(&mut kept.after.again),
            kept.after.given.take(),
        );
        let due = self.next_due(bot, &found, again);
        let next_check_at = due.map(|due| Utc::now() + (due - Instant::now()));
        let shown = found.shown(next_check_at);
        self.board.send_modify(|board| {
            board.insert(bot, shown);
        });
        let record = Record {
            bot,
            key: found.key,
            at: found.at,
            pending: found.pending,
        };
        if found.answered.is_some() || found.pending.is_some() {
            // The journal ends after this task alone.
            let _ = self.records.send(record).await;
        } else {
            self.tools.events.tell(Change::Webhook { bot_id: bot });
        }
        // A check that asks follows, and knows more: two at once would share one memory, and whoever has
        // pressed the button would be told by the wrong one.
        let asks_next = again || self.bots.get(&bot).is_some_and(Kept::is_urged);
        if let Some(given) = given
            && !asks_next
        {
            self.start(bot, Some(given));
        }
    }

    async fn end(mut self, journal: JoinHandle<()>) {
        let finish = async {
            while let Some(ended) = self.running.join_next_with_id().await {
                self.ended(ended).await;
            }
        };
        let _ = timeout(GRACE, finish).await;
        self.running.abort_all();
        drop(self);
        let _ = timeout(GRACE, journal).await;
    }
}
