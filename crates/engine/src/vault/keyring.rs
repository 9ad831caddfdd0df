//! The `keyring` crate's stores, off the async threads and bounded in time.
//!
//! The crate's own entries look for the system's keyring once in a process and remember the outcome
//! for good, so here the store is opened again at every trial: a keyring that was started later is
//! found, and a session that its daemon has ended is left behind.

use crate::error::{Code, Error, Result};
use crate::secret::Secret;
use keyring::{Error as KeyringError, Result as KeyringResult};
use keyring_core::api::CredentialStore;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// An unlock prompt may wait for the user; longer than this, the caller is told.
const PATIENCE: Duration = Duration::from_mins(1);
/// At the start nobody may be there to answer a prompt.
const START_PATIENCE: Duration = Duration::from_secs(8);

type Store = Arc<CredentialStore>;

/// The keyring as far as one service's secrets go. Cheap to clone.
#[derive(Clone)]
pub(super) struct Keyring {
    service: Arc<str>,
    store: Arc<Mutex<Option<Store>>>,
}

impl Keyring {
    pub(super) fn new(service: &str) -> Self {
        Self {
            service: service.into(),
            store: Arc::default(),
        }
    }

    pub(super) async fn get(&self, account: String) -> Result<Option<Secret>> {
        self.on_thread(PATIENCE, move |store, service| {
            match store.build(service, &account, None)?.get_password() {
                Ok(secret) => Ok(Some(Secret::new(secret))),
                Err(KeyringError::NoEntry) => Ok(None),
                Err(error) => Err(error),
            }
        })
        .await
    }

    pub(super) async fn set(&self, account: String, secret: Secret) -> Result<()> {
        self.on_thread(PATIENCE, move |store, service| {
            store
                .build(service, &account, None)?
                .set_password(secret.expose())
        })
        .await
    }

    pub(super) async fn remove(&self, account: String) -> Result<()> {
        self.on_thread(PATIENCE, move |store, service| {
            match store.build(service, &account, None)?.delete_credential() {
                Ok(()) | Err(KeyringError::NoEntry) => Ok(()),
                Err(error) => Err(error),
            }
        })
        .await
    }

    /// Opens the keyring anew, and writes and removes an entry: reading alone does not tell a locked
    /// keyring from an empty one.
    pub(super) async fn try_out(&self) -> Result<()> {
        *self.lock() = None;
        let account = format!("trial/{}", uuid::Uuid::new_v4());
        self.on_thread(START_PATIENCE, move |store, service| {
            let entry = store.build(service, &account, None)?;
            entry.set_password("trial")?;
            entry.delete_credential()
        })
        .await
    }

    async fn on_thread<T: Send + 'static>(
        &self,
        patience: Duration,
        call: impl FnOnce(&Store, &str) -> KeyringResult<T> + Send + 'static,
    ) -> Result<T> {
        let keyring = self.clone();
        let thread = tokio::task::spawn_blocking(move || {
            let store = keyring.opened()?;
            call(&store, &keyring.service)
        });
        match tokio::time::timeout(patience, thread).await {
            Ok(Ok(result)) => result.map_err(|error| as_read(&error)),
            Ok(Err(error)) => Err(Error::new(
                Code::KeyringFailed,
                "The keyring call ended abnormally.",
                "Try again; if it stays, keep secrets for this run only.",
            )
            .detail(error)),
            Err(_) => Err(Error::new(
                Code::KeyringLocked,
                "The keyring did not answer: it probably waits for you to unlock it.",
                "Unlock the keyring and press Try again, or keep secrets for this run only.",
            )),
        }
    }

    /// The store that is open, or a new one. The lock is not held while one opens, which may take as
    /// long as the system's keyring likes.
    fn opened(&self) -> KeyringResult<Store> {
        if let Some(store) = &*self.lock() {
            return Ok(Arc::clone(store));
        }
        let store = open()?;
        *self.lock() = Some(Arc::clone(&store));
        Ok(store)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<Store>> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(target_os = "macos")]
fn open() -> KeyringResult<Store> {
    Ok(apple_native_keyring_store::keychain::Store::new()?)
}

#[cfg(target_os = "windows")]
fn open() -> KeyringResult<Store> {
    Ok(windows_native_keyring_store::Store::new()?)
}

#[cfg(not(any(target_os = "macos", target_os = "windows")))]
fn open() -> KeyringResult<Store> {
    match zbus_secret_service_keyring_store::Store::new() {
        Ok(store) => Ok(store),
        // Whatever kept it from opening: there is no Secret Service to talk to.
        Err(error) => {
            tracing::warn!("the Secret Service cannot be opened: {}", describe(&error));
            Err(KeyringError::NoDefaultStore)
        }
    }
}

fn as_read(error: &KeyringError) -> Error {
    let (code, message, remedy) = match error {
        KeyringError::NoDefaultStore => (
            Code::KeyringAbsent,
            "This session has no keyring to keep tokens in.",
            "Install and start one (on Debian: apt install gnome-keyring) and press Try again, \
             or keep secrets for this run only.",
        ),
        KeyringError::NoStorageAccess(_) => (
            Code::KeyringLocked,
            "The keyring is locked, so tokens cannot be read or kept.",
            "Unlock the keyring and press Try again, or keep secrets for this run only.",
        ),
        _ => (
            Code::KeyringFailed,
            "The keyring refused to keep or give a secret.",
            "Check that the keyring runs and is unlocked, then press Try again.",
        ),
    };
    Error::new(code, message, remedy).detail(describe(error))
}

/// The error's words, without the two variants that carry the secret's bytes.
fn describe(error: &KeyringError) -> String {
    match error {
        KeyringError::BadEncoding(_) | KeyringError::BadDataFormat(..) => {
            "the entry is not text".into()
        }
        other => other.to_string(),
    }
}
