//! To the local bot.

mod blamed;
mod calls;
mod compressed;
mod docs;
mod expiry;
mod flood;
mod hold;
pub mod local_bot;
mod mended;
mod mirror;
mod relay;
mod replay;
pub mod scene;
mod settings;
mod troubles;
mod undelivered;
