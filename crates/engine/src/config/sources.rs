//! What is given from outside the app: the environment, and a `.env` file.

use super::dot_env::{self, DotEnv, Line};
use super::setting::{Origin, SettingName};
use crate::error::{Error, Result};
use crate::secret::Secret;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// Variables that are no settings.
const AT_START: [&str; 5] = [
    "HOOKBAY_DATA_DIR",
    "HOOKBAY_DOTENV",
    "HOOKBAY_KEYRING_SERVICE",
    "HOOKBAY_NGROK_CA",
    "HOOKBAY_NGROK_SERVER",
];

/// The sources above the saved settings, read once.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    /// Of the environment, only what is ours. Any may be a secret.
    environment: HashMap<String, Secret>,
    dot_env: Option<DotEnv>,
    dot_env_error: Option<Error>,
}

/// A value as it was given, or why it cannot be read.
pub(super) struct Given<'a> {
    pub origin: Origin,
    pub text: Result<&'a str, &'static str>,
}

impl Sources {
    /// The process's own.
    pub fn of_process() -> Self {
        let variables = std::env::vars_os().map(|(name, value)| {
            (
                name.to_string_lossy().into_owned(),
                value.to_string_lossy().into_owned(),
            )
        });
        Self::of(variables, std::env::current_dir().ok().as_deref())
    }

    /// These variables, and the `.env` file that `HOOKBAY_DOTENV` names, `off` for none; where it
    /// names none, the nearest one from `folder` upwards.
    pub fn of(
        variables: impl IntoIterator<Item = (String, String)>,
        folder: Option<&Path>,
    ) -> Self {
        let environment = variables
            .into_iter()
            .filter(|(name, value)| is_ours(name) && !value.trim().is_empty())
            .map(|(name, value)| (name, Secret::new(value.trim())))
            .collect();
        let mut sources = Self {
            environment,
            ..Self::default()
        };
        let path = match sources.variable("HOOKBAY_DOTENV") {
            Some("off") => None,
            Some(path) => Some(folder.map_or_else(|| PathBuf::from(path), |at| at.join(path))),
            None => folder.and_then(dot_env::nearest),
        };
        match path.map(DotEnv::read) {
            Some(Ok(file)) => sources.dot_env = Some(file),
            Some(Err(error)) => sources.dot_env_error = Some(error),
            None => {}
        }
        sources
    }

    /// The `.env` file that was read.
    pub fn dot_env(&self) -> Option<&Path> {
        self.dot_env.as_ref().map(|file| file.path.as_path())
    }

    /// Why a `.env` file that is there was not read.
    pub fn dot_env_error(&self) -> Option<&Error> {
        self.dot_env_error.as_ref()
    }

    /// A variable of the environment alone, if it has a value.
    pub(super) fn variable(&self, name: &str) -> Option<&str> {
        self.environment.get(name).map(Secret::expose)
    }

    /// Where a setting is given, in order.
    pub(super) fn given(&self, name: SettingName) -> impl Iterator<Item = Given<'_>> {
        let environment = self.variable(name.variable()).map(|text| Given {
            origin: Origin::Environment,
            text: Ok(text),
        });
        let dot_env = self.dot_env.as_ref().and_then(|file| {
            let text = match file.line(name.variable())? {
                Line::Value(value) => Ok(value),
                Line::Broken => Err("its line cannot be read, or a quote before it is left open"),
            };
            let path = file.path.display().to_string();
            Some(Given {
                origin: Origin::DotEnv { path },
                text,
            })
        });
        environment.into_iter().chain(dot_env)
    }
}

fn is_ours(name: &str) -> bool {
    AT_START.contains(&name)
        || SettingName::ALL
            .iter()
            .any(|setting| setting.variable() == name)
}

#[cfg(test)]
mod tests {
    use super::Sources;
    use crate::config::SettingName;

    fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        let owned = |&(name, value): &(&str, &str)| (name.to_owned(), value.to_owned());
        pairs.iter().map(owned).collect()
    }

    fn first(sources: &Sources, name: SettingName) -> Option<String> {
        let given = sources.given(name).next();
        given.and_then(|given| given.text.ok().map(str::to_owned))
    }

    #[test]
    fn the_nearest_dot_env_from_the_folder_upwards_is_read() {
        let top = tempfile::tempdir().unwrap();
        let below = top.path().join("project/src");
        std::fs::create_dir_all(&below).unwrap();
        std::fs::write(top.path().join(".env"), "NGROK_PORT=1\n").unwrap();
        let found = || first(&Sources::of([], Some(&below)), SettingName::NgrokPort);
        assert_eq!(found().as_deref(), Some("1"));
        std::fs::write(top.path().join("project/.env"), "NGROK_PORT=2\n").unwrap();
        assert_eq!(found().as_deref(), Some("2"));
    }

    #[test]
    fn a_variable_says_which_dot_env_or_none() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(".env"), "NGROK_PORT=1\n").unwrap();
        std::fs::write(folder.path().join("other"), "NGROK_PORT=2\n").unwrap();
        let with = |value| Sources::of(pairs(&[("HOOKBAY_DOTENV", value)]), Some(folder.path()));
        let named = with("other");
        assert_eq!(first(&named, SettingName::NgrokPort).as_deref(), Some("2"));
        assert_eq!(named.dot_env(), Some(folder.path().join("other").as_path()));
        assert_eq!(first(&with("off"), SettingName::NgrokPort), None);
        let missing = with("missing");
        assert_eq!(first(&missing, SettingName::NgrokPort), None);
        let error = missing.dot_env_error().unwrap();
        assert!(error.message.contains("missing"), "{error:?}");
    }

    #[test]
    fn of_the_environment_only_ours_is_kept_and_nothing_is_printed() {
        let sources = Sources::of(
            pairs(&[("NGROK_AUTHTOKEN", " s3cret "), ("AWS_SECRET", "other")]),
            None,
        );
        assert_eq!(sources.variable("NGROK_AUTHTOKEN"), Some("s3cret"));
        assert_eq!(sources.variable("AWS_SECRET"), None);
        assert!(!format!("{sources:?}").contains("s3cret"));
    }
}
