//! `cargo xtask bench ingest|refresher|idle`: how many updates the receiver takes, and how long it takes
//! to look at every webhook, beside what the machine allows; and what the whole app costs at rest.

use crate::process::{cargo, succeeds};
use crate::test::{Session, vitest};
use crate::{programs, setup, tree, ui};
use anyhow::Result;
use std::process::ExitCode;

/// Builds it with optimisation, and measures on the disk that holds the build's folder.
pub fn bench(name: &str, args: &[String]) -> Result<ExitCode> {
    let mut run = cargo();
    run.args(["run", "--profile", "bench-run", "-p", "hookbay-bench", "--"])
        .arg(name)
        .arg("--folder")
        .arg(tree::root().join("target"))
        .args(args);
    Ok(if succeeds(&mut run)? {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Opens the real window where nobody sees it, in the build that the tests use, and lets it rest.
pub fn idle() -> Result<ExitCode> {
    setup::to_test()?;
    ui::install()?;
    ui::build()?;
    programs::build()?;
    let rested = vitest::run("idle", Some(&Session::with_display()?))?;
    Ok(if rested.is_success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
