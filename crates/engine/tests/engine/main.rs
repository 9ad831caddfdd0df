//! The engine on real parts: one module for each capability.

#![allow(clippy::unwrap_used, clippy::expect_used)] // A test that cannot go on has failed.

mod app;
mod delivered;
mod delivery;
mod doctor;
mod exchange;
mod fixture;
mod frameworks;
mod heads;
mod http;
mod inbox;
mod ingest;
mod lease;
mod leaving;
mod receiver;
mod refresher;
mod retention;
mod sandbox;
mod sandbox_chats;
mod scenarios;
mod settings;
mod store;
mod telegram;
mod tunnel;
mod vault;
mod webhooks;
