//! Buttons that are pressed.

use super::super::buttons::{of_answer, of_update, press, sender};
use super::{Value, setting};
use serde_json::json;

const QUERY: &str = r#"{"update_id":1,
"callback_query":{"id":"1","from":{"id":5,"is_bot":false,"first_name":"Ann"},"chat_instance":"-77",
"message":{"message_id":3,"from":{"id":42},"chat":{"id":5,"type":"private"},"date":1,"text":"Menu","odd":1.0e2,
"reply_markup":{"inline_keyboard":[[{"text":"A","callback_data":"a"},{"text":"Site","url":"https://example.org"}],
[{"text":"App","web_app":{"url":"https://app.example"}},{"text":"Inline","switch_inline_query":""}]]}},"data":"a"}}"#;

#[test]
fn a_button_becomes_a_query_that_fits() {
    let keyboards = of_update(QUERY);
    assert_eq!(keyboards.len(), 1);
    assert_eq!(keyboards[0].text, "Menu");
    let from = sender(QUERY).unwrap();
    let text = press(&setting(), &keyboards[0], 0, 0, &from).unwrap();
    assert!(text.contains("1.0e2"), "the message is echoed as it was");
    let body: Value = serde_json::from_str(&text).unwrap();
    let query = &body["callback_query"];
    assert_eq!(query["data"], "a");
    assert_eq!(query["from"]["id"], 5);
    assert_eq!(query["chat_instance"], "-77");
    assert_eq!(query["message"]["message_id"], 3);
    for (row, column, word) in [
        (0, 1, "example.org"),
        (1, 0, "app.example"),
        (1, 1, "inline query"),
        (7, 0, "no such"),
    ] {
        let error = press(&setting(), &keyboards[0], row, column, &from).unwrap_err();
        assert!(error.message.contains(word), "{error}");
    }
}

#[test]
fn a_bots_answer_has_buttons_however_it_is_written() {
    let update = r#"{"update_id":1,"message":{"message_id":8,"from":{"id":5,"first_name":"Ann"},"chat":{"id":5,"type":"private"},"text":"hi"}}"#;
    let markup = r#"{"inline_keyboard":[[{"text":"A","callback_data":"a"}]]}"#;
    let quoted = Value::from(markup).to_string();
    let form: String = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs([
            ("method", "sendMessage"),
            ("chat_id", "5"),
            ("text", "Pick"),
            ("reply_markup", markup),
        ])
        .finish();
    let parts = [
        "method\"\r\n\r\nsendMessage",
        "chat_id\"\r\n\r\n5",
        "text\"\r\n\r\nPick",
        &format!("reply_markup\"\r\n\r\n{markup}"),
    ]
    .map(|part| format!("--B\r\nContent-Disposition: form-data; name=\"{part}\r\n"))
    .concat()
        + "--B--\r\n";
    for (content_type, answer) in [
        (
            "application/json",
            format!(
                "{{\"method\":\"sendMessage\",\"chat_id\":5,\"text\":\"Pick\",\"reply_markup\":{markup}}}"
            ),
        ),
        (
            "application/json",
            format!(
                "{{\"method\":\"SendMessage\",\"chat_id\":\"5\",\"text\":\"Pick\",\"reply_markup\":{quoted}}}"
            ),
        ),
        ("application/x-www-form-urlencoded", form),
        ("multipart/form-data; boundary=B", parts),
    ] {
        let keyboard = of_answer(&setting(), update, content_type, &answer)
            .unwrap_or_else(|| panic!("{answer}"));
        let body = press(&setting(), &keyboard, 0, 0, &sender(update).unwrap()).unwrap();
        let body: Value = serde_json::from_str(&body).unwrap();
        let message = &body["callback_query"]["message"];
        assert_eq!(message["message_id"], 9);
        assert_eq!(message["text"], "Pick");
        assert_eq!(message["chat"]["type"], "private");
        assert_eq!(message["from"]["username"], "pizza_bot");
        assert_eq!(body["callback_query"]["data"], "a");
    }
    assert!(of_answer(&setting(), update, "text/plain", "ok").is_none());
    assert!(
        of_answer(
            &setting(),
            update,
            "application/json",
            r#"{"method":"answerCallbackQuery","text":"x"}"#
        )
        .is_none()
    );
}

const ASKED: &str = r#"{"update_id":1,"message":{"message_id":8,"from":{"id":5,"first_name":"Ann"},
"chat":{"id":-100,"type":"supergroup","title":"Pizza"},"text":"hi"}}"#;

/// The message in the query that pressing the first button of a bot's answer makes.
fn pressed(update: &str, mut call: Value) -> (String, Value) {
    call["reply_markup"] =
        json!({ "inline_keyboard": [[{ "text": "A", "callback_data": "new" }]] });
    let answer = call.to_string();
    let keyboard = of_answer(&setting(), update, "application/json", &answer)
        .unwrap_or_else(|| panic!("{answer}"));
    let body = press(&setting(), &keyboard, 0, 0, &sender(update).unwrap()).unwrap();
    let body: Value = serde_json::from_str(&body).unwrap();
    let message = body["callback_query"]["message"].clone();
    assert_eq!(message["reply_markup"], call["reply_markup"]);
    (keyboard.text, message)
}

#[test]
fn a_file_in_an_answer_is_a_message_with_a_file_and_its_caption_as_it_is_read() {
    let call = |method: &str| {
        json!({ "method": method, "chat_id": -100, "photo": "AgAC", "message_thread_id": 77,
                "caption": "<b>Menu</b> &amp; more", "parse_mode": "HTML" })
    };
    let (text, message) = pressed(ASKED, call("sendPhoto"));
    assert_eq!(text, "Menu & more");
    assert_eq!(message["caption"], "Menu & more");
    assert_eq!(message["text"], Value::Null);
    assert!(message["photo"][1]["file_id"].is_string(), "{message}");
    assert_eq!(message["message_thread_id"], 77);
    assert_eq!(message["is_topic_message"], true);
    assert_eq!(message["chat"]["title"], "Pizza");
    for (method, field) in [
        ("sendDocument", "document"),
        ("sendVideo", "video"),
        ("sendAnimation", "animation"),
        ("sendAudio", "audio"),
        ("sendVoice", "voice"),
    ] {
        let (_, message) = pressed(ASKED, call(method));
        assert!(message[field]["file_id"].is_string(), "{message}");
        assert_eq!(message["caption"], "Menu & more");
    }
    let note = json!({ "method": "sendVideoNote", "chat_id": -100, "video_note": "x" });
    assert!(pressed(ASKED, note).1["video_note"].is_object());
    let place = json!({ "method": "sendLocation", "latitude": 1.5, "longitude": 2 });
    assert_eq!(
        pressed(ASKED, place).1["location"],
        json!({ "latitude": 1.5, "longitude": 2.0 })
    );
    let poll =
        json!({ "method": "sendPoll", "question": "?", "options": [{ "text": "a, b" }, "c"] });
    let (_, message) = pressed(ASKED, poll);
    assert_eq!(message["poll"]["options"][0]["text"], "a, b");
    assert_eq!(message["poll"]["options"][1]["text"], "c");
}

#[test]
fn a_text_in_an_answer_is_what_telegram_makes_of_it() {
    let call = |text: &str, mode: Value| json!({ "method": "sendMessage", "text": text, "parse_mode": mode });
    let said = |call| pressed(ASKED, call).1["text"].clone();
    assert_eq!(said(call("*Sure*\\?", json!("MarkdownV2"))), "Sure?");
    assert_eq!(said(call("<b>*Sure*", Value::Null)), "<b>*Sure*");
    let mut listed = call("Sure", Value::Null);
    listed["entities"] = json!([{ "type": "bold", "offset": 0, "length": 4 }]);
    let (_, message) = pressed(ASKED, listed.clone());
    assert_eq!(message["entities"], listed["entities"]);
    assert_eq!(message["message_thread_id"], Value::Null);
}

#[test]
fn an_edit_in_an_answer_keeps_what_it_does_not_edit() {
    let keyboard = json!({ "method": "editMessageReplyMarkup", "chat_id": 5, "message_id": 3 });
    let (text, message) = pressed(QUERY, keyboard);
    assert_eq!((text.as_str(), &message["text"]), ("Menu", &json!("Menu")));
    assert_eq!(
        (&message["message_id"], &message["date"]),
        (&json!(3), &json!(1))
    );
    let edited =
        json!({ "method": "editMessageText", "chat_id": 5, "message_id": 3, "text": "More" });
    let (text, message) = pressed(QUERY, edited);
    assert_eq!((text.as_str(), &message["text"]), ("More", &json!("More")));
    assert_eq!(message["edit_date"], 1_800_000_000);
    // Another message, of which nothing else is known.
    let other =
        json!({ "method": "editMessageText", "chat_id": 5, "message_id": 2, "text": "More" });
    let (_, message) = pressed(QUERY, other);
    assert_eq!(
        (&message["message_id"], &message["odd"]),
        (&json!(2), &Value::Null)
    );
}
