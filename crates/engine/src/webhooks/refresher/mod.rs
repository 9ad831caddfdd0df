//! Webhooks that keep themselves right: the refresher.
//!
//! It is a reconciler. One task looks at each bot's webhook again and again and does what
//! [`decide`](crate::domain::reconcile::decide) says. It takes no input, doing the same twice does no
//! harm, and it does not retry: what did not work is looked at again when its time comes.
//!
//! It is activated
//! - by the clock: each bot after the check interval, jittered, or sooner where a decision asks for it;
//! - by an event: a public URL came or changed, the machine woke, the network changed
//!   ([`pulse`]), the user's own operations told what Telegram said;
//! - by the button: [`Refresher::urge`] asks and repairs now, whatever waits.
//!
//! [`task`] owns the schedule and one timer for all bots. A check runs as a task of its own
//! ([`check`]) in the bot's turn, so that it never meets an operation of the user's on the same bot.
//! At most [`Pace::in_flight`] run at once, one call at a time each. Each Bot API server has its own
//! queue ([`queue`]): bots that it has not seen in this run are sent at the pace that it accepts, and
//! a `retry_after` pauses all that go there; after the pause one goes ahead alone. Nor does the button
//! go past a wait that Telegram asked for: the client keeps it for every call
//! ([`crate::telegram::Client::wait`]), and the check says until when.
//!
//! What was seen is written in groups ([`journal`]), and told after the commit. What stands now is in
//! a map behind a `watch` ([`Refresher::shown`]). What is remembered of a bot goes into the check and
//! comes back with its outcome; after a start it is read from the history.

mod check;
mod journal;
mod kept;
mod pulse;
mod queue;
mod task;

pub use queue::{Limit, Pace};

use crate::domain::bot::{Bot, Environment};
use crate::domain::ids::BotId;
use crate::domain::policy::Policy;
use crate::domain::standing::Standing;
use crate::domain::webhook::WebhookInfo;
use crate::error::Result;
use crate::event::Events;
use crate::telegram::{Endpoint, Wait};
use crate::tunnel::TunnelState;
use crate::webhooks::Webhooks;
use chrono::{DateTime, Utc};
use futures_util::future::BoxFuture;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{mpsc, oneshot, watch};

/// Longer than that, an end is not waited for.
const GOODBYE: Duration = Duration::from_secs(3);

/// What the refresher needs of the app around it. The app may be gone before it is.
pub trait Around: Send + Sync + 'static {
    /// The bot's turn: one operation at a time on its webhook.
    fn turn(&self, bot: BotId) -> Arc<tokio::sync::Mutex<()>>;

    /// Where the bot's Bot API is.
    fn endpoint<'a>(&'a self, bot: &'a Bot) -> BoxFuture<'a, Result<Endpoint>>;

    /// The public base that leads here for bots of this environment.
    fn public_base(&self, environment: &Environment) -> Option<String>;

    /// What Telegram said, for whoever shows it. Those who watch are told by the refresher.
    fn answered(&self, bot: &Bot, answer: Result<WebhookInfo>);
}

/// What the refresher works with.
pub struct Parts {
    /// The app.
    pub around: Arc<dyn Around>,
    /// The store, the vault and the Bot API.
    pub webhooks: Webhooks,
    /// Who is told after a commit.
    pub events: Events,
    /// The numbers, as they are and as they change.
    pub policy: watch::Receiver<Policy>,
    /// How fast it may go.
    pub pace: Pace,
    /// The way from the internet.
    pub way: watch::Receiver<TunnelState>,
    /// The way from the sandbox.
    pub sandbox_way: watch::Receiver<TunnelState>,
}

/// How a bot stands, and when it is looked at next.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shown {
    /// How it stands.
    pub standing: Standing,
    /// When Telegram is asked next.
    pub next_check_at: Option<DateTime<Utc>>,
}

/// What each bot's webhook is like now.
pub type Board = HashMap<BotId, Shown>;

enum Command {
    /// The list of bots is as it was left: look after them.
    Begin,
    /// The bot was added, changed or removed.
    Changed(BotId),
    /// Look at it now.
    Wake(BotId),
    /// Look at every bot now.
    WakeAll,
    /// Look at it and repair it now, and tell when it is done.
    Urge(BotId, oneshot::Sender<()>),
    /// The user's own operation has asked Telegram.
    Told(BotId, Box<Result<WebhookInfo>>),
    /// It was not asked about, for a wait that Telegram asked for runs.
    HeldBack(BotId, Wait),
    /// Nothing is in dispute any more.
    Forget(BotId),
    /// An operation that failed may have erased it: look at it now.
    Erased(BotId),
    Stop(oneshot::Sender<()>),
}

/// The handle. Cheap to clone; the task ends with the last one.
#[derive(Clone)]
pub struct Refresher {
    commands: mpsc::Sender<Command>,
    board: watch::Receiver<Board>,
}

impl Refresher {
    /// Starts the task. Needs a tokio runtime around it.
    pub fn start(parts: Parts) -> Self {
        let (commands, waiting) = mpsc::channel(64);
        let (shown, board) = watch::channel(Board::default());
        tokio::spawn(task::run(parts, waiting, shown));
        Self { commands, board }
    }

    /// Looks after the bots in the list from now on; before, only after those that it is told of.
    pub async fn begin(&self) {
        self.send(Command::Begin).await;
    }

    /// How a bot stands.
    pub fn shown(&self, bot: BotId) -> Shown {
        self.board.borrow().get(&bot).cloned().unwrap_or_default()
    }

    /// How all bots stand, and each change.
    pub fn watch(&self) -> watch::Receiver<Board> {
        self.board.clone()
    }

    /// A bot was added, changed or removed.
    pub async fn changed(&self, bot: BotId) {
        self.send(Command::Changed(bot)).await;
    }

    /// Looks at a bot now.
    pub async fn wake(&self, bot: BotId) {
        self.send(Command::Wake(bot)).await;
    }

    /// Looks at every bot now.
    pub async fn wake_all(&self) {
        self.send(Command::WakeAll).await;
    }

    /// Asks Telegram and repairs now, whatever waits and also with `webhook_auto_refresh` off; returns
    /// when it is done. What is asked of the user stays asked.
    pub async fn urge(&self, bot: BotId) {
        let (done, wait) = oneshot::channel();
        self.send(Command::Urge(bot, done)).await;
        let _ = wait.await;
    }

    /// What an operation of the user's heard from Telegram: it is looked at without asking again, and
    /// nothing is done about it now.
    pub async fn told(&self, bot: BotId, answer: Result<WebhookInfo>) {
        self.send(Command::Told(bot, Box::new(answer))).await;
    }

    /// An operation of the user's did not go out, or goes no further, because Telegram asked to wait:
    /// that is shown, and the bot is looked at when the wait is over.
    pub async fn held_back(&self, bot: BotId, wait: Wait) {
        self.send(Command::HeldBack(bot, wait)).await;
    }

    /// The user has answered, or set or deleted the webhook: nothing is in dispute any more.
    pub async fn forget_dispute(&self, bot: BotId) {
        self.send(Command::Forget(bot)).await;
    }

    /// An operation from here failed, and may have erased the webhook: looks at the bot now, and
    /// blames nobody where it is gone.
    pub async fn may_be_erased(&self, bot: BotId) {
        self.send(Command::Erased(bot)).await;
    }

    /// Ends the task: checks that run may end, and what was seen is written.
    pub async fn stop(&self) {
        let (done, wait) = oneshot::channel();
        self.send(Command::Stop(done)).await;
        let _ = tokio::time::timeout(GOODBYE, wait).await;
    }

    async fn send(&self, command: Command) {
        // A refresher that has ended has nothing to do any more.
        let _ = self.commands.send(command).await;
    }
}
