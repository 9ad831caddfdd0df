//! Pure values and decisions: no I/O, and time is passed in.

pub mod allowed_updates;
pub mod api_root;
pub mod bot;
pub mod checkup;
pub mod compose;
pub mod delivery;
pub mod envelope;
pub mod history;
pub mod ids;
pub mod lane;
pub mod layout;
pub mod lease;
pub mod policy;
pub mod public_url;
pub mod reconcile;
pub mod retention;
pub mod row;
pub mod scrub;
pub mod standing;
pub mod thin;
pub mod token;
pub mod trouble;
pub mod update;
pub mod webhook;
