//! Telegram's side over real sockets: the Bot API, delivery to a webhook, and the control API.

#![allow(
    clippy::unwrap_used,
    reason = "what a test builds on may fail it anywhere, in its desk and its hook as well"
)]

mod administrators;
mod answers;
mod api;
mod chats;
mod commands;
mod conformance;
mod control;
mod desk;
mod editing;
mod files;
mod garbage;
mod hook;
mod inline_results;
mod keyboards;
mod moving;
mod pending_webhook;
mod polling;
mod polls;
mod queue;
mod replies;
mod retry;
mod sending;
mod set_webhook;
mod silence;
mod transcript;
mod trouble;
