//! A method call in a bot's answer: as JSON, as a form, or in parts, as frameworks write them.

use crate::domain::update::raw::Object;

/// What of a call is looked at.
pub(super) struct Call {
    pub method: String,
    pub chat_id: Option<i64>,
    pub text: String,
    /// JSON.
    pub reply_markup: Option<String>,
}

/// The call in an answer, if there is one.
pub(super) fn read(content_type: &str, answer: &str) -> Option<Call> {
    if let Some(call) = Object::parse(answer) {
        let markup = call.get("reply_markup").map(|raw| raw.get().to_owned());
        // Some write it as a text that holds JSON.
        let markup = call
            .text("reply_markup")
            .map(|text| text.into_owned())
            .or(markup);
        return Some(Call {
            method: call.text("method")?.into_owned(),
            chat_id: call
                .int("chat_id")
                .or_else(|| call.text("chat_id")?.parse().ok()),
            text: call
                .text("text")
                .or_else(|| call.text("caption"))
                .unwrap_or_default()
                .into_owned(),
            reply_markup: markup,
        });
    }
    let fields = if let Some((_, boundary)) = content_type.split_once("boundary=") {
        parts(boundary.trim_matches('"'), answer)
    } else {
        url::form_urlencoded::parse(answer.as_bytes())
            .into_owned()
            .collect()
    };
    let field = |name: &str| {
        let found = fields.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.clone())
    };
    Some(Call {
        method: field("method")?,
        chat_id: field("chat_id").and_then(|id| id.parse().ok()),
        text: field("text")
            .or_else(|| field("caption"))
            .unwrap_or_default(),
        reply_markup: field("reply_markup"),
    })
}

/// Name and text of each part.
fn parts(boundary: &str, body: &str) -> Vec<(String, String)> {
    let part = |part: &str| {
        let (head, value) = part.split_once("\r\n\r\n")?;
        let (_, name) = head.split_once("name=\"")?;
        let (name, _) = name.split_once('"')?;
        let value = value.strip_suffix("\r\n").unwrap_or(value);
        Some((name.to_owned(), value.to_owned()))
    };
    body.split(&format!("--{boundary}"))
        .filter_map(part)
        .collect()
}
