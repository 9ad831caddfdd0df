//! Where the data is, and what the environment or the saved settings say of the tunnel.

use crate::error::{Code, Error, Result};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use ts_rs::TS;

/// What the app starts with.
#[derive(Debug, Clone)]
pub struct Config {
    /// The folder of the database.
    pub data_dir: PathBuf,
    /// The root of Telegram's cloud Bot API.
    pub telegram_root: String,
    /// Another ngrok server than ngrok's own: `host:port` and the CA to trust, as PEM.
    pub ngrok_server: Option<(String, Option<String>)>,
    /// The service under which secrets are kept in the keyring.
    pub keyring_service: String,
}

impl Config {
    /// From the environment: `HOOKBAY_DATA_DIR`, `HOOKBAY_TELEGRAM_ROOT`, `HOOKBAY_NGROK_SERVER` with
    /// `HOOKBAY_NGROK_CA` (a PEM file), `HOOKBAY_KEYRING_SERVICE`.
    pub fn from_env() -> Result<Self> {
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
            telegram_root: text("HOOKBAY_TELEGRAM_ROOT")
                .unwrap_or_else(|| "https://api.telegram.org".into()),
            ngrok_server,
            keyring_service: text("HOOKBAY_KEYRING_SERVICE")
                .unwrap_or_else(|| "dev.hookbay.app".into()),
        })
    }
}

fn text(name: &str) -> Option<String> {
    std::env::var(name)
        .ok()
        .filter(|value| !value.trim().is_empty())
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

/// Which way the public URL is made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum TunnelKind {
    /// Not chosen yet.
    #[default]
    None,
    /// ngrok, in process.
    Ngrok,
    /// The user's domain and reverse proxy.
    Domain,
}

/// The tunnel's saved settings.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct TunnelSettings {
    /// Which way.
    pub kind: TunnelKind,
    /// ngrok: a reserved domain, e.g. `calm-otter.ngrok.app`; none for a random one.
    pub ngrok_domain: Option<String>,
    /// Domain: `https://api.example.com`, no path.
    pub webhook_domain: Option<String>,
    /// Domain: the port on this machine that the reverse proxy forwards to.
    pub port: Option<u16>,
}
