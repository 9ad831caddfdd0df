//! What the task keeps of each bot.

use super::check::{Job, Outcome};
use crate::domain::bot::{Bot, Environment};
use crate::domain::ids::BotId;
use crate::domain::policy::Policy;
use crate::domain::reconcile::Memory;
use crate::domain::webhook::WebhookInfo;
use crate::error::Result;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::sync::oneshot;
use tokio::time::Instant;

/// Where a bot is on its way through the refresher.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Its time has not come.
    Resting,
    /// In a queue.
    Waiting,
    /// A check runs; by the button or not.
    Running { urged: bool },
}

/// One bot.
pub(super) struct Kept {
    pub(super) root: String,
    pub(super) is_sandbox: bool,
    pub(super) is_wanted: bool,
    pub(super) is_paused: bool,
    pub(super) place: Place,
    /// When it is looked at next.
    pub(super) due: Option<Instant>,
    /// Away while a check runs, and before the first one.
    pub(super) memory: Option<Memory>,
    /// Something done from here may have erased the webhook, which a check that waits for its turn does
    /// not know yet.
    pub(super) erased: Arc<AtomicBool>,
    /// Those who have pressed the button and wait for what it does.
    pub(super) asked: Vec<oneshot::Sender<()>>,
    /// What follows the check that runs.
    pub(super) after: After,
}

/// What came to pass while a check ran.
#[derive(Default)]
pub(super) struct After {
    /// It is to be looked at once more.
    pub(super) again: bool,
    /// What was in dispute was settled.
    pub(super) settled: bool,
    /// What Telegram said.
    pub(super) given: Option<Result<WebhookInfo>>,
}

impl Kept {
    pub(super) fn new(bot: &Bot) -> Self {
        let mut kept = Self {
            root: String::new(),
            is_sandbox: false,
            is_wanted: false,
            is_paused: false,
            place: Place::Resting,
            due: None,
            memory: None,
            erased: Arc::default(),
            asked: Vec::new(),
            after: After::default(),
        };
        kept.update(bot);
        kept
    }

    pub(super) fn update(&mut self, bot: &Bot) {
        self.root = match &bot.environment {
            Environment::Cloud | Environment::Test => "cloud".to_owned(),
            Environment::SelfHosted { api_root } => api_root.clone(),
            Environment::Sandbox => "sandbox".to_owned(),
        };
        self.is_sandbox = bot.environment == Environment::Sandbox;
        self.is_wanted = bot.webhook_url.is_some();
        self.is_paused = bot.paused;
    }

    pub(super) fn is_running(&self) -> bool {
        matches!(self.place, Place::Running { .. })
    }

    /// Whether a webhook is wanted, as far as is known: a check that runs may find that one is.
    pub(super) fn may_be_wanted(&self) -> bool {
        self.is_wanted || self.is_running()
    }

    /// Whether somebody has pressed the button and waits.
    pub(super) fn is_urged(&self) -> bool {
        !self.asked.is_empty()
    }

    /// A check begins.
    pub(super) fn job(
        &mut self,
        bot: BotId,
        policy: Policy,
        given: Option<Result<WebhookInfo>>,
    ) -> Job {
        let urged = given.is_none() && self.is_urged();
        self.place = Place::Running { urged };
        Job {
            bot,
            memory: self.memory.take(),
            erased: Arc::clone(&self.erased),
            policy,
            urged,
            given,
        }
    }

    /// A check has ended: whoever pressed the button hears of it.
    pub(super) fn rests(&mut self, outcome: &Outcome) {
        if self.place == (Place::Running { urged: true }) {
            for asked in self.asked.drain(..) {
                // Who does not wait any more is not told.
                let _ = asked.send(());
            }
        }
        self.place = Place::Resting;
        if let Some(found) = &outcome.found {
            let mut memory = found.memory.clone();
            if std::mem::take(&mut self.after.settled) {
                memory.forget_dispute();
            }
            if self.erased.swap(false, Ordering::Relaxed) {
                memory.may_be_erased();
            }
            self.memory = Some(memory);
        }
    }
}
