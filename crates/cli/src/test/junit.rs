//! The report in JUnit's form, which CI systems read.

use std::path::Path;
use std::time::Duration;

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use super::cases::Cases;
use super::{Played, report};
use crate::Broken;

/// What the report and its only suite are called.
const REPORT: &str = "hookbay test";
const SUITE: &str = "scenarios";

/// Writes it.
pub fn write(path: &Path, report: &Report) -> Result<(), Broken> {
    let unwritten = |why: String| {
        let path = path.display();
        Broken::new(format!(
            "The report {path} cannot be written: {why}. Choose another file with --junit."
        ))
    };
    let text = report.to_string();
    let text = text.map_err(|error| unwritten(error.to_string()))?;
    if let Some(folder) = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
    {
        std::fs::create_dir_all(folder).map_err(|error| unwritten(error.to_string()))?;
    }
    std::fs::write(path, text).map_err(|error| unwritten(error.to_string()))
}

/// Of what was played.
pub fn of(played: &[Played], took: Duration) -> Report {
    let mut suite = TestSuite::new(SUITE);
    suite.set_time(took);
    for case in played {
        suite.add_test_case(test_case(case));
    }
    let mut report = Report::new(REPORT);
    report.set_time(took);
    report.add_test_suite(suite);
    report
}

/// Where nothing could be played: why, as an error, and every scenario as one that was left out.
pub fn unplayed(found: &Cases, why: &Broken) -> Report {
    let mut suite = TestSuite::new(SUITE);
    for it in &found.unread {
        suite.add_test_case(in_file(error(&it.name, &it.what), &it.name, &it.path));
    }
    if found.unread.is_empty() {
        suite.add_test_case(error(REPORT, &why.to_string()));
    }
    for it in &found.cases {
        let mut status = TestCaseStatus::skipped();
        status.set_message("It was not played.");
        let case = TestCase::new(called(&it.scenario.name, &it.name), status);
        suite.add_test_case(in_file(case, &it.name, &it.path));
    }
    let mut report = Report::new(REPORT);
    report.add_test_suite(suite);
    report
}

fn error(name: &str, what: &str) -> TestCase {
    let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
    status.set_message(what.lines().next().unwrap_or_default());
    status.set_description(what);
    TestCase::new(name, status)
}

fn in_file(mut case: TestCase, name: &str, path: &Path) -> TestCase {
    case.set_classname(name);
    let path = path.display().to_string();
    case.extra.insert("file".into(), path.into());
    case
}

/// A scenario's own name, or else its file's.
fn called<'a>(scenario: &'a str, file: &'a str) -> &'a str {
    match scenario {
        "" => file,
        name => name,
    }
}

fn test_case(played: &Played) -> TestCase {
    let status = match played.run.failed() {
        None => TestCaseStatus::success(),
        Some(step) => {
            let lines = report::why(step);
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            status.set_message(format!(
                "{} {}",
                step.says,
                lines.first().map_or("", String::as_str)
            ));
            let place = format!("{}:{}", played.path.display(), step.line);
            status.set_description(format!("{place}: {}\n{}", step.says, lines.join("\n")));
            status
        }
    };
    let case = TestCase::new(called(&played.run.name, &played.name), status);
    let mut case = in_file(case, &played.name, &played.path);
    case.set_time(played.run.took);
    if !played.output.is_empty() {
        case.set_system_out(played.output.join("\n"));
    }
    case
}
