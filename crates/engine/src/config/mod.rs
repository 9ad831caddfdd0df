//! What the app starts with, and its settings: each value with where it comes from.
//!
//! A setting is looked for in the process environment, in a `.env` file, among the saved settings,
//! and last in its default ([`Settings::resolve`]). A value that is not of its form is told of, and
//! the next source down decides, so that the app starts and can be mended. [`decide`] is the table
//! that chooses between ngrok and a domain. docs/configuration.md says the same to the user.

#[cfg(test)]
mod docs;
mod dot_env;
mod forms;
mod found;
mod saved;
mod setting;
mod settings;
mod sources;
mod tunnel;
mod way;

pub use forms::check;
pub use found::Found;
pub use saved::Saved;
pub use setting::{Origin, SettingName};
pub use settings::Settings;
pub use sources::Sources;
pub use tunnel::{Route, TunnelKind, TunnelSettings};
pub use way::{Decision, Signs, decide};

use crate::error::{Code, Error, Result};
use std::path::PathBuf;

/// What the app starts with.
#[derive(Debug, Clone)]
pub struct Config {
    /// The folder of the database.
    pub data_dir: PathBuf,
    /// Another ngrok server than ngrok's own: `host:port` and the CA to trust, as PEM.
    pub ngrok_server: Option<(String, Option<String>)>,
    /// The service under which secrets are kept in the keyring.
    pub keyring_service: String,
    /// What the environment and a `.env` file say of the settings.
    pub sources: Sources,
}

impl Config {
    /// From the process environment, and the `.env` file that it leads to.
    pub fn from_env() -> Result<Self> {
        Self::from(Sources::of_process())
    }

    /// From given sources. Where the data is, whom the keyring and the tunnel trust, is for the
    /// environment alone to say: a `.env` file in somebody's project must not move them.
    pub fn from(sources: Sources) -> Result<Self> {
        let text = |variable| sources.variable(variable).map(str::to_owned);
        let ngrok_server = match text("HOOKBAY_NGROK_SERVER") {
            Some(address) => Some((
                address,
                text("HOOKBAY_NGROK_CA")
                    .as_deref()
                    .map(read_pem)
                    .transpose()?,
            )),
            None => None,
        };
        Ok(Self {
            data_dir: match text("HOOKBAY_DATA_DIR") {
                Some(folder) => PathBuf::from(folder),
                None => platform_data_dir()?,
            },
            ngrok_server,
            keyring_service: text("HOOKBAY_KEYRING_SERVICE")
                .unwrap_or_else(|| "dev.hookbay.app".into()),
            sources,
        })
    }
}

fn read_pem(path: &str) -> Result<String> {
    std::fs::read_to_string(path).map_err(|error| {
        Error::new(
            Code::InvalidInput,
            format!("HOOKBAY_NGROK_CA names {path}, which cannot be read."),
            "Point it at a PEM file, or unset it.",
        )
        .detail(error)
    })
}

fn platform_data_dir() -> Result<PathBuf> {
    directories::ProjectDirs::from("dev", "Hookbay", "Hookbay")
        .map(|folders| folders.data_dir().to_owned())
        .ok_or_else(|| {
            Error::new(
                Code::InvalidInput,
                "This account has no home folder, so there is no place for the data.",
                "Set HOOKBAY_DATA_DIR to a folder.",
            )
        })
}
