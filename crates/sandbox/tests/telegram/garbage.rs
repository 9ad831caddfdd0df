//! Garbage to every method of the Bot API's description: Telegram's own kind of refusal, never a 500,
//! never silence. Heaps of it in every encoding and to every kind of chat; calls in which one parameter
//! is missing; and parameters that are right but for one thing inside them.

mod heaps;
mod missing;
mod nested;
mod values;

use std::collections::BTreeMap;
use std::time::Duration;

use hookbay_sandbox::telegram::control::NewBot;
use serde_json::{Map, Value, json};

use crate::desk::Desk;

/// What a bot did not get as it asked; `Ok` holds what it was answered.
type Answered = Result<(u16, Value), String>;

/// After this one a bot is refused for ten minutes, so another bot makes it, a new one each time.
const LAST: &str = "logOut";

/// How a call is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Encoding {
    Json,
    Form,
    Parts,
}

fn methods() -> BTreeMap<String, Vec<Value>> {
    serde_json::from_str(include_str!("../../src/telegram/spec/methods.json")).unwrap()
}

/// What is no text in a form is written as JSON.
fn text(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

/// Makes a call, and looks whether the answer is of Telegram's kind. In parts, what is not a text goes as
/// a file where `files` names it.
async fn call(
    desk: &Desk,
    method: &str,
    given: &Map<String, Value>,
    encoding: Encoding,
    files: &[&str],
) -> Answered {
    let token = if method == LAST {
        desk.control.add_bot(NewBot::default()).unwrap().token
    } else {
        desk.token.clone()
    };
    let url = format!("{}/bot{token}/{method}", desk.telegram.api_root());
    let request = desk.client.post(url);
    let request = match encoding {
        Encoding::Json => request.json(given),
        Encoding::Form => {
            let pairs: Vec<(&str, String)> = given
                .iter()
                .map(|(name, value)| (name.as_str(), text(value)))
                .collect();
            request.form(&pairs)
        }
        Encoding::Parts => {
            let mut form = reqwest::multipart::Form::new();
            for (name, value) in given {
                form = if files.contains(&name.as_str()) {
                    let part = reqwest::multipart::Part::bytes(text(value).into_bytes());
                    form.part(name.clone(), part.file_name("x.bin"))
                } else {
                    form.text(name.clone(), text(value))
                };
            }
            request.multipart(form)
        }
    };
    let answer = request.timeout(Duration::from_secs(20)).send().await;
    let shown = || format!("{method} {encoding:?} {}", json!(given));
    let answer = answer.map_err(|error| format!("{}: {error}", shown()))?;
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
    if fine {
        Ok((status, body))
    } else {
        Err(format!("{}: {status} {body}", shown()))
    }
}

/// A chat of this kind that the bot administers; Ann's private one where it is private.
fn chat(desk: &Desk, kind: &str) -> i64 {
    if kind == "private" {
        return hookbay_sandbox::telegram::control::DEFAULT_USER;
    }
    let chat = desk.group(kind);
    if kind != "channel" {
        let leads = json!({"type": "set_bot", "status": "administrator"});
        desk.does(Some(chat), leads);
    }
    chat
}
