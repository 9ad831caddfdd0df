//! Bytes that no decent server sends.

use super::{ANN, KITCHEN, NotAnUpdate, PRIVATE, ROWS, classify};

#[test]
fn says_why_bytes_are_no_update() {
    for body in [
        "",
        " ",
        "{",
        "hello",
        "{\"update_id\":1",
        "{\"update_id\":1}}",
        "[1",
        "{'update_id':1}",
        "{\"update_id\":01}",
        "\u{feff}{\"update_id\":1}",
    ] {
        assert_eq!(
            classify(body.as_bytes()),
            Err(NotAnUpdate::NotJson),
            "{body}"
        );
    }
    assert_eq!(
        classify(b"{\"update_id\":1,\"message\":\"\xff\"}"),
        Err(NotAnUpdate::NotJson)
    );
    for body in [
        "{}",
        "[]",
        "null",
        "7",
        "\"x\"",
        r#"{"update_id":null}"#,
        r#"{"update_id":"1"}"#,
        r#"{"update_id":1.5}"#,
        r#"{"update_id":9223372036854775808}"#,
        r#"{"message":{"update_id":1}}"#,
    ] {
        assert_eq!(
            classify(body.as_bytes()),
            Err(NotAnUpdate::NoUpdateId),
            "{body}"
        );
    }
}

#[test]
fn takes_any_integer_and_any_order() {
    for id in [i64::MIN, -1, 0, 1, 1 << 31, i64::MAX] {
        let body = format!(" {{ \"poll\" : {{\"question\":\"Q\"}} , \"update_id\" : {id} }}\n");
        let update = classify(body.as_bytes()).unwrap();
        assert_eq!((update.update_id, update.kind.as_str()), (id, "poll"));
    }
    assert_eq!(classify(br#"{"\u0075pdate_id":7}"#).unwrap().update_id, 7);
}

#[test]
fn reads_lone_surrogates_nul_and_doubled_keys() {
    let update = classify(br#"{"update_id":1,"message":{"from":{"id":5,"first_name":"A\udfff"},"text":"a\ud800b \ud83c\udf55\u0000c"}}"#).unwrap();
    // What stands for a lone surrogate is one or more U+FFFD.
    let text = update.summary.replace('\u{fffd}', "");
    assert_eq!(
        (text.as_str(), update.kind.as_str(), update.user_id),
        ("ab 🍕 c", "message", Some(5))
    );
    assert!(update.summary.contains('\u{fffd}'));

    let doubled =
        classify(br#"{"update_id":1,"update_id":2,"message":{"text":"a","text":"b"}}"#).unwrap();
    assert_eq!((doubled.update_id, doubled.summary.as_str()), (2, "b"));

    let key = classify(br#"{"update_id":1,"\ud800":{"a":1}}"#).unwrap();
    assert!(key.kind.starts_with('\u{fffd}'));
    assert_eq!(
        classify(br#"{"update_id":1,"\u0000":{}}"#).unwrap().kind,
        "unknown"
    );
    assert_eq!(
        classify(br#"{"update_id":1,"":{}}"#).unwrap().kind,
        "unknown"
    );
    let long = format!(r#"{{"update_id":1,"{}":{{}}}}"#, "k".repeat(5000));
    assert!(classify(long.as_bytes()).unwrap().kind.chars().count() <= 64);
}

#[test]
fn deep_nesting_is_no_danger() {
    let deep = "[".repeat(100_000) + &"]".repeat(100_000);
    for body in [
        format!(r#"{{"update_id":1,"message":{deep}}}"#),
        format!(r#"{{"update_id":1,"message":{{"text":{deep},"from":{deep}}}}}"#),
    ] {
        assert_eq!(classify(body.as_bytes()).unwrap().kind, "message");
    }
}

#[test]
fn survives_truncations_and_wrong_types() {
    let wrong = [
        "null",
        "true",
        "false",
        "0",
        "-1",
        "1e400",
        "9e99",
        "\"\"",
        "\"\\ud800\"",
        "[]",
        "[[]]",
        "[null]",
        "[{}]",
        "{}",
        "{\"id\":{}}",
    ];
    for (kind, payload, ..) in ROWS {
        let payload = payload
            .replace("ANN", ANN)
            .replace("PRIVATE", PRIVATE)
            .replace("KITCHEN", KITCHEN)
            .replace("LUIGI", ANN);
        let body = format!(r#"{{"update_id":7,"{kind}":{payload}}}"#);
        for end in 0..body.len() {
            assert_eq!(classify(&body.as_bytes()[..end]), Err(NotAnUpdate::NotJson));
        }
        // Every value in turn is replaced by one of each wrong type.
        for (at, _) in body.match_indices(':').skip(1) {
            for other in wrong {
                let rest = &body[at + 1..];
                if let Some(end) = value_ends(rest) {
                    let changed = format!("{}{other}{}", &body[..=at], &rest[end..]);
                    match classify(changed.as_bytes()) {
                        Ok(update) => {
                            assert_eq!(
                                (update.update_id, update.kind.as_str()),
                                (7, *kind),
                                "{changed}"
                            );
                            assert!(update.summary.chars().count() <= 200);
                        }
                        // A colon inside a text is no place for a value.
                        Err(reason) => assert_eq!(reason, NotAnUpdate::NotJson, "{changed}"),
                    }
                }
            }
        }
    }
}

/// Where the value at the start of a text ends, if one is there.
fn value_ends(text: &str) -> Option<usize> {
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<serde::de::IgnoredAny>();
    values.next()?.ok()?;
    Some(values.byte_offset())
}
