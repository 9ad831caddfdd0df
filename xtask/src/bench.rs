//! `cargo xtask bench ingest|refresher|inbox`: how many updates the receiver takes, how long it takes to
//! look at every webhook, beside what the machine allows; and how fast a million updates are searched.

use crate::process::{cargo, succeeds};
use crate::tree;
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
