//! The same with a bot on python-telegram-bot, which `cargo xtask bots` installs.

use std::path::Path;

use crate::rig::{Ran, Rig, file};

const ORDER: &str = "\
name: An order
steps:
  - say: /start
  - expect:
      text: What size?
      buttons:
        - [Small, Large]
  - press: Large
  - expect_toast: Noted
  - expect_edit: Large it is.
  - say: Thank you
  - expect: You said Thank you
";

fn test(rig: &Rig, fault: &str) -> Ran {
    let python = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/python/bots/bin/python");
    assert!(
        python.exists(),
        "{} is missing: run `cargo xtask bots`",
        python.display()
    );
    let bot = file("framework.py");
    let command = [python.to_str().unwrap(), bot.to_str().unwrap()];
    rig.run(&["--junit", "report.xml"], fault, &command)
}

#[test]
fn a_framework_s_bot_passes() {
    let rig = Rig::new(&[("order.yaml", ORDER)]);
    let ran = test(&rig, "");
    assert_eq!(ran.status, 0, "{}{}", ran.out, ran.err);
    let report = rig.report("report.xml");
    assert_eq!((report.tests, report.failures, report.errors), (1, 0, 0));
}

#[test]
fn a_framework_s_bot_that_says_something_else_fails_in_the_report() {
    let rig = Rig::new(&[("order.yaml", ORDER)]);
    let ran = test(&rig, "You wrote");
    assert_eq!(ran.status, 1, "{}{}", ran.out, ran.err);
    assert!(
        ran.out.contains("+ text: You wrote Thank you"),
        "{}",
        ran.out
    );
    let report = rig.report("report.xml");
    assert_eq!((report.tests, report.failures), (1, 1));
}
