use super::{FieldValue, Setting, compose, forms, message, next_id};
use crate::domain::allowed_updates::KINDS;
use crate::domain::update::classify;
use crate::error::Code;
use serde_json::Value;
use std::collections::BTreeMap;

fn setting() -> Setting {
    Setting {
        bot_id: 42,
        username: Some("pizza_bot".into()),
        name: "Pizza".into(),
        now: 1_800_000_000,
        update_id: next_id(Some(7)),
    }
}

fn with(fields: &[(&str, FieldValue)]) -> BTreeMap<String, FieldValue> {
    let pairs = fields.iter();
    pairs
        .map(|(name, value)| ((*name).to_owned(), value.clone()))
        .collect()
}

fn text(text: &str) -> FieldValue {
    FieldValue::Text(text.into())
}

#[test]
fn every_kind_has_a_form_whose_defaults_make_one() {
    let forms = forms();
    assert_eq!(forms.len(), KINDS.len());
    for form in forms {
        let body = compose(&setting(), &form.kind, &BTreeMap::new()).unwrap();
        let what = classify(body.as_bytes()).unwrap();
        assert_eq!(
            (what.kind.as_str(), what.update_id),
            (form.kind.as_str(), 2_000_000_000)
        );
        assert!(!form.fields.is_empty() && !form.label.is_empty());
        let names: std::collections::BTreeSet<_> =
            form.fields.iter().map(|field| &field.name).collect();
        assert_eq!(names.len(), form.fields.len(), "{}", form.kind);
    }
}

#[test]
fn every_content_of_a_message_is_told_of() {
    for content in message::contents() {
        let body = compose(&setting(), "message", &with(&[("content", text(content))])).unwrap();
        let what = classify(body.as_bytes()).unwrap();
        assert!(!what.summary.is_empty(), "{content:?}: {body}");
        assert_eq!(what.who.as_deref(), Some("Ann"));
    }
}

#[test]
fn a_command_is_marked_and_who_it_is_from_has_the_chat() {
    let person = super::PersonInput {
        id: 5,
        first_name: "Zoë".into(),
        last_name: None,
        username: None,
        language_code: None,
        is_bot: false,
    };
    let fields = with(&[
        ("text", text("/start abc")),
        ("from", FieldValue::Person(person)),
        ("date", text("2026-05-01T12:00:00Z")),
        ("message_id", text("17")),
    ]);
    let body: Value =
        serde_json::from_str(&compose(&setting(), "message", &fields).unwrap()).unwrap();
    let message = &body["message"];
    assert_eq!(message["chat"]["id"], 5);
    assert_eq!(message["entities"][0]["length"], 6);
    assert_eq!(message["date"], 1_777_636_800);
    assert_eq!(message["message_id"], 17);
    let plain = compose(&setting(), "message", &with(&[("text", text("a /b"))])).unwrap();
    assert!(!plain.contains("entities"));
}

#[test]
fn the_bot_is_itself_where_it_is_meant() {
    let body: Value =
        serde_json::from_str(&compose(&setting(), "my_chat_member", &BTreeMap::new()).unwrap())
            .unwrap();
    let member = &body["my_chat_member"]["new_chat_member"];
    assert_eq!(member["user"]["username"], "pizza_bot");
    assert_eq!(member["status"], "member");
}

#[test]
fn a_comma_in_a_polls_answer_is_the_answers() {
    let fields = with(&[("options", text("Yes, please\n No \n\n"))]);
    let body = compose(&setting(), "poll", &fields).unwrap();
    let body: Value = serde_json::from_str(&body).unwrap();
    let options = body["poll"]["options"].as_array().unwrap();
    let texts: Vec<_> = options.iter().map(|option| &option["text"]).collect();
    assert_eq!(texts, ["Yes, please", "No"]);
    // Numbers may stand on one line.
    let fields = with(&[("option_ids", text("0, 2"))]);
    let body = compose(&setting(), "poll_answer", &fields).unwrap();
    let body: Value = serde_json::from_str(&body).unwrap();
    assert_eq!(body["poll_answer"]["option_ids"], serde_json::json!([0, 2]));
    assert_eq!(body["poll_answer"]["option_persistent_ids"][1], "2");
}

#[test]
fn what_cannot_be_is_named() {
    for (kind, fields, word) in [
        ("massage", with(&[]), "massage"),
        ("message", with(&[("date", text("yesterday"))]), "When"),
        (
            "message",
            with(&[("message_id", FieldValue::Number(1.5))]),
            "Number of the message",
        ),
        (
            "message",
            with(&[("content", text("hologram"))]),
            "hologram",
        ),
        ("message", with(&[("colour", text("red"))]), "colour"),
        ("poll", with(&[("options", text(" "))]), "answer"),
    ] {
        let error = compose(&setting(), kind, &fields).unwrap_err();
        assert_eq!(error.code, Code::InvalidInput);
        assert!(error.message.contains(word), "{error}");
    }
}

mod pressed {
    use super::super::buttons::{of_answer, of_update, press, sender};
    use super::{Value, setting};

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
}
