//! Pure values and decisions: no I/O, and the time is passed in.

pub mod allowed_updates;
pub mod bot;
pub mod ids;
pub mod public_url;
pub mod row;
pub mod token;
pub mod update;
pub mod webhook;
