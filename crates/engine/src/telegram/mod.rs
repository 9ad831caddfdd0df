//! The Bot API's client: getMe, setWebhook, deleteWebhook and getWebhookInfo, and for the doctor a
//! getUpdates that confirms nothing. Whoever calls, a wait that Telegram asked for is kept ([`waits`]).
//!
//! A bot's token is part of every URL, so no URL leaves this module: errors carry the host's name
//! and Telegram's words, from which the token is cut should they repeat it.

mod answer;
mod ask;
pub mod blame;
mod carry;
pub mod condition;
pub mod diagnosis;
mod endpoint;
mod error;
mod network;
mod refusal;
mod request;
mod rows;
pub mod trouble;
mod user;
mod waits;
mod words;

pub use ask::{Polled, ServerTime};
pub use endpoint::{CLOUD_ROOT, Endpoint, is_here};
pub use error::{BadWebhook, Conflict, Error, Network};
pub use request::SetWebhookRequest;
pub use rows::refusals;
pub use user::User;
pub use waits::{SHORT_WAIT, Wait};

use crate::domain::webhook::WebhookInfo;
use answer::Answer;
use reqwest::RequestBuilder;
use serde::de::DeserializeOwned;
use std::sync::Arc;
use std::time::Duration;
use waits::Waits;

/// This module's result.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// How long is waited.
#[derive(Debug, Clone, Copy)]
pub struct Timeouts {
    /// For a connection, TLS included.
    pub connect: Duration,
    /// For the whole call.
    pub whole: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            whole: Duration::from_secs(30),
        }
    }
}

/// A client of any number of Bot API servers; clones share their connections.
#[derive(Debug, Clone)]
pub struct Client {
    /// Through the proxy of the environment, where there is one.
    outside: reqwest::Client,
    /// For servers on this computer, which no proxy can reach.
    here: reqwest::Client,
    waits: Waits,
}

impl Client {
    /// A client with the usual timeouts.
    pub fn new() -> Result<Self> {
        Self::with_timeouts(Timeouts::default())
    }

    /// A client with timeouts of its own.
    pub fn with_timeouts(timeouts: Timeouts) -> Result<Self> {
        // An error means that one is installed already, which serves as well.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let builder = || {
            reqwest::Client::builder()
                .connect_timeout(timeouts.connect)
                .timeout(timeouts.whole)
                // Telegram closes idle connections after 60 s; a call should not meet that.
                .pool_idle_timeout(Duration::from_secs(45))
                .redirect(reqwest::redirect::Policy::none())
                .dns_resolver(Arc::new(network::Resolver))
        };
        // A computer without a certificate store can still talk plain http to a server of its own;
        // https then fails as TLS does, when it is tried.
        let built = |make: &dyn Fn() -> reqwest::ClientBuilder| {
            make()
                .build()
                .or_else(|_| make().tls_certs_only([]).build())
        };
        let failed = |error: reqwest::Error| Error::NoClient {
            detail: network::innermost(&error.without_url()),
        };
        Ok(Self {
            outside: built(&builder).map_err(failed)?,
            here: built(&|| builder().no_proxy()).map_err(failed)?,
            waits: Waits::default(),
        })
    }

    /// Who the token belongs to.
    pub async fn get_me(&self, endpoint: &Endpoint) -> Result<User> {
        self.call(endpoint, "getMe", &[], |request| request)
            .await
            .map(|answer| answer.result)
    }

    /// Registers a webhook. Gives Telegram's description, e.g. `Webhook was set`.
    pub async fn set_webhook(
        &self,
        endpoint: &Endpoint,
        wanted: &SetWebhookRequest,
    ) -> Result<String> {
        let secret = wanted
            .secret_token
            .as_ref()
            .map(crate::secret::Secret::expose);
        let answer: Answer<bool> = self
            .call(endpoint, "setWebhook", secret.as_slice(), |request| {
                wanted.put_into(request)
            })
            .await?;
        Ok(answer.description)
    }

    /// Removes the webhook; `drop_pending` also drops what waits at Telegram.
    pub async fn delete_webhook(&self, endpoint: &Endpoint, drop_pending: bool) -> Result<()> {
        let body = serde_json::json!({ "drop_pending_updates": drop_pending });
        let _: Answer<bool> = self
            .call(endpoint, "deleteWebhook", &[], |request| {
                request.json(&body)
            })
            .await?;
        Ok(())
    }

    /// The webhook as Telegram sees it.
    pub async fn get_webhook_info(&self, endpoint: &Endpoint) -> Result<WebhookInfo> {
        self.call(endpoint, "getWebhookInfo", &[], |request| request)
            .await
            .map(|answer| answer.result)
    }

    /// The wait that a call for this bot would have to keep now: a short one is waited for, and while
    /// a longer one runs, no call goes out.
    pub fn wait(&self, endpoint: &Endpoint) -> Option<Wait> {
        self.waits.of(endpoint)
    }

    async fn call<T: DeserializeOwned>(
        &self,
        endpoint: &Endpoint,
        method: &str,
        secrets: &[&str],
        fill: impl FnOnce(RequestBuilder) -> RequestBuilder,
    ) -> Result<Answer<T>> {
        let url = endpoint.url(method)?;
        let host = endpoint::host_of(&url);
        let client = if endpoint::is_here(&url) {
            &self.here
        } else {
            &self.outside
        };
        let https = url.scheme() == "https";
        self.waits.pass(endpoint).await?;
        let answer = async {
            let failed = |error: reqwest::Error| network::classify(error, &host, https);
            let mut response = fill(client.post(url)).send().await.map_err(failed)?;
            answer::read(&mut response, &host, failed).await
        };
        let answer = answer.await;
        self.waits.heard(endpoint, &answer);
        answer.map_err(|error| error.without(&endpoint.token, secrets))
    }
}
