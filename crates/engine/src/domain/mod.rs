//! Pure values and decisions: no I/O, and time is passed in.

pub mod allowed_updates;
pub mod answer_call;
pub mod api_root;
pub mod bot;
pub mod checkup;
pub mod delivery;
pub mod history;
pub mod ids;
pub mod lane;
pub mod lease;
pub mod policy;
pub mod public_url;
pub mod query;
pub mod reconcile;
pub mod retention;
pub mod row;
pub mod standing;
pub mod thin;
pub mod token;
pub mod trouble;
pub mod update;
pub mod webhook;
pub mod words;
