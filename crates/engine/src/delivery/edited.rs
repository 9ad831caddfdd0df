//! An update that the user has edited: whether it is one still, and with another number.

use crate::domain::allowed_updates::is_known;
use crate::error::{Code, Error, Result};
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// The fields in their order, each as it was written.
struct Fields(Vec<(String, Box<RawValue>)>);

impl<'de> serde::Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect;
        impl<'de> Visitor<'de> for Collect {
            type Value = Fields;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields, A::Error> {
                let mut fields = Vec::new();
                while let Some(field) = map.next_entry()? {
                    fields.push(field);
                }
                Ok(Fields(fields))
            }
        }
        deserializer.deserialize_map(Collect)
    }
}

fn refused(message: String, remedy: &str) -> Error {
    Error::new(Code::InvalidInput, message, remedy)
}

fn fields(body: &str) -> Result<Fields> {
    serde_json::from_str(body).map_err(|error| {
        refused(
            format!(
                "This is not a JSON object: line {}, column {}.",
                error.line(),
                error.column()
            ),
            "Correct the place that is named.",
        )
        .detail(error)
    })
}

/// Refuses what is no update: an object with an integer `update_id` and one other field of a kind that
/// Telegram sends, an object itself.
pub fn check(body: &str) -> Result<()> {
    let Fields(fields) = fields(body)?;
    let ids: Vec<_> = fields
        .iter()
        .filter(|(name, _)| name == "update_id")
        .collect();
    let is_number = |value: &RawValue| value.get().parse::<i64>().is_ok_and(|id| id >= 0);
    if !matches!(ids[..], [(_, id)] if is_number(id)) {
        return Err(refused(
            "An update has one update_id, a whole number.".into(),
            "Add it at the top: \"update_id\": 1",
        ));
    }
    let mut others = fields.iter().filter(|(name, _)| name != "update_id");
    let (Some((kind, payload)), None) = (others.next(), others.next()) else {
        return Err(refused(
            "An update has exactly one field besides update_id.".into(),
            "Keep the one that says what happened, such as message.",
        ));
    };
    if !is_known(kind) {
        return Err(refused(
            format!("Telegram sends no kind of update called {kind:?}."),
            "Use a kind such as message or callback_query.",
        ));
    }
    if !payload.get().starts_with('{') {
        return Err(refused(
            format!("The field {kind} of an update is an object."),
            "Write its fields between { and }.",
        ));
    }
    Ok(())
}

/// The update's number.
pub(super) fn id_of(body: &str) -> Result<Option<i64>> {
    let Fields(fields) = fields(body)?;
    let id = fields.iter().find(|(name, _)| name == "update_id");
    Ok(id.and_then(|(_, value)| value.get().parse().ok()))
}

/// The same update with another number, laid out as Telegram does.
pub fn with_id(body: &str, id: i64) -> Result<String> {
    let Fields(fields) = fields(body)?;
    let mut text = format!("{{\"update_id\":{id}");
    for (name, value) in fields.iter().filter(|(name, _)| name != "update_id") {
        let name = serde_json::Value::from(name.as_str());
        for part in [",\n", &name.to_string(), ":", value.get()] {
            text.push_str(part);
        }
    }
    text.push('}');
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::{check, with_id};

    #[test]
    fn an_update_passes_and_what_is_none_is_named() {
        assert!(check("{\"update_id\":1,\n\"message\":{\"x\":1.0e2}}").is_ok());
        assert!(check("{ \"callback_query\": {}, \"update_id\": 0 }").is_ok());
        for (body, word) in [
            ("", "JSON"),
            ("[]", "JSON"),
            ("{\"update_id\":1,\n\"message\":{}", "line 2"),
            ("{\"message\":{}}", "update_id"),
            ("{\"update_id\":\"1\",\"message\":{}}", "update_id"),
            ("{\"update_id\":1.5,\"message\":{}}", "update_id"),
            (
                "{\"update_id\":1,\"update_id\":2,\"message\":{}}",
                "update_id",
            ),
            ("{\"update_id\":1}", "exactly one"),
            (
                "{\"update_id\":1,\"message\":{},\"poll\":{}}",
                "exactly one",
            ),
            ("{\"update_id\":1,\"massage\":{}}", "massage"),
            ("{\"update_id\":1,\"message\":[]}", "object"),
        ] {
            match check(body) {
                Ok(()) => panic!("accepted: {body}"),
                Err(error) => assert!(error.message.contains(word), "{body}: {error}"),
            }
        }
    }

    #[test]
    fn another_number_leaves_the_rest_as_it_was_written() {
        let body = "{\"update_id\":7,\n\"message\":{\"text\":\"\\ud83c\", \"n\":1.0e2}}";
        let text = with_id(body, 9).unwrap_or_default();
        assert_eq!(
            text,
            "{\"update_id\":9,\n\"message\":{\"text\":\"\\ud83c\", \"n\":1.0e2}}"
        );
    }
}
