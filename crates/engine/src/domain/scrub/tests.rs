use super::Scrub;
use proptest::prelude::*;
use serde_json::{Value, json};

fn scrubbed(value: &Value) -> Value {
    let text = Scrub::new(Some("seed"), false).update(&value.to_string());
    serde_json::from_str(&text).unwrap()
}

fn with_ids(value: &Value) -> Value {
    let text = Scrub::new(Some("seed"), true).update(&value.to_string());
    serde_json::from_str(&text).unwrap()
}

fn message() -> Value {
    json!({ "update_id": 7, "message": {
        "message_id": 41, "date": 1_700_000_000,
        "from": { "id": 5_123_456, "is_bot": false, "first_name": "Ann", "last_name": "Petrova",
                  "username": "ann_petrova", "language_code": "de" },
        "chat": { "id": 5_123_456, "type": "private", "first_name": "Ann", "username": "ann_petrova" },
        "text": "/start Hi 😀 @ann_petrova, mail ann@petrova.example or +49 30 1234",
        "entities": [{ "type": "bot_command", "offset": 0, "length": 6 }],
        "contact": { "phone_number": "+49301234", "first_name": "Ann" },
        "location": { "latitude": 52.520_008, "longitude": 13.404_954 },
        "web_app_data": { "data": "Petrova", "button_text": "Send" },
    } })
}

#[test]
fn nothing_personal_is_left_and_the_person_is_the_same() {
    let clean = scrubbed(&message());
    let text = clean.to_string().to_lowercase();
    for word in [
        "ann", "petrova", "4930", "1234\"", "52.52", "13.40", "example",
    ] {
        assert!(!text.contains(word), "{word}: {text}");
    }
    let clean = &clean["message"];
    let name = clean["from"]["first_name"].as_str().unwrap();
    let username = clean["from"]["username"].as_str().unwrap();
    assert_eq!(clean["chat"]["first_name"], name);
    assert_eq!(clean["contact"]["first_name"], name);
    let text = clean["text"].as_str().unwrap();
    assert!(text.starts_with("/start ") && text.contains('😀'), "{text}");
    assert!(text.contains(&format!("@{username},")), "{text}");
    assert!(
        username.starts_with(&name.to_lowercase()),
        "{username} {name}"
    );
}

#[test]
fn what_is_no_persons_stays() {
    let (before, after) = (message(), scrubbed(&message()));
    let (before, after) = (&before["message"], &after["message"]);
    for field in ["message_id", "date", "entities"] {
        assert_eq!(before[field], after[field]);
    }
    for field in ["id", "is_bot", "language_code"] {
        assert_eq!(before["from"][field], after["from"][field]);
    }
    assert_eq!(after["chat"]["type"], "private");
    let units = |value: &Value| value["text"].as_str().unwrap().encode_utf16().count();
    assert_eq!(units(before), units(after));
}

#[test]
fn how_a_bot_answers_stays_and_what_it_says_does_not() {
    let call = json!({ "method": "sendPhoto", "parse_mode": "HTML", "chat_id": 5, "action": "typing",
        "caption": "Dear <b>Ann</b> &amp; <a href=\"https://petrova.example/?a=ann\">Petrova</a> &#39;x <Ann>",
        "explanation_parse_mode": "MarkdownV2" });
    let clean = scrubbed(&call);
    for field in ["method", "parse_mode", "action", "explanation_parse_mode"] {
        assert_eq!(clean[field], call[field]);
    }
    let caption = clean["caption"].as_str().unwrap();
    for mark in [
        "<b>",
        "</b> &amp; <a href=\"https://",
        "\">",
        "</a> &#39;",
        " <",
    ] {
        assert!(caption.contains(mark), "{mark}: {caption}");
    }
    for word in ["ann", "petrova", "example", "dear"] {
        assert!(!caption.to_lowercase().contains(word), "{caption}");
    }
    // Where no HTML is meant, it is none.
    let plain = scrubbed(
        &json!({ "text": "a <span>", "media": [{ "parse_mode": "html", "caption": "<i>" }] }),
    );
    assert!(!plain["text"].as_str().unwrap().contains("span"), "{plain}");
    assert_eq!(plain["media"][0]["caption"], "<i>");
    let odd = json!({ "parse_mode": "HTML", "text": "a<b class=\"language-c\">ab</b> & &ampx; <code <i x='" });
    let clean = scrubbed(&odd);
    let text = clean["text"].as_str().unwrap();
    assert!(
        text.contains("<b class=\"language-c\">") && !text.contains(">ab<"),
        "{text}"
    );
}

#[test]
fn ids_are_changed_where_asked_and_stay_together() {
    let group = json!({ "message": { "chat": { "id": -1_001_234_567_890_i64 },
        "from": { "id": 777_000 }, "text": "tg://user?id=777000", "photo": [{ "file_id": "AgAC-9x" }] } });
    let clean = with_ids(&group);
    let clean = &clean["message"];
    let chat = clean["chat"]["id"].as_i64().unwrap().to_string();
    assert!(chat.starts_with("-100") && chat.len() == 14 && chat != "-1001234567890");
    let user = clean["from"]["id"].as_i64().unwrap();
    let link = clean["text"].as_str().unwrap();
    assert!(
        link.starts_with("tg://") && link.ends_with(&format!("={user}")),
        "{link} {user}"
    );
    let file = clean["photo"][0]["file_id"].as_str().unwrap();
    assert!(
        file != "AgAC-9x" && file.len() == 7 && &file[4..5] == "-",
        "{file}"
    );
    assert_eq!(with_ids(&message())["update_id"], 7);
}

#[test]
fn a_seed_gives_the_same_again_and_another_gives_another() {
    let text = message().to_string();
    let with = |seed| Scrub::new(seed, false).update(&text);
    assert_eq!(with(Some("a")), with(Some("a")));
    assert_ne!(with(Some("a")), with(Some("b")));
    assert_ne!(with(None), with(None));
}

#[test]
fn lone_surrogates_and_depth_are_survived() {
    let odd = r#"{"update_id":1,"message":{"text":"a\ud800b\u0000","x":1.0e2}}"#;
    let clean = Scrub::new(Some("s"), false).update(odd);
    assert!(clean.contains("\\ud800") && clean.contains("\\u0000") && clean.contains("1.0e2"));
    let deep = format!("{}{}", "[".repeat(200_000), "]".repeat(200_000));
    assert_eq!(Scrub::new(None, true).update(&deep), deep);
}

proptest! {
    #[test]
    fn a_text_keeps_its_length_and_its_spaces(text in "[\\PC\\n ]{0,60}") {
        let clean = scrubbed(&json!({ "text": text.clone() }));
        let clean = clean["text"].as_str().unwrap();
        prop_assert_eq!(text.encode_utf16().count(), clean.encode_utf16().count());
        let spaces = |text: &str| text.encode_utf16().enumerate()
            .filter(|(_, unit)| *unit == 32 || *unit == 10).map(|(at, _)| at).collect::<Vec<_>>();
        prop_assert_eq!(spaces(&text), spaces(clean));
    }

    #[test]
    fn anything_is_survived(text in "\\PC*", html in "[ab<>/&;#'\" =-]{0,40}") {
        Scrub::new(Some("s"), true).update(&text);
        scrubbed(&json!({ "parse_mode": "HTML", "text": html }));
    }
}
