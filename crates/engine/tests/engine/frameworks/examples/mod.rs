//! The frameworks' own example bots, unchanged, against the sandbox: polling, with a webhook of their
//! own, and behind Hookbay. `tests/bots/examples.json` lists them, ours among them where a project
//! publishes none; the conversation with each is in `tests/bots/scenarios`.
//!
//! `cargo xtask bots` unpacks them, and `cargo xtask examples` prints what came of it.

mod example;
mod side;

use super::process::{Process, Way};
use example::{EXAMPLES, Example};
use hookbay_scenario::{Options, Run, parse, play};
use side::Side;
use std::fs;
use std::time::Duration;
use tokio::sync::watch;

/// For each answer, on a machine that is busy with other things.
const PATIENCE: Duration = Duration::from_secs(30);

/// Each with a test for each way, by its key in the list.
macro_rules! each {
    ($($key:ident)*) => {
        const KEYS: &[&str] = &[$(stringify!($key)),*];
        $(mod $key {
            use super::{Way, plays};

            #[tokio::test]
            async fn polling() {
                plays(stringify!($key), Way::Polling).await;
            }

            #[tokio::test]
            async fn webhook() {
                plays(stringify!($key), Way::Webhook).await;
            }

            #[tokio::test]
            async fn behind_hookbay() {
                plays(stringify!($key), Way::BehindHookbay).await;
            }
        })*
    };
}

each! {
    python_echobot
    python_inlinekeyboard
    python_inlinekeyboard2
    python_conversationbot
    python_nestedconversationbot
    python_pollbot
    python_inlinebot
    grammy_echo
    grammy_menu
    grammy_keyboard
    grammy_conversation
    grammy_booking
    grammy_poll
    teloxide_echo
    teloxide_buttons
    teloxide_dialogue
    teloxide_purchase
    teloxide_poll
}

#[test]
fn every_example_of_the_list_is_tried() {
    let listed: Vec<&str> = EXAMPLES
        .iter()
        .map(|example| example.key.as_str())
        .collect();
    assert_eq!(listed, KEYS);
}

#[test]
fn what_the_projects_published_is_as_it_was_unpacked() {
    for example in EXAMPLES.iter() {
        assert_eq!(
            example.sha256.is_some(),
            example.is_theirs(),
            "{}",
            example.key
        );
        if let Some(sha256) = &example.sha256 {
            assert_eq!(&example.digest(), sha256, "{}", example.file);
        }
    }
}

/// The whole conversation with a bot on this example.
async fn plays(key: &str, way: Way) {
    let example = Example::of(key);
    let side = Side::new(way).await;
    let bot = Process::start_as(example.program(), way, &side.api(), side.token()).await;
    side.connect(&bot).await;
    let run = converse(&side, key).await;
    if let Some(step) = run.failed() {
        let unknown = side.refused();
        panic!("{key}.yaml:{}: {step:#?}\n{unknown:#?}", step.line);
    }
    if example.shows == "poll" {
        side.control()
            .until(|_| side.polls().iter().all(|closed| *closed))
            .await;
        assert!(!side.polls().is_empty());
    }
    side.is_at_rest().await;
    for (method, status) in side.refused() {
        let is_its_own = example.refused.contains(&method) && status == 400;
        assert!(is_its_own, "{method} was refused with {status}");
    }
    side.went(way);
}

async fn converse(side: &Side, key: &str) -> Run {
    let folder = super::program::bots().join("scenarios");
    let text = fs::read_to_string(folder.join(format!("{key}.yaml"))).unwrap();
    let scenario = parse(&text).unwrap();
    let (_alive, ended) = watch::channel(None);
    let options = Options {
        patience: PATIENCE,
        folder,
        ended,
    };
    play(&side.client(), &scenario, &options, |_| {}).await
}
