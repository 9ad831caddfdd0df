use super::{Classified, NotAnUpdate, classify};
use crate::domain::allowed_updates::KINDS;

mod contents;
mod hostile;
mod rows;

use rows::{A, K, ROWS};

const ANN: &str =
    r#"{"id":71002244,"is_bot":false,"first_name":"Ann","last_name":"Petrova","username":"ann"}"#;
const LUIGI: &str = r#"{"id":5,"is_bot":false,"first_name":"Luigi"}"#;
const PRIVATE: &str =
    r#"{"id":71002244,"first_name":"Ann","last_name":"Petrova","type":"private"}"#;
const KITCHEN: &str = r#"{"id":-1001234567890,"title":"Kitchen","type":"supergroup"}"#;

/// The payload in an update of a kind; `ANN`, `LUIGI`, `PRIVATE` and `KITCHEN` stand for themselves.
fn read(kind: &str, payload: &str) -> Classified {
    let payload = payload
        .replace("ANN", ANN)
        .replace("LUIGI", LUIGI)
        .replace("PRIVATE", PRIVATE)
        .replace("KITCHEN", KITCHEN);
    let body = format!("{{\"update_id\":904137712,\n\"{kind}\":{payload}}}");
    serde_json::from_str::<serde_json::Value>(&body).expect("a test's payload is JSON");
    classify(body.as_bytes()).unwrap()
}

#[test]
fn reads_every_kind() {
    for (kind, payload, chat_id, chat, user_id, who, summary) in ROWS {
        let expected = Classified {
            update_id: 904_137_712,
            kind: (*kind).to_owned(),
            chat_id: *chat_id,
            chat: chat.map(str::to_owned),
            user_id: *user_id,
            who: who.map(str::to_owned),
            summary: (*summary).to_owned(),
        };
        assert_eq!(read(kind, payload), expected, "{payload}");
    }
    for kind in KINDS {
        assert!(
            ROWS.iter().any(|row| row.0 == kind.name),
            "no row for {}",
            kind.name
        );
    }
}

#[test]
fn names_people_by_what_there_is() {
    for (from, who) in [
        (r#"{"id":1,"first_name":"Ann"}"#, "Ann"),
        (r#"{"id":1,"first_name":"","username":"ann"}"#, "@ann"),
        (r#"{"id":1,"first_name":" "}"#, "1"),
        (r#"{"id":1,"first_name":"A\n\tB","last_name":"C"}"#, "A B C"),
    ] {
        assert_eq!(
            read("message", &format!(r#"{{"from":{from}}}"#))
                .who
                .as_deref(),
            Some(who),
            "{from}"
        );
    }
    let anonymous = read(
        "message",
        r#"{"from":{"id":1087968824,"first_name":"Group"},"sender_chat":{"id":-7,"title":"Regulars"},"chat":KITCHEN,"text":"x"}"#,
    );
    assert_eq!(
        (anonymous.who.as_deref(), anonymous.user_id),
        (Some("Regulars"), Some(1_087_968_824))
    );
}

#[test]
fn keeps_a_kind_it_does_not_know() {
    let update = read("hologram", r#"{"from":ANN,"chat":KITCHEN,"depth":3}"#);
    assert_eq!(
        (update.kind.as_str(), update.summary.as_str()),
        ("hologram", "")
    );
    assert_eq!((update.chat_id, update.user_id), (Some(K), Some(A)));
    assert_eq!(read("hologram", "7").kind, "hologram");
    assert_eq!(classify(br#"{"update_id":1}"#).unwrap().kind, "unknown");
    let both = classify(br#"{"extra":1,"poll":{"question":"Q"},"update_id":-1}"#).unwrap();
    assert_eq!((both.kind.as_str(), both.update_id), ("poll", -1));
}
