//! The report in JUnit's form, which CI systems read.

use std::path::Path;
use std::time::Duration;

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use super::{Played, report};
use crate::Broken;

/// Writes it.
pub fn write(path: &Path, played: &[Played], took: Duration) -> Result<(), Broken> {
    let unwritten = |why: String| {
        let path = path.display();
        Broken::new(format!("The report {path} cannot be written: {why}."))
    };
    let text = report(played, took).to_string();
    let text = text.map_err(|error| unwritten(error.to_string()))?;
    if let Some(folder) = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
    {
        std::fs::create_dir_all(folder).map_err(|error| unwritten(error.to_string()))?;
    }
    std::fs::write(path, text).map_err(|error| unwritten(error.to_string()))
}

fn report(played: &[Played], took: Duration) -> Report {
    let mut suite = TestSuite::new("scenarios");
    suite.set_time(took);
    for case in played {
        suite.add_test_case(test_case(case));
    }
    let mut report = Report::new("hookbay test");
    report.set_time(took);
    report.add_test_suite(suite);
    report
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
    let name = match played.run.name.as_str() {
        "" => &played.name,
        name => name,
    };
    let mut case = TestCase::new(name, status);
    case.set_classname(&*played.name);
    case.set_time(played.run.took);
    case.extra
        .insert("file".into(), played.path.display().to_string().into());
    if !played.output.is_empty() {
        case.set_system_out(played.output.join("\n"));
    }
    case
}
