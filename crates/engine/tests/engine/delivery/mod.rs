//! To the local bot.

mod calls;
mod compressed;
mod docs;
mod expiry;
mod flood;
mod hold;
mod local_bot;
mod mended;
mod mirror;
mod relay;
mod replay;
mod scene;
mod settings;
mod troubles;
mod undelivered;
