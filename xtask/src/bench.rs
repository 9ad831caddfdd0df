//! `cargo xtask bench ingest`: how many updates the receiver takes, beside what the machine allows.

use crate::process::{cargo, succeeds};
use crate::tree;
use anyhow::Result;
use std::process::ExitCode;

/// Builds it with optimisation, and measures on the disk that holds the build's folder.
pub fn bench(args: &[String]) -> Result<ExitCode> {
    let mut run = cargo();
    run.args(["run", "--profile", "bench-run", "-p", "hookbay-bench", "--"])
        .arg("ingest")
        .arg("--folder")
        .arg(tree::root().join("target"))
        .args(args);
    Ok(if succeeds(&mut run)? {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
