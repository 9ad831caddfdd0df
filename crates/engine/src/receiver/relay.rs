//! Passing an update on to the bot while Telegram waits: whoever does that is given to the receiver
//! from above.

use crate::domain::ids::BotId;
use crate::store::BotKey;
use axum::response::Response;
use bytes::Bytes;
use std::future::Future;
use std::pin::Pin;

/// A request of our own that came back has this header.
pub const HOP: &str = "x-hookbay-hop";

/// An update that was committed.
#[derive(Debug, Clone)]
pub struct Committed {
    /// Whose.
    pub bot_id: BotId,
    /// Whose, short.
    pub bot: BotKey,
    /// Telegram's number.
    pub update_id: i64,
    /// What it is in order with, see `domain::lane`.
    pub lane: String,
    /// The bytes as they came.
    pub body: Bytes,
    /// Whether it had been committed before.
    pub is_duplicate: bool,
}

/// The answer to come.
pub type Answering = Pin<Box<dyn Future<Output = Option<Response>> + Send>>;

/// Who passes updates on.
pub trait Relay: Send + Sync {
    /// Whether a bot's updates are passed on at all. Asked at every update.
    fn concerns(&self, bot: BotKey) -> bool;

    /// Passes an update on after its commit. What Telegram is to be answered; `None` is a plain 200.
    fn pass_on(&self, update: Committed) -> Answering;

    /// Whether this is the value of [`HOP`] that our own requests have.
    fn is_own(&self, hop: &[u8]) -> bool;
}

/// Of a receiver that passes nothing on.
pub struct Nobody;

impl Relay for Nobody {
    fn concerns(&self, _bot: BotKey) -> bool {
        false
    }

    fn pass_on(&self, _update: Committed) -> Answering {
        Box::pin(std::future::ready(None))
    }

    fn is_own(&self, _hop: &[u8]) -> bool {
        false
    }
}
