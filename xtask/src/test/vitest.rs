//! A vitest run of the page's package, counted from its report.

use super::session::Session;
use super::tally::Tally;
use crate::process::succeeds;
use crate::{programs, ui};
use anyhow::Result;
use serde_json::{Value, json};
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
    let report: Value = serde_json::from_str(&report).unwrap_or_default();
    let late = second_tries(&report);
    for name in &late {
        println!("passed only at the second try: {name}");
    }
    let tally = Tally {
        late: late.len() as u64,
        ..parse(&report)
    };
    Ok(tally.agreeing_with(succeeded))
}

/// Those that passed in the end, and have a failure to tell of all the same.
fn second_tries(report: &Value) -> Vec<&str> {
    report["testResults"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|file| file["assertionResults"].as_array())
        .flatten()
        .filter(|test| test["status"] == "passed" && test["failureMessages"] != json!([]))
        .filter_map(|test| test["fullName"].as_str())
        .collect()
}

fn parse(report: &Value) -> Tally {
    let count = |name: &str| report[name].as_u64().unwrap_or_default();
    Tally {
        passed: count("numPassedTests"),
        failed: count("numFailedTests"),
        skipped: count("numPendingTests") + count("numTodoTests"),
        late: 0,
    }
}

#[cfg(test)]
mod tests {
    use super::{Tally, parse, second_tries};
    use serde_json::{Value, json};

    #[test]
    fn the_report_is_counted() {
        let report = json!({
            "numTotalTests": 9, "numPassedTests": 5, "numFailedTests": 1, "numPendingTests": 2,
            "numTodoTests": 1,
        });
        assert_eq!(
            parse(&report),
            Tally {
                passed: 5,
                failed: 1,
                skipped: 3,
                late: 0
            }
        );
    }

    #[test]
    fn no_report_counts_nothing() {
        assert_eq!(parse(&Value::Null), Tally::default());
    }

    #[test]
    fn a_second_try_is_told_by_its_name() {
        let test = |name: &str, status: &str, failures: &[&str]| json!({ "fullName": name, "status": status, "failureMessages": failures });
        let report = json!({ "testResults": [{ "assertionResults": [
            test("at once", "passed", &[]),
            test("late", "passed", &["expected 1 to be 2"]),
            test("never", "failed", &["expected 1 to be 2"]),
        ] }] });
        assert_eq!(second_tries(&report), ["late"]);
    }
}
