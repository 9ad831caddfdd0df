//! `cargo xtask screenshots`: pictures of the real window, for the README and to look at.

use crate::test::{Session, vitest};
use crate::{programs, setup, ui};
use anyhow::Result;
use std::process::ExitCode;

/// Builds, opens the window where nobody sees it, and takes the pictures.
pub fn screenshots() -> Result<ExitCode> {
    setup::to_picture()?;
    ui::install()?;
    ui::build()?;
    programs::build()?;
    let taken = vitest::run("screenshots", Some(&Session::with_display()?))?;
    println!("{taken}");
    Ok(if taken.is_success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
