//! The programs that the window's tests and pictures start.

use crate::process::{cargo, succeeds};
use anyhow::{Result, bail};
use std::path::PathBuf;

/// Builds them.
pub fn build() -> Result<()> {
    build_with(&[])
}

/// Builds them as fast as a release within a few percent, and what fills an inbox beside them; where they
/// are then. An engine without optimisation takes the processor that the page is measured on.
pub fn build_to_measure() -> Result<PathBuf> {
    let profile = ["--profile", "bench-run"];
    build_with(&profile)?;
    let fill = ["build", "-p", "hookbay-engine", "--example", "fill"];
    if !succeeds(cargo().args(fill).args(profile))? {
        bail!("the filler could not be built; see above");
    }
    Ok(folder()?.with_file_name("bench-run"))
}

fn build_with(profile: &[&str]) -> Result<()> {
    let programs = ["build", "-p", "hookbay-desktop", "-p", "hookbay-sandbox"];
    if !succeeds(cargo().args(programs).args(profile))? {
        bail!("the programs could not be built; see above");
    }
    Ok(())
}

/// Where they are: beside this one.
pub fn folder() -> Result<PathBuf> {
    let mut path = std::env::current_exe()?;
    path.pop();
    Ok(path)
}
