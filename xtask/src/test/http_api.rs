//! The HTTP API against its own document: schemathesis (PyPI) makes up calls that the document allows
//! and calls that it does not, and looks at each answer with all its checks.
//!
//! Nothing is left out: the stream of events is asked for with an end. The calls are the same ones in
//! every run, so that a failure is the change's and not chance's.

use super::tally::Tally;
use crate::process::{cargo, command, succeeds, without_package};
use crate::{programs, python, tree};
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};

/// The release that the tests were written with.
const SCHEMATHESIS: python::Program = python::Program {
    package: "schemathesis==4.32.5",
    name: "schemathesis",
};
/// Calls made up for each operation and purpose.
const EXAMPLES: &str = "10";
/// A session without a keyring: the app must not look into the user's.
const NO_BUS: &str = "unix:path=/nonexistent/bus";

/// Builds the app without a window, runs it, and lets schemathesis at it. Each operation is one test.
pub fn run() -> Result<Tally> {
    let program = SCHEMATHESIS.installed()?;
    let example = ["build", "-p", "hookbay-engine", "--example", "http_api"];
    if !succeeds(cargo().args(example))? {
        bail!("the app without a window could not be built; see above");
    }
    let mut app = App::start()?;
    let folder = tempfile::tempdir()?;
    let report = folder.path().join("report.xml");
    let tests = tree::root().join("xtask/src/test");
    let mut schemathesis = command(&program.display().to_string());
    schemathesis
        .arg("--config-file")
        .arg(tests.join("schemathesis.toml"))
        .arg("run")
        .arg(format!("{}/v1/api/openapi.json", app.said("url")?))
        .args(["--checks", "all", "--max-examples", EXAMPLES])
        .arg("--generation-deterministic")
        .arg("--no-color")
        .args(["--report", "junit", "--report-junit-path"])
        .arg(&report)
        // It leaves notes of its run where it runs.
        .current_dir(folder.path())
        .env("HOOKS", tests.join("schemathesis_hooks.py"))
        .env("API_ROOT", app.said("api_root")?)
        .env("TOKEN", app.said("token")?)
        .env("BOT_ID", app.said("bot_id")?)
        .env("SPARE_BOT_ID", app.said("spare_bot_id")?)
        .env("NO_PROXY", "127.0.0.1");
    let succeeded = succeeds(&mut schemathesis)?;
    let ended = app.end()?;
    // A run that broke down leaves no report, which counts as one failure.
    let report = fs::read_to_string(&report).unwrap_or_default();
    Ok(parse(&report).agreeing_with(succeeded && ended))
}

/// The app, until it is dropped.
struct App {
    child: Child,
    said: Value,
}

impl App {
    fn start() -> Result<Self> {
        let mut start = command(
            &programs::folder()?
                .join("examples/http_api")
                .display()
                .to_string(),
        );
        without_package(&mut start);
        let mut child = start
            .env("DBUS_SESSION_BUS_ADDRESS", NO_BUS)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("could not start the app without a window")?;
        let mut line = String::new();
        if let Some(output) = child.stdout.take() {
            BufReader::new(output).read_line(&mut line)?;
        }
        let said = serde_json::from_str(&line).unwrap_or_default();
        Ok(Self { child, said })
    }

    fn said(&self, what: &str) -> Result<&str> {
        self.said[what]
            .as_str()
            .context("the app without a window did not say where it is; see above")
    }

    /// Ends it; whether it had no complaint.
    fn end(&mut self) -> Result<bool> {
        drop(self.child.stdin.take());
        Ok(self.child.wait()?.success())
    }
}

impl Drop for App {
    fn drop(&mut self) {
        // It is gone already where all went well.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// `<testsuites errors="0" failures="2" skipped="0" tests="14" …>`
fn parse(report: &str) -> Tally {
    let Some((_, rest)) = report.split_once("<testsuites ") else {
        return Tally::default();
    };
    let attributes = rest.split('>').next().unwrap_or_default();
    let count = |name: &str| -> u64 {
        let value = attributes.split_once(&format!("{name}=\""));
        value
            .and_then(|(_, rest)| rest.split('"').next()?.parse().ok())
            .unwrap_or_default()
    };
    let (failed, skipped) = (count("failures") + count("errors"), count("skipped"));
    Tally {
        passed: count("tests").saturating_sub(failed + skipped),
        failed,
        skipped,
    }
}

#[cfg(test)]
mod tests {
    use super::{Tally, parse};

    #[test]
    fn the_report_is_counted() {
        let report = r#"<?xml version="1.0" encoding="utf-8"?>
<testsuites errors="1" failures="2" skipped="3" tests="14" time="55.2">
  <testsuite name="schemathesis" errors="9" failures="9" skipped="9" tests="99">"#;
        let expected = Tally {
            passed: 8,
            failed: 3,
            skipped: 3,
        };
        assert_eq!(parse(report), expected);
    }

    #[test]
    fn no_report_counts_nothing() {
        assert_eq!(parse(""), Tally::default());
    }
}
