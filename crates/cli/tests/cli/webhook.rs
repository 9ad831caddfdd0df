//! The same with a bot that sets a webhook.

use crate::orders::{BUTTONS, GROUP, MORE, WORDS};
use crate::rig::{Ran, Rig, file};

const ANSWERED: &str = "\
name: In the answer
steps:
  - say: /inline
  - expect: In the answer
";

fn test(rig: &Rig, arguments: &[&str], fault: &str) -> Ran {
    let bot = file("pizza_webhook.py");
    rig.run(arguments, fault, &["python3", bot.to_str().unwrap()])
}

#[test]
fn a_good_bot_passes() {
    let rig = Rig::new(&[
        ("answered.yaml", ANSWERED),
        ("buttons.yaml", BUTTONS),
        ("group.yaml", GROUP),
        ("more.yaml", MORE),
        ("words.yaml", WORDS),
    ]);
    let ran = test(&rig, &[], "");
    assert_eq!(
        ran.out,
        "\
pass  answered: In the answer (…)
pass  buttons: An order by buttons (…)
pass  group: In a group (…)
pass  more: More than words (…)
pass  words: An order in words (…)

5 passed, 0 failed (…)
",
        "{}",
        ran.err
    );
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
}

#[test]
fn a_bot_that_says_something_else_fails_with_what_is_different() {
    let rig = Rig::new(&[("buttons.yaml", BUTTONS)]);
    let ran = test(&rig, &[], "other words");
    let difference = "      - text: What size?\n      + text: Which size?\n";
    assert!(ran.out.contains(difference), "{}{}", ran.out, ran.err);
    assert_eq!(ran.status, 1);
}

#[test]
fn a_bot_that_does_not_start_is_no_test_at_all() {
    let rig = Rig::new(&[("buttons.yaml", BUTTONS)]);
    let ran = test(&rig, &[], "does not start");
    assert_eq!((ran.status, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("no flour"), "{}", ran.err);
}

#[test]
fn a_bot_that_dies_in_the_middle_fails_what_is_left_at_once() {
    let rig = Rig::new(&[("buttons.yaml", BUTTONS), ("words.yaml", WORDS)]);
    let ran = test(&rig, &["--timeout", "600s"], "dies");
    let why = "The bot ended by itself (exit status: 3).";
    assert_eq!(ran.out.matches(why).count(), 2, "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("no oven"), "{}", ran.out);
    assert!(ran.out.ends_with("0 passed, 2 failed (…)\n"), "{}", ran.out);
    assert_eq!(ran.status, 1);
}

#[test]
fn a_webhook_that_refuses_is_said_to() {
    let rig = Rig::new(&[("buttons.yaml", BUTTONS)]);
    let ran = test(&rig, &["--timeout", "10s"], "breaks");
    let why = "The bot said nothing within 10s. Its webhook did not take the last update: Wrong \
               response from the webhook: 500 ";
    assert!(ran.out.contains(why), "{}{}", ran.out, ran.err);
    assert_eq!(ran.status, 1);
}

/// The URL of a bot in production, as it may still stand in a setting.
#[test]
fn a_webhook_on_the_internet_is_refused() {
    let rig = Rig::new(&[("buttons.yaml", BUTTONS)]);
    let script = "\
import os, urllib.request as web
root, token = os.environ['TELEGRAM_API_ROOT'], os.environ['BOT_TOKEN']
try:
    web.urlopen(f'{root}/bot{token}/setWebhook?url=https://149.154.167.220/')
except web.HTTPError as error:
    print(error.read().decode())
";
    let ran = rig.run(&[], "", &["python3", "-c", script]);
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("is on the internet"), "{}", ran.err);
}
