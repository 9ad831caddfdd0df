//! What is recorded in a group: who came and went, what the bot was in it, and who answered whom.

use serde_json::{Value, json};

use super::{ANN, MARIO, Scene};

/// What the bot says to an update of a group, and in which; and to what is edited and asked anywhere.
pub fn answer(update: &Value) -> Option<(i64, String)> {
    let message = &update["message"];
    let said = |message: &Value, text: String| Some((message["chat"]["id"].as_i64()?, text));
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let came = &message["new_chat_member"];
    let status = &update["my_chat_member"]["new_chat_member"]["status"];
    let edited = &update["edited_message"];
    if update["my_chat_member"]["chat"]["title"] == "Hall" {
        let text = format!("I am {} now.", text(status));
        return said(&update["my_chat_member"], text);
    }
    if came["is_bot"] == false {
        return said(message, format!("Welcome, {}.", text(&came["first_name"])));
    }
    if message["left_chat_member"]["is_bot"] == false {
        let name = text(&message["left_chat_member"]["first_name"]);
        return said(message, format!("Bye, {name}."));
    }
    if edited.is_object() {
        return said(edited, format!("You mean: {}", text(&edited["text"])));
    }
    if message["text"] == "/warn" {
        let of = text(&message["reply_to_message"]["text"]);
        return said(message, format!("Warned for: {of}"));
    }
    let poll = &message["poll"];
    if poll.is_object() {
        let [kind, anonymous, several, right] = [
            "type",
            "is_anonymous",
            "allows_multiple_answers",
            "correct_option_ids",
        ]
        .map(|name| poll[name].to_string());
        let text = format!("{kind}, {anonymous}, {several}, {right}");
        return said(message, text);
    }
    None
}

#[tokio::test]
async fn who_comes_and_goes_and_what_the_bot_becomes_is_played_from_how_it_was_at_first() {
    let scene = Scene::new().await;
    let zoe = scene.person("Zoe");
    let club = scene.group("Club", &[ANN, MARIO]);
    let say = |text: &str| json!({"type": "say", "text": text});
    let administrator = json!({"type": "set_bot", "status": "administrator"});
    for (user, act, sent) in [
        (ANN, say("/hello"), 1),
        (MARIO, json!({"type": "leave"}), 2),
        (zoe, json!({"type": "join"}), 3),
        (ANN, administrator, 3),
        (zoe, say("no command"), 4),
    ] {
        scene.act_in(Some(club), user, act, sent).await;
    }
    let text = scene.text(club, None).await;
    assert_eq!(
        text,
        "\
name: A chat
chats:
  - name: Club
    kind: supergroup
    members: [Ann, Mario]
steps:
  - in: Club
    say: /hello
  - in: Club
    expect: \"Well: /hello\"
  - user: Mario
    leave: Club
  - in: Club
    expect: \"Bye, Mario.\"
  - user: Zoe
    join: Club
  - in: Club
    expect: \"Welcome, Zoe.\"
  - in: Club
    bot_becomes: administrator
  - user: Zoe
    in: Club
    say: no command
  - in: Club
    expect: \"Well: no command\"
"
    );
    let run = scene.play(&text).await;
    assert!(run.passed(), "{run:#?}");
}

#[tokio::test]
async fn what_the_bot_said_as_it_came_in_does_not_meet_what_is_expected_of_it_later() {
    let scene = Scene::new().await;
    let hall = scene.group("Hall", &[ANN, MARIO]);
    let control = scene.control();
    control
        .until(|control| control.sent(&scene.token).unwrap().len() == 1)
        .await;
    let say = |text: &str| json!({"type": "say", "text": text});
    let administrator = json!({"type": "set_bot", "status": "administrator"});
    scene.act_in(Some(hall), MARIO, say("/one"), 2).await;
    scene.act_in(Some(hall), ANN, administrator, 3).await;
    scene
        .act_in(Some(hall), MARIO, json!({"type": "leave"}), 4)
        .await;
    let page = control.chat(&scene.token, hall, None, 1).unwrap();
    let next = page.messages[0].message_id + 1;
    let text = scene.text(hall, Some(next)).await;
    assert!(text.ends_with("steps: []\n"), "{text}");
    scene.act_in(Some(hall), ANN, say("two"), 5).await;
    let text = scene.text(hall, Some(next)).await;
    assert_eq!(
        text,
        "\
name: A chat
chats:
  - name: Hall
    kind: supergroup
    members: [Ann]
steps:
  - in: Hall
    expect: I am member now.
  - in: Hall
    bot_becomes: administrator
  - in: Hall
    expect: I am administrator now.
  - in: Hall
    say: two
  - in: Hall
    expect: \"Well: two\"
"
    );
    let run = scene.play(&text).await;
    assert!(run.passed(), "{run:#?}");
}

#[tokio::test]
async fn what_people_wrote_is_answered_liked_and_edited_by_its_text() {
    let scene = Scene::new().await;
    let club = scene.group("Club", &[ANN, MARIO]);
    let say = |text: &str| json!({"type": "say", "text": text});
    let administrator = json!({"type": "set_bot", "status": "administrator"});
    scene.act_in(Some(club), ANN, administrator, 0).await;
    scene.act_in(Some(club), MARIO, say("spam"), 1).await;
    let page = scene.control().chat(&scene.token, club, None, 2).unwrap();
    let spam = page.messages[0].message_id;
    assert_eq!(page.messages[0].text.as_deref(), Some("spam"));
    for (user, act, sent) in [
        (MARIO, say("more"), 2),
        (
            ANN,
            json!({"type": "say", "text": "/warn", "reply_to": spam}),
            3,
        ),
        (
            ANN,
            json!({"type": "react", "message_id": spam, "emoji": "👍"}),
            4,
        ),
        (
            MARIO,
            json!({"type": "edit", "message_id": spam, "text": "ham"}),
            5,
        ),
    ] {
        scene.act_in(Some(club), user, act, sent).await;
    }
    let text = scene.text(club, None).await;
    for step in [
        "  - in: Club\n    to: spam\n    say: /warn\n",
        "  - in: Club\n    expect: \"Warned for: spam\"\n",
        "  - in: Club\n    to: spam\n    react: 👍\n",
        "  - user: Mario\n    in: Club\n    to: spam\n    edit: ham\n",
    ] {
        assert!(text.contains(step), "{step}\n{text}");
    }
    let run = scene.play(&text).await;
    assert!(run.passed(), "{run:#?}");
}
