//! When each bot is looked at, and which go next.

use super::super::check::Found;
use super::super::kept::{Kept, Place};
use super::super::queue::Next;
use super::Task;
use crate::domain::bot::Bot;
use crate::domain::ids::BotId;
use crate::domain::standing::Standing;
use chrono::Utc;
use std::time::Duration;
use tokio::time::Instant;
use uuid::Uuid;

/// Nothing to wait for: the timer is set anew long before.
const FAR: Duration = Duration::from_hours(24);

impl Task {
    pub(super) fn insert(&mut self, bot: &Bot) {
        let kept = Kept::new(bot);
        let (paused, wanted) = (kept.is_paused, kept.is_wanted);
        self.bots.insert(bot.id, kept);
        if paused {
            self.show(bot.id, Standing::Paused);
        } else if wanted {
            self.schedule(bot.id, Instant::now());
        } else {
            // Anywhere in the interval, so that they are spread from the start.
            let wait = self.interval().mul_f64(rand::random_range(0.0..1.0));
            self.schedule(bot.id, Instant::now() + wait);
            self.show(bot.id, Standing::NotWanted);
        }
    }

    pub(super) fn interval(&self) -> Duration {
        let interval = self.policy.borrow().check_interval.to_std();
        interval.unwrap_or_default().max(Duration::from_millis(10))
    }

    pub(super) fn jittered(&self) -> Duration {
        self.interval().mul_f64(rand::random_range(0.9..1.1))
    }

    pub(super) fn schedule(&mut self, bot: BotId, at: Instant) {
        let Some(kept) = self.bots.get_mut(&bot) else {
            return;
        };
        match kept.place {
            Place::Running { .. } => kept.after.again = true,
            Place::Waiting => {}
            Place::Resting => {
                if let Some(before) = kept.due.replace(at) {
                    self.due.remove(&(before, bot));
                }
                self.due.insert((at, bot));
            }
        }
    }

    pub(super) fn unschedule(&mut self, bot: BotId) {
        let Some(kept) = self.bots.get_mut(&bot) else {
            return;
        };
        if let Some(due) = kept.due.take() {
            self.due.remove(&(due, bot));
        }
        if kept.place == Place::Waiting {
            kept.place = Place::Resting;
            if let Some(queue) = self.queues.get_mut(&kept.root) {
                queue.forget(bot);
            }
            self.urgent.retain(|waiting| *waiting != bot);
        }
    }

    pub(super) fn wake_where(&mut self, is_meant: impl Fn(&Kept) -> bool) {
        let now = Instant::now();
        let meant: Vec<BotId> = self
            .bots
            .iter()
            .filter(|(_, kept)| !kept.is_paused && is_meant(kept))
            .map(|(bot, _)| *bot)
            .collect();
        for bot in meant {
            self.schedule(bot, now);
        }
    }

    /// A shorter interval counts from now on.
    pub(super) fn reschedule(&mut self) {
        let now = Instant::now();
        let late: Vec<BotId> = self
            .due
            .range((now + self.interval(), BotId(Uuid::nil()))..)
            .map(|(_, bot)| *bot)
            .collect();
        for bot in late {
            let wait = self.interval().mul_f64(rand::random_range(0.0..1.0));
            self.schedule(bot, now + wait);
        }
    }

    /// Starts what may start; gives when to come again.
    pub(super) fn go(&mut self) -> Instant {
        let now = Instant::now();
        while let Some((at, bot)) = self.due.first().copied()
            && at <= now
        {
            self.due.pop_first();
            if let Some(kept) = self.bots.get_mut(&bot) {
                kept.due = None;
                if kept.is_running() {
                    kept.after.again = true;
                    continue;
                }
                kept.place = Place::Waiting;
                let queue = self.queues.entry(kept.root.clone()).or_default();
                queue.is_paced = !kept.is_sandbox;
                queue.push(bot);
            }
        }
        let mut release = now + FAR;
        while self.asking < self.pace.in_flight {
            let Some(bot) = self.urgent.pop_front() else {
                break;
            };
            if let Some(kept) = self.bots.get(&bot) {
                let queue = self.queues.entry(kept.root.clone()).or_default();
                queue.goes_ahead(bot);
                self.start(bot, None);
            }
        }
        let mut ready = Vec::new();
        for queue in self.queues.values_mut() {
            while self.asking + ready.len() < self.pace.in_flight {
                match queue.next(now, &self.pace) {
                    Next::Bot(bot) => ready.push(bot),
                    Next::NotBefore(at) => {
                        release = release.min(at);
                        break;
                    }
                    Next::Nobody => break,
                }
            }
        }
        for bot in ready {
            self.start(bot, None);
        }
        let next = self.due.first().map_or(release, |(at, _)| *at);
        release.min(next)
    }

    /// When the bot is looked at next, and puts it into the schedule.
    pub(super) fn next_due(&mut self, bot: BotId, found: &Found, again: bool) -> Option<Instant> {
        let now = Instant::now();
        let kept = self.bots.get(&bot)?;
        if kept.is_urged() {
            let kept = self.bots.get_mut(&bot)?;
            kept.place = Place::Waiting;
            self.urgent.push_back(bot);
            return Some(now);
        }
        if kept.is_paused {
            self.unschedule(bot);
            return None;
        }
        let wait = match found.next {
            _ if again => Duration::ZERO,
            Some(next) => (next - Utc::now()).to_std().unwrap_or_default(),
            None => self.jittered(),
        };
        // What was to happen sooner still does.
        let due = kept.due.map_or(now + wait, |due| due.min(now + wait));
        self.schedule(bot, due);
        Some(due)
    }

    pub(super) fn remove(&mut self, bot: BotId) {
        self.unschedule(bot);
        self.bots.remove(&bot);
        self.board.send_modify(|board| {
            board.remove(&bot);
        });
    }
}
