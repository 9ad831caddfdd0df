//! Other programs, started so that nothing of this one's surroundings leaks into them.

use crate::tree;
use anyhow::{Context, Result};
use std::process::{Command, Stdio};

/// `program`, in the top folder.
pub fn command(program: &str) -> Command {
    let mut command = Command::new(program);
    command.current_dir(tree::root());
    command
}

/// Cargo, in the top folder.
pub fn cargo() -> Command {
    let mut command = command("cargo");
    without_package(&mut command);
    command
}

/// Takes out the variables that say which package runs now. Some build scripts watch them, and
/// would be built anew each time the command comes from here and not from a shell.
pub fn without_package(command: &mut Command) {
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if [
            "CARGO_PKG_",
            "CARGO_MANIFEST_",
            "CARGO_CRATE_",
            "CARGO_BIN_",
        ]
        .iter()
        .any(|start| text.starts_with(start))
        {
            command.env_remove(&name);
        }
    }
}

/// Runs it with its output shown; whether it succeeded.
pub fn succeeds(command: &mut Command) -> Result<bool> {
    let name = command.get_program().to_string_lossy().into_owned();
    Ok(command
        .status()
        .with_context(|| format!("could not start {name}"))?
        .success())
}

/// What it writes to its standard output, if it can be started and succeeds.
pub fn answer(program: &str, args: &[&str]) -> Option<String> {
    let output = command(program)
        .args(args)
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    output.status.success().then_some(text)
}
