use super::parse;
use crate::model::{Button, Does, Poll, Step, Wanted, Words};
use crate::print::print;
use std::time::Duration;

fn step(text: &str) -> Step {
    let scenario = parse(&format!("steps:\n  - {text}\n")).unwrap();
    scenario.steps.into_iter().next().unwrap()
}

fn does(text: &str) -> Does {
    step(text).does
}

#[test]
fn a_conversation_is_read() {
    let text = "\
# What is sold on a Monday.
name: An order
chats:
  - name: Pizza club
    members: [Ann, Mario]
steps:
  - say: /start   # to the bot
  - expect:
      text: What size?
      buttons:
        - [Small, Large]
  - user: Mario
    in: Pizza club
    press: no
  - expect: |
      Two lines,
      this one too
    within: 10s
";
    let scenario = parse(text).unwrap();
    assert_eq!(scenario.name, "An order");
    assert_eq!(scenario.chats[0].kind, "supergroup");
    assert_eq!(scenario.steps[0].does, Does::Say("/start".to_owned()));
    let question = Wanted {
        words: Some(Words::Are("What size?".to_owned())),
        buttons: Some(vec![vec!["Small".to_owned(), "Large".to_owned()]]),
        ..Wanted::default()
    };
    assert_eq!(scenario.steps[1].does, Does::Expect(question));
    let pressed = &scenario.steps[2];
    assert_eq!(pressed.does, Does::Press(Button::Text("no".to_owned())));
    assert_eq!(pressed.user.as_deref(), Some("Mario"));
    assert_eq!((pressed.place.line, pressed.place.column), (12, 5));
    assert_eq!(scenario.steps[3].within, Some(Duration::from_secs(10)));
}

#[test]
fn every_step_is_read() {
    assert_eq!(
        does("press: {row: 1, column: 2}"),
        Does::Press(Button::At(1, 2))
    );
    assert_eq!(does("react: 👍"), Does::React("👍".to_owned()));
    assert_eq!(does("react:"), Does::React(String::new()));
    assert_eq!(does("vote: Yes"), Does::Vote(vec!["Yes".to_owned()]));
    assert_eq!(does("vote: []"), Does::Vote(Vec::new()));
    assert_eq!(
        does("{poll: 'Tea?', options: [Yes, no]}"),
        Does::Poll(Poll {
            question: "Tea?".to_owned(),
            options: vec!["Yes".to_owned(), "no".to_owned()],
            anonymous: true,
            several: false,
            right: Vec::new(),
            explanation: None,
        })
    );
    let quiz =
        "{poll: 'Tea?', options: [Yes, no], right: no, anonymous: false, explanation: It is late.}";
    let Does::Poll(quiz) = does(quiz) else {
        panic!("a quiz");
    };
    assert_eq!((quiz.right, quiz.anonymous), (vec!["no".to_owned()], false));
    assert_eq!(quiz.explanation.as_deref(), Some("It is late."));
    assert_eq!(step("{edit: b, to: a}").to.as_deref(), Some("a"));
    assert_eq!(
        step("{say: b, to: a, within: 2s}").within,
        Some(Duration::from_secs(2))
    );
    assert_eq!(
        does("clock: 49710d"),
        Does::Clock(Duration::from_hours(49_710 * 24))
    );
    assert_eq!(does("location: [52.5, -4]"), Does::Location(52.5, -4.0));
    assert_eq!(does("wait: 500ms"), Does::Wait(Duration::from_millis(500)));
    assert_eq!(
        does("expect_alert: {contains: Sold}"),
        Does::ExpectAlert(Words::Contain("Sold".to_owned()))
    );
    let Does::Upload(upload) = does("{upload: cat.PNG, caption: A cat, made_up: true}") else {
        panic!("an upload");
    };
    assert_eq!(upload.kind(), "photo");
    let Does::Fault(fault) = does("{fault: slow, by: 3s, calls: 2}") else {
        panic!("a fault");
    };
    assert_eq!(
        (fault.calls, fault.by),
        (Some(2), Some(Duration::from_secs(3)))
    );
}

/// Each with its place, and what it says of it.
#[test]
fn what_is_wrong_is_said_with_its_place() {
    for (text, place, part) in [
        ("", (1, 1), "nothing; a scenario is written with keys"),
        ("hello", (1, 1), "a text; a scenario is written with keys"),
        ("name: x", (1, 1), "`steps` of a scenario is missing"),
        (
            "stepz: []",
            (1, 1),
            "no key `stepz` in a scenario. It has: name, chats, steps",
        ),
        ("steps: 5", (1, 8), "to be a list"),
        (
            "steps:\n  - say: [1]",
            (2, 10),
            "a list; it is to be a text",
        ),
        ("steps:\n  - say: {a: b}", (2, 10), "into quotes"),
        ("steps:\n  - say: ''", (2, 10), "no text to send"),
        (
            "steps:\n  - fault: slow\n    retry_after: 3",
            (3, 18),
            "`retry_after` means nothing with `slow`. It goes with: too_many_requests.",
        ),
        (
            "steps:\n  - fault: lost_answer\n    calls: 2",
            (3, 12),
            "`calls` means nothing with `lost_answer`",
        ),
        (
            "steps:\n  - fault: server_error\n    calls: 0",
            (3, 12),
            "`0` is no number",
        ),
        (
            "steps:\n  - sey: hi",
            (2, 5),
            "`sey` is none of them: say, press",
        ),
        ("steps:\n  - {}", (2, 5), "There is none: say"),
        (
            "steps:\n  - say: hi\n    press: x",
            (3, 5),
            "`say` and `press` are two different things: make them two of steps",
        ),
        (
            "steps:\n  - say: hi\n    colour: red",
            (3, 5),
            "It has: say, user, in, to, within",
        ),
        ("steps:\n  - wait: 2", (2, 11), "like 2s"),
        ("steps:\n  - clock: 500ms", (2, 12), "whole seconds"),
        (
            "steps:\n  - clock: 100000d",
            (2, 12),
            "jumps by 49710d at most",
        ),
        ("name: x\nsteps: []", (2, 8), "one step at least"),
        (
            "steps:\n  - expect_any_order: []",
            (2, 23),
            "one message at least",
        ),
        (
            "steps:\n  - say: hi\n    within: 2s",
            (3, 13),
            "waits for nothing",
        ),
        (
            "steps:\n  - edit: hi\n    within: 2s",
            (3, 5),
            "no key `within` in a step. It has: edit, user, in, to",
        ),
        (
            "steps:\n  - poll: Tea?\n    options: [a, b]\n    right: c",
            (4, 12),
            "right answer `c` is none of the options",
        ),
        (
            "steps:\n  - poll: Tea?\n    options: [a, b]\n    explanation: c",
            (4, 18),
            "only a quiz explains",
        ),
        (
            "steps:\n  - expect: {tekst: hi}",
            (2, 14),
            "It has: text, contains",
        ),
        (
            "steps:\n  - expect: {text: a, contains: b}",
            (2, 33),
            "said once",
        ),
        (
            "steps:\n  - expect: {matches: '('}",
            (2, 23),
            "regular expression is broken: unclosed group",
        ),
        (
            "steps:\n  - expect_toast: {}",
            (2, 19),
            "Say what the text is",
        ),
        (
            "steps:\n  - press: {row: 0, column: 1}",
            (2, 18),
            "count from 1",
        ),
        (
            "steps:\n  - press: {row: 1}",
            (2, 12),
            "`column` of a button's place is missing",
        ),
        (
            "steps:\n  - location: [1]",
            (2, 15),
            "latitude and longitude",
        ),
        (
            "steps:\n  - fault: rain",
            (2, 12),
            "none of: too_many_requests",
        ),
        (
            "steps:\n  - say: hi\n    in: Club",
            (2, 5),
            "no chat `Club`",
        ),
        ("steps:\n  - join: Club", (2, 5), "no chat `Club`"),
        (
            "chats:\n  - name: Club\n    members: []\nsteps: []",
            (3, 14),
            "has to make the chat",
        ),
        (
            "chats:\n  - name: Club\n    kind: room\n    members: [A]\nsteps: []",
            (3, 11),
            "none of: group, supergroup",
        ),
        ("steps: []\nsteps: []", (2, 1), "duplicate"),
        ("steps: []\n\"steps\": []", (2, 1), "twice"),
        ("steps: []\n---\nsteps: []", (3, 1), "a file of its own"),
        ("steps:\n  - say: \"hi", (2, 10), "This is no YAML"),
        ("steps: !x []", (1, 8), "Tags and references"),
    ] {
        let error = parse(text).expect_err(text);
        let found = (error.place.line, error.place.column);
        assert!(
            found == place && error.what.to_lowercase().contains(&part.to_lowercase()),
            "{text:?}\nis {error}"
        );
    }
}

#[test]
fn a_scenario_is_printed_as_a_person_would_write_it() {
    let text = "\
name: An order
chats:
  - name: Pizza club
    kind: supergroup
    members: [Ann, Mario]
    bot: administrator
steps:
  - say: /start
  - expect:
      text: What size?
      buttons:
        - [Small, Large]
        - [\"No, thanks\"]
  - user: Mario
    in: Pizza club
    to: What size?
    press: Small
  - expect: |-
      Two lines,

      and the third
    within: 10s
  - expect_edit:
      contains: \"#1\"
  - expect_any_order:
      - text: One
      - contains: Two
        buttons: []
  - upload: cat.png
    caption: A cat
    made_up: true
  - react: \"\"
  - vote: [\"Yes\", \"no\"]
  - location: [52.37, 4.89]
  - fault: slow
    calls: 2
    by: 3s
  - expect_nothing: 1s
";
    assert_eq!(print(&parse(text).unwrap()), text);
}

/// As a choice it stands before a bracket, where a text may mean something else than on a line of its own.
#[test]
fn a_text_that_ends_in_a_sign_of_yaml_s_is_read_as_it_was_printed() {
    for text in ["a -", "a ?", "a - b", "a ? b", "a -b", "a-"] {
        let wanted = Wanted {
            options: Some(vec![text.to_owned(), text.to_owned()]),
            ..Wanted::default()
        };
        let scenario = crate::model::Scenario {
            steps: vec![Step::new(Does::Expect(wanted.clone()))],
            ..crate::model::Scenario::default()
        };
        let printed = print(&scenario);
        let read = parse(&printed).unwrap_or_else(|error| panic!("{error}\n{printed}"));
        assert_eq!(read.steps[0].does, Does::Expect(wanted), "{printed}");
    }
}
