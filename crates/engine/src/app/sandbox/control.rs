//! The sandbox's control API, as docs/sandbox-control.md has it.

use super::{SandboxAddress, SandboxLauncher, news::News};
use crate::error::{Code, Error, Result};
use reqwest::{RequestBuilder, StatusCode};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::sync::{Arc, OnceLock};
use tokio::sync::OnceCell;

/// Where it is, once it runs, and how it is spoken to.
pub(in crate::app) struct Sandbox {
    launcher: Option<Arc<dyn SandboxLauncher>>,
    address: OnceCell<SandboxAddress>,
    http: reqwest::Client,
    /// Who hears of what happens there.
    pub(super) news: OnceLock<News>,
}

/// What the sandbox says when it does not do something.
#[derive(Deserialize)]
struct Refused {
    error: String,
}

impl Sandbox {
    pub(in crate::app) fn new(launcher: Option<Arc<dyn SandboxLauncher>>) -> Result<Self> {
        // To this computer alone: through no proxy, and trusting nobody's certificates.
        let http = reqwest::Client::builder()
            .no_proxy()
            .tls_certs_only([])
            .build()
            .map_err(|error| {
                Error::new(
                    Code::Internal,
                    "The sandbox's client cannot be made.",
                    "Restart Hookbay.",
                )
                .detail(error)
            })?;
        Ok(Self {
            launcher,
            address: OnceCell::new(),
            http,
            news: OnceLock::new(),
        })
    }

    /// Where it is, if it runs.
    pub(in crate::app) fn address(&self) -> Result<SandboxAddress> {
        self.address.get().cloned().ok_or_else(|| {
            Error::new(
                Code::Sandbox,
                "The sandbox is not running.",
                "Start it: Try the sandbox, on the first page.",
            )
        })
    }

    pub(super) async fn start(&self) -> Result<&SandboxAddress> {
        let launcher = self.launcher.as_ref().ok_or_else(|| {
            Error::new(
                Code::Sandbox,
                "This Hookbay was started without a sandbox.",
                "Start the desktop app.",
            )
        })?;
        self.address.get_or_try_init(|| launcher.launch()).await
    }

    /// How it is spoken to, if it runs.
    pub(super) fn line(&self) -> Result<Line> {
        Ok(Line {
            api_root: self.address()?.api_root,
            http: self.http.clone(),
        })
    }

    /// Tells it to do something.
    pub(super) async fn order<T: DeserializeOwned>(&self, path: &str, body: &Value) -> Result<T> {
        let line = self.line()?;
        answer(line.http.post(line.url(path)).json(body)).await
    }

    /// Asks it for something.
    pub(super) async fn ask<T: DeserializeOwned>(
        &self,
        path: &str,
        query: &[(&str, String)],
    ) -> Result<T> {
        self.line()?.ask(path, query).await
    }
}

/// A line to a running sandbox, for who must not keep the app alive.
#[derive(Clone)]
pub(super) struct Line {
    api_root: String,
    http: reqwest::Client,
}

impl Line {
    /// Asks for something.
    pub(super) async fn ask<T: DeserializeOwned>(
        &self,
        path: &str,
        query: &[(&str, String)],
    ) -> Result<T> {
        answer(self.http.get(self.url(path)).query(query)).await
    }

    fn url(&self, path: &str) -> String {
        format!("{}/sandbox/{path}", self.api_root)
    }
}

async fn answer<T: DeserializeOwned>(request: RequestBuilder) -> Result<T> {
    let failed = |detail: String| {
        Error::new(
            Code::Sandbox,
            "The sandbox refused the request.",
            "Restart Hookbay.",
        )
        .detail(detail)
    };
    // The URL holds a token, and no error needs it.
    let broken = |error: reqwest::Error| failed(error.without_url().to_string());
    let answer = request.send().await.map_err(broken)?;
    let status = answer.status();
    let body = answer.bytes().await.map_err(broken)?;
    if status.is_success() {
        return serde_json::from_slice(&body).map_err(|error| failed(error.to_string()));
    }
    let refused = serde_json::from_slice::<Refused>(&body);
    match (status, refused) {
        (StatusCode::NOT_FOUND, Ok(refused)) => Err(Error::new(
            Code::NotFound,
            refused.error,
            "It may be gone; look at the chats again.",
        )),
        (StatusCode::BAD_REQUEST, Ok(refused)) => Err(Error::new(
            Code::InvalidInput,
            refused.error,
            "Do something else in the chat.",
        )),
        _ => Err(failed(String::from_utf8_lossy(&body).into_owned())),
    }
}
