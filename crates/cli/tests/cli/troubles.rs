use std::time::{Duration, Instant};

use crate::orders::{BUTTONS, WORDS};
use crate::rig::{Rig, said_of};

#[test]
fn a_bot_that_ends_before_it_listens_is_no_test_at_all() {
    let rig = Rig::new(&[("buttons.yaml", BUTTONS)]);
    let ran = rig.test(&["--junit", "report.xml"], "does not start");
    assert_eq!((ran.status, ran.out.as_str()), (2, ""));
    assert_eq!(
        ran.err,
        "The bot ended by itself (exit status: 1). It had not yet asked for updates or set a webhook. It printed:\n  no flour\n"
    );
    let report = rig.report("report.xml");
    assert_eq!((report.tests, report.errors, report.failures), (2, 1, 0));
    let [why, scenario] = &report.test_suites[0].test_cases[..] else {
        panic!("{report:#?}");
    };
    let (message, description) = said_of(why);
    assert!(message.starts_with("The bot ended by itself"), "{message}");
    assert!(description.contains("no flour"), "{description}");
    // What was not played is none that passed.
    assert_eq!(scenario.name.as_str(), "An order by buttons");
    assert!(
        matches!(scenario.status, quick_junit::TestCaseStatus::Skipped { .. }),
        "{scenario:#?}"
    );
}

#[test]
fn what_a_bot_needs_at_its_start_and_the_sandbox_does_not_know_is_named() {
    let rig = Rig::new(&[("buttons.yaml", BUTTONS)]);
    let ran = rig.test(&["--junit", "report.xml"], "needs too much");
    assert_eq!(ran.status, 2);
    let hint =
        "The bot called what the sandbox does not know, and was refused: openPizzeria. It printed:";
    assert!(ran.err.contains(hint), "{}", ran.err);
}

#[test]
fn a_bot_that_never_listens_is_given_up() {
    let rig = Rig::new(&[("buttons.yaml", BUTTONS)]);
    let options = ["--start-timeout", "500ms", "--junit", "report.xml"];
    let ran = rig.test(&options, "does not listen");
    assert_eq!(ran.status, 2);
    let report = rig.report("report.xml");
    let (message, _) = said_of(&report.test_suites[0].test_cases[0]);
    assert!(message.contains("within 0.5 s."), "{message}");
    assert!(
        ran.err
            .starts_with("The bot did not ask for updates or set a webhook within 0.5 s."),
        "{}",
        ran.err
    );
}

#[test]
fn a_command_that_is_none_is_named() {
    let rig = Rig::new(&[("buttons.yaml", BUTTONS)]);
    let ran = rig.run(&[], "", &["no-such-bot"]);
    assert_eq!(ran.status, 2);
    assert!(
        ran.err.contains("cannot be started: no-such-bot"),
        "{}",
        ran.err
    );
}

#[test]
fn a_bot_that_dies_in_the_middle_fails_what_is_left_at_once() {
    let rig = Rig::new(&[("buttons.yaml", BUTTONS), ("words.yaml", WORDS)]);
    let began = Instant::now();
    let ran = rig.test(&["--timeout", "600s"], "dies");
    assert!(
        began.elapsed().as_secs() < 300,
        "it waited for a bot that is gone"
    );
    assert_eq!(
        ran.out,
        "\
FAIL  buttons: An order by buttons (…)
      ./buttons.yaml:4: the bot says “What size?”
      The bot ended by itself (exit status: 3).
      The bot printed:
        no oven
FAIL  words: An order in words (…)
      ./words.yaml:3: Ann says “Margherita”
      The bot ended by itself (exit status: 3).

0 passed, 2 failed (…)
"
    );
    assert_eq!(ran.status, 1);
}

#[test]
fn broken_files_are_all_named_and_none_is_played() {
    let rig = Rig::new(&[
        ("a.yaml", "steps:\n  - sey: hi\n"),
        ("b.yaml", BUTTONS),
        ("c.yaml", "steps: ["),
    ]);
    let ran = rig.test(&["--junit", "report.xml"], "");
    assert_eq!((ran.status, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("./a.yaml:2:5: "), "{}", ran.err);
    assert!(
        ran.err.contains("./c.yaml:2:1: This is no YAML"),
        "{}",
        ran.err
    );
    let report = rig.report("report.xml");
    assert_eq!((report.tests, report.errors, report.failures), (3, 2, 0));
    let cases = &report.test_suites[0].test_cases;
    assert_eq!((cases[0].name.as_str(), cases[1].name.as_str()), ("a", "c"));
    assert!(said_of(&cases[0]).0.contains("./a.yaml:2:5: "));
    let listed = rig.run(&["--list"], "", &[]);
    assert_eq!((listed.status, listed.out.as_str()), (2, ""));
}

#[test]
fn a_path_that_is_not_there_is_named_beside_the_broken_files() {
    let rig = Rig::new(&[("a.yaml", "steps: [")]);
    let ran = rig.test(&["gone"], "");
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("gone cannot be read: "), "{}", ran.err);
    assert!(ran.err.contains("./a.yaml:"), "{}", ran.err);
}

#[cfg(unix)]
#[test]
fn what_cannot_be_read_is_no_scenario_that_is_left_out() {
    let rig = Rig::new(&[("buttons.yaml", BUTTONS)]);
    std::os::unix::fs::symlink("gone", rig.path("link.yaml")).unwrap();
    let ran = rig.test(&[], "");
    assert_eq!((ran.status, ran.out.as_str()), (2, ""));
    assert!(
        ran.err.contains("./link.yaml cannot be read: "),
        "{}",
        ran.err
    );
}

#[test]
fn a_report_that_cannot_be_written_is_said_beside_why_nothing_was_played() {
    let rig = Rig::new(&[("buttons.yaml", BUTTONS), ("file", "")]);
    let ran = rig.test(&["--junit", "file/report.xml"], "does not start");
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("cannot be written"), "{}", ran.err);
    assert!(ran.err.contains("no flour"), "{}", ran.err);
    let ran = rig.test(&["--junit", "file/report.xml", "--filter", "order"], "");
    assert_eq!(ran.status, 2, "{}", ran.out);
    assert!(ran.err.contains("cannot be written"), "{}", ran.err);
}

#[test]
fn no_scenario_is_no_success() {
    let rig = Rig::new(&[("notes.txt", "x")]);
    let ran = rig.test(&["--junit", "report.xml"], "");
    assert_eq!(ran.status, 2);
    assert_eq!(rig.report("report.xml").errors, 1);
    assert!(
        ran.err.starts_with("There are no scenarios (.yaml) in ."),
        "{}",
        ran.err
    );
    let rig = Rig::new(&[("a.yaml", BUTTONS)]);
    let ran = rig.test(&["--filter", "zzz"], "");
    assert!(ran.status == 2 && ran.err.contains("“zzz”"), "{}", ran.err);
}

/// Whatever the bot has started goes with it, even what does not want to.
#[cfg(unix)]
#[test]
fn what_the_bot_has_started_ends_with_it() {
    let rig = Rig::new(&[("one.yaml", "steps:\n  - say: hi\n  - expect: {}\n")]);
    let script = format!(
        "(trap '' TERM; exec sleep 600) & echo $! > child; python3 {}",
        crate::rig::bot().display()
    );
    let ran = rig.run(&[], "", &["sh", "-c", &script]);
    assert_eq!(ran.status, 0, "{}{}", ran.out, ran.err);
    let child = std::fs::read_to_string(rig.path("child")).unwrap();
    let stat = format!("/proc/{}/stat", child.trim());
    let until = Instant::now() + Duration::from_mins(1);
    // A zombie waits for its parent, which is none of ours; it does nothing any more.
    while std::fs::read_to_string(&stat).is_ok_and(|stat| !stat.contains(") Z ")) {
        assert!(Instant::now() < until, "the sleeper is still there");
        std::thread::yield_now();
    }
}
