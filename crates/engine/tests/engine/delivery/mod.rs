//! To the local bot.

mod expiry;
mod flood;
mod hold;
pub mod local_bot;
mod mirror;
mod relay;
mod replay;
pub mod scene;
mod settings;
mod troubles;
