//! The other side of Hookbay on one machine: Telegram's Bot API and, beside it, a tunnel's edge.
//!
//! The application's offline mode and every test talk to these instead of the internet. Nothing
//! here is a shortcut: requests, deliveries and errors have the form the real ones have.

pub mod edge;
pub mod telegram;

use telegram::Telegram;

/// Everything the sandbox runs, started and ended together.
#[derive(Debug)]
pub struct Sandbox {
    /// Telegram's side: the Bot API, delivery to webhooks and the control API.
    pub telegram: Telegram,
}

impl Sandbox {
    /// Starts Telegram's side.
    pub async fn start(options: telegram::Options) -> Result<Self, telegram::Error> {
        Ok(Self {
            telegram: Telegram::start(options).await?,
        })
    }

    /// Stops everything and waits until it has stopped.
    pub async fn shutdown(self) {
        self.telegram.shutdown().await;
    }
}
