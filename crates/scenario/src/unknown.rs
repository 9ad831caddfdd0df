//! Methods that the bot called and the sandbox does not know: it refuses them, and what the bot does then
//! may well be why a step fails.

use crate::beat::Calls;

/// Names those that were called since.
pub fn hint(now: &Calls, before: &Calls) -> Option<String> {
    let names = now.iter().filter_map(|(name, count)| {
        let known = before.get(name).copied().unwrap_or_default();
        match count.saturating_sub(known) {
            0 => None,
            1 => Some(name.clone()),
            times => Some(format!("{name} ({times} times)")),
        }
    });
    let names: Vec<String> = names.collect();
    (!names.is_empty()).then(|| {
        format!(
            "The bot called what the sandbox does not know, and was refused: {}.",
            names.join(", ")
        )
    })
}

#[cfg(test)]
mod tests {
    use super::hint;
    use crate::beat::Calls;

    #[test]
    fn what_was_called_since_is_named() {
        let calls = |all: &[(&str, u32)]| -> Calls {
            let all = all.iter();
            all.map(|(name, count)| ((*name).to_owned(), *count))
                .collect()
        };
        let before = calls(&[("sendGift", 2), ("sendPizza", 1)]);
        assert_eq!(hint(&before, &before), None);
        let now = calls(&[("getStars", 1), ("sendGift", 5), ("sendPizza", 1)]);
        assert_eq!(
            hint(&now, &before).unwrap(),
            "The bot called what the sandbox does not know, and was refused: getStars, sendGift (3 times)."
        );
    }
}
