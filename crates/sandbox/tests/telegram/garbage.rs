//! Garbage to every method of the Bot API's description: Telegram's own kind of refusal, never a 500,
//! never silence.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use hookbay_sandbox::telegram::control::{DEFAULT_USER, NewBot};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};

use crate::desk::{Desk, cloud};

/// After this one a bot is refused for ten minutes, so another bot makes it, a new one each time.
const LAST: &str = "logOut";

fn methods() -> BTreeMap<String, Vec<Value>> {
    serde_json::from_str(include_str!("../../src/telegram/spec/methods.json")).unwrap()
}

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

/// One call of every method, its parameters from the heap of garbage; every third chat is a real one
/// and every third text a plain one, so that the garbage behind them is looked at as well.
async fn one_of_each(desk: &Desk, heap: &[Value]) -> Result<(), String> {
    let mut next = 0;
    let leaving = desk.control.add_bot(NewBot::default()).unwrap().token;
    for (method, parameters) in methods() {
        let mut given = serde_json::Map::new();
        for parameter in &parameters {
            let name = parameter["name"].as_str().unwrap();
            next += 1;
            let value = match (name, next % 3) {
                // A long poll is no hang.
                ("timeout", _) => continue,
                ("chat_id" | "from_chat_id", 0 | 1) => json!(DEFAULT_USER),
                ("text" | "question" | "caption", 0) => json!("hello"),
                (_, 2) if parameter["required"] == false => continue,
                _ => heap[next % heap.len()].clone(),
            };
            given.insert(name.to_owned(), value);
        }
        let token = if method == LAST {
            &leaving
        } else {
            &desk.token
        };
        let url = format!("{}/bot{token}/{method}", desk.telegram.api_root());
        let request = desk.client.post(url).json(&given);
        let answer = request.timeout(Duration::from_secs(20)).send().await;
        let answer = answer.map_err(|error| format!("{method} {given:?}: {error}"))?;
        let status = answer.status().as_u16();
        let body: Value = answer.json().await.unwrap_or_default();
        let description = body["description"].as_str().unwrap_or_default();
        let fine = match status {
            200 => body["ok"] == true,
            400 => description.starts_with("Bad Request: ") && description.len() > 13,
            403 => description.starts_with("Forbidden: "),
            409 => description.starts_with("Conflict: "),
            413 | 429 => true,
            _ => false,
        };
        if !fine {
            return Err(format!("{method} {given:?}: {status} {body}"));
        }
    }
    // None was left out: each one was called, and got to where calls are answered.
    let calls = [&desk.token, &leaving].map(|token| desk.control.calls(token).unwrap());
    let called: BTreeSet<String> = calls
        .into_iter()
        .flatten()
        .map(|call| call.method)
        .collect();
    let known: BTreeSet<String> = methods().into_keys().collect();
    if called != known {
        let missed: Vec<_> = known.symmetric_difference(&called).collect();
        return Err(format!("not called: {missed:?}"));
    }
    Ok(())
}

#[test]
fn every_method_refuses_garbage_in_telegrams_way() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let desk = runtime.block_on(cloud());
    let config = Config {
        cases: 8,
        max_shrink_iters: 40,
        failure_persistence: None,
        ..Config::default()
    };
    TestRunner::new(config)
        .run(&vec(garbage(), 97), |heap| {
            let outcome = runtime.block_on(one_of_each(&desk, &heap));
            outcome.map_err(TestCaseError::fail)
        })
        .unwrap();
}
