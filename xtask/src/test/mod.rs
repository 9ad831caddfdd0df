//! `cargo xtask test`: everything that must hold, in an order that fails early on what is quick. A
//! suite that fails does not stop the next, so that one run reports all there is.

mod http_api;
mod nextest;
mod session;
mod tally;
pub mod vitest;

pub use session::Session;

use crate::process::{cargo, succeeds};
use crate::{bindings, bots, crash, programs, setup, tidy, ui};
use anyhow::Result;
use std::process::ExitCode;
use std::time::Instant;
use tally::Tally;

/// A suite's name and what runs it.
type Suite = (&'static str, fn() -> Result<Tally>);

const SUITES: &[Suite] = &[
    ("format", || {
        check(succeeds(cargo().args(["fmt", "--all", "--check"])))
    }),
    ("format: bots", || check(bots::is_formatted())),
    ("tidy", || check(tidy::is_tidy())),
    ("ui: packages", || prepared(ui::install())),
    ("ui: types", || {
        check(succeeds(ui::npm().args(["run", "check"])))
    }),
    ("ui: tests", || vitest::run("test", None)),
    // Before whatever compiles the window, which has the page inside.
    ("ui: build", || prepared(ui::build())),
    ("clippy", || {
        let lints = [
            "clippy",
            "--workspace",
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ];
        check(succeeds(cargo().args(lints)))
    }),
    ("bots: packages", || prepared(bots::install())),
    ("tests", nextest::run),
    ("crash", || check(crash::few())),
    ("http api", http_api::run),
    ("bindings", || check(bindings::are_current())),
    ("end to end", end_to_end),
];

/// Runs every suite; the last line is the sum of them.
pub fn test() -> Result<ExitCode> {
    setup::to_test()?;
    let mut total = Tally::default();
    let mut at_fault = Vec::new();
    for (name, suite) in SUITES {
        println!("\n== {name}");
        let started = Instant::now();
        let tally = suite().unwrap_or_else(|error| {
            println!("{error:#}");
            Tally::failure()
        });
        println!(
            "== {name}: {tally} ({:.1} s)",
            started.elapsed().as_secs_f64()
        );
        if tally.failed > 0 {
            at_fault.push(*name);
        }
        total += tally;
    }
    println!();
    if !at_fault.is_empty() {
        println!("At fault: {}", at_fault.join(", "));
    }
    println!("{total}");
    Ok(if total.is_success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// A check counts as one test.
fn check(outcome: Result<bool>) -> Result<Tally> {
    Ok(if outcome? {
        Tally::success()
    } else {
        Tally::failure()
    })
}

/// A preparation counts only when it fails.
fn prepared(outcome: Result<()>) -> Result<Tally> {
    outcome.map(|()| Tally::default())
}

fn end_to_end() -> Result<Tally> {
    programs::build()?;
    vitest::run("e2e", Some(&Session::with_display()?))
}
