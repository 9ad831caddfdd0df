//! Entities as a method's parameter gives them.

use serde_json::{Value, json};

use super::{Formatted, Span, link};

/// Those that are given; others are found by Telegram itself and ignored here.
const KINDS: [&str; 13] = [
    "bold",
    "italic",
    "underline",
    "strikethrough",
    "spoiler",
    "blockquote",
    "expandable_blockquote",
    "code",
    "pre",
    "text_link",
    "text_mention",
    "custom_emoji",
    "date_time",
];
const MOST: usize = 500;

pub fn read(text: &str, entities: &str) -> Result<Formatted, String> {
    let mut spans = Vec::new();
    // What is no list counts as none.
    if let Ok(Value::Array(entities)) = serde_json::from_str(entities) {
        for entity in entities.iter().take(MOST) {
            let span = span(entity).map_err(|what| format!("can't parse MessageEntity: {what}"))?;
            spans.extend(span);
        }
    }
    Ok(Formatted {
        text: text.to_owned(),
        spans,
    })
}

fn span(entity: &Value) -> Result<Option<Span>, String> {
    let Value::Object(fields) = entity else {
        return Err("expected an Object".to_owned());
    };
    let number = |name: &str| match fields.get(name) {
        None => Err(format!("Can't find field \"{name}\"")),
        Some(value) => value
            .as_i64()
            .or_else(|| value.as_str()?.parse().ok())
            .filter(|number| i32::try_from(*number).is_ok())
            .ok_or_else(|| format!("Field \"{name}\" must be of type Number")),
    };
    let text = |name: &str| match fields.get(name) {
        None => Err(format!("Can't find field \"{name}\"")),
        Some(Value::String(text)) => Ok(text.as_str()),
        Some(_) => Err(format!("Field \"{name}\" must be of type String")),
    };
    let (offset, length) = (number("offset")?, number("length")?);
    let kind = text("type")?;
    if !KINDS.contains(&kind) {
        return Ok(None);
    }
    // Out of the text at its beginning means from its beginning.
    let end = usize::try_from(offset.saturating_add(length)).unwrap_or_default();
    let offset = usize::try_from(offset).unwrap_or_default();
    let length = end.saturating_sub(offset);
    let plain = Span::new(kind, offset, length);
    Ok(match kind {
        "text_link" => link::span(text("url")?, offset, length),
        "text_mention" => {
            let user = fields.get("user").and_then(|user| user.get("id"));
            let user = user.and_then(Value::as_i64);
            let user = user.ok_or("Can't find field \"user\"")?;
            Some(plain.with("user", json!({ "id": user })))
        }
        "custom_emoji" => {
            let id = link::emoji_id(text("custom_emoji_id")?)
                .ok_or("Invalid custom emoji identifier specified")?;
            Some(plain.with("custom_emoji_id", json!(id)))
        }
        "pre" => match fields.get("language").and_then(Value::as_str) {
            Some(language) if !language.is_empty() => Some(plain.with("language", json!(language))),
            _ => Some(plain),
        },
        _ => Some(plain),
    })
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn garbage_is_refused_in_telegrams_words() {
        for (entities, refusal) in [
            ("[1]", "expected an Object"),
            (r#"[{"type":"bold"}]"#, "Can't find field \"offset\""),
            (
                r#"[{"type":"bold","offset":"x","length":1}]"#,
                "Field \"offset\" must be of type Number",
            ),
            (
                r#"[{"type":1,"offset":0,"length":1}]"#,
                "Field \"type\" must be of type String",
            ),
            (
                r#"[{"type":"text_link","offset":0,"length":1}]"#,
                "Can't find field \"url\"",
            ),
        ] {
            let refused = read("text", entities).unwrap_err();
            assert_eq!(refused, format!("can't parse MessageEntity: {refusal}"));
        }
        assert!(read("text", "nonsense").unwrap().spans.is_empty());
        let huge = r#"[{"type":"bold","offset":-2147483648,"length":2147483647}]"#;
        assert_eq!(read("text", huge).unwrap().spans.len(), 1);
    }
}
