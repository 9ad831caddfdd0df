//! Texts with what was found before in them, and whether a text is what it ought to be.

use std::collections::BTreeMap;
use std::time::Duration;

use regex::Regex;

use crate::model::Words;

/// What named groups found, by their names.
pub type Found = BTreeMap<String, String>;

/// `{name}` becomes what was found under that name; other braces are braces.
pub fn filled(text: &str, found: &Found) -> String {
    let mut made = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        let (before, from) = rest.split_at(open);
        made.push_str(before);
        let name = from[1..].split_once('}').map(|(name, _)| name);
        if let Some((name, value)) = name.and_then(|name| Some((name, found.get(name)?))) {
            made.push_str(value);
            rest = &from[name.len() + 2..];
        } else {
            made.push('{');
            rest = &from[1..];
        }
    }
    made.push_str(rest);
    made
}

impl Words {
    /// With what was found before.
    #[must_use]
    pub fn filled(&self, found: &Found) -> Self {
        match self {
            Self::Are(text) => Self::Are(filled(text, found)),
            Self::Contain(text) => Self::Contain(filled(text, found)),
            Self::Match(text) => {
                let escaped = found
                    .iter()
                    .map(|(name, value)| (name.clone(), regex::escape(value)))
                    .collect();
                Self::Match(filled(text, &escaped))
            }
        }
    }

    /// Whether a text is this; what its named groups found is kept.
    pub fn fit(&self, text: &str, found: &mut Found) -> bool {
        match self {
            Self::Are(wanted) => wanted.trim() == text.trim(),
            Self::Contain(wanted) => text.contains(wanted.as_str()),
            Self::Match(pattern) => {
                // It was compiled once when the file was read, so only a filled-in text can break it.
                let Ok(regex) = Regex::new(pattern) else {
                    return false;
                };
                let Some(groups) = regex.captures(text) else {
                    return false;
                };
                for name in regex.capture_names().flatten() {
                    if let Some(group) = groups.name(name) {
                        found.insert(name.to_owned(), group.as_str().to_owned());
                    }
                }
                true
            }
        }
    }
}

const UNITS: [(&str, u64); 5] = [
    ("d", 86_400_000),
    ("h", 3_600_000),
    ("m", 60_000),
    ("s", 1_000),
    ("ms", 1),
];

/// `500ms`, `2s`, `5m`, `1h`, `1d`.
pub fn duration(text: &str) -> Option<Duration> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = text.split_at(digits);
    let number: u64 = number.parse().ok()?;
    let (_, milliseconds) = UNITS.iter().find(|(name, _)| *name == unit.trim())?;
    Some(Duration::from_millis(number.checked_mul(*milliseconds)?))
}

/// The same the other way round, in the largest unit that leaves nothing over.
pub fn shown(duration: Duration) -> String {
    let milliseconds = u64::try_from(duration.as_millis()).unwrap_or(u64::MAX);
    let unit = UNITS
        .iter()
        .find(|(_, unit)| milliseconds.is_multiple_of(*unit) && milliseconds > 0);
    let (name, unit) = unit.copied().unwrap_or(("s", 1_000));
    format!("{}{name}", milliseconds / unit)
}

#[cfg(test)]
mod tests {
    use super::{Found, duration, filled, shown};
    use crate::model::Words;
    use std::time::Duration;

    fn order() -> Found {
        Found::from([("order".to_owned(), "7.1".to_owned())])
    }

    #[test]
    fn what_was_found_is_filled_in_and_other_braces_stay() {
        for (text, expected) in [
            ("cancel {order}", "cancel 7.1"),
            ("{order}{order}", "7.17.1"),
            ("{other} {", "{other} {"),
            ("{{order}}", "{7.1}"),
            ("}{", "}{"),
        ] {
            assert_eq!(filled(text, &order()), expected);
        }
    }

    #[test]
    fn a_text_is_exactly_that_or_contains_it_or_is_matched() {
        let mut found = Found::new();
        assert!(Words::Are("Hello".to_owned()).fit("Hello\n", &mut found));
        assert!(!Words::Are("Hello".to_owned()).fit("Hello you", &mut found));
        assert!(Words::Contain("you".to_owned()).fit("Hello you", &mut found));
        assert!(!Words::Contain("me".to_owned()).fit("Hello you", &mut found));
        let pattern = Words::Match(r"#(?<number>\d+)".to_owned());
        assert!(!pattern.fit("Order", &mut found));
        assert!(pattern.fit("Order #12", &mut found));
        assert_eq!(found["number"], "12");
    }

    #[test]
    fn what_was_found_means_itself_in_a_pattern() {
        let pattern = Words::Match("^{order}$".to_owned()).filled(&order());
        assert!(pattern.fit("7.1", &mut Found::new()));
        assert!(!pattern.fit("7x1", &mut Found::new()));
    }

    #[test]
    fn durations_have_a_unit() {
        for text in ["500ms", "2s", "90s", "5m", "1h", "1d", "0s"] {
            assert_eq!(shown(duration(text).unwrap()), text);
        }
        assert_eq!(duration("60s"), Some(Duration::from_mins(1)));
        for text in ["2", "s", "2 weeks", "-1s", "99999999999999999999s", ""] {
            assert_eq!(duration(text), None, "{text}");
        }
    }
}
