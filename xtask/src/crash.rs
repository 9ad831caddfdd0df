//! `cargo xtask crash`: kills the app at random moments under load, then counts. The test itself is the
//! engine's example `crash`; it runs in a session with a keyring of its own, where an app that was
//! killed finds its bots' tokens again.

use crate::process::{cargo, succeeds};
use crate::programs;
use crate::test::Session;
use anyhow::{Context, Result, bail};
use std::process::ExitCode;

/// Rounds, unless told otherwise.
const ROUNDS: &str = "200";
/// Rounds in the test suite.
const FEW: &str = "20";

/// `[--rounds N] [--seed N]`.
pub fn crash(args: &[String]) -> Result<ExitCode> {
    let mut args = args.iter();
    let (mut rounds, mut seed) = (ROUNDS, None);
    while let Some(arg) = args.next() {
        let value = args
            .next()
            .with_context(|| format!("{arg} needs a value"))?;
        match arg.as_str() {
            "--rounds" => rounds = value,
            "--seed" => seed = Some(value.as_str()),
            other => bail!("{other} is not known; there are --rounds N and --seed N"),
        }
    }
    Ok(if run(rounds, seed)? {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// As many rounds as a test suite bears; whether all is there.
pub fn few() -> Result<bool> {
    run(FEW, None)
}

fn run(rounds: &str, seed: Option<&str>) -> Result<bool> {
    let example = ["build", "-p", "hookbay-engine", "--example", "crash"];
    if !succeeds(cargo().args(example))? {
        bail!("the crash test could not be built; see above");
    }
    let session = Session::with_keyring()?;
    let program = programs::folder()?.join("examples/crash");
    let mut program = session.command(&program.display().to_string());
    succeeds(program.arg(rounds).args(seed))
}
