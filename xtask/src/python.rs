//! Programs from PyPI, each in an environment of its own under `target/`.

use crate::process::{answer, command, succeeds};
use crate::tree;
use anyhow::{Result, bail};
use std::path::PathBuf;

/// A program of a pinned package.
pub struct Program {
    /// The package with its version, as pip takes it.
    pub package: &'static str,
    /// The program's name.
    pub name: &'static str,
}

impl Program {
    /// Where it is; installed first if it is missing.
    pub fn installed(&self) -> Result<PathBuf> {
        let package = self.package;
        let folder = tree::root().join("target/python").join(package);
        let program = folder.join("bin").join(self.name);
        if answer(&program.display().to_string(), &["--version"]).is_some() {
            return Ok(program);
        }
        println!("{package} is missing: installing it");
        let made = succeeds(
            command("python3")
                .args(["-m", "venv", "--clear"])
                .arg(&folder),
        )?;
        let mut pip = command(&folder.join("bin/pip").display().to_string());
        pip.args(["install", "--quiet", "--disable-pip-version-check", package]);
        if !made || !succeeds(&mut pip)? {
            bail!("{package} could not be installed; see above");
        }
        Ok(program)
    }
}
