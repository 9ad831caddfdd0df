//! `cargo xtask bench ingest|refresher|idle`: how many updates the receiver takes, and how long it takes
//! to look at every webhook, beside what the machine allows; and what the whole app costs at rest.

use crate::process::{cargo, succeeds};
use crate::test::{Session, vitest};
use crate::{programs, setup, tree, ui};
use anyhow::{Result, bail};
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

/// Opens the real window where nobody sees it and lets it rest: in the build that the tests use, or in
/// the one that users get, which takes many minutes to make.
pub fn idle(args: &[String]) -> Result<ExitCode> {
    setup::to_test()?;
    ui::install()?;
    ui::build()?;
    let programs = match args {
        [] => {
            programs::build()?;
            programs::folder()?
        }
        [release] if release == "--release" => programs::build_optimised()?,
        _ => bail!("bench idle takes --release or nothing"),
    };
    let rested = vitest::run_on("idle", Some(&Session::with_display()?), &programs)?;
    Ok(if rested.is_success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
