//! Real bots on python-telegram-bot, grammY and teloxide, each a process of its own behind the relay:
//! Telegram's side, ngrok's edge, the `ngrok` crate, the receiver, the relay, the framework's own
//! webhook server, and its answer back in the chat.
//!
//! The bots are in `tests/bots`. `cargo xtask bots` installs what they need; `cargo xtask test` does so
//! by itself.

mod docs;
mod examples;
mod killed;
mod moved;
mod process;
mod program;
mod rig;
mod snippets;
mod talk;
