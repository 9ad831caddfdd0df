//! The page's packages and its build, each made again only when what it is made from is newer.

use crate::process::{command, succeeds};
use crate::tree;
use anyhow::{Result, bail};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

/// npm, in ui/.
pub fn npm() -> Command {
    let mut npm = command("npm");
    npm.current_dir(folder());
    npm
}

/// ui/
pub fn folder() -> PathBuf {
    tree::root().join("ui")
}

/// Installs the packages of the lock file, unless they are there.
pub fn install() -> Result<()> {
    let ui = folder();
    // npm writes this file at the end of an install, so it is missing after one that broke off.
    if is_current(
        &ui.join("node_modules/.package-lock.json"),
        &[ui.join("package-lock.json")],
    )? {
        return Ok(());
    }
    println!("ui: npm ci");
    if !succeeds(npm().args(["ci", "--no-audit", "--no-fund"]))? {
        bail!("npm ci failed in ui/; see above");
    }
    Ok(())
}

/// Builds ui/dist, which is compiled into the window, unless it is newer than its sources.
pub fn build() -> Result<()> {
    let ui = folder();
    let sources = [
        "src",
        "public",
        "index.html",
        "package-lock.json",
        "vite.config.ts",
    ]
    .map(|name| ui.join(name));
    if is_current(&ui.join("dist/index.html"), &sources)? {
        return Ok(());
    }
    println!("ui: vite build");
    // Without the type check, which `test` reports on its own.
    if !succeeds(npm().args(["exec", "--", "vite", "build"]))? {
        bail!("the ui could not be built; see above");
    }
    if !ui.join("dist/index.html").is_file() {
        bail!("vite build left no ui/dist/index.html");
    }
    Ok(())
}

/// Whether `made` exists and is not older than anything in `sources`.
pub fn is_current(made: &Path, sources: &[PathBuf]) -> Result<bool> {
    let Ok(made) = fs::metadata(made).and_then(|file| file.modified()) else {
        return Ok(false);
    };
    for source in sources {
        if newest(source)?.is_some_and(|newest| newest > made) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The newest change in a file or folder. A folder's own time counts too: it tells of a removal.
fn newest(path: &Path) -> Result<Option<SystemTime>> {
    let Ok(about) = fs::metadata(path) else {
        return Ok(None);
    };
    let mut newest_so_far = about.modified()?;
    if about.is_dir() {
        for entry in fs::read_dir(path)? {
            if let Some(time) = newest(&entry?.path())? {
                newest_so_far = newest_so_far.max(time);
            }
        }
    }
    Ok(Some(newest_so_far))
}

#[cfg(test)]
mod tests {
    use super::is_current;
    use std::fs::{self, File};
    use std::time::{Duration, SystemTime};

    #[test]
    fn a_build_is_current_until_a_source_is_newer() {
        let folder = tempfile::tempdir().unwrap();
        let made = folder.path().join("made");
        let sources = folder.path().join("src");
        fs::create_dir_all(sources.join("deep")).unwrap();
        let source = sources.join("deep/a.ts");
        File::create(&source).unwrap();
        let all = [sources, folder.path().join("absent")];

        assert!(!is_current(&made, &all).unwrap(), "nothing was made yet");

        let later = SystemTime::now() + Duration::from_mins(1);
        File::create(&made).unwrap().set_modified(later).unwrap();
        assert!(is_current(&made, &all).unwrap());

        let file = File::options().write(true).open(&source).unwrap();
        file.set_modified(later + Duration::from_mins(1)).unwrap();
        assert!(!is_current(&made, &all).unwrap(), "a source changed");
    }
}
