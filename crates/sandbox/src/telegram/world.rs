//! What Telegram's side knows: bots by token, users, and the time. Shared by the Bot API, delivery
//! and the control API.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use rustls::pki_types::CertificateDer;
use serde_json::Value;
use tokio::sync::watch;

use super::address::Rules;
use super::bot::Bot;
use super::clock::Clock;
use super::control::Name;
use super::scene::Room;

/// The shared state and its surroundings.
#[derive(Debug)]
pub struct World {
    /// The time everything here lives in.
    pub clock: Clock,
    /// What a webhook may point at.
    pub rules: Rules,
    /// Authorities trusted for delivery.
    pub roots: Vec<CertificateDer<'static>>,
    state: Mutex<State>,
    changed: watch::Sender<u64>,
    /// When the next poll of any bot closes by itself.
    closing: watch::Sender<Option<DateTime<Utc>>>,
}

/// Bots by their token, and people.
#[derive(Debug, Default)]
pub struct State {
    /// By token.
    pub bots: BTreeMap<String, Bot>,
    /// User objects by id.
    pub users: BTreeMap<i64, Value>,
    /// What names resolve to that are not left to the system.
    pub names: BTreeMap<String, Name>,
    /// The last revision of any bot's chats.
    pub revisions: Arc<AtomicU64>,
    /// Set once at the end: no delivery starts any more.
    pub closed: bool,
}

impl World {
    /// An empty world.
    pub fn new(clock: Clock, rules: Rules, roots: Vec<CertificateDer<'static>>) -> Self {
        Self {
            clock,
            rules,
            roots,
            state: Mutex::new(State::default()),
            changed: watch::Sender::new(0),
            closing: watch::Sender::new(None),
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // Nothing panics while holding it; if something did, the data is still whole.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads the state.
    pub fn look<T>(&self, read: impl FnOnce(&State) -> T) -> T {
        read(&self.lock())
    }

    /// Changes the state and wakes everyone who waits for a change.
    pub fn change<T>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        let result = act(&mut self.lock());
        self.changed.send_modify(|count| *count += 1);
        result
    }

    /// Reads one bot; `None` when there is no such token.
    pub fn look_at<T>(&self, token: &str, read: impl FnOnce(&Bot) -> T) -> Option<T> {
        self.look(|state| state.bots.get(token).map(read))
    }

    /// Changes one bot; `None` when there is no such token.
    pub fn change_bot<T>(&self, token: &str, act: impl FnOnce(&mut Bot) -> T) -> Option<T> {
        self.change(|state| state.bots.get_mut(token).map(act))
    }

    /// Does something in the chats of a bot; `None` when there is no such token.
    pub fn enter<T>(&self, token: &str, act: impl FnOnce(&mut Room<'_>) -> T) -> Option<T> {
        let now = self.clock.now();
        self.change(|state| {
            let bot = state.bots.get_mut(token)?;
            let people = &state.users;
            bot.close_polls(now);
            let mut room = Room { bot, people, now };
            let result = act(&mut room);
            if let Some(at) = room.bot.scene.next_closing() {
                self.closing.send_if_modified(|next| {
                    let sooner = next.is_none_or(|next| at < next);
                    if sooner {
                        *next = Some(at);
                    }
                    sooner
                });
            }
            Some(result)
        })
    }

    /// Closes polls at their times, for as long as it is waited for.
    pub async fn close_polls(&self) {
        let mut closing = self.closing.subscribe();
        loop {
            let next = *closing.borrow_and_update();
            // The sender lives in `self`, so a change is the only way out of waiting for one.
            let Some(next) = next else {
                let _ = closing.changed().await;
                continue;
            };
            tokio::select! {
                () = self.clock.sleep_until(next) => {}
                _ = closing.changed() => continue,
            }
            let now = self.clock.now();
            self.change(|state| {
                let bots = state.bots.values_mut();
                let next = bots.filter_map(|bot| {
                    bot.close_polls(now);
                    bot.scene.next_closing()
                });
                // While nobody can add one.
                self.closing.send_replace(next.min());
            });
        }
    }

    /// Changes one bot where nobody waits for that change; `None` when there is no such token.
    pub fn note<T>(&self, token: &str, act: impl FnOnce(&mut Bot) -> T) -> Option<T> {
        self.lock().bots.get_mut(token).map(act)
    }

    /// Tells of every change.
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.changed.subscribe()
    }

    /// Waits until `read` finds what it looks for.
    pub async fn until<T>(&self, mut read: impl FnMut(&State) -> Option<T>) -> T {
        let mut changes = self.changes();
        loop {
            changes.mark_unchanged();
            if let Some(found) = self.look(&mut read) {
                return found;
            }
            // The sender lives in `self`, so this only ends with a change.
            let _ = changes.changed().await;
        }
    }
}
