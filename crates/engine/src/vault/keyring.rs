//! The `keyring` crate, off the async threads and bounded in time.

use crate::error::{Code, Error, Result};
use crate::secret::Secret;
use keyring::{Entry, Error as KeyringError};
use std::time::Duration;

/// An unlock prompt may wait for the user; longer than this, the caller is told.
const PATIENCE: Duration = Duration::from_mins(1);
/// At the start nobody may be there to answer a prompt.
const START_PATIENCE: Duration = Duration::from_secs(8);

pub(super) async fn get(service: &str, account: String) -> Result<Option<Secret>> {
    on_thread(service, PATIENCE, move |service| {
        match Entry::new(service, &account)?.get_password() {
            Ok(secret) => Ok(Some(Secret::new(secret))),
            Err(KeyringError::NoEntry) => Ok(None),
            Err(error) => Err(error),
        }
    })
    .await
}

pub(super) async fn set(service: &str, account: String, secret: Secret) -> Result<()> {
    on_thread(service, PATIENCE, move |service| {
        Entry::new(service, &account)?.set_password(secret.expose())
    })
    .await
}

pub(super) async fn remove(service: &str, account: String) -> Result<()> {
    on_thread(service, PATIENCE, move |service| {
        match Entry::new(service, &account)?.delete_credential() {
            Ok(()) | Err(KeyringError::NoEntry) => Ok(()),
            Err(error) => Err(error),
        }
    })
    .await
}

/// Writes and removes an entry: reading alone does not tell a locked keyring from an empty one.
pub(super) async fn try_out(service: &str) -> Result<()> {
    let account = format!("trial/{}", uuid::Uuid::new_v4());
    on_thread(service, START_PATIENCE, move |service| {
        let entry = Entry::new(service, &account)?;
        entry.set_password("trial")?;
        entry.delete_credential()
    })
    .await
}

async fn on_thread<T: Send + 'static>(
    service: &str,
    patience: Duration,
    call: impl FnOnce(&str) -> Result<T, KeyringError> + Send + 'static,
) -> Result<T> {
    let service = service.to_owned();
    let thread = tokio::task::spawn_blocking(move || call(&service));
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

fn as_read(error: &KeyringError) -> Error {
    let (code, message, remedy) = match error {
        KeyringError::NoDefaultStore => (
            Code::KeyringAbsent,
            "This session has no keyring to keep tokens in.",
            "Install and start one (on Debian: apt install gnome-keyring) and restart Hookbay, \
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
