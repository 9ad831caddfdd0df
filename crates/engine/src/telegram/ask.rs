//! What the doctor asks: the server's clock, and whether somebody polls.

use super::{Answer, Client, Endpoint, Error, Result, endpoint, network};
use chrono::{DateTime, Utc};
use serde::de::IgnoredAny;
use std::time::Duration;
use url::Url;

/// The doctor does not wait as long as a call may.
const PATIENCE: Duration = Duration::from_secs(10);

/// What time it was at a server, between two looks at this computer's clock.
#[derive(Debug, Clone, Copy)]
pub struct ServerTime {
    /// This computer's clock before.
    pub asked: DateTime<Utc>,
    /// The server's, in whole seconds.
    pub server: DateTime<Utc>,
    /// This computer's clock after.
    pub answered: DateTime<Utc>,
}

/// What a getUpdates that confirms nothing found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Polled {
    /// No update came while it waited.
    Nothing,
    /// Updates wait.
    Something,
}

impl Client {
    /// The Date in an answer of the server at `root`; no token is needed. `None` where it says none.
    pub async fn server_time(&self, root: &str) -> Result<Option<ServerTime>> {
        let url = Url::parse(root.trim()).map_err(|error| Error::BadRoot {
            detail: error.to_string(),
        })?;
        let host = endpoint::host_of(&url);
        let client = if endpoint::is_here(&url) {
            &self.here
        } else {
            &self.outside
        };
        let https = url.scheme() == "https";
        let asked = Utc::now();
        let answer = client
            .get(url)
            .timeout(PATIENCE)
            .send()
            .await
            .map_err(|error| network::classify(error, &host, https))?;
        let answered = Utc::now();
        let date = answer
            .headers()
            .get(reqwest::header::DATE)
            .and_then(|value| httpdate::parse_http_date(value.to_str().ok()?).ok());
        Ok(date.map(|server| ServerTime {
            asked,
            server: server.into(),
            answered,
        }))
    }

    /// One getUpdates of `wait` seconds. Without an offset it confirms nothing, and what it brings is
    /// not looked at.
    pub async fn poll_once(&self, endpoint: &Endpoint, wait: u32) -> Result<Polled> {
        let body = serde_json::json!({ "timeout": wait, "limit": 1 });
        let answer: Answer<Vec<IgnoredAny>> = self
            .call(endpoint, "getUpdates", &[], |request| request.json(&body))
            .await?;
        Ok(if answer.result.is_empty() {
            Polled::Nothing
        } else {
            Polled::Something
        })
    }
}
