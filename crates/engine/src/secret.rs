//! Values that must not be printed.

use serde::{Deserialize, Deserializer};

/// A secret: `Debug` and `Display` show `••••`, it cannot be serialised, and it is compared in
/// constant time.
#[derive(Clone)]
pub struct Secret(String);

impl Secret {
    /// Wraps a secret.
    pub fn new(value: impl Into<String>) -> Self {
        Self(value.into())
    }

    /// The secret itself: only for the call that needs it.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Its lines, each a secret.
    pub fn lines(&self) -> impl Iterator<Item = Self> + '_ {
        self.0.lines().map(Self::new)
    }

    /// Whether `other` is this secret, in a time that depends only on the lengths.
    pub fn matches(&self, other: &[u8]) -> bool {
        use subtle::ConstantTimeEq;
        self.0.as_bytes().ct_eq(other).into()
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from).map(Self)
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        self.matches(other.0.as_bytes())
    }
}

impl Eq for Secret {}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("••••")
    }
}

impl std::fmt::Display for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("••••")
    }
}

#[cfg(test)]
mod tests {
    use super::Secret;

    #[test]
    fn prints_nothing_of_the_secret() {
        let secret = Secret::new("123:abc");
        assert_eq!(format!("{secret:?} {secret}"), "•••• ••••");
    }

    #[test]
    fn matches_only_the_same_bytes() {
        let secret = Secret::new("abc");
        assert!(secret.matches(b"abc"));
        assert!(!secret.matches(b"abd") && !secret.matches(b"ab") && !secret.matches(b""));
    }
}
