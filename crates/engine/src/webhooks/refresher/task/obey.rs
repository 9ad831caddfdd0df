//! What the task is told.

use super::super::check::waits;
use super::super::kept::Place;
use super::super::{Command, Shown};
use super::Task;
use crate::domain::ids::BotId;
use crate::domain::standing::Standing;
use crate::domain::webhook::WebhookInfo;
use crate::error::Result;
use crate::event::Change;
use crate::telegram::Wait;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::sync::oneshot;
use tokio::time::Instant;

impl Task {
    /// The list as it is at the start. Where there is no public URL yet, its coming wakes the bots.
    pub(super) async fn load(&mut self, up: bool, sandbox_up: bool) {
        let stored = match self.tools.webhooks.store.bots().await {
            Ok(stored) => stored,
            Err(error) => return tracing::warn!("no webhook is looked after: {error}"),
        };
        for stored in stored {
            let id = stored.bot.id;
            if self.bots.contains_key(&id) {
                continue;
            }
            self.insert(&stored.bot);
            if let Some(kept) = self.bots.get(&id)
                && kept.is_wanted
                && !kept.is_paused
            {
                let is_up = if kept.is_sandbox { sandbox_up } else { up };
                let first = self.policy.borrow().first_wait.to_std();
                let wait = if is_up { Ok(Duration::ZERO) } else { first };
                self.schedule(id, Instant::now() + wait.unwrap_or_default());
            }
        }
    }

    pub(super) async fn obey(&mut self, command: Command) {
        match command {
            Command::Changed(bot) => self.changed(bot).await,
            Command::Wake(bot) if self.bots.contains_key(&bot) => {
                self.schedule(bot, Instant::now());
            }
            Command::Wake(bot) => self.changed(bot).await,
            Command::WakeAll => self.wake_where(|_| true),
            Command::Urge(bot, done) => self.urge(bot, done).await,
            Command::Told(bot, answer) => self.told(bot, *answer).await,
            Command::HeldBack(bot, wait) => self.held_back(bot, wait),
            Command::Forget(bot) => {
                if let Some(kept) = self.bots.get_mut(&bot) {
                    kept.after.settled = kept.is_running();
                    if let Some(memory) = &mut kept.memory {
                        memory.forget_dispute();
                    }
                }
            }
            Command::Erased(bot) => {
                if let Some(kept) = self.bots.get_mut(&bot) {
                    // One that runs has what it remembers with it.
                    match &mut kept.memory {
                        Some(memory) => memory.may_be_erased(),
                        None => kept.erased.store(true, Ordering::Relaxed),
                    }
                    self.schedule(bot, Instant::now());
                }
            }
            // Taken care of by the loop.
            Command::Begin | Command::Stop(_) => {}
        }
    }

    pub(super) async fn changed(&mut self, bot: BotId) {
        let stored = match self.tools.webhooks.store.bot(bot).await {
            Ok(Some(stored)) => stored,
            Ok(None) => return self.remove(bot),
            Err(error) => return tracing::warn!(%bot, "it is not looked after: {error}"),
        };
        let Some(kept) = self.bots.get_mut(&bot) else {
            return self.insert(&stored.bot);
        };
        let was_paused = kept.is_paused;
        kept.update(&stored.bot);
        if kept.is_paused && !kept.is_running() {
            self.unschedule(bot);
            self.show(bot, Standing::Paused);
        } else if was_paused || kept.is_wanted || kept.is_running() {
            self.schedule(bot, Instant::now());
        }
    }

    pub(super) fn show(&self, bot: BotId, standing: Standing) {
        let next_check_at = None;
        self.board.send_modify(|board| {
            let shown = Shown {
                standing,
                next_check_at,
            };
            board.insert(bot, shown);
        });
        self.tools.events.tell(Change::Webhook { bot_id: bot });
    }

    async fn urge(&mut self, bot: BotId, done: oneshot::Sender<()>) {
        if !self.bots.contains_key(&bot) {
            self.changed(bot).await;
        }
        let Some(kept) = self.bots.get_mut(&bot) else {
            return;
        };
        kept.asked.push(done);
        if !kept.is_running() {
            self.unschedule(bot);
            if let Some(kept) = self.bots.get_mut(&bot) {
                kept.place = Place::Waiting;
                self.urgent.push_back(bot);
            }
        }
    }

    fn held_back(&mut self, bot: BotId, wait: Wait) {
        let Some(kept) = self.bots.get(&bot) else {
            return;
        };
        match kept.place {
            _ if kept.is_paused => return,
            Place::Resting => {}
            // One that waits finds it by itself; one that runs may not ask, and is followed by another.
            Place::Waiting | Place::Running { .. } => return self.schedule(bot, Instant::now()),
        }
        let is_wanted = kept.is_wanted;
        self.schedule(bot, Instant::now() + wait.left());
        self.board.send_modify(|board| {
            let shown = board.entry(bot).or_default();
            shown.next_check_at = Some(wait.until);
            if is_wanted {
                shown.standing = waits(wait);
            }
        });
        self.tools.events.tell(Change::Webhook { bot_id: bot });
    }

    async fn told(&mut self, bot: BotId, answer: Result<WebhookInfo>) {
        if !self.bots.contains_key(&bot) {
            self.changed(bot).await;
            // It was asked about a moment ago.
            self.unschedule(bot);
        }
        let Some(kept) = self.bots.get_mut(&bot) else {
            return;
        };
        if kept.is_running() {
            kept.after.given = Some(answer);
            return;
        }
        if kept.place == Place::Waiting {
            self.unschedule(bot);
            self.schedule(bot, Instant::now());
        }
        self.start(bot, Some(answer));
    }
}
