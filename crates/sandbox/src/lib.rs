//! The other side of Hookbay on one machine: Telegram's Bot API and, beside it, a tunnel's edge.
//!
//! The application's offline mode and every test talk to these instead of the internet. Nothing
//! here is a shortcut: requests, deliveries and errors have the form the real ones have.

pub mod edge;
pub mod telegram;

use edge::{Edge, EdgeError, EdgeOptions};
use telegram::Telegram;

/// How to start the sandbox.
#[derive(Debug, Clone, Default)]
pub struct SandboxOptions {
    /// Telegram's side.
    pub telegram: telegram::Options,
    /// ngrok's side; none, and there is no edge.
    pub edge: Option<EdgeOptions>,
}

/// Why the sandbox did not start.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Telegram's side did not.
    #[error(transparent)]
    Telegram(#[from] telegram::Error),
    /// The edge did not.
    #[error(transparent)]
    Edge(#[from] EdgeError),
}

/// Everything the sandbox runs, started and ended together.
#[derive(Debug)]
pub struct Sandbox {
    /// Telegram's side: the Bot API, delivery to webhooks and the control API.
    pub telegram: Telegram,
    /// ngrok's side, if it was asked for.
    pub edge: Option<Edge>,
}

impl Sandbox {
    /// Starts both sides. With an edge, Telegram's side trusts the edge's certificates and delivers
    /// to its public URLs, which are on this machine.
    pub async fn start(options: SandboxOptions) -> Result<Self, Error> {
        let mut telegram = options.telegram;
        let edge = match options.edge {
            Some(edge) => Some(Edge::start(edge).await?),
            None => None,
        };
        if let Some(edge) = &edge {
            telegram.trusted_roots_pem.push(edge.ca_pem());
            telegram.allow_loopback = true;
        }
        let control = edge::control_routes(edge.as_ref());
        let telegram = Telegram::start_with(telegram, control).await?;
        Ok(Self { telegram, edge })
    }

    /// Stops everything and waits until it has stopped.
    pub async fn shutdown(self) {
        self.telegram.shutdown().await;
        if let Some(edge) = self.edge {
            edge.shutdown().await;
        }
    }
}
