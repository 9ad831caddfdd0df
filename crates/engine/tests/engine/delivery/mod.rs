//! To the local bot.

mod again;
mod blamed;
mod calls;
mod compressed;
mod docs;
mod ending;
mod expiry;
mod flood;
mod flooded;
mod hold;
mod hurried;
pub mod local_bot;
mod mended;
mod mirror;
mod moved;
mod paced;
mod poison;
mod record_only;
mod relay;
mod replay;
pub mod scene;
mod settings;
mod troubles;
mod undelivered;
mod unread;
mod unwritten;
