//! The sandbox's description of the Bot API: made from the types that grammY publishes, by the
//! TypeScript compiler of the page.

use crate::process::command;
use crate::{bots, tree, ui};
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

fn spec(name: &str) -> PathBuf {
    let folder = tree::root().join("crates/sandbox/src/telegram/spec");
    folder.join(name)
}

/// `cargo xtask bot-api`: writes it anew.
pub fn write() -> Result<ExitCode> {
    ui::install()?;
    bots::node()?;
    let Some(made) = make()? else {
        bail!("TypeScript and @grammyjs/types are not there, although they were installed");
    };
    let path = spec("methods.json");
    fs::write(&path, made).with_context(|| format!("writing {}", path.display()))?;
    println!("{}", tree::shown(&tree::root(), &path));
    Ok(ExitCode::SUCCESS)
}

/// The description, or none where what it is made from is not installed.
fn make() -> Result<Option<Vec<u8>>> {
    let typescript = tree::root().join("ui/node_modules/typescript");
    let types = tree::root().join("crates/engine/tests/bots/node/node_modules/@grammyjs/types");
    if !typescript.exists() || !types.exists() {
        return Ok(None);
    }
    let mut node = command("node");
    let output = node
        .arg(spec("make.mjs"))
        .args([typescript, types])
        .output()
        .context("running node")?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("the description could not be made: {said}");
    }
    Ok(Some(output.stdout))
}

#[cfg(test)]
mod tests {
    use super::{make, spec};

    #[test]
    fn the_committed_description_is_what_the_types_say() {
        let committed = std::fs::read(spec("methods.json")).unwrap();
        match make().unwrap() {
            Some(made) => assert!(made == committed, "Run: cargo xtask bot-api"),
            None => eprintln!("skipped: TypeScript or @grammyjs/types is not installed"),
        }
    }
}
