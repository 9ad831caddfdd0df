//! Heaps of values of any type in any place.

use std::collections::BTreeSet;

use hookbay_sandbox::telegram::control::DEFAULT_USER;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};

use super::{Encoding, LAST, call, chat, methods};
use crate::desk::{Desk, cloud};

fn garbage() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "\\PC{0,40}".prop_map(Value::from),
        "[<>/b_*`\\[\\]()!|~a \\\\]{0,30}".prop_map(Value::from),
        Just(json!("x".repeat(5_000))),
        Just(json!("\u{1f600}".repeat(9_000))),
        Just(json!("{\"a\":")),
        Just(json!("attach://x")),
        Just(json!("https://127.0.0.1:1/")),
        Just(json!(DEFAULT_USER)),
        Just(json!(1)),
        Just(json!("HTML")),
        Just(json!("MarkdownV2")),
        Just(json!("Markdown")),
        Just(json!("photo")),
        Just(json!("emoji")),
    ];
    let keys = "type|text|id|url|media|callback_data|inline_keyboard|keyboard|offset|length|user|\
                message_id|message_text|input_message_content|command|description|scope|chat_id|\
                title|language|caption|emoji";
    leaf.prop_recursive(4, 24, 4, move |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::btree_map(keys, inner, 0..5)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

/// One call of every method, its parameters from the heap of garbage; most chats are a real one and
/// every third text a plain one, so that the garbage behind them is looked at as well.
async fn one_of_each(
    desk: &Desk,
    heap: &[Value],
    kind: &str,
    encoding: Encoding,
) -> Result<(), String> {
    let chat = chat(desk, kind);
    let mut next = 0;
    for (method, parameters) in methods() {
        // The bot would be gone for those that come after it.
        if method == "leaveChat" && kind != "private" {
            continue;
        }
        let mut given = serde_json::Map::new();
        let mut files = Vec::new();
        for parameter in &parameters {
            let name = parameter["name"].as_str().unwrap();
            next += 1;
            if parameter["kind"] == "file" && next % 2 == 0 {
                files.push(name);
            }
            let value = match (name, next % 3) {
                // A long poll is no hang.
                ("timeout", _) => continue,
                ("chat_id" | "from_chat_id", 0 | 1) => json!(chat),
                ("text" | "question" | "caption", 0) => json!("hello"),
                (_, 2) if parameter["required"] == false => continue,
                _ => heap[next % heap.len()].clone(),
            };
            given.insert(name.to_owned(), value);
        }
        call(desk, &method, &given, encoding, &files).await?;
    }
    Ok(())
}

/// None was left out: each one was called, and got to where calls are answered.
fn all_were_called(desk: &Desk) {
    let calls = desk.control.calls(&desk.token).unwrap().into_iter();
    let called: BTreeSet<String> = calls.map(|call| call.method).collect();
    let mut known: BTreeSet<String> = methods().into_keys().collect();
    // Another bot makes that one.
    known.remove(LAST);
    let missed: Vec<_> = known.symmetric_difference(&called).collect();
    assert!(missed.is_empty(), "not called: {missed:?}");
}

fn runs(cases: u32, kinds: &[&str]) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let desk = runtime.block_on(cloud());
    let config = Config {
        cases,
        max_shrink_iters: 40,
        failure_persistence: None,
        ..Config::default()
    };
    TestRunner::new(config)
        .run(&vec(garbage(), 97), |heap| {
            for kind in kinds {
                for encoding in [Encoding::Json, Encoding::Form, Encoding::Parts] {
                    let outcome = runtime.block_on(one_of_each(&desk, &heap, kind, encoding));
                    outcome.map_err(TestCaseError::fail)?;
                }
            }
            Ok(())
        })
        .unwrap();
    if kinds.contains(&"private") {
        all_were_called(&desk);
    }
}

#[test]
fn every_method_refuses_garbage_in_telegrams_way() {
    runs(4, &["private"]);
}

#[test]
fn every_method_refuses_garbage_in_groups_and_channels() {
    runs(2, &["group", "supergroup", "channel"]);
}
