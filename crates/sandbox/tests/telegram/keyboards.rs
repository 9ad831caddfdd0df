//! What the bot asks for under the text field: a contact, a place, a poll, an answer.

use hookbay_sandbox::telegram::control::{DEFAULT_USER, SECOND_USER, SandboxAct};
use serde_json::{Value, json};

use crate::desk::{Desk, cloud};

async fn send(desk: &Desk, chat: i64, text: &str, markup: Value) -> Value {
    let message = json!({"chat_id": chat, "text": text, "reply_markup": markup});
    desk.done("sendMessage", message).await
}

fn asking() -> Value {
    json!({
        "keyboard": [
            [{"text": "Number", "request_contact": true}, {"text": "Place", "request_location": true}],
            [{"text": "Quiz", "request_poll": {"type": "quiz"}}, {"text": "Any", "request_poll": {}}],
        ],
        "one_time_keyboard": true,
    })
}

#[tokio::test]
async fn buttons_say_what_they_ask_for_and_go_once_they_got_it() {
    let desk = cloud().await;
    for act in [
        json!({"type": "share_contact", "phone": "+123456789"}),
        json!({"type": "share_location", "latitude": 52.37, "longitude": 4.89}),
        json!({"type": "poll", "question": "?", "options": ["a", "b"]}),
    ] {
        send(&desk, DEFAULT_USER, "Well?", asking()).await;
        let keyboard = desk.page(DEFAULT_USER).keyboard.unwrap();
        let kinds: Vec<(&str, Option<&str>)> = keyboard
            .rows
            .iter()
            .flatten()
            .map(|button| (button.kind.as_str(), button.poll.as_deref()))
            .collect();
        assert_eq!(
            kinds,
            [
                ("contact", None),
                ("location", None),
                ("poll", Some("quiz")),
                ("poll", None)
            ]
        );
        desk.does(None, act);
        assert!(desk.page(DEFAULT_USER).keyboard.is_none());
    }
    let news = desk.news().await;
    assert_eq!(news[0]["message"]["contact"]["user_id"], DEFAULT_USER);
    assert_eq!(news[1]["message"]["location"]["latitude"], 52.37);
    assert_eq!(news[2]["message"]["poll"]["type"], "regular");
}

#[tokio::test]
async fn a_person_makes_a_quiz() {
    let desk = cloud().await;
    let quiz = json!({
        "type": "poll", "question": "2 + 2?", "options": ["3", "4"], "right": [1],
        "explanation": "Count.", "anonymous": false,
    });
    let did = desk.does(None, quiz.clone());
    let poll = desk.news().await[0]["message"]["poll"].take();
    assert_eq!(
        (
            &poll["type"],
            &poll["correct_option_ids"],
            &poll["explanation"]
        ),
        (&json!("quiz"), &json!([1]), &json!("Count."))
    );
    let shown = desk.page(DEFAULT_USER).messages.pop().unwrap();
    assert_eq!(Some(shown.message_id), did.message_id);
    let shown = shown.poll.unwrap();
    assert_eq!(
        (shown.quiz, shown.right, shown.is_anonymous),
        (true, vec![1], false)
    );
    // In a group the answer is not given away, not even to the bot.
    let group = desk.group("group");
    let leads = json!({"type": "set_bot", "status": "administrator"});
    desk.does(Some(group), leads);
    desk.news().await;
    desk.does(Some(group), quiz);
    let poll = desk.news().await[0]["message"]["poll"].take();
    assert_eq!(
        (&poll["type"], poll.get("correct_option_ids")),
        (&json!("quiz"), None)
    );
    for wrong in [json!([2]), json!([0, 1])] {
        let quiz = json!({"type": "poll", "question": "?", "options": ["3", "4"], "right": wrong});
        assert!(desk.tries(None, quiz).is_err(), "{wrong}");
    }
}

#[tokio::test]
async fn in_groups_and_channels_nothing_of_a_persons_own_is_asked_for() {
    let desk = cloud().await;
    let group = desk.group("group");
    for (button, words) in [
        (
            json!({"request_contact": true}),
            "phone number can be requested in private chats only",
        ),
        (
            json!({"request_location": true}),
            "location can be requested in private chats only",
        ),
        (
            json!({"request_poll": {}}),
            "poll can be requested in private chats only",
        ),
    ] {
        let mut button = button;
        button["text"] = json!("Give");
        let markup = json!({"keyboard": [["plain", button]]});
        let message = json!({"chat_id": group, "text": "x", "reply_markup": markup});
        let refused = desk.refused("sendMessage", message).await;
        assert_eq!(refused, format!("Bad Request: {words}"));
    }
    send(
        &desk,
        group,
        "x",
        json!({"keyboard": [["plain", {"text": "b", "request_contact": false}]]}),
    )
    .await;
    let channel = desk.group("channel");
    for markup in [
        json!({"keyboard": [["a"]]}),
        json!({"force_reply": true}),
        json!({"remove_keyboard": true}),
    ] {
        let message = json!({"chat_id": channel, "text": "x", "reply_markup": markup});
        let refused = desk.refused("sendMessage", message).await;
        assert_eq!(refused, "Bad Request: inline keyboard expected");
    }
    let message = json!({"chat_id": DEFAULT_USER, "text": "x", "reply_markup": {"keyboard": [[{"text": "a", "request_contact": "yes"}]]}});
    let refused = desk.refused("sendMessage", message).await;
    let words = "can't parse keyboard button: Field \"request_contact\" must be of type Boolean";
    assert_eq!(refused, format!("Bad Request: {words}"));
}

#[tokio::test]
async fn a_message_that_wants_an_answer_is_the_one_that_is_answered() {
    let desk = cloud().await;
    let force = json!({"force_reply": true, "input_field_placeholder": "Your name"});
    let sent = send(&desk, DEFAULT_USER, "What is your name?", force.clone()).await;
    let asked = desk.page(DEFAULT_USER).force_reply.unwrap();
    assert_eq!(json!(asked.message_id), sent["message_id"]);
    assert_eq!(
        (asked.placeholder.as_deref(), asked.only_for),
        (Some("Your name"), None)
    );
    let answer = json!({"type": "say", "text": "Ann", "reply_to": asked.message_id});
    desk.does(None, answer);
    let told = desk.news().await[0]["message"].take();
    assert_eq!(told["reply_to_message"]["message_id"], sent["message_id"]);
    assert_eq!(desk.page(DEFAULT_USER).force_reply, None);
    // It goes with its message, and with what is asked for instead.
    let sent = send(&desk, DEFAULT_USER, "And?", force.clone()).await;
    let gone = json!({"chat_id": DEFAULT_USER, "message_id": sent["message_id"]});
    desk.done("deleteMessage", gone).await;
    assert_eq!(desk.page(DEFAULT_USER).force_reply, None);
    send(&desk, DEFAULT_USER, "And?", force).await;
    send(&desk, DEFAULT_USER, "Or", json!({"keyboard": [["so"]]})).await;
    assert_eq!(desk.page(DEFAULT_USER).force_reply, None);
}

#[tokio::test]
async fn in_a_group_it_may_be_for_those_who_are_meant() {
    let desk = cloud().await;
    let group = desk.group("group");
    let join = SandboxAct::Join;
    desk.control
        .act(&desk.token, SECOND_USER, Some(group), join)
        .unwrap();
    let hello = json!({"type": "say", "text": "/start"});
    let said = desk.does(Some(group), hello.clone()).message_id;
    let force = json!({"force_reply": true, "selective": true});
    // By a mention, and by answering.
    send(&desk, group, "@mario_rossi?", force.clone()).await;
    let asked = desk.page(group).force_reply.unwrap();
    assert_eq!(asked.only_for, Some(vec![SECOND_USER]));
    // Others write beside it.
    desk.does(Some(group), hello);
    assert!(desk.page(group).force_reply.is_some());
    let answer = json!({
        "chat_id": group, "text": "You?", "reply_markup": force,
        "reply_parameters": {"message_id": said},
    });
    desk.done("sendMessage", answer).await;
    let asked = desk.page(group).force_reply.unwrap();
    assert_eq!(asked.only_for, Some(vec![DEFAULT_USER]));
    let keyboard = json!({"keyboard": [["a"]], "selective": true});
    send(&desk, group, "@ann_petrova", keyboard).await;
    let keyboard = desk.page(group).keyboard.unwrap();
    assert_eq!(keyboard.only_for, Some(vec![DEFAULT_USER]));
}
