//! The HTTP API over real sockets, on a whole app.

mod bots;
mod docs;
mod events;
mod lease;
mod listening;
mod page;
mod refused;
mod through_the_tunnel;
mod updates;
mod webhooks;
mod without_keyring;

use crate::fixture::{Bench, eventually};
use hookbay_engine::api::types::HttpApiState;
use hookbay_engine::app::App;
use hookbay_engine::http;
use reqwest::{Client, Method, RequestBuilder, StatusCode};
use serde_json::Value;
use std::net::SocketAddr;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// An app with its API.
struct Door {
    bench: Bench,
    api: Api,
}

/// The API of an app, and how it is called.
struct Api {
    url: String,
    token: String,
    client: Client,
    address: watch::Sender<Option<SocketAddr>>,
    serving: JoinHandle<()>,
}

/// A free port of this computer.
fn anywhere() -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], 0))
}

impl Door {
    async fn open() -> Self {
        let bench = Bench::new().await;
        let api = Api::open(&bench.app).await;
        Self { bench, api }
    }
}

impl Api {
    async fn open(app: &App) -> Self {
        let (address, wanted) = watch::channel(Some(anywhere()));
        let serving = tokio::spawn(http::serve(app.clone(), wanted));
        let url = listening(app).await;
        let token = app.http_api_token().await.unwrap().token;
        Self {
            url,
            token,
            client: client(),
            address,
            serving,
        }
    }

    /// A call with the token.
    fn call(&self, method: Method, path: &str) -> RequestBuilder {
        self.bare(method, path).bearer_auth(&self.token)
    }

    /// A call without.
    fn bare(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.url))
    }

    async fn get(&self, path: &str) -> Value {
        answer(self.call(Method::GET, path), StatusCode::OK).await
    }

    async fn post(&self, path: &str, body: &Value) -> Value {
        answer(self.call(Method::POST, path).json(body), StatusCode::OK).await
    }
}

/// Every method and path of the document, with something in place of what is open.
async fn every_call(api: &Api) -> Vec<(Method, String)> {
    let call = api.bare(Method::GET, "/v1/api/openapi.json");
    let document = answer(call, StatusCode::OK).await;
    let mut calls = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        let path = path
            .replace("{bot_id}", &uuid::Uuid::new_v4().to_string())
            .replace("{seq}", "1");
        for method in item.as_object().unwrap().keys() {
            calls.push((method.to_uppercase().parse().unwrap(), path.clone()));
        }
    }
    assert!(calls.len() >= 16, "{calls:?}");
    calls
}

fn client() -> Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap()
}

/// The base, once it listens.
async fn listening(app: &App) -> String {
    eventually("the API listens", || async {
        match app.http_api_state() {
            HttpApiState::Listening { url } => Some(url),
            _ => None,
        }
    })
    .await
}

async fn answer(request: RequestBuilder, expected: StatusCode) -> Value {
    let response = request.send().await.unwrap();
    let status = response.status();
    let text = response.text().await.unwrap();
    assert_eq!(status, expected, "{text}");
    serde_json::from_str(&text).unwrap()
}

/// A problem, after what is true of every one was looked at.
async fn problem(request: RequestBuilder, expected: StatusCode) -> Value {
    let response = request.send().await.unwrap();
    let (status, headers) = (response.status(), response.headers().clone());
    let text = response.text().await.unwrap();
    assert_eq!(status, expected, "{text}");
    assert_eq!(headers["content-type"], "application/problem+json");
    assert!(
        !headers
            .keys()
            .any(|name| name.as_str().starts_with("access-control")),
        "{headers:?}"
    );
    let problem: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(problem["type"], "about:blank");
    assert_eq!(problem["status"], expected.as_u16());
    for sentence in ["title", "detail", "code", "remedy"] {
        let words = problem[sentence].as_str().unwrap();
        assert!(!words.is_empty(), "{sentence}: {problem}");
    }
    problem
}
