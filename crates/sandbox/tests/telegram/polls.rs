//! Polls and votes.

use hookbay_sandbox::telegram::control::DEFAULT_USER;
use serde_json::{Value, json};

use crate::desk::{Desk, cloud};

async fn poll(desk: &Desk, more: Value) -> Value {
    let mut poll =
        json!({"chat_id": DEFAULT_USER, "question": "Tea?", "options": ["Yes", {"text": "No"}]});
    poll.as_object_mut()
        .unwrap()
        .extend(more.as_object().unwrap().clone());
    desk.done("sendPoll", poll).await
}

fn vote(message: &Value, options: &[u32]) -> Value {
    json!({"type": "vote", "message_id": message["message_id"], "options": options})
}

#[tokio::test]
async fn the_bot_is_told_of_counts_and_of_who_voted_in_the_open() {
    let desk = cloud().await;
    let sent = poll(&desk, json!({"is_anonymous": false})).await;
    desk.does(None, vote(&sent, &[1]));
    let news = desk.news().await;
    assert_eq!(news[0]["poll"]["options"][1]["voter_count"], 1);
    assert_eq!(news[0]["poll"]["total_voter_count"], 1);
    let answer = &news[1]["poll_answer"];
    assert_eq!(
        (&answer["poll_id"], &answer["option_ids"]),
        (&sent["poll"]["id"], &json!([1]))
    );
    assert_eq!(
        answer["option_persistent_ids"][0],
        sent["poll"]["options"][1]["persistent_id"]
    );
    desk.does(None, vote(&sent, &[]));
    assert_eq!(desk.news().await[1]["poll_answer"]["option_ids"], json!([]));

    let secret = poll(&desk, json!({})).await;
    desk.does(None, vote(&secret, &[0]));
    let news = desk.news().await;
    assert_eq!(
        (news.len(), &news[0]["poll"]["is_anonymous"]),
        (1, &json!(true))
    );
    let shown = desk
        .page(DEFAULT_USER)
        .messages
        .pop()
        .unwrap()
        .poll
        .unwrap();
    assert_eq!(shown.options[0].by, [DEFAULT_USER]);
}

#[tokio::test]
async fn a_quiz_keeps_its_answer_and_a_poll_is_stopped_once() {
    let desk = cloud().await;
    let quiz = poll(&desk, json!({"type": "quiz", "correct_option_ids": [0], "explanation": "<b>So</b>", "explanation_parse_mode": "HTML"})).await;
    desk.does(None, vote(&quiz, &[1]));
    assert_eq!(
        desk.news().await[0]["poll"]["correct_option_ids"],
        Value::Null
    );
    assert!(desk.tries(None, vote(&quiz, &[0])).is_err());
    let stop = json!({"chat_id": DEFAULT_USER, "message_id": quiz["message_id"]});
    let stopped = desk.done("stopPoll", stop.clone()).await;
    assert_eq!(
        (&stopped["is_closed"], &stopped["correct_option_ids"]),
        (&json!(true), &json!([0]))
    );
    assert_eq!(desk.news().await[0]["poll"]["is_closed"], true);
    let refused = desk.refused("stopPoll", stop).await;
    assert_eq!(refused, "Bad Request: poll has already been closed");
    assert!(desk.tries(None, vote(&quiz, &[0])).is_err());
}

#[tokio::test]
async fn polls_are_refused_in_telegrams_words() {
    let desk = cloud().await;
    for (more, words) in [
        (json!({"question": ""}), "poll question must be non-empty"),
        (json!({"options": "["}), "can't parse options JSON object"),
        (
            json!({"options": {}}),
            "expected an Array of String as options",
        ),
        (
            json!({"options": [1]}),
            "expected an option to be of type String",
        ),
        (json!({"options": []}), "poll must have at least 1 option"),
        (
            json!({"options": vec!["x"; 13]}),
            "poll can't have more than 12 options",
        ),
        (
            json!({"options": ["x".repeat(101)]}),
            "poll options length must not exceed 100",
        ),
        (json!({"type": "riddle"}), "unsupported poll type specified"),
        (json!({"type": "quiz"}), "wrong correct option ID specified"),
        (
            json!({"type": "quiz", "correct_option_id": 5}),
            "wrong correct option ID specified",
        ),
    ] {
        let mut poll =
            json!({"chat_id": DEFAULT_USER, "question": "Tea?", "options": ["Yes", "No"]});
        poll.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        assert_eq!(
            desk.refused("sendPoll", poll).await,
            format!("Bad Request: {words}")
        );
    }
}
