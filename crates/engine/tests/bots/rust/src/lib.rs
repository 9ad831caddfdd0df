//! What the bots share: what they write down for the tests, and teloxide as its own examples see it.
//!
//! An example takes its token and the Bot API's address from the environment, as teloxide does by
//! itself, and polls. It is compiled unchanged, with this crate under teloxide's name: all of teloxide,
//! but for a `Dispatcher` that listens for a webhook's requests where the environment says so.

mod listening;
mod seen;

pub use seen::note;
pub use teloxide::*;

pub mod prelude {
    pub use crate::listening::Dispatcher;
    pub use teloxide::prelude::*;
}
