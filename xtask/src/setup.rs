//! What must be on the machine: Debian's packages, Node, and for the tests cargo-nextest.

use crate::process::{answer, cargo, command, succeeds};
use anyhow::{Result, bail};
use std::collections::HashSet;

const TO_BUILD: &[&str] = &["libwebkit2gtk-4.1-dev", "librsvg2-dev"];
/// Loaded when the app runs: without it there is no tray icon.
const TO_RUN: &[&str] = &["libayatana-appindicator3-1"];
const TO_TEST: &[&str] = &[
    "xvfb",
    "xauth",
    "webkit2gtk-driver",
    "dbus",
    "dbus-x11",
    "gnome-keyring",
    "libsecret-1-0",
    "imagemagick",
    "x11-utils",
    "xdotool",
    "curl",
    "openssl",
    "python3-venv",
];
/// Gives the pictures' made-up names an address.
const TO_PICTURE: &[&str] = &["libnss-wrapper"];
const NODE_AT_LEAST: u32 = 20;

/// Sees to all that building and running the window needs.
pub fn to_run() -> Result<()> {
    packages(&[TO_BUILD, TO_RUN].concat())?;
    node()
}

/// Sees to all that the tests need besides.
pub fn to_test() -> Result<()> {
    packages(&[TO_BUILD, TO_RUN, TO_TEST].concat())?;
    node()?;
    if answer("cargo", &["nextest", "--version"]).is_none() {
        println!("cargo-nextest is missing: installing it");
        if !succeeds(cargo().args(["install", "cargo-nextest", "--locked"]))? {
            bail!("cargo-nextest could not be installed; see above");
        }
    }
    Ok(())
}

/// Sees to all that the pictures of the window need.
pub fn to_picture() -> Result<()> {
    packages(TO_PICTURE)?;
    to_test()
}

fn packages(wanted: &[&str]) -> Result<()> {
    if !cfg!(target_os = "linux") {
        return Ok(());
    }
    if answer("dpkg-query", &["--version"]).is_none() {
        println!(
            "This is not Debian, so nothing is installed here. Needed: {}",
            wanted.join(" ")
        );
        return Ok(());
    }
    let missing = missing(wanted);
    if missing.is_empty() {
        return Ok(());
    }
    let install = [
        &["apt-get", "install", "-y", "--no-install-recommends"],
        &missing[..],
    ]
    .concat();
    let sudo: &[&str] = match answer("id", &["-u"]).as_deref().map(str::trim) {
        Some("0") => &[],
        _ if answer("sudo", &["-n", "true"]).is_some() => &["sudo", "-n"],
        _ => bail!(
            "packages are missing, and installing them needs root. Run:\n  sudo apt-get update && sudo {}",
            install.join(" ")
        ),
    };
    println!("Installing {}", missing.join(" "));
    // A stale list is no reason to stop: the install says what it could not find.
    as_root(sudo, &["apt-get", "update"])?;
    if !as_root(sudo, &install)? {
        bail!("apt-get could not install {}", missing.join(" "));
    }
    Ok(())
}

fn as_root(sudo: &[&str], words: &[&str]) -> Result<bool> {
    let mut all = sudo.iter().chain(words);
    let program = all.next().copied().unwrap_or("apt-get");
    succeeds(
        command(program)
            .args(all)
            .env("DEBIAN_FRONTEND", "noninteractive"),
    )
}

/// Which of them dpkg does not have installed.
fn missing<'a>(wanted: &[&'a str]) -> Vec<&'a str> {
    let present: HashSet<String> = wanted
        .iter()
        .filter(|name| {
            answer("dpkg-query", &["-W", "-f=${db:Status-Status}\n", name])
                .is_some_and(|status| is_installed(&status))
        })
        .map(ToString::to_string)
        .collect();
    wanted
        .iter()
        .copied()
        .filter(|name| !present.contains(*name))
        .collect()
}

fn is_installed(status: &str) -> bool {
    // Pending triggers refresh caches; the package itself is there.
    status
        .lines()
        .any(|line| matches!(line, "installed" | "triggers-pending" | "triggers-awaited"))
}

fn node() -> Result<()> {
    let Some(version) = answer("node", &["--version"]) else {
        bail!(
            "Node.js is missing. Install Node {NODE_AT_LEAST} or newer with npm: https://nodejs.org"
        );
    };
    if major(&version).is_none_or(|found| found < NODE_AT_LEAST) {
        bail!(
            "Node.js is {}, and {NODE_AT_LEAST} or newer is needed: https://nodejs.org",
            version.trim()
        );
    }
    Ok(())
}

fn major(version: &str) -> Option<u32> {
    version
        .trim()
        .strip_prefix('v')?
        .split('.')
        .next()?
        .parse()
        .ok()
}

#[cfg(test)]
mod tests {
    use super::{is_installed, major};

    #[test]
    fn a_package_counts_when_it_is_there() {
        for (status, expected) in [
            ("installed\n", true),
            ("triggers-pending\n", true),
            ("not-installed\n", false),
            ("config-files\n", false),
            ("unpacked\n", false),
            ("", false),
        ] {
            assert_eq!(is_installed(status), expected, "{status:?}");
        }
    }

    #[test]
    fn the_major_version_is_read() {
        assert_eq!(major("v20.20.2\n"), Some(20));
        assert_eq!(major("v9.1.0"), Some(9));
        assert_eq!(major("nonsense"), None);
    }
}
