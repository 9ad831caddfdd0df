//! `cargo xtask run [-- args]`: from a fresh clone to the open window.

use crate::process::{cargo, succeeds};
use crate::{setup, ui};
use anyhow::{Result, bail};
use std::process::ExitCode;

/// Installs, builds and opens. What stands after `--` goes to the app.
pub fn run(args: &[String]) -> Result<ExitCode> {
    let for_app = match args {
        [] => args,
        [dashes, rest @ ..] if dashes == "--" => rest,
        _ => {
            bail!("what is meant for the app stands after --, as in: cargo xtask run -- --sandbox")
        }
    };
    setup::to_run()?;
    ui::install()?;
    ui::build()?;
    if !succeeds(cargo().args(["build", "-p", "hookbay-desktop"]))? {
        bail!("the app could not be built; see above");
    }
    if cfg!(target_os = "linux") && !has_display() {
        bail!(
            "the app is built, but this session has no display to open a window on: neither DISPLAY nor \
             WAYLAND_DISPLAY is set. Run it from a desktop session, or under xvfb-run."
        );
    }
    let mut run = cargo();
    run.args(["run", "--quiet", "-p", "hookbay-desktop", "--"])
        .args(for_app);
    Ok(if succeeds(&mut run)? {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn has_display() -> bool {
    ["DISPLAY", "WAYLAND_DISPLAY"]
        .iter()
        .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}
