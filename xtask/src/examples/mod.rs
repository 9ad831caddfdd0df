//! `cargo xtask examples`: the frameworks' example bots against the sandbox, each in every way, and the
//! table of what came of it. docs/frameworks.md shows the same.

mod list;
mod table;
mod unpack;

pub use unpack::unpack;

use crate::test::Session;
use crate::{bots, setup, tree};
use anyhow::{Context, Result};
use std::fs;
use std::process::{ExitCode, Stdio};
use table::Results;

/// The page that shows the table.
const PAGE: &str = "docs/frameworks.md";

/// Runs them all.
pub fn examples() -> Result<ExitCode> {
    setup::to_test()?;
    bots::install()?;
    let results = run()?;
    let printed = table::print(&list::read()?, &results)?;
    println!("{printed}");
    let page = fs::read_to_string(tree::root().join(PAGE))?;
    let is_shown = page.contains(&printed);
    if !is_shown {
        println!("{PAGE} shows another table.");
    }
    Ok(if results.all_passed() && is_shown {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// The tests of the examples, with what nextest says of each.
fn run() -> Result<Results> {
    let session = Session::with_keyring()?;
    let mut nextest = session.command("cargo");
    nextest.args(["nextest", "run", "-p", "hookbay-engine", "--color", "never"]);
    nextest.args(["--status-level", "pass", "--final-status-level", "none"]);
    nextest.args(["-E", "test(/^frameworks::examples::/)"]);
    let said = nextest.stderr(Stdio::piped()).spawn();
    let said = said
        .and_then(std::process::Child::wait_with_output)
        .context("running cargo nextest")?;
    let said = String::from_utf8_lossy(&said.stderr);
    let results = Results::read(&said);
    if !results.all_passed() {
        // Why, in the tests' own words.
        eprintln!("{said}");
    }
    Ok(results)
}
