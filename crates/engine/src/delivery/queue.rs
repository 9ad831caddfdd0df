//! The handle of one target's queue; the task behind it is [`super::drain`].

use super::Shared;
use super::drain::Task;
use super::fault::Faults;
use super::standing::Standing;
use super::streak::Streak;
use super::target::Target;
use crate::domain::delivery::Limits;
use crate::domain::ids::BotId;
use crate::domain::trouble::Trouble;
use crate::error::Result;
use crate::store::BotKey;
use std::sync::Arc;
use tokio::sync::{mpsc, oneshot, watch};

/// What the queue delivers to, and how.
#[derive(Clone)]
pub(super) struct Aim {
    pub(super) target: Arc<Target>,
    pub(super) limits: Limits,
    /// Whether anything is sent now: what is held of a bot that is recorded only stays held.
    pub(super) is_open: bool,
}

/// What the task is asked for.
pub(super) enum Command {
    /// Something was held.
    Look,
    /// Something was given up.
    Forget,
    /// No more is to be sent.
    Stop(oneshot::Sender<()>),
}

/// The handle of the task.
#[derive(Clone)]
pub(super) struct Queue {
    commands: mpsc::Sender<Command>,
    aim: Arc<watch::Sender<Aim>>,
    absent: watch::Receiver<Option<Trouble>>,
    pub(super) standing: Arc<Standing>,
    pub(super) streak: Arc<Streak>,
}

impl Queue {
    /// Reads what is held and starts the task.
    pub(super) async fn start(
        shared: Arc<Shared>,
        bot: BotId,
        key: BotKey,
        aim: Aim,
        faults: Arc<Faults>,
    ) -> Result<Self> {
        let (commands, waiting) = mpsc::channel(16);
        let (aim, aimed) = watch::channel(aim);
        let (told, absent) = watch::channel(None);
        let standing = Arc::new(Standing::default());
        let streak = Arc::new(Streak::default());
        let mut task = Task::new(
            shared,
            (bot, key),
            aimed,
            faults,
            (Arc::clone(&standing), Arc::clone(&streak)),
            told,
        );
        task.look().await?;
        tokio::spawn(task.run(waiting));
        Ok(Self {
            commands,
            aim: Arc::new(aim),
            absent,
            standing,
            streak,
        })
    }

    /// Something was held. What is asked already need not be asked again.
    pub(super) fn look(&self) {
        let _ = self.commands.try_send(Command::Look);
    }

    /// Something was given up.
    pub(super) async fn forget(&self) {
        let _ = self.commands.send(Command::Forget).await;
    }

    /// Delivers elsewhere or in another way from now on.
    pub(super) fn aim(&self, aim: Aim) {
        self.aim.send_replace(aim);
    }

    /// Why nobody is there, while that is so.
    pub(super) fn absent(&self) -> Option<Trouble> {
        *self.absent.borrow()
    }

    /// Ends the task; what is held stays held.
    pub(super) async fn stop(&self) {
        let (stopped, wait) = oneshot::channel();
        if self.commands.send(Command::Stop(stopped)).await.is_ok() {
            let _ = wait.await;
        }
    }
}
