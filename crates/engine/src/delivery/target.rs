//! A target with what is secret of it.

use super::answer::{Exchange, Failure};
use super::line::Line;
use super::request::{self, Extras};
use crate::domain::delivery::Phases;
use crate::domain::trouble::Trouble;
use crate::error::{Code, Error};
use crate::secret::Secret;
use crate::store::StoredTarget;
use crate::vault::{Key, Vault};
use bytes::Bytes;
use serde::Deserialize;
use std::time::Duration;
use tokio::sync::OnceCell;
use url::Url;

/// What is secret of a target; one entry of the keyring, as JSON.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Secrets {
    /// What the bot compares with `X-Telegram-Bot-Api-Secret-Token`.
    pub secret_token: Option<Secret>,
    /// Own headers.
    pub headers: Vec<(String, Secret)>,
    /// The URL, where it has a token in it.
    pub url: Option<Secret>,
}

impl Secrets {
    /// Whether there is nothing to keep.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// As the keyring's entry.
    pub(super) fn text(&self) -> Secret {
        let headers: Vec<_> = self
            .headers
            .iter()
            .map(|(name, value)| (name.as_str(), value.expose()))
            .collect();
        let value = serde_json::json!({
            "secret_token": self.secret_token.as_ref().map(Secret::expose),
            "headers": headers,
            "url": self.url.as_ref().map(Secret::expose),
        });
        Secret::new(value.to_string())
    }
}

/// A target that can be sent to.
pub(super) struct Target {
    pub(super) stored: StoredTarget,
    ready: OnceCell<(Line, Secrets)>,
}

impl Target {
    pub(super) fn new(stored: StoredTarget) -> Self {
        Self {
            stored,
            ready: OnceCell::new(),
        }
    }

    /// Its secrets, read from the keyring once.
    async fn ready(&self, vault: &Vault) -> Result<&(Line, Secrets), Failure> {
        self.ready
            .get_or_try_init(|| async {
                let secrets = read(vault, &self.stored).await?;
                let text = secrets
                    .url
                    .as_ref()
                    .map_or(self.stored.url.as_str(), Secret::expose);
                // It was checked when it was saved.
                let url = Url::parse(text).map_err(|_| Failure::of(Trouble::NameNotFound))?;
                let line = Line::new(url, self.stored.certificate.as_deref())
                    .map_err(|_| Failure::of(Trouble::Tls))?;
                Ok((line, secrets))
            })
            .await
    }

    /// The secret token that its bot expects.
    pub(super) async fn secret_token(&self, vault: &Vault) -> Result<Option<Secret>, Failure> {
        let secrets = read(vault, &self.stored).await?;
        Ok(secrets.secret_token)
    }

    /// Sends it an update.
    pub(super) async fn send(
        &self,
        vault: &Vault,
        hop: &str,
        body: Bytes,
        within: Duration,
        at: i64,
    ) -> Exchange {
        match self.ready(vault).await {
            Ok((line, secrets)) => {
                let extras = Extras {
                    secret_token: secrets.secret_token.as_ref(),
                    headers: &secrets.headers,
                };
                exchange(line, &extras, hop, body, within, at).await
            }
            Err(failure) => Exchange {
                at,
                phases: Phases::default(),
                request_headers: Vec::new(),
                result: Err(failure),
            },
        }
    }
}

/// What the user is told of secrets that were asked for and cannot be read.
pub(super) fn unreadable(_: Failure) -> Error {
    Error::new(
        Code::KeyringFailed,
        "The target's secrets cannot be read from the keyring.",
        "Unlock the keyring and try again.",
    )
}

/// What is kept of a target in the keyring.
pub(super) async fn read(vault: &Vault, stored: &StoredTarget) -> Result<Secrets, Failure> {
    if !stored.has_secrets {
        return Ok(Secrets::default());
    }
    let unreadable = |detail: Option<String>| Failure {
        detail,
        ..Failure::of(Trouble::Secrets)
    };
    let text = vault
        .get(Key::Target(stored.id))
        .await
        .map_err(|error| unreadable(Some(error.message)))?
        .ok_or_else(|| unreadable(None))?;
    serde_json::from_str(text.expose()).map_err(|_| unreadable(None))
}

/// One request over a way.
pub(super) async fn exchange(
    line: &Line,
    extras: &Extras<'_>,
    hop: &str,
    body: Bytes,
    within: Duration,
    at: i64,
) -> Exchange {
    let headers = request::headers(line.url(), hop, body.len(), extras);
    let request_headers = request::shown(&headers);
    let mut phases = Phases::default();
    let result = line.post(headers, body, within, &mut phases).await;
    Exchange {
        at,
        phases,
        request_headers,
        result,
    }
}
