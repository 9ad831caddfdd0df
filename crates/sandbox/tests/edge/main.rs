//! ngrok's side over real sockets, with the real ngrok client as its agent.

#![allow(
    clippy::unwrap_used,
    reason = "what a test builds on may fail it anywhere, in its agent as well"
)]

mod agent;
mod bind;
mod control;
mod ended;
