//! The examples that the frameworks' projects publish, from the packages that are pinned, into
//! `target/examples`. What is published by somebody else is not kept in the project.

use super::list;
use crate::process::{cargo, command, succeeds};
use crate::{bots, tree, ui};
use anyhow::{Context, Result, bail};
use serde::Deserialize;
use std::fs;
use std::path::{Path, PathBuf};

/// Sees to it that all are there.
pub fn unpack() -> Result<()> {
    let to = tree::root().join("target/examples");
    let files = |part: &str| -> Result<Vec<PathBuf>> {
        let files = list::read()?.into_iter().map(|example| example.file);
        let files = files.filter(|file| file.starts_with(&format!("target/examples/{part}/")));
        Ok(files.map(|file| tree::root().join(file)).collect())
    };
    python(&to.join("python"), &files("python")?)?;
    grammy(&to.join("grammy"))?;
    teloxide(&to.join("teloxide"), &files("teloxide")?)
}

/// From the source on PyPI: the wheel that is installed has none.
fn python(to: &Path, files: &[PathBuf]) -> Result<()> {
    let wanted = bots::folder("python/examples.txt");
    let sources = [wanted.clone(), bots::folder("examples.json")];
    // Copied at the end, so it is missing after an unpacking that broke off.
    let made = to.join("examples.txt");
    if ui::is_current(&made, &sources)? {
        return Ok(());
    }
    println!("examples: python-telegram-bot");
    let folder = tempfile::tempdir()?;
    let pip = |verb: &str, list: &Path| {
        let mut pip = command("target/python/bots/bin/python");
        pip.args(["-m", "pip", verb, "--quiet", "--disable-pip-version-check"])
            .args(["--require-hashes", "--requirement"])
            .arg(list);
        pip
    };
    let mut tools = pip("install", &bots::folder("python/tools.txt"));
    let mut source = pip("download", &wanted);
    source
        .args(["--no-deps", "--no-build-isolation", "--no-binary", ":all:"])
        .arg("--dest")
        .arg(folder.path());
    if !succeeds(&mut tools)? || !succeeds(&mut source)? {
        bail!("the source of python-telegram-bot could not be fetched; see above");
    }
    let archive = fs::read_dir(folder.path())?.next();
    let archive = archive.context("pip left nothing")??.path();
    let name = archive.file_name().unwrap_or_default().to_string_lossy();
    let top = name.trim_end_matches(".tar.gz").to_owned();
    fs::create_dir_all(to)?;
    let mut tar = command("tar");
    tar.args(["--extract", "--strip-components", "2", "--file"]);
    tar.arg(&archive).arg("--directory").arg(to);
    for file in files {
        let file = file.file_name().unwrap_or_default().to_string_lossy();
        tar.arg(format!("{top}/examples/{file}"));
    }
    if !succeeds(&mut tar)? {
        bail!("the examples of python-telegram-bot could not be unpacked; see above");
    }
    fs::copy(wanted, made)?;
    Ok(())
}

/// From the READMEs of its packages; TypeScript's compiler is the page's.
fn grammy(to: &Path) -> Result<()> {
    let script = bots::folder("node/unpack.mjs");
    let lock = bots::folder("node/package-lock.json");
    if ui::is_current(&to.join("menu.js"), &[script.clone(), lock])? {
        return Ok(());
    }
    println!("examples: grammY");
    ui::install()?;
    let mut node = command("node");
    node.arg(script)
        .arg(ui::folder().join("node_modules/typescript"))
        .arg(to);
    if !succeeds(&mut node)? {
        bail!("the examples of grammY could not be unpacked; see above");
    }
    Ok(())
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    manifest_path: PathBuf,
}

/// From the crate, where cargo has put it.
fn teloxide(to: &Path, files: &[PathBuf]) -> Result<()> {
    let lock = [bots::folder("rust/Cargo.lock")];
    let mut all = files.iter();
    if all.all(|file| ui::is_current(file, &lock).unwrap_or(false)) {
        return Ok(());
    }
    println!("examples: teloxide");
    let mut metadata = cargo();
    metadata
        .args(["metadata", "--locked", "--format-version", "1"])
        .arg("--manifest-path")
        .arg(bots::folder("rust/Cargo.toml"));
    let said = metadata.output().context("running cargo metadata")?;
    let said: Metadata = serde_json::from_slice(&said.stdout)
        .with_context(|| String::from_utf8_lossy(&said.stderr).into_owned())?;
    let mut packages = said.packages.iter();
    let package = packages.find(|package| package.name == "teloxide");
    let package = package.context("teloxide is no dependency of the bots")?;
    fs::create_dir_all(to)?;
    for file in files {
        let name = file.file_name().unwrap_or_default();
        let from = package.manifest_path.with_file_name("examples").join(name);
        // Read and written, so that it is newer than the lock file.
        let text = fs::read(&from).with_context(|| format!("reading {}", from.display()))?;
        fs::write(file, text)?;
    }
    Ok(())
}
