//! A vitest run of the page's package, counted from its report.

use super::session::Session;
use super::tally::Tally;
use crate::process::succeeds;
use crate::{programs, ui};
use anyhow::Result;
use std::fs;
use std::path::Path;

/// Runs the script of that name in ui/, which must be vitest's; within `session` if there is one.
pub fn run(script: &str, session: Option<&Session>) -> Result<Tally> {
    run_on(script, session, &programs::folder()?)
}

/// The same, with the programs in that folder.
pub fn run_on(script: &str, session: Option<&Session>, programs: &Path) -> Result<Tally> {
    let folder = tempfile::tempdir()?;
    let report = folder.path().join("report.json");
    let args = [
        "run".to_owned(),
        script.to_owned(),
        "--".to_owned(),
        "--reporter=default".to_owned(),
        "--reporter=json".to_owned(),
        format!("--outputFile.json={}", report.display()),
    ];
    let mut npm = session.map_or_else(ui::npm, |session| session.command("npm"));
    npm.env("HOOKBAY_E2E_BIN", programs);
    let succeeded = succeeds(npm.args(args).current_dir(ui::folder()))?;
    // A run that broke down leaves no report, which counts as one failure.
    let report = fs::read_to_string(&report).unwrap_or_default();
    Ok(parse(&report).agreeing_with(succeeded))
}

fn parse(report: &str) -> Tally {
    let report: serde_json::Value = serde_json::from_str(report).unwrap_or_default();
    let count = |name: &str| report[name].as_u64().unwrap_or_default();
    Tally {
        passed: count("numPassedTests"),
        failed: count("numFailedTests"),
        skipped: count("numPendingTests") + count("numTodoTests"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Tally, parse};

    #[test]
    fn the_report_is_counted() {
        let report = r#"{"numTotalTests":9,"numPassedTests":5,"numFailedTests":1,"numPendingTests":2,"numTodoTests":1}"#;
        assert_eq!(
            parse(report),
            Tally {
                passed: 5,
                failed: 1,
                skipped: 3
            }
        );
    }

    #[test]
    fn no_report_counts_nothing() {
        assert_eq!(parse(""), Tally::default());
        assert_eq!(parse("{"), Tally::default());
    }
}
