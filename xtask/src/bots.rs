//! The bots in crates/engine/tests/bots: the frameworks that they are written with, each from its own
//! registry and lock file, and each only when it is not there yet.

use crate::process::{cargo, command, succeeds};
use crate::{examples, programs, setup, tree, ui};
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

/// `cargo xtask bots`, for running single tests without the whole of `cargo xtask test`.
pub fn bots() -> Result<ExitCode> {
    setup::to_test()?;
    install()?;
    Ok(ExitCode::SUCCESS)
}

/// Sees to it that every bot can be started.
pub fn install() -> Result<()> {
    python()?;
    node()?;
    // Before what compiles some of them.
    examples::unpack()?;
    rust()
}

/// Whether the bots' own Rust, which is a workspace apart, is formatted.
pub fn is_formatted() -> Result<bool> {
    let mut format = cargo();
    format
        .args(["fmt", "--check", "--manifest-path"])
        .arg(folder("rust").join("Cargo.toml"));
    succeeds(&mut format)
}

/// A file or folder of theirs.
pub fn folder(name: &str) -> PathBuf {
    tree::root().join("crates/engine/tests/bots").join(name)
}

/// A folder of its own under target/, which is made anew when the list has changed.
fn python() -> Result<()> {
    let wanted = folder("python").join("requirements.txt");
    let made = tree::root().join("target/python/bots");
    // Copied at the end, so it is missing after an install that broke off.
    let installed = made.join("requirements.txt");
    let list = fs::read(&wanted).with_context(|| format!("reading {}", wanted.display()))?;
    if fs::read(&installed).is_ok_and(|installed| installed == list) {
        return Ok(());
    }
    println!("bots: python-telegram-bot");
    let mut venv = command("python3");
    venv.args(["-m", "venv", "--clear"]).arg(&made);
    let mut pip = command(&made.join("bin/pip").display().to_string());
    pip.args(["install", "--quiet", "--disable-pip-version-check"])
        .args(["--require-hashes", "--requirement"])
        .arg(&wanted);
    if !succeeds(&mut venv)? || !succeeds(&mut pip)? {
        bail!("python-telegram-bot could not be installed; see above");
    }
    fs::write(&installed, list)?;
    Ok(())
}

/// grammY, and with it the types that the sandbox's description is made from.
pub fn node() -> Result<()> {
    let node = folder("node");
    // npm writes this file at the end of an install.
    let made = node.join("node_modules/.package-lock.json");
    if ui::is_current(&made, &[node.join("package-lock.json")])? {
        return Ok(());
    }
    println!("bots: grammY");
    let mut npm = command("npm");
    npm.args(["ci", "--no-audit", "--no-fund"])
        .current_dir(&node);
    if !succeeds(&mut npm)? {
        bail!("grammY could not be installed; see above");
    }
    Ok(())
}

/// Built beside Hookbay's own programs, where what both need alike is built once.
fn rust() -> Result<()> {
    let target = programs::folder()?;
    let target = target.parent().context("the folder of all that is built")?;
    let mut build = cargo();
    build
        .args(["build", "--locked", "--manifest-path"])
        .arg(folder("rust").join("Cargo.toml"))
        .arg("--target-dir")
        .arg(target);
    if !succeeds(&mut build)? {
        bail!("the bots on teloxide could not be built; see above");
    }
    Ok(())
}
