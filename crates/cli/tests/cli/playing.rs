use crate::orders::{BUTTONS, GROUP, MORE, WORDS};
use crate::rig::{Rig, said_of};

fn all() -> Rig {
    Rig::new(&[
        ("buttons.yaml", BUTTONS),
        ("group.yaml", GROUP),
        ("words/more.yml", MORE),
        ("words/words.yaml", WORDS),
        ("notes.txt", "no scenario"),
        (".hidden/broken.yaml", "["),
    ])
}

#[test]
fn a_good_bot_passes_and_every_kind_of_step_is_played() {
    let rig = all();
    let ran = rig.test(&["--junit", "out/report.xml"], "");
    assert_eq!(
        ran.out,
        "\
pass  buttons: An order by buttons (…)
pass  group: In a group (…)
pass  words/more: More than words (…)
pass  words/words: An order in words (…)

4 passed, 0 failed (…)
",
        "{}",
        ran.err
    );
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    let report = rig.report("out/report.xml");
    assert_eq!((report.tests, report.failures, report.errors), (4, 0, 0));
    let names: Vec<&str> = (report.test_suites[0].test_cases.iter())
        .map(|case| case.name.as_str())
        .collect();
    assert_eq!(names[1..3], ["In a group", "More than words"]);
}

#[test]
fn a_bot_that_says_something_else_fails_with_what_is_different() {
    let rig = Rig::new(&[("buttons.yaml", BUTTONS), ("words.yaml", WORDS)]);
    let ran = rig.test(&["--junit", "report.xml"], "other words");
    assert_eq!(
        ran.out,
        "\
FAIL  buttons: An order by buttons (…)
      ./buttons.yaml:4: the bot says “What size?”
      The bot said something else.
      - text: What size?
      + text: Which size?
        buttons:
          - [Small, Large]
          - [\"No, thanks\"]
pass  words: An order in words (…)

1 passed, 1 failed (…)
",
        "{}",
        ran.err
    );
    assert_eq!(ran.status, 1);
    let report = rig.report("report.xml");
    assert_eq!((report.tests, report.failures), (2, 1));
    let (message, description) = said_of(&report.test_suites[0].test_cases[0]);
    assert!(message.contains("The bot said something else."));
    assert!(description.contains("+ text: Which size?"));
}

#[test]
fn what_the_bot_called_and_the_sandbox_does_not_know_stands_with_what_failed() {
    let rig = Rig::new(&[
        ("a.yaml", "steps:\n  - say: /gift\n  - expect: No gift.\n"),
        (
            "b.yaml",
            "steps:\n  - say: /gift\n  - expect: Here you are.\n",
        ),
        ("c.yaml", "steps:\n  - say: hi\n  - expect: Hi.\n"),
    ]);
    let ran = rig.test(&["--junit", "report.xml"], "");
    let hint = "The bot called what the sandbox does not know, and was refused: sendGift, sendPizza (2 times).";
    let shown = format!("- text: Here you are.\n      + text: No gift.\n      {hint}\n");
    assert!(ran.out.contains(&shown), "{}{}", ran.out, ran.err);
    assert_eq!(ran.out.matches("does not know").count(), 1, "{}", ran.out);
    let report = rig.report("report.xml");
    let cases = &report.test_suites[0].test_cases;
    assert!(said_of(&cases[1]).1.ends_with(hint));
    assert!(!said_of(&cases[2]).1.contains(hint));
}

/// Each goes wrong in its own way, and says how.
#[test]
fn what_goes_wrong_is_said_in_words() {
    for (step, why) in [
        (
            "expect: {contains: sorry}",
            "The bot said nothing within 300ms.\n      - contains: sorry",
        ),
        (
            "press: Huge",
            "There was no button “Huge” within 300ms. There are no buttons.",
        ),
        ("edit: x", "There is no message of theirs to edit."),
        (
            "edit: x\n    to: y",
            "There is no message “y” of theirs to edit.",
        ),
        (
            "press: {row: 2, column: 1}",
            "button 1 in row 2 within 300ms.",
        ),
        ("react: 👍", "The bot sent no message within 300ms."),
        (
            "say: x\n    to: y",
            "There was no message “y” within 300ms.",
        ),
        (
            "vote: [A, B]",
            "There was no poll with “A” and “B” in it within 300ms.",
        ),
        ("vote: []", "There was no poll within 300ms."),
        (
            "choose: A",
            "The bot did not offer “A”, or anything else, within 300ms.",
        ),
        (
            "expect_any_order: [A, B]\n    within: 200ms",
            "The bot said nothing within 200ms.\n      - text: A\n      - text: B\n",
        ),
        (
            "upload: ../secret.txt",
            "../secret.txt is outside of the scenario's folder.",
        ),
        ("upload: gone.txt", "made_up: true"),
        ("expect_toast: A", "There was no toast within 300ms"),
        ("expect_edit: A", "The bot edited nothing within 300ms."),
    ] {
        let text = format!("steps:\n  - {step}\n");
        let rig = Rig::new(&[("one.yaml", &text)]);
        let ran = rig.test(&["--timeout", "300ms"], "");
        assert!(
            ran.status == 1 && ran.out.contains(why),
            "{step}: {}{}",
            ran.out,
            ran.err
        );
    }
}

#[test]
fn an_answer_of_the_other_kind_an_unexpected_message_and_a_missing_button_fail() {
    let start = "steps:\n  - say: /start\n  - expect: {}\n  - expect: {}\n";
    for (steps, why) in [
        (
            "  - press: Large\n  - expect_toast: Noted",
            "came as an alert (show_alert is true)",
        ),
        (
            "  - press: Huge\n    within: 100ms",
            "within 100ms. There are “Small”, “Large”, “No, thanks”.",
        ),
        (
            "  - say: /both\n  - expect: One\n  - expect_nothing: 60s",
            "+ text: Two and more",
        ),
        (
            "  - press: Small\n  - expect_toast: Lost",
            "- text: Lost\n      + text: Noted",
        ),
        (
            "  - press: Small\n  - expect_edit: Lost",
            "- text: Lost\n      + text: One moment",
        ),
        (
            "  - say: /both\n  - expect_any_order: [Two, Three]",
            "The bot said none of these.",
        ),
        (
            "  - say: /both\n  - expect_any_order: [One, {contains: Two}, Three]\n    within: 10s",
            "The bot said 2 of these 3 messages within 10s.\n      - text: Three\n",
        ),
    ] {
        let rig = Rig::new(&[("one.yaml", &format!("{start}{steps}\n"))]);
        let ran = rig.test(&[], "");
        assert!(
            ran.status == 1 && ran.out.contains(why),
            "{steps}: {}{}",
            ran.out,
            ran.err
        );
    }
}

#[test]
fn scenarios_are_listed_and_chosen_by_name() {
    let rig = all();
    let listed = rig.run(&["--list", "--filter", "order"], "", &[]);
    assert_eq!(
        listed.out,
        "buttons: An order by buttons\nwords/words: An order in words\n"
    );
    let ran = rig.test(&["--filter", "In a group"], "");
    assert!(ran.out.ends_with("1 passed, 0 failed (…)\n"), "{}", ran.out);
}

#[test]
fn a_file_that_is_named_twice_or_with_its_folder_is_played_once() {
    let rig = Rig::new(&[
        ("words/words.yaml", "steps:\n  - say: hi\n"),
        ("other.yaml", "steps:\n  - say: hi\n"),
    ]);
    let again = ["words", "words/words.yaml", "words/../other.yaml"];
    let listed = rig.run(&[&["--list"], again.as_slice()].concat(), "", &[]);
    assert_eq!(listed.out, "other\nwords/words\n", "{}", listed.err);
    let ran = rig.test(&again, "");
    assert!(ran.out.ends_with("2 passed, 0 failed (…)\n"), "{}", ran.out);
}

#[test]
fn a_file_without_steps_is_no_scenario() {
    let rig = Rig::new(&[("empty.yaml", "name: Nothing\nsteps: []\n")]);
    let ran = rig.test(&[], "");
    assert_ne!(ran.status, 0, "{}", ran.out);
    assert!(
        ran.err
            .contains("empty.yaml:2:8: A scenario has one step at least"),
        "{}",
        ran.err
    );
}

#[test]
fn colours_are_there_if_asked_for() {
    let rig = Rig::new(&[("one.yaml", "steps:\n  - say: hi\n")]);
    let ran = rig.test(&["--color", "always"], "");
    assert!(ran.out.starts_with("\u{1b}[32mpass"), "{:?}", ran.out);
}
