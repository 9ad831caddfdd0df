//! Everything Hookbay does, without a window: bots and their webhooks, the tunnel, the receiver and
//! the inbox. A door (the window, the HTTP API) holds an [`app::App`] and
//! calls [`api`] operations on it; see ARCHITECTURE.md for what may import what.

pub mod api;
pub mod app;
pub mod config;
pub mod delivery;
pub mod doctor;
pub mod domain;
pub mod error;
pub mod event;
pub mod http;
pub mod inbox;
pub mod receiver;
pub mod secret;
pub mod store;
pub mod telegram;
pub mod tunnel;
pub mod vault;
pub mod webhooks;
