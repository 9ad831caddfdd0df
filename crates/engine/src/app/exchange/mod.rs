//! Composing, fixtures, export and import: what goes into the inbox and out of it by the user's hand.

mod compose;
mod export;
mod fixtures;
mod import;
mod left_out;

use super::App;
use crate::api::types::{JobView, OfJob, ScrubInput};
use crate::domain::scrub::Scrub;
use crate::error::{Code, Error, Result};
use std::path::PathBuf;

impl App {
    /// Exports and imports, newest first, without what was refused.
    pub fn jobs(&self) -> Vec<JobView> {
        self.shared.jobs.all()
    }

    /// One export or import.
    pub fn job(&self, input: OfJob) -> Result<JobView> {
        self.shared.jobs.get(input.id)
    }

    /// Stops an export or an import, and waits until it has.
    pub async fn cancel_job(&self, input: OfJob) -> Result<JobView> {
        self.shared.jobs.cancel(input.id).await
    }
}

fn scrub(input: Option<&ScrubInput>) -> Option<Scrub> {
    input.map(|input| Scrub::new(input.seed.as_deref(), input.ids))
}

/// A whole path: what a relative one means depends on how the app was started.
fn whole(path: &str) -> Result<PathBuf> {
    let path = PathBuf::from(path.trim());
    if path.is_absolute() {
        return Ok(path);
    }
    Err(Error::new(
        Code::InvalidInput,
        "This is not the whole path of a file or folder.",
        "Write it from the root on, or choose it.",
    ))
}
