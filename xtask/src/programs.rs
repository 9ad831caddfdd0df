//! The programs that the window's tests and pictures start.

use crate::process::{cargo, succeeds};
use anyhow::{Result, bail};
use std::path::PathBuf;

/// Builds them.
pub fn build() -> Result<()> {
    if !succeeds(cargo().args(["build", "-p", "hookbay-desktop", "-p", "hookbay-sandbox"]))? {
        bail!("the programs could not be built; see above");
    }
    Ok(())
}

/// Builds them with optimisation; where they are then.
pub fn build_optimised() -> Result<PathBuf> {
    let release = [
        "build",
        "--release",
        "-p",
        "hookbay-desktop",
        "-p",
        "hookbay-sandbox",
    ];
    if !succeeds(cargo().args(release))? {
        bail!("the programs could not be built; see above");
    }
    Ok(folder()?.with_file_name("release"))
}

/// Where they are: beside this one.
pub fn folder() -> Result<PathBuf> {
    let mut path = std::env::current_exe()?;
    path.pop();
    Ok(path)
}
