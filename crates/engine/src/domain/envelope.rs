//! A line of an export: an update, by itself or with what Hookbay knows of it.

use crate::domain::update::raw::Object;
use chrono::{DateTime, Utc};

/// The update in a line, as it is written there, and when it had arrived. A line that is neither an
/// envelope nor an update is given whole.
pub fn open(line: &str) -> (&str, Option<DateTime<Utc>>) {
    let Some(object) = Object::parse(line) else {
        return (line, None);
    };
    match object.get("update") {
        Some(update) if object.get("update_id").is_none() => {
            let at = object.text("received_at");
            (update.get(), at.and_then(|at| at.parse().ok()))
        }
        _ => (line, None),
    }
}

#[cfg(test)]
mod tests {
    use super::open;

    #[test]
    fn an_envelope_is_opened_and_an_update_stays() {
        let line = r#"{"received_at":"2026-01-02T03:04:05.678Z","kind":"x","update":{"update_id":1, "x":{}}}"#;
        let (update, at) = open(line);
        assert_eq!(update, r#"{"update_id":1, "x":{}}"#);
        assert_eq!(at.map(|at| at.timestamp_millis()), Some(1_767_323_045_678));
        // A later Telegram may have a kind of this name.
        let update = r#"{"update_id":1,"update":{}}"#;
        assert_eq!(open(update), (update, None));
        assert_eq!(open("nothing"), ("nothing", None));
    }
}
