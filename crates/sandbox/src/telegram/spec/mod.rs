//! The Bot API's own description: every method with its parameters.
//!
//! methods.json is made by `cargo xtask bot-api` from the types that grammY publishes
//! (@grammyjs/types, MIT), as pinned for the tests' bots.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

/// What a parameter holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Type {
    /// A text.
    Text,
    /// A whole or broken number.
    Number,
    /// Yes or no.
    Bool,
    /// A number, or an @name.
    Chat,
    /// A file, or the id of one.
    File,
    /// An object or a list, as JSON.
    Json,
}

/// A parameter.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// Whether it has to be there.
    pub required: bool,
    /// What it holds.
    pub kind: Type,
}

static METHODS: LazyLock<BTreeMap<String, Vec<Parameter>>> = LazyLock::new(|| {
    // The file is part of the program, and a test reads it.
    serde_json::from_str(include_str!("methods.json")).unwrap_or_default()
});

static SMALL: LazyLock<BTreeMap<String, &'static str>> = LazyLock::new(|| {
    let names = METHODS.keys();
    names
        .map(|name| (name.to_ascii_lowercase(), name.as_str()))
        .collect()
});

/// Every method by its name.
#[cfg(test)]
pub fn methods() -> &'static BTreeMap<String, Vec<Parameter>> {
    &METHODS
}

/// The parameters of a method, named in any case of letters.
pub fn method(name: &str) -> Option<&'static [Parameter]> {
    let name = SMALL.get(&name.to_ascii_lowercase())?;
    METHODS.get(*name).map(Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use super::{Type, method, methods};

    #[test]
    fn the_description_names_every_method_with_what_it_needs() {
        assert!(methods().len() > 150, "{}", methods().len());
        let send = method("SENDMESSAGE").unwrap();
        let of = |name: &str| send.iter().find(|it| it.name == name).unwrap();
        assert_eq!(
            (of("chat_id").required, of("chat_id").kind),
            (true, Type::Chat)
        );
        assert_eq!((of("text").required, of("text").kind), (true, Type::Text));
        assert_eq!(of("entities").kind, Type::Json);
        assert!(!of("reply_markup").required);
        assert_eq!(method("getUpdates").unwrap().len(), 4);
        assert!(method("getNothing").is_none());
    }

    #[test]
    fn every_simulated_method_is_in_it() {
        let simulated = methods()
            .keys()
            .filter(|name| crate::telegram::methods::is_simulated(&name.to_ascii_lowercase()));
        assert_eq!(simulated.count(), 69);
    }
}
