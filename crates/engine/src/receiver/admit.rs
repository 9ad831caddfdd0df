//! Who is let in: a known bot with its secret token.

use crate::domain::ids::BotId;
use crate::store::{BotKey, Store};
use crate::vault::{Key, Vault, VaultState};
use serde::Serialize;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use ts_rs::TS;

/// Requests that the receiver refused in this run, by reason.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, TS, utoipa::ToSchema)]
#[ts(export)]
pub struct RefusedCounts {
    /// The secret token was missing or wrong.
    #[ts(type = "number")]
    pub wrong_secret: u64,
    /// The body was not JSON, or had no update_id.
    #[ts(type = "number")]
    pub not_an_update: u64,
    /// The body was larger than the limit.
    #[ts(type = "number")]
    pub too_large: u64,
}

/// Counts of refused requests, for those who show them. Cheap to clone.
#[derive(Clone, Default)]
pub struct Refusals {
    of_bots: Arc<Mutex<HashMap<BotId, RefusedCounts>>>,
    unknown: Arc<AtomicU64>,
}

impl Refusals {
    /// How many requests were refused for a bot.
    pub fn of(&self, bot: BotId) -> RefusedCounts {
        self.of_bots
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&bot)
            .copied()
            .unwrap_or_default()
    }

    /// How many requests were for a bot that is not in the list.
    pub fn unknown(&self) -> u64 {
        self.unknown.load(Ordering::Relaxed)
    }

    pub(super) fn count_unknown(&self) {
        self.unknown.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn count(&self, bot: BotId, add: impl FnOnce(&mut RefusedCounts)) {
        add(self
            .of_bots
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .entry(bot)
            .or_default());
    }
}

/// Why a request is not let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    /// No such bot.
    Unknown,
    /// Not the bot's secret token.
    WrongSecret,
    /// The secret token cannot be read from the keyring now.
    NotReady,
}

/// Lets a request in whose secret token is one of the bot's. The vault's entry holds one a line: two
/// while a new one is being registered.
pub(super) fn admit(
    store: &Store,
    vault: &Vault,
    bot: BotId,
    given: &[u8],
) -> Result<BotKey, Refusal> {
    let key = store.key(bot).ok_or(Refusal::Unknown)?;
    let Some(secrets) = vault.known(Key::SecretToken(bot)) else {
        // Only a keyring that can be read says that there is none.
        return Err(match vault.state() {
            VaultState::Keyring => Refusal::WrongSecret,
            VaultState::Unavailable { .. } | VaultState::ThisRunOnly => Refusal::NotReady,
        });
    };
    // Every line is compared, so that the time does not tell which one was near.
    let known = secrets
        .lines()
        .fold(false, |known, secret| secret.matches(given) | known);
    if known {
        Ok(key)
    } else {
        Err(Refusal::WrongSecret)
    }
}
