//! A conversation with a bot as a file: read and written (`parse`, `print`), written down from a chat
//! of the sandbox (`record`), and played there with what the bot ought to answer (`play`).
//!
//! The sandbox is spoken to over its control API alone, so that any sandbox will do: the window's, the
//! command line's, one on another port. The format is in docs/scenarios.md.

mod beat;
mod board;
pub mod client;
mod difference;
mod files;
mod message;
pub mod model;
pub mod parse;
pub mod play;
pub mod print;
pub mod record;
pub mod run;
mod unknown;
mod words;

pub use client::Client;
pub use files::{Found, Listing, Unreadable, find};
pub use model::Scenario;
pub use parse::{ParseError, parse};
pub use play::{Options, play};
pub use print::print;
pub use record::{Recording, record};
pub use run::{Difference, Problem, Run, State, StepRun};
pub use words::duration;
