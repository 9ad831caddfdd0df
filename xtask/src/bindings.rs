//! ui/src/bindings: TypeScript types written from the engine's by the tests that ts-rs makes.

use crate::process::cargo;
use crate::process::succeeds;
use crate::tree;
use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Where the committed ones are.
pub fn folder() -> PathBuf {
    tree::root().join("ui/src/bindings")
}

/// `cargo xtask bindings`: writes them anew and removes those whose type is gone.
pub fn write() -> Result<ExitCode> {
    let fresh = tempfile::tempdir()?;
    export(fresh.path())?;
    let target = folder();
    let fresh = read(fresh.path())?;
    let changes = differences(&fresh, &read(&target)?);
    for name in &changes {
        let path = target.join(name);
        if let Some(text) = fresh.get(name) {
            if let Some(parent) = path.parent() {
                fs::create_dir_all(parent)?;
            }
            fs::write(&path, text).with_context(|| format!("writing {}", path.display()))?;
        } else {
            fs::remove_file(&path).with_context(|| format!("removing {}", path.display()))?;
        }
        println!("ui/src/bindings/{name}");
    }
    println!("{} of {} files changed", changes.len(), fresh.len());
    Ok(ExitCode::SUCCESS)
}

/// Whether the committed ones are what the engine's types say; every file that differs is named.
pub fn are_current() -> Result<bool> {
    let fresh = tempfile::tempdir()?;
    export(fresh.path())?;
    let changes = differences(&read(fresh.path())?, &read(&folder())?);
    for name in &changes {
        println!("ui/src/bindings/{name} is not what the engine's types say");
    }
    if !changes.is_empty() {
        println!("Run: cargo xtask bindings");
    }
    Ok(changes.is_empty())
}

fn export(into: &Path) -> Result<()> {
    let mut tests = cargo();
    tests
        .args([
            "test",
            "--quiet",
            "-p",
            "hookbay-engine",
            "--lib",
            "export_bindings",
        ])
        .env("TS_RS_EXPORT_DIR", into);
    if !succeeds(&mut tests)? {
        bail!("the engine's types could not be exported; see above");
    }
    if read(into)?.is_empty() {
        bail!("the engine exported no types");
    }
    Ok(())
}

/// Name and text of each file, by its path from the folder.
fn read(folder: &Path) -> Result<BTreeMap<String, String>> {
    tree::files(folder, &["ts"])?
        .into_iter()
        .map(|path| {
            let text =
                fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
            Ok((tree::shown(folder, &path), text))
        })
        .collect()
}

/// The files that are not the same on both sides, or on one only.
fn differences(fresh: &BTreeMap<String, String>, kept: &BTreeMap<String, String>) -> Vec<String> {
    let mut names: Vec<_> = fresh.keys().chain(kept.keys()).collect();
    names.sort();
    names.dedup();
    names
        .into_iter()
        .filter(|name| fresh.get(*name) != kept.get(*name))
        .cloned()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::differences;
    use std::collections::BTreeMap;

    fn folder(files: &[(&str, &str)]) -> BTreeMap<String, String> {
        files
            .iter()
            .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
            .collect()
    }

    #[test]
    fn every_differing_file_is_named() {
        let fresh = folder(&[("A.ts", "a"), ("B.ts", "b"), ("New.ts", "n")]);
        let kept = folder(&[("A.ts", "a"), ("B.ts", "old"), ("Stale.ts", "s")]);
        assert_eq!(differences(&fresh, &kept), ["B.ts", "New.ts", "Stale.ts"]);
        assert!(differences(&fresh, &fresh).is_empty());
    }
}
