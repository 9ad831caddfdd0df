//! A bot that answers at once, and counts.

use crate::server;
use anyhow::Result;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::post;
use bytes::Bytes;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::runtime::Runtime;
use tokio::task::JoinHandle;

#[derive(Default)]
struct Seen {
    count: AtomicU64,
    span: Mutex<Option<(Instant, Instant)>>,
}

/// A running bot; it ends when dropped.
pub struct Bot {
    /// Where it listens; its path is [`PATH`].
    pub address: SocketAddr,
    seen: Arc<Seen>,
    server: JoinHandle<()>,
}

/// Where it takes updates.
pub const PATH: &str = "/bot";

impl Bot {
    /// Starts one at a port, 0 for any.
    pub fn start(runtime: &Runtime, port: u16) -> Result<Self> {
        let seen = Arc::<Seen>::default();
        let router = Router::new()
            .route(PATH, post(take))
            .with_state(Arc::clone(&seen));
        let (address, server) = server::serve_at(runtime, router, port)?;
        Ok(Self {
            address,
            seen,
            server,
        })
    }

    /// Its URL.
    pub fn url(&self) -> String {
        format!("http://{}{PATH}", self.address)
    }

    /// How many it was sent.
    pub fn count(&self) -> u64 {
        self.seen.count.load(Ordering::Relaxed)
    }

    /// From the first that it was sent to the last.
    pub fn span(&self) -> Duration {
        let span = self
            .seen
            .span
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        span.map_or(Duration::ZERO, |(first, last)| last.duration_since(first))
    }
}

impl Drop for Bot {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn take(State(seen): State<Arc<Seen>>, _: Bytes) -> StatusCode {
    seen.count.fetch_add(1, Ordering::Relaxed);
    let now = Instant::now();
    let mut span = seen.span.lock().unwrap_or_else(PoisonError::into_inner);
    span.get_or_insert((now, now)).1 = now;
    StatusCode::OK
}
