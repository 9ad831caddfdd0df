//! Secrets in the OS keyring, or in memory for a run without one.
//!
//! The keyring blocks its thread (an unlock prompt for as long as the user thinks), so every call
//! goes to a blocking thread, and what was read once is kept in memory. A keyring that cannot be used
//! is said to be so; only the user's word, [`Vault::keep_for_this_run`], makes memory stand in for it.

mod keyring;

use crate::domain::delivery::TargetId;
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS, utoipa::ToSchema)]
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
    /// Somebody else's webhook that ours took the place of: its URL and secret token, as JSON.
    Lease(BotId),
    /// ngrok's authtoken.
    NgrokAuthtoken,
    /// The bearer token of the HTTP API.
    HttpApiToken,
    /// What is secret of a delivery target, as JSON.
    Target(TargetId),
}

impl Key {
    fn account(self) -> String {
        match self {
            Self::Token(bot) => format!("bot/{bot}/token"),
            Self::SecretToken(bot) => format!("bot/{bot}/secret-token"),
            Self::Lease(bot) => format!("bot/{bot}/lease"),
            Self::NgrokAuthtoken => "ngrok/authtoken".into(),
            Self::HttpApiToken => "http-api/token".into(),
            Self::Target(target) => format!("target/{}", target.0),
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
    keyring: keyring::Keyring,
    state: Arc<tokio::sync::watch::Sender<VaultState>>,
    memory: Arc<Mutex<Memory>>,
}

impl Vault {
    /// Opens the keyring under `service` and tries it out.
    pub async fn open(service: &str) -> Self {
        let vault = Self {
            keyring: keyring::Keyring::new(service),
            state: Arc::new(tokio::sync::watch::Sender::new(VaultState::Keyring)),
            memory: Arc::default(),
        };
        // The state says how it went.
        let _ = vault.retry().await;
        vault
    }

    /// What is true of the keyring.
    pub fn state(&self) -> VaultState {
        self.state.borrow().clone()
    }

    /// Each change of the state from now on.
    pub fn watch(&self) -> tokio::sync::watch::Receiver<VaultState> {
        self.state.subscribe()
    }

    /// Tries the keyring again. Once it works, it is used again, also after a while without; what was
    /// kept for this run until then moves into it.
    pub async fn retry(&self) -> Result<VaultState> {
        let before = self.state();
        match self.keyring.try_out().await {
            Ok(()) => {
                self.move_in().await?;
                self.change(VaultState::Keyring);
            }
            // Memory does as before; the caller hears that the keyring does not.
            Err(error) if before == VaultState::ThisRunOnly => return Err(error),
            Err(error) => self.change(VaultState::Unavailable { error }),
        }
        Ok(self.state())
    }

    /// Writes to the keyring what was kept for this run only.
    async fn move_in(&self) -> Result<()> {
        let kept: Vec<(Key, Secret)> = self.lock().kept.clone().into_iter().collect();
        for (key, secret) in kept {
            self.keyring.set(key.account(), secret.clone()).await?;
            let mut memory = self.lock();
            memory.kept.remove(&key);
            memory.known.insert(key, secret);
        }
        Ok(())
    }

    /// A keyring that stops working is said to be so, whichever call met it.
    fn noted<T>(&self, result: Result<T>) -> Result<T> {
        if let Err(error) = &result
            && self.state() == VaultState::Keyring
        {
            self.change(VaultState::Unavailable {
                error: error.clone(),
            });
        }
        result
    }

    fn change(&self, state: VaultState) {
        self.state.send_if_modified(|now| {
            let is_new = *now != state;
            *now = state;
            is_new
        });
    }

    /// From now on new secrets are kept in memory and are gone at the end of the run.
    pub fn keep_for_this_run(&self) -> VaultState {
        self.change(VaultState::ThisRunOnly);
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
                let found = self.noted(self.keyring.get(key.account()).await)?;
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
                self.noted(self.keyring.set(key.account(), secret.clone()).await)?;
                self.lock().known.insert(key, secret);
            }
        }
        Ok(())
    }

    /// Forgets a secret, wherever it is. When the keyring refuses, it stays in memory as well, so
    /// that nothing is half removed.
    pub async fn remove(&self, key: Key) -> Result<()> {
        match self.state() {
            VaultState::Keyring => self.noted(self.keyring.remove(key.account()).await)?,
            // An entry of an earlier run may be in the keyring, if there is one now.
            VaultState::ThisRunOnly => match self.keyring.remove(key.account()).await {
                Err(error) if error.code != Code::KeyringAbsent => return Err(error),
                _ => {}
            },
            VaultState::Unavailable { error } => return Err(error),
        }
        let mut memory = self.lock();
        memory.known.remove(&key);
        memory.kept.remove(&key);
        Ok(())
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
