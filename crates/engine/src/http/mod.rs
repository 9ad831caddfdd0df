//! The HTTP API: the control door for programs on this computer, over the same [`App`] as the window.
//!
//! It has a listener of its own, on loopback unless told otherwise; what the tunnel reaches is the
//! receiver's router and nothing of this. A request passes, in this order: the Host and Origin it
//! says ([`place`]), the bearer token, the rate limit, the time limit ([`guard`]), and only then a
//! handler. Whatever is refused, wherever, is answered as problem details (RFC 9457, [`problem`]).
//!
//! The routes and the OpenAPI document are one table, [`document::routes`]: a route cannot be added
//! without its description. The document and its page hold no data, so they need no token.

mod body;
mod bots;
mod change;
mod docs;
mod document;
mod events;
mod guard;
mod history;
mod lease;
mod params;
mod place;
mod problem;
mod serve;
mod state;
mod updates;
mod webhooks;

pub use serve::serve;

use crate::app::App;
use guard::Limiter;
use place::Place;
use std::sync::Arc;
use tokio::sync::{Semaphore, watch};

/// What the handlers work with. Cheap to clone.
#[derive(Clone)]
struct Api {
    app: App,
    /// Where it listens.
    place: Place,
    limiter: Arc<Limiter>,
    /// One permit for each stream of events.
    streams: Arc<Semaphore>,
    /// True once this listener is to end, for what would never end by itself.
    closing: watch::Receiver<bool>,
}
