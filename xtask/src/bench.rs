//! `cargo xtask bench [ingest|relay|drain|memory|refresher|inbox|exchange|sandbox]`: what the engine does, beside what the
//! machine allows. Without a name all of them, in some fifteen minutes.

use crate::process::{cargo, succeeds};
use crate::test::{Session, vitest};
use crate::{programs, python, setup, tree, ui};
use anyhow::{Result, bail};
use std::process::ExitCode;

const NAMES: [&str; 8] = [
    "ingest",
    "relay",
    "drain",
    "memory",
    "refresher",
    "inbox",
    "exchange",
    "sandbox",
];

/// What the receiver is run beside.
const MITMPROXY: python::Program = python::Program {
    package: "mitmproxy==11.0.2",
    name: "mitmdump",
};

/// Builds it with optimisation, and measures on the disk that holds the build's folder. Without a name
/// it runs all with their own numbers.
pub fn bench(args: &[String]) -> Result<ExitCode> {
    let done = match args.split_first() {
        Some((name, rest)) if NAMES.contains(&name.as_str()) => one(name, rest)?,
        Some((name, _)) => bail!("{name} is not known; there are {}", NAMES.join(", ")),
        None => {
            let mut all = true;
            for name in NAMES {
                println!("\n== {name}");
                all &= one(name, &[])?;
            }
            all
        }
    };
    Ok(if done {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Opens the real window where nobody sees it, lets it rest, and prints what it costs.
pub fn idle() -> Result<ExitCode> {
    setup::to_test()?;
    ui::install()?;
    ui::build()?;
    let programs = programs::build_to_measure()?;
    let rested = vitest::run_on("idle", Some(&Session::with_display()?), &programs)?;
    Ok(if rested.is_success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Opens the real window where nobody sees it, over an inbox of 1,000,000 updates, and prints how long
/// tasks of its main thread took and what its scripts hold in memory.
pub fn window() -> Result<ExitCode> {
    setup::to_test()?;
    ui::install()?;
    ui::build()?;
    let programs = programs::build_to_measure()?;
    let measured = vitest::run_on("bench", Some(&Session::with_display()?), &programs)?;
    println!("{measured}");
    Ok(if measured.is_success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn one(name: &str, args: &[String]) -> Result<bool> {
    let mut run = cargo();
    run.args(["run", "--profile", "bench-run", "-p", "hookbay-bench", "--"])
        .arg(name)
        .arg("--folder")
        .arg(tree::root().join("target"));
    if name == "ingest" {
        run.arg("--mitmdump").arg(MITMPROXY.installed()?);
    }
    succeeds(run.args(args))
}
