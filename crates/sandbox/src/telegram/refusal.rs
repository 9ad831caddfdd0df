//! Why a method is refused, in Telegram's words.

use super::answer::Answer;

/// A status and the description after its prefix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    code: u16,
    description: String,
}

/// What a method comes to.
pub type Outcome<T = serde_json::Value> = Result<T, Refusal>;

impl Refusal {
    /// 400.
    pub fn bad(what: impl AsRef<str>) -> Self {
        Self {
            code: 400,
            description: format!("Bad Request: {}", lowered(what.as_ref())),
        }
    }

    /// 403.
    pub fn forbidden(what: &str) -> Self {
        Self {
            code: 403,
            description: format!("Forbidden: {what}"),
        }
    }
}

/// The server writes the first letter small, unless the text is one of its capital words.
fn lowered(text: &str) -> String {
    let mut letters = text.chars();
    let (first, second) = (letters.next(), letters.next());
    let is_word = second.is_some_and(|second| second == '_' || second.is_ascii_uppercase());
    match first {
        Some(first) if !is_word => {
            let rest = text.get(first.len_utf8()..).unwrap_or_default();
            format!("{}{rest}", first.to_ascii_lowercase())
        }
        _ => text.to_owned(),
    }
}

impl From<Refusal> for Answer {
    fn from(refusal: Refusal) -> Self {
        Self::error(refusal.code, &refusal.description)
    }
}

#[cfg(test)]
mod tests {
    use super::lowered;

    #[test]
    fn only_a_sentence_begins_small() {
        assert_eq!(lowered("Message text is empty"), "message text is empty");
        assert_eq!(lowered("BUTTON_DATA_INVALID"), "BUTTON_DATA_INVALID");
        assert_eq!(lowered(""), "");
    }
}
