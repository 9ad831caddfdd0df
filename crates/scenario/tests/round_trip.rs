//! What is printed reads as the same scenario, whatever is in it.

#![allow(clippy::unwrap_used)] // A test that cannot go on has failed.

use hookbay_scenario::model::{
    Button, Chat, Does, Fault, Place, Poll, Scenario, Step, Upload, Wanted, Words,
};
use hookbay_scenario::{parse, print};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use std::time::Duration;

/// Texts that YAML might take for something else, and any others.
fn text() -> impl Strategy<Value = String> {
    let tricky = prop::sample::select(vec![
        "no",
        "null",
        "~",
        "1",
        "1.5",
        "0x1F",
        "- a",
        "a: b",
        "a #b",
        "# a",
        "'a'",
        "\"",
        "\\",
        "[a]",
        "{a}",
        "*a",
        "&a",
        "!a",
        "|",
        ">",
        "%a",
        "@a",
        "`a`",
        "---",
        "...",
        " a",
        "a ",
        "\ta",
        "a\n",
        "a\n b\nc",
        "a\n\n\nb",
        "\na",
        "a\nb ",
        "a\r\nb",
        "/start",
        "👍🏽",
        "a\u{2028}b",
        "\u{feff}a",
        "\u{7f}",
        "\u{85}",
        "?",
        "? a",
        "-",
        "=",
        "<<",
        "true",
        "2s",
        "a\tb",
        "line\n- item",
        "a\u{a0}",
        "\u{ad}",
        "a\n\tb",
        "\u{200d}",
    ]);
    prop_oneof![
        2 => tricky.prop_map(str::to_owned),
        1 => "[a-z{}:#, \n\"'\\-]{1,12}",
        1 => any::<String>().prop_filter("YAML has no such characters", |text| !text.contains('\0')),
    ]
}

fn said() -> impl Strategy<Value = String> {
    text().prop_filter("an empty text is no message", |text| {
        !text.trim().is_empty()
    })
}

fn time() -> impl Strategy<Value = Duration> {
    (0_u64..1_000_000_000).prop_map(Duration::from_millis)
}

fn words() -> impl Strategy<Value = Words> {
    prop_oneof![
        text().prop_map(Words::Are),
        text().prop_map(Words::Contain),
        "[a-z.*]{0,8}"
            .prop_filter("no regular expression", |text| !text.contains("**")
                && !text.starts_with('*'))
            .prop_map(Words::Match),
    ]
}

fn rows() -> impl Strategy<Value = Option<Vec<Vec<String>>>> {
    option::of(vec(vec(text(), 0..3), 0..3))
}

fn wanted() -> impl Strategy<Value = Wanted> {
    let formatting = vec(("[a-z_]{1,8}", text()), 0..3);
    (
        option::of(words()),
        rows(),
        rows(),
        option::of(text()),
        option::of(vec(text(), 0..3)),
        formatting,
    )
        .prop_map(
            |(words, buttons, keyboard, media, options, formatting)| Wanted {
                words,
                buttons,
                keyboard,
                media,
                options,
                formatting,
            },
        )
}

fn button() -> impl Strategy<Value = Button> {
    prop_oneof![
        text().prop_map(Button::Text),
        (1_usize..9, 1_usize..9).prop_map(|(row, column)| Button::At(row, column)),
    ]
}

/// What a step does, with the keys that it can have: who and where, which message, how long.
fn does() -> impl Strategy<Value = (Does, bool, bool, bool)> {
    let whole = |does: Does| (does, true, true, true);
    let place = |does: Does| (does, true, false, false);
    let late = |does: Does| (does, true, false, true);
    let bare = |does: Does| (does, false, false, false);
    let file = (
        said(),
        option::of(prop::sample::select(vec!["photo", "document"])),
        option::of(text()),
        any::<bool>(),
    );
    let degrees = -90.0..90.0_f64;
    prop_oneof![
        said().prop_map(Does::Say).prop_map(whole),
        button().prop_map(Does::Press).prop_map(whole),
        said()
            .prop_map(Does::Edit)
            .prop_map(|does| (does, true, true, false)),
        text().prop_map(Does::React).prop_map(whole),
        vec(text(), 0..3).prop_map(Does::Vote).prop_map(whole),
        poll().prop_map(Does::Poll).prop_map(place),
        file.prop_map(|(file, kind, caption, made_up)| Does::Upload(Upload {
            file,
            kind: kind.map(str::to_owned),
            caption,
            made_up,
        }))
        .prop_map(place),
        text().prop_map(Does::Contact).prop_map(place),
        (degrees.clone(), degrees)
            .prop_map(|(a, b)| Does::Location(a, b))
            .prop_map(place),
        text().prop_map(Does::Inline).prop_map(place),
        text().prop_map(Does::Choose).prop_map(late),
        wanted().prop_map(Does::Expect).prop_map(late),
        wanted().prop_map(Does::ExpectEdit).prop_map(late),
        words().prop_map(Does::ExpectToast).prop_map(late),
        words().prop_map(Does::ExpectAlert).prop_map(late),
        vec(wanted(), 1..3)
            .prop_map(Does::ExpectAnyOrder)
            .prop_map(late),
        time().prop_map(Does::ExpectNothing).prop_map(place),
        time().prop_map(Does::Wait).prop_map(bare),
        (0_u64..100_000)
            .prop_map(|by| Does::Clock(Duration::from_secs(by)))
            .prop_map(bare),
        fault().prop_map(Does::Fault).prop_map(bare),
    ]
}

/// A quiz or none, with right answers that are among the choices.
fn poll() -> impl Strategy<Value = Poll> {
    let kind = (any::<bool>(), any::<bool>(), 0..3_usize, option::of(text()));
    (said(), vec(text(), 0..3), kind).prop_map(
        |(question, options, (anonymous, several, right, explanation))| {
            let right: Vec<String> = options.iter().take(right).cloned().collect();
            Poll {
                question,
                anonymous,
                several,
                explanation: explanation.filter(|_| !right.is_empty()),
                right,
                options,
            }
        },
    )
}

/// With the keys that this kind can have.
fn fault() -> impl Strategy<Value = Fault> {
    let kinds = vec![
        "too_many_requests",
        "server_error",
        "slow",
        "lost_answer",
        "wrong_secret",
        "clear",
    ];
    let calls = option::of(1..u32::MAX);
    let keys = (calls, option::of(any::<u32>()), option::of(time()));
    (prop::sample::select(kinds), keys).prop_map(|(kind, (calls, retry_after, by))| Fault {
        kind: kind.to_owned(),
        calls: calls.filter(|_| matches!(kind, "too_many_requests" | "server_error" | "slow")),
        retry_after: retry_after.filter(|_| kind == "too_many_requests"),
        by: by.filter(|_| kind == "slow"),
    })
}

fn step() -> impl Strategy<Value = Step> {
    let keys = (
        option::of(said()),
        any::<bool>(),
        option::of(text()),
        option::of(time()),
    );
    (does(), keys).prop_map(
        |((does, placed, to_one, late), (user, in_chat, to, within))| {
            let to = to.filter(|_| to_one);
            // Whoever says something waits only for what it answers.
            let waits = late && (to.is_some() || !matches!(does, Does::Say(_)));
            Step {
                user: user.filter(|_| placed),
                chat: in_chat.then(|| "Club".to_owned()).filter(|_| placed),
                to,
                within: within.filter(|_| waits),
                ..Step::new(does)
            }
        },
    )
}

fn scenario() -> impl Strategy<Value = Scenario> {
    let members = vec(text(), 1..4);
    let bot = option::of(prop::sample::select(vec!["member", "administrator"]));
    (text(), members, bot, vec(step(), 1..6)).prop_map(|(name, members, bot, steps)| Scenario {
        notes: Vec::new(),
        name,
        chats: vec![Chat {
            name: "Club".to_owned(),
            kind: "group".to_owned(),
            members,
            bot: bot.map(str::to_owned),
        }],
        steps,
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_printed_reads_as_the_same(scenario in scenario()) {
        let text = print(&scenario);
        let mut read = parse(&text).map_err(|error| TestCaseError::fail(format!("{error}\n{text}")))?;
        for step in &mut read.steps {
            step.place = Place::default();
        }
        prop_assert_eq!(&read, &scenario, "{}", text);
        prop_assert_eq!(print(&read), text);
    }

    #[test]
    fn whatever_is_read_is_read_or_refused(text in any::<String>()) {
        let _ = parse(&text);
    }
}
