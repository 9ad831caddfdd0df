//! One line of an update or of a message.

use serde_json::Value;

const MOST: usize = 120;

/// Of an update.
pub fn summary(kind: &str, payload: &Value) -> String {
    let text = |path: &str| payload.pointer(path).and_then(Value::as_str);
    let line = match kind {
        "callback_query" => text("/data").map(str::to_owned),
        "inline_query" | "chosen_inline_result" => text("/query").map(str::to_owned),
        "poll" => text("/question").map(str::to_owned),
        "poll_answer" => payload
            .get("option_ids")
            .map(|options| format!("options {options}")),
        "my_chat_member" | "chat_member" => {
            let status = |member: &str| text(&format!("/{member}/status"));
            let (old, new) = (status("old_chat_member"), status("new_chat_member"));
            old.zip(new)
                .map(|(old, new)| format!("{old} \u{2192} {new}"))
        }
        "message_reaction" => Some(
            text("/new_reaction/0/emoji").map_or_else(|| "taken back".to_owned(), str::to_owned),
        ),
        _ => of_message(payload),
    };
    cut(&line
        .filter(|line| !line.is_empty())
        .unwrap_or_else(|| kind.to_owned()))
}

/// Of a message: its text, its caption, or what it is.
pub fn of_message(message: &Value) -> Option<String> {
    let text = |path: &str| message.pointer(path).and_then(Value::as_str);
    let said = text("/text").or_else(|| text("/caption"));
    if let Some(said) = said {
        return Some(cut(said));
    }
    if let Some(service) = super::message::service(message) {
        return Some(cut(&service));
    }
    if let Some(question) = text("/poll/question") {
        return Some(cut(question));
    }
    super::message::media_kind(message).map(|kind| kind.replace('_', " "))
}

fn cut(text: &str) -> String {
    let mut line: String = text
        .chars()
        .take(MOST)
        .map(|letter| if letter.is_control() { ' ' } else { letter })
        .collect();
    if text.chars().nth(MOST).is_some() {
        line.push('\u{2026}');
    }
    line
}
