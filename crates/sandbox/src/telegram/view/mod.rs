//! What the control API shows: the world, a chat, the transcript. The shapes are the window's own, see
//! docs/sandbox-control.md.

mod commands;
mod line;
mod message;
mod timeline;
mod transcript;
mod world;

pub use super::scene::ForceReply;
pub use commands::CommandsFor;
pub use line::summary;
pub use message::{ChatMessage, Entity, InlineButton, Media, PollChoice, PollView, Reaction};
pub use timeline::{
    ChatTimeline, InlineOffer, InlineResult, ReplyButton, ReplyKeyboard, Toast, timeline,
};
pub use transcript::{SandboxCall, TranscriptEntry, TranscriptPage, transcript};
pub use world::{BotCommand, Person, SandboxChat, SandboxWorld, Silent, chat_card, person, world};
