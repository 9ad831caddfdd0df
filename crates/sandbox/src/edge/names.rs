//! The names an edge hands out.

use rand::seq::IndexedRandom;

/// The domain under which the edge hands out names. Names under `localhost` never leave the
/// machine.
pub(super) const DOMAIN: &str = "hookbay.localhost";

const MOODS: [&str; 8] = [
    "calm", "brave", "quiet", "merry", "swift", "kind", "bright", "gentle",
];
const ANIMALS: [&str; 8] = [
    "otter", "heron", "lynx", "marten", "plover", "badger", "puffin", "hare",
];

/// A name such as `calm-otter-42`.
pub(super) fn random() -> String {
    let mut rng = rand::rng();
    let mood = MOODS.choose(&mut rng).unwrap_or(&MOODS[0]);
    let animal = ANIMALS.choose(&mut rng).unwrap_or(&ANIMALS[0]);
    format!("{mood}-{animal}-{}", rand::random_range(10..100))
}

/// The host of a name.
pub(super) fn host(name: &str) -> String {
    format!("{name}.{DOMAIN}")
}

/// Whether the edge's own certificate covers the host.
pub(super) fn is_own(host: &str) -> bool {
    host.strip_suffix(DOMAIN)
        .and_then(|rest| rest.strip_suffix('.'))
        .is_some_and(|name| !name.is_empty() && !name.contains('.'))
}

#[cfg(test)]
mod tests {
    use super::{host, is_own, random};

    #[test]
    fn own_names_are_one_label_under_the_domain() {
        assert!(is_own(&host(&random())));
        for other in [
            "hookbay.localhost",
            "a.b.hookbay.localhost",
            "evilhookbay.localhost",
            "x.app",
        ] {
            assert!(!is_own(other), "{other}");
        }
    }
}
