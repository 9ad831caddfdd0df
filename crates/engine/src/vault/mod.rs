//! Secrets in the OS keyring, or in memory for a run without one.
//!
//! The keyring blocks its thread (an unlock prompt for as long as the user thinks), so every call
//! goes to a blocking thread, and what was read once is kept in memory. A keyring that cannot be used
//! is said to be so; only the user's word, [`Vault::keep_for_this_run`], makes memory stand in for it.

mod keyring;

use crate::domain::ids::BotId;
use crate::error::{Code, Error, Result};
use crate::secret::Secret;
use serde::Serialize;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use ts_rs::TS;

/// The keyring as shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case", tag = "type")]
#[ts(export)]
pub enum VaultState {
    /// Secrets are kept in the OS keyring.
    Keyring,
    /// The user chose to keep secrets for this run only.
    ThisRunOnly,
    /// The keyring cannot be used.
    Unavailable {
        /// Why, and what to do.
        error: Error,
    },
}

/// Where a bot's token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum TokenState {
    /// In the keyring.
    Keyring,
    /// In memory, for this run only.
    ThisRunOnly,
    /// Nowhere: it must be given again.
    Missing,
    /// The keyring cannot be read now.
    Unreadable,
}

/// What a secret is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Key {
    /// A bot's token.
    Token(BotId),
    /// The secret token of a bot's webhook; two lines while a new one is being registered.
    SecretToken(BotId),
    /// ngrok's authtoken.
    NgrokAuthtoken,
}

impl Key {
    fn account(self) -> String {
        match self {
            Self::Token(bot) => format!("bot/{bot}/token"),
            Self::SecretToken(bot) => format!("bot/{bot}/secret-token"),
            Self::NgrokAuthtoken => "ngrok/authtoken".into(),
        }
    }
}

#[derive(Default)]
struct Memory {
    /// Read from or written to the keyring.
    known: HashMap<Key, Secret>,
    /// Kept for this run only.
    kept: HashMap<Key, Secret>,
}

/// The secrets. Cheap to clone.
#[derive(Clone)]
pub struct Vault {
    service: Arc<str>,
    state: Arc<tokio::sync::watch::Sender<VaultState>>,
    memory: Arc<Mutex<Memory>>,
}

impl Vault {
    /// Opens the keyring under `service` and tries it out.
    pub async fn open(service: &str) -> Self {
        let vault = Self {
            service: service.into(),
            state: Arc::new(tokio::sync::watch::Sender::new(VaultState::Keyring)),
            memory: Arc::default(),
        };
        vault.retry().await;
        vault
    }

    /// What is true of the keyring.
    pub fn state(&self) -> VaultState {
        self.state.borrow().clone()
    }

    /// Tries the keyring again, unless the user chose to do without.
    pub async fn retry(&self) -> VaultState {
        if self.state() != VaultState::ThisRunOnly {
            let state = match keyring::try_out(&self.service).await {
                Ok(()) => VaultState::Keyring,
                Err(error) => VaultState::Unavailable { error },
            };
            self.state.send_replace(state);
        }
        self.state()
    }

    /// From now on new secrets are kept in memory and are gone at the end of the run.
    pub fn keep_for_this_run(&self) -> VaultState {
        self.state.send_replace(VaultState::ThisRunOnly);
        self.state()
    }

    /// A secret; `None` when it is not kept.
    pub async fn get(&self, key: Key) -> Result<Option<Secret>> {
        if let Some(secret) = self.in_memory(key) {
            return Ok(Some(secret));
        }
        match self.state() {
            VaultState::ThisRunOnly => Ok(None),
            VaultState::Unavailable { error } => Err(error),
            VaultState::Keyring => {
                let found = keyring::get(&self.service, key.account()).await?;
                if let Some(secret) = &found {
                    self.lock().known.insert(key, secret.clone());
                }
                Ok(found)
            }
        }
    }

    /// A secret that is in memory already; never asks the keyring.
    pub fn known(&self, key: Key) -> Option<Secret> {
        self.in_memory(key)
    }

    /// Keeps a secret.
    pub async fn set(&self, key: Key, secret: Secret) -> Result<()> {
        match self.state() {
            VaultState::ThisRunOnly => {
                self.lock().kept.insert(key, secret);
            }
            VaultState::Unavailable { error } => return Err(error),
            VaultState::Keyring => {
                keyring::set(&self.service, key.account(), secret.clone()).await?;
                self.lock().known.insert(key, secret);
            }
        }
        Ok(())
    }

    /// Forgets a secret, wherever it is.
    pub async fn remove(&self, key: Key) -> Result<()> {
        let was_kept = {
            let mut memory = self.lock();
            memory.known.remove(&key);
            memory.kept.remove(&key).is_some()
        };
        match self.state() {
            VaultState::Keyring => keyring::remove(&self.service, key.account()).await,
            VaultState::Unavailable { error } if !was_kept => Err(error),
            _ => Ok(()),
        }
    }

    /// Where a bot's token is.
    pub async fn token_state(&self, bot: BotId) -> TokenState {
        let found = self.get(Key::Token(bot)).await;
        if self.lock().kept.contains_key(&Key::Token(bot)) {
            return TokenState::ThisRunOnly;
        }
        match found {
            Ok(Some(_)) => TokenState::Keyring,
            Ok(None) => TokenState::Missing,
            Err(_) => TokenState::Unreadable,
        }
    }

    fn in_memory(&self, key: Key) -> Option<Secret> {
        let memory = self.lock();
        memory
            .kept
            .get(&key)
            .or_else(|| memory.known.get(&key))
            .cloned()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A bot's token, which must be there.
pub async fn token_of(vault: &Vault, bot: BotId) -> Result<Secret> {
    vault.get(Key::Token(bot)).await?.ok_or_else(|| {
        Error::new(
            Code::TokenMissing,
            "This bot's token is not in the keyring.",
            "Paste the token again: Replace token.",
        )
    })
}
