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

mod pressed;
