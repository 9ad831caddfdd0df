//! A bot that says what it is told, by a call of its own, and only then answers the update.

use super::front::Front;
use crate::server;
use anyhow::{Context, Result};
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::post;
use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// What the bot did about an update.
#[derive(Clone, Copy)]
pub struct Echo {
    /// When it had the update.
    pub had: DateTime<Utc>,
    /// When its answer stood in the chat.
    pub answered: DateTime<Utc>,
    /// How often it got the update.
    pub times: u32,
}

#[derive(Default)]
struct Seen {
    echoes: HashMap<i64, Echo>,
    waiting: HashMap<i64, oneshot::Sender<()>>,
}

struct Shared {
    client: reqwest::Client,
    send_message: String,
    seen: Mutex<Seen>,
}

/// A running bot; it ends when dropped.
pub struct Bot {
    address: SocketAddr,
    shared: Arc<Shared>,
    /// Where it listens behind TLS.
    secure: SocketAddr,
    servers: [JoinHandle<()>; 2],
}

impl Bot {
    /// Starts it, plain and behind TLS.
    pub async fn start(
        client: reqwest::Client,
        front: &Front,
        api: &str,
        token: &str,
    ) -> Result<Self> {
        let shared = Arc::new(Shared {
            client,
            send_message: format!("{api}/bot{token}/sendMessage"),
            seen: Mutex::default(),
        });
        let router = Router::new()
            .route("/bot", post(take))
            .with_state(Arc::clone(&shared));
        let (secure, behind) = front.serve(router.clone()).await?;
        let (address, server) = server::serve_here(router, 0).await?;
        Ok(Self {
            address,
            shared,
            secure,
            servers: [server, behind],
        })
    }

    /// Where it takes updates.
    pub fn url(&self) -> String {
        format!("http://{}/bot", self.address)
    }

    /// The same behind TLS.
    pub fn secure_url(&self) -> String {
        format!("https://localhost:{}/bot", self.secure.port())
    }

    /// Is told once the next answer stands in this chat.
    pub fn hears(&self, chat: i64) -> oneshot::Receiver<()> {
        let (tell, told) = oneshot::channel();
        self.shared.seen().waiting.insert(chat, tell);
        told
    }

    /// What it did since the last look, by update.
    pub fn take(&self) -> HashMap<i64, Echo> {
        std::mem::take(&mut self.shared.seen().echoes)
    }
}

impl Drop for Bot {
    fn drop(&mut self) {
        for server in &self.servers {
            server.abort();
        }
    }
}

impl Shared {
    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn echo(&self, body: &[u8]) -> Result<()> {
        let had = Utc::now();
        let update: Value = serde_json::from_slice(body)?;
        let number = |path: &str| update.pointer(path).and_then(Value::as_i64);
        let id = number("/update_id").context("no update")?;
        let chat = number("/message/chat/id").context("no chat")?;
        let said = json!({ "chat_id": chat, "text": update.pointer("/message/text") });
        let call = self.client.post(&self.send_message).json(&said);
        call.send().await?.error_for_status()?.bytes().await?;
        let answered = Utc::now();
        let mut seen = self.seen();
        let echo = Echo {
            had,
            answered,
            times: 0,
        };
        seen.echoes.entry(id).or_insert(echo).times += 1;
        if let Some(tell) = seen.waiting.remove(&chat) {
            // Whoever gave up waiting says so itself.
            let _ = tell.send(());
        }
        Ok(())
    }
}

async fn take(State(shared): State<Arc<Shared>>, body: Bytes) -> StatusCode {
    match shared.echo(&body).await {
        Ok(()) => StatusCode::OK,
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}
