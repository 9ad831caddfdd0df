//! Calls that are right but for one parameter, which is not there.

use serde_json::{Map, Value, json};

use super::values::plausible;
use super::{Encoding, call, chat, methods};
use crate::desk::cloud;

/// The parameters that have to be there, each with something that fits.
fn required(parameters: &[Value], chat: i64) -> Map<String, Value> {
    let needed = parameters.iter().filter(|it| it["required"] == true);
    let name = |parameter: &Value| parameter["name"].as_str().unwrap().to_owned();
    needed
        .map(|it| {
            (
                name(it),
                plausible(&name(it), it["kind"].as_str().unwrap(), chat),
            )
        })
        .collect()
}

#[tokio::test]
async fn every_method_without_one_of_its_required_parameters() {
    let desk = cloud().await;
    for kind in ["private", "supergroup"] {
        let chat = chat(&desk, kind);
        for (method, parameters) in methods() {
            let whole = required(&parameters, chat);
            for missing in whole.keys() {
                let mut given = whole.clone();
                given.remove(missing);
                for encoding in [Encoding::Json, Encoding::Form, Encoding::Parts] {
                    let answer = call(&desk, &method, &given, encoding, &[]).await;
                    let (status, body) = answer.unwrap_or_else(|wrong| panic!("{wrong}"));
                    if missing == "chat_id" {
                        let text = "Bad Request: chat_id is empty";
                        assert_eq!(body["description"], text, "{method}: {status} {body}");
                    }
                }
            }
        }
    }
}

#[tokio::test]
async fn every_method_without_any_parameter() {
    let desk = cloud().await;
    for (method, parameters) in methods() {
        let needs_chat = parameters
            .iter()
            .any(|it| it["name"] == "chat_id" && it["required"] == true);
        let answer = call(&desk, &method, &Map::new(), Encoding::Json, &[]).await;
        let (status, body) = answer.unwrap_or_else(|wrong| panic!("{wrong}"));
        assert!(!needs_chat || status == 400, "{method}: {status} {body}");
    }
}

#[tokio::test]
async fn what_is_left_out_in_the_tests_above_would_do() {
    let desk = cloud().await;
    let chat = chat(&desk, "private");
    for method in [
        "sendMessage",
        "sendPoll",
        "sendVenue",
        "sendContact",
        "sendPhoto",
        "sendMediaGroup",
    ] {
        let whole = required(&methods()[method], chat);
        let answer = call(&desk, method, &whole, Encoding::Form, &[]).await;
        assert_eq!(answer.unwrap().1["ok"], json!(true), "{method} {whole:?}");
    }
}
