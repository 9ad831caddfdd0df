//! Parameters that are right but for one thing inside them, which is of another type or not there.

use serde_json::{Map, Value, json};

use super::values::{plausible, templates};
use super::{Encoding, call, chat, methods};
use crate::desk::{Desk, cloud};

/// Every place in a value, as JSON pointers.
fn places(value: &Value, path: &str, into: &mut Vec<String>) {
    into.push(path.to_owned());
    match value {
        Value::Object(fields) => {
            for (name, inner) in fields {
                places(inner, &format!("{path}/{name}"), into);
            }
        }
        Value::Array(items) => {
            for (at, inner) in items.iter().enumerate() {
                places(inner, &format!("{path}/{at}"), into);
            }
        }
        _ => {}
    }
}

/// The value with something else in each of its places.
fn spoiled(value: &Value) -> Vec<Value> {
    let mut all = Vec::new();
    places(value, "", &mut all);
    let wrong = [
        json!(null),
        json!(true),
        json!(-7),
        json!(1.5),
        json!("x"),
        json!([]),
        json!([[1]]),
        json!({}),
        json!({"type": 1, "text": [], "id": {}}),
    ];
    let mut spoiled = Vec::new();
    for place in all {
        for wrong in &wrong {
            let mut value = value.clone();
            *value.pointer_mut(&place).unwrap() = wrong.clone();
            spoiled.push(value);
        }
        let mut value = value.clone();
        if let Some((parent, name)) = place.rsplit_once('/')
            && let Some(Value::Object(fields)) = value.pointer_mut(parent)
        {
            fields.remove(name);
            spoiled.push(value);
        }
    }
    spoiled
}

async fn spoil(desk: &Desk, kind: &str) {
    let chat = chat(desk, kind);
    for (method, parameter, template) in templates(chat) {
        let mut given: Map<String, Value> = methods()[method]
            .iter()
            .filter(|it| it["required"] == true)
            .map(|it| {
                let name = it["name"].as_str().unwrap();
                let kind = it["kind"].as_str().unwrap();
                (name.to_owned(), plausible(name, kind, chat))
            })
            .collect();
        for (at, value) in spoiled(&template).into_iter().enumerate() {
            given.insert(parameter.to_owned(), value);
            let encoding = [Encoding::Json, Encoding::Form, Encoding::Parts][at % 3];
            let answer = call(desk, method, &given, encoding, &[]).await;
            if let Err(wrong) = answer {
                panic!("{parameter}: {wrong}");
            }
        }
    }
}

#[tokio::test]
async fn one_thing_inside_a_parameter_is_wrong() {
    spoil(&cloud().await, "private").await;
}

#[tokio::test]
async fn one_thing_inside_a_parameter_is_wrong_in_a_group() {
    spoil(&cloud().await, "supergroup").await;
}
