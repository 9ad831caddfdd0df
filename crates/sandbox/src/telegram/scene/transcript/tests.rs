use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;

use super::{Cause, Made, Transcript};

fn noon() -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000, 0).unwrap()
}

fn made(seconds: i64, method: &str, parameters: &[(&str, &str)]) -> Made {
    let parameters: BTreeMap<String, String> = parameters
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    Made {
        at: noon() + TimeDelta::seconds(seconds),
        method: method.to_owned(),
        parameters,
        status: 200,
        description: None,
        in_reply: false,
        chat: None,
        messages: Vec::new(),
    }
}

/// The update of each entry with the methods called because of it, oldest first.
fn shown(transcript: &Transcript) -> Vec<(Option<i64>, Vec<&str>)> {
    let mut all: Vec<_> = transcript
        .newest()
        .map(|entry| {
            let calls = entry.calls.iter().map(|call| call.method.as_str());
            (entry.update_id, calls.collect())
        })
        .collect();
    all.reverse();
    all
}

fn two_messages() -> Transcript {
    let mut transcript = Transcript::default();
    for (update, chat) in [(1, 10), (2, 20)] {
        let message = json!({"chat": {"id": chat}, "text": "hi"});
        transcript.queued(update, "message", &message, noon());
        transcript.handed(update, noon());
    }
    transcript
}

#[test]
fn a_call_belongs_to_the_update_of_its_chat() {
    let mut transcript = two_messages();
    transcript.called(made(1, "sendMessage", &[("chat_id", "10")]), Cause::Unknown);
    transcript.called(made(2, "sendPhoto", &[("chat_id", "20")]), Cause::Unknown);
    transcript.called(made(3, "getFile", &[]), Cause::Unknown);
    assert_eq!(
        shown(&transcript),
        [
            (Some(1), vec!["sendMessage"]),
            (Some(2), vec!["sendPhoto", "getFile"])
        ]
    );
}

#[test]
fn an_answer_belongs_to_its_question_and_a_reply_to_its_delivery() {
    let mut transcript = two_messages();
    for (update, id) in [(3, "a"), (4, "b")] {
        let query = json!({"id": id, "from": {"id": 10}, "message": {"chat": {"id": 10}}});
        transcript.queued(update, "callback_query", &query, noon());
        transcript.handed(update, noon());
    }
    let answer = made(1, "answerCallbackQuery", &[("callback_query_id", "a")]);
    transcript.called(answer, Cause::Unknown);
    let reply = made(1, "sendMessage", &[("chat_id", "20")]);
    transcript.called(reply, Cause::Answered(1));
    assert_eq!(
        shown(&transcript),
        [
            (Some(1), vec!["sendMessage"]),
            (Some(2), vec![]),
            (Some(3), vec!["answerCallbackQuery"]),
            (Some(4), vec![])
        ]
    );
}

#[test]
fn what_comes_out_of_nothing_stands_by_itself() {
    let mut transcript = two_messages();
    let later = made(301, "sendMessage", &[("chat_id", "10")]);
    transcript.called(later, Cause::Unknown);
    let again = made(302, "sendMessage", &[("chat_id", "10")]);
    transcript.called(again, Cause::Unknown);
    let much_later = made(999, "sendDice", &[("chat_id", "10")]);
    transcript.called(much_later, Cause::Unknown);
    assert_eq!(
        shown(&transcript)[2..],
        [
            (None, vec!["sendMessage", "sendMessage"]),
            (None, vec!["sendDice"])
        ]
    );
}

#[test]
fn an_update_that_the_bot_has_not_seen_causes_nothing() {
    let mut transcript = Transcript::default();
    let message = json!({"chat": {"id": 10}, "text": "hi"});
    transcript.queued(1, "message", &message, noon());
    transcript.called(made(1, "sendMessage", &[("chat_id", "10")]), Cause::Unknown);
    assert_eq!(
        shown(&transcript),
        [(Some(1), vec![]), (None, vec!["sendMessage"])]
    );
}

#[test]
fn the_oldest_are_forgotten_and_the_rest_is_still_found() {
    let mut transcript = Transcript::default();
    let message = json!({"chat": {"id": 10}, "text": "hi"});
    for update in 1..=5_010 {
        transcript.queued(update, "message", &message, noon());
    }
    transcript.handed(5, noon());
    transcript.fetched(5_009, noon());
    let newest = transcript.newest().nth(1).unwrap();
    assert_eq!((newest.update_id, newest.attempts), (Some(5_009), 1));
    assert!(transcript.newest().all(|entry| entry.update_id > Some(10)));
}

/// Three messages and an edit of the first in one chat, all handed over before anything is answered.
fn four_of_one_chat() -> Transcript {
    let mut transcript = Transcript::default();
    for (update, kind, message) in [
        (1, "message", 101),
        (2, "message", 102),
        (3, "message", 103),
    ] {
        let message = json!({"message_id": message, "chat": {"id": 10}, "text": "hi"});
        transcript.queued(update, kind, &message, noon());
    }
    let answer = json!({
        "message_id": 104, "chat": {"id": 10}, "text": "/delete",
        "reply_to_message": {"message_id": 102, "chat": {"id": 10}},
    });
    transcript.queued(4, "message", &answer, noon());
    for update in 1..=4 {
        transcript.fetched(update, noon());
    }
    transcript
}

#[test]
fn a_call_belongs_to_the_update_whose_message_it_answers() {
    let mut transcript = four_of_one_chat();
    for (method, parameters) in [
        ("a", ("reply_parameters", r#"{"message_id": 101}"#)),
        ("b", ("reply_to_message_id", "102")),
        ("c", ("message_id", "103")),
        ("d", ("reply_parameters", r#"{"message_id": "103"}"#)),
        // What answers or is no update's message is of the newest, as before.
        ("e", ("message_id", "999")),
        // Another chat's message of that number.
        (
            "f",
            ("reply_parameters", r#"{"message_id": 101, "chat_id": 20}"#),
        ),
        // The command is about the message that it answers.
        ("g", ("message_id", "102")),
    ] {
        let call = made(1, method, &[("chat_id", "10"), parameters]);
        transcript.called(call, Cause::Unknown);
    }
    let forward = [
        ("chat_id", "77"),
        ("from_chat_id", "10"),
        ("message_id", "101"),
    ];
    transcript.called(made(1, "h", &forward), Cause::Unknown);
    assert_eq!(
        shown(&transcript),
        [
            (Some(1), vec!["a", "h"]),
            (Some(2), vec!["b"]),
            (Some(3), vec!["c", "d"]),
            (Some(4), vec!["e", "f", "g"])
        ]
    );
}

#[test]
fn a_call_belongs_to_the_press_on_the_message_that_it_changes() {
    let mut transcript = Transcript::default();
    for (update, message) in [(1, 201), (2, 202), (3, 201), (4, 203)] {
        let query = json!({
            "id": update.to_string(), "from": {"id": 10},
            "message": {"message_id": message, "chat": {"id": 10}},
        });
        transcript.queued(update, "callback_query", &query, noon());
        transcript.handed(update, noon());
    }
    for (method, message) in [("one", "201"), ("two", "202")] {
        let edit = made(1, method, &[("chat_id", "10"), ("message_id", message)]);
        transcript.called(edit, Cause::Unknown);
    }
    assert_eq!(
        shown(&transcript),
        [
            (Some(1), vec![]),
            (Some(2), vec!["two"]),
            (Some(3), vec!["one"]),
            (Some(4), vec![])
        ]
    );
}
