//! Settings with where each value comes from, as they go through a door.

pub use crate::config::{Origin, SettingName};
use crate::error::Error;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A setting as shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct SettingView {
    /// Which.
    pub name: SettingName,
    /// Its environment variable.
    pub variable: String,
    /// The value in force, as text; of a secret, only `••••`. `None` where there is none.
    pub value: Option<String>,
    /// Where it comes from.
    pub origin: Origin,
    /// Why it cannot be changed here, in a sentence; `None` where it can.
    pub locked: Option<String>,
    /// What was given and is not of the form wanted; the value in force is then the next one down.
    pub error: Option<Error>,
}

/// Which way the public URL is made, and why, in a sentence (the table in the docs).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct SettingsView {
    /// Every setting, in the order of the page.
    pub settings: Vec<SettingView>,
    /// What was decided between ngrok and the domain, and why.
    pub way: String,
    /// The `.env` file that was read, if any.
    pub dot_env: Option<String>,
    /// Why a `.env` file that is there, or was named, was not read.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub dot_env_error: Option<Error>,
}

/// Save settings; an empty value forgets the saved one. All or nothing.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct SaveSettings {
    /// What changes.
    pub changes: Vec<SettingChange>,
}

/// A setting's new value. The authtoken is not among them: `configure_tunnel` takes it.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct SettingChange {
    /// Which.
    pub name: SettingName,
    /// The value as text; `None` forgets the saved one.
    pub value: Option<String>,
}
