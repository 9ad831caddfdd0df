//! A method call in a bot's answer: as JSON, as a form, or in parts, as frameworks write them.

use crate::domain::update::raw::{Object, unquoted};

/// A call with its parameters, each as a text: one that is no text is JSON.
pub(super) struct Call {
    pub method: String,
    fields: Vec<(String, String)>,
}

impl Call {
    /// A parameter. Of two with one name the last counts.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let (_, value) = self.fields.iter().rev().find(|(known, _)| known == name)?;
        Some(value)
    }

    pub(super) fn int(&self, name: &str) -> Option<i64> {
        self.get(name)?.parse().ok()
    }
}

/// The call in an answer, if there is one.
pub(super) fn read(content_type: &str, answer: &str) -> Option<Call> {
    let fields: Vec<(String, String)> = if let Some(call) = Object::parse(answer) {
        let there = call.fields().filter(|(_, raw)| raw.get() != "null");
        let value = |raw: &str| {
            if raw.starts_with('"') {
                unquoted(raw.as_bytes())
            } else {
                raw.to_owned()
            }
        };
        there
            .map(|(name, raw)| (name.to_owned(), value(raw.get())))
            .collect()
    } else if let Some((_, boundary)) = content_type.split_once("boundary=") {
        parts(boundary.trim_matches('"'), answer)
    } else {
        url::form_urlencoded::parse(answer.as_bytes())
            .into_owned()
            .collect()
    };
    let mut call = Call {
        method: String::new(),
        fields,
    };
    call.method = call.get("method")?.to_owned();
    Some(call)
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
