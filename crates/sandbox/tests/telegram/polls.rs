//! Polls and votes.

use chrono::TimeDelta;
use hookbay_sandbox::telegram::Options;
use hookbay_sandbox::telegram::control::DEFAULT_USER;
use serde_json::{Value, json};

use crate::desk::{Desk, cloud, noon, with, within};

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
        (
            json!({"type": "quiz", "correct_option_id": 0, "explanation": "x".repeat(201)}),
            "message is too long",
        ),
        (
            json!({"open_period": 4}),
            "open_period must be between 5 and 2628000 seconds",
        ),
        (
            json!({"open_period": 2_628_001}),
            "open_period must be between 5 and 2628000 seconds",
        ),
        (
            json!({"close_date": noon().timestamp() + 4}),
            "close_date must be 5 to 2628000 seconds in the future",
        ),
        (
            json!({"close_date": 1}),
            "close_date must be 5 to 2628000 seconds in the future",
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

fn shown(desk: &Desk, message: &Value) -> hookbay_sandbox::telegram::control::PollView {
    let page = desk.page(DEFAULT_USER);
    let mut messages = page.messages.into_iter();
    let found = messages.find(|it| it.message_id == message["message_id"]);
    found.unwrap().poll.unwrap()
}

#[tokio::test]
async fn a_poll_closes_at_its_time_and_the_bot_is_not_told() {
    let desk = cloud().await;
    let noon = noon().timestamp();
    let by_period = json!({"open_period": 60, "close_date": noon + 9});
    let by_period = poll(&desk, by_period).await;
    let times = (
        &by_period["poll"]["open_period"],
        &by_period["poll"]["close_date"],
    );
    assert_eq!(times, (&json!(60), &json!(noon + 60)));
    let by_date = poll(&desk, json!({"close_date": noon + 600})).await;
    assert_eq!(by_date["poll"]["open_period"], Value::Null);
    desk.clock.advance(TimeDelta::seconds(59));
    desk.does(None, vote(&by_period, &[0]));
    assert_eq!(desk.news().await.len(), 1);
    desk.clock.advance(TimeDelta::seconds(1));
    assert!(shown(&desk, &by_period).closed);
    assert!(!shown(&desk, &by_date).closed);
    assert!(desk.tries(None, vote(&by_period, &[])).is_err());
    let stop = json!({"chat_id": DEFAULT_USER, "message_id": by_period["message_id"]});
    let refused = desk.refused("stopPoll", stop).await;
    assert_eq!(refused, "Bad Request: poll has already been closed");
    let forward = json!({"chat_id": DEFAULT_USER, "from_chat_id": DEFAULT_USER, "message_id": by_period["message_id"]});
    let forwarded = desk.done("forwardMessage", forward).await;
    assert_eq!(forwarded["poll"]["is_closed"], true);
    assert_eq!(desk.news().await, [] as [Value; 0]);
    desk.clock.advance(TimeDelta::seconds(540));
    assert!(shown(&desk, &by_date).closed);
}

/// Whoever waits for a change of the chats hears of it, on the machine's own clock as well.
#[tokio::test]
async fn a_poll_that_closes_is_a_change_and_a_jump_closes_it() {
    let desk = with(Options::default()).await;
    let sent = poll(&desk, json!({"open_period": 3600})).await;
    let sooner = poll(&desk, json!({"open_period": 600})).await;
    let token = desk.token.clone();
    let (before, _) = desk.control.changed(Some(&token), 0).await.unwrap();
    desk.clock.advance(TimeDelta::seconds(601));
    within("the change", desk.control.changed(Some(&token), before))
        .await
        .unwrap();
    assert!(shown(&desk, &sooner).closed && !shown(&desk, &sent).closed);
    desk.clock.advance(TimeDelta::seconds(3000));
    assert!(shown(&desk, &sent).closed);
}

#[tokio::test]
async fn a_quiz_shows_its_answer_and_why() {
    let desk = cloud().await;
    let quiz = poll(&desk, json!({"type": "quiz", "correct_option_id": 1, "explanation": "<b>So</b>", "explanation_parse_mode": "HTML"})).await;
    let shown = shown(&desk, &quiz);
    assert_eq!(
        (shown.right, shown.explanation.as_deref()),
        (vec![1], Some("So"))
    );
}

#[tokio::test]
async fn a_person_makes_a_poll_which_the_bot_gets_as_a_message() {
    let desk = cloud().await;
    let asks =
        |options: &[&str]| json!({"type": "poll", "question": " Which? ", "options": options});
    let did = desk.does(None, asks(&["Tea", " Coffee "]));
    let message = desk.news().await[0]["message"].clone();
    assert_eq!(message["message_id"], json!(did.message_id));
    let poll = &message["poll"];
    assert_eq!(
        (&poll["question"], &poll["is_anonymous"]),
        (&json!("Which?"), &json!(true))
    );
    assert_eq!(poll["options"][1]["text"], "Coffee");
    let voted = desk.does(None, vote(&message, &[1]));
    assert!(voted.update_ids.is_empty() && voted.note.is_some());
    for wrong in [
        &["Tea"][..],
        &["x"; 13],
        &["Tea", ""],
        &["Tea", &"x".repeat(101)],
    ] {
        assert!(desk.tries(None, asks(wrong)).is_err(), "{wrong:?}");
    }
    // Privacy mode keeps it from a bot that is no administrator.
    let group = desk.group("group");
    desk.news().await;
    let unseen = desk.does(Some(group), asks(&["Tea", "Coffee"]));
    assert!(unseen.update_ids.is_empty() && unseen.note.unwrap().starts_with("Privacy mode"));
    desk.does(
        Some(group),
        json!({"type": "set_bot", "status": "administrator"}),
    );
    assert_eq!(
        desk.does(Some(group), asks(&["Tea", "Coffee"]))
            .update_ids
            .len(),
        1
    );
}

#[tokio::test]
async fn several_answers_are_given_and_told_only_where_that_is_no_secret() {
    let desk = cloud().await;
    let three = json!(["a", "b", "c"]);
    let open = json!({"options": three, "allows_multiple_answers": true, "is_anonymous": false});
    let sent = poll(&desk, open).await;
    desk.does(None, vote(&sent, &[2, 0, 2]));
    let news = desk.news().await;
    assert_eq!(news[1]["poll_answer"]["option_ids"], json!([0, 2]));
    let counts = |poll: &Value| {
        let options = poll["options"].as_array().unwrap().iter();
        options
            .map(|it| it["voter_count"].as_i64().unwrap())
            .collect::<Vec<_>>()
    };
    assert_eq!(counts(&news[0]["poll"]), [1, 0, 1]);
    assert_eq!(news[0]["poll"]["total_voter_count"], 1);
    // Another choice takes the place of the first ones.
    desk.does(None, vote(&sent, &[1]));
    let news = desk.news().await;
    assert_eq!(news[1]["poll_answer"]["option_ids"], json!([1]));
    assert_eq!(counts(&news[0]["poll"]), [0, 1, 0]);

    let secret = json!({"options": three, "allows_multiple_answers": true});
    let sent = poll(&desk, secret).await;
    desk.does(None, vote(&sent, &[0, 1]));
    let news = desk.news().await;
    assert_eq!((news.len(), counts(&news[0]["poll"])), (1, vec![1, 1, 0]));

    let single = poll(&desk, json!({"options": three})).await;
    assert!(desk.tries(None, vote(&single, &[0, 1])).is_err());
    let channel = desk.group("channel");
    let open =
        json!({"chat_id": channel, "question": "?", "options": three, "is_anonymous": false});
    let refused = desk.refused("sendPoll", open).await;
    let text = "Bad Request: non-anonymous polls can't be sent to channel chats";
    assert_eq!(refused, text);
}
