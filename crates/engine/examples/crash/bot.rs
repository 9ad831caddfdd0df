//! The local bot: a real server that writes down what it was sent, and can be killed as well.

use crate::Result;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::post;
use serde_json::Value;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};

/// An update that it was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Got {
    /// 0 is relayed to, 1 is held for.
    pub bot: usize,
    /// Telegram's number.
    pub update_id: i64,
    /// In which chat.
    pub chat: i64,
}

type Log = Arc<Mutex<Vec<Got>>>;

/// The bot, up or down.
pub struct Bot {
    address: SocketAddr,
    log: Log,
    running: Option<Runtime>,
}

impl Bot {
    /// One that runs.
    pub async fn start() -> Result<Self> {
        let mut bot = Self {
            address: SocketAddr::from(([127, 0, 0, 1], 0)),
            log: Log::default(),
            running: None,
        };
        bot.up().await?;
        Ok(bot)
    }

    /// Where it listens.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// All that it was sent.
    pub fn log(&self) -> Vec<Got> {
        self.log
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Starts it at the port that it had, unless it runs.
    pub async fn up(&mut self) -> Result<()> {
        if self.running.is_some() {
            return Ok(());
        }
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()?;
        // The port is free once the last one's sockets are gone with their runtime.
        let listener = loop {
            let bound = runtime.spawn(TcpListener::bind(self.address)).await?;
            match bound {
                Ok(listener) => break listener,
                Err(_) => tokio::time::sleep(Duration::from_millis(2)).await,
            }
        };
        self.address = listener.local_addr()?;
        let router = Router::new()
            .route("/{bot}", post(take))
            .with_state(Arc::clone(&self.log));
        runtime.spawn(async move { axum::serve(listener, router).await });
        self.running = Some(runtime);
        Ok(())
    }

    /// Ends it in the middle of whatever it does.
    pub fn down(&mut self) {
        if let Some(running) = self.running.take() {
            running.shutdown_background();
        }
    }
}

impl Drop for Bot {
    fn drop(&mut self) {
        self.down();
    }
}

async fn take(Path(bot): Path<String>, State(log): State<Log>, body: Bytes) -> StatusCode {
    let update: Value = serde_json::from_slice(&body).unwrap_or_default();
    let (Some(update_id), Some(chat)) = (
        update["update_id"].as_i64(),
        update["message"]["chat"]["id"].as_i64(),
    ) else {
        return StatusCode::BAD_REQUEST;
    };
    let got = Got {
        bot: usize::from(bot == "hold"),
        update_id,
        chat,
    };
    log.lock().unwrap_or_else(PoisonError::into_inner).push(got);
    StatusCode::OK
}
