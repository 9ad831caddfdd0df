//! Settings with where each value comes from, as they go through a door.

use crate::error::Error;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Where a value comes from. A value from further up locks the field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case", tag = "type")]
#[ts(export)]
pub enum Origin {
    /// The process environment.
    Environment,
    /// A `.env` file.
    DotEnv {
        /// Its path.
        path: String,
    },
    /// Saved from the settings page.
    Saved,
    /// Nobody set it.
    Default,
}

/// A setting's name, which is also how it is saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum SettingName {
    /// `USE_NGROK`: true or false.
    UseNgrok,
    /// `NGROK_AUTHTOKEN`; its value is never shown.
    NgrokAuthtoken,
    /// `NGROK_PORT`, 1–65535: where the receiver listens for the user's reverse proxy.
    NgrokPort,
    /// `WEBHOOK_DOMAIN`: `https://api.example.com` or `api.example.com`.
    WebhookDomain,
    /// `HOOKBAY_NGROK_DOMAIN`: a reserved domain at ngrok.
    NgrokDomain,
    /// `HOOKBAY_TELEGRAM_ROOT`: the Bot API's base URL for bots of the cloud.
    TelegramRoot,
    /// `HOOKBAY_LOG`: `error`, `warn`, `info`, `debug`, `trace`, or filter words of `tracing`.
    LogLevel,
    /// `HOOKBAY_CHECK_INTERVAL`, seconds, 10–86400.
    CheckInterval,
    /// `HOOKBAY_PENDING_THRESHOLD`, updates, 1–100000.
    PendingThreshold,
    /// `HOOKBAY_ON_QUIT`: `restore`, `delete` or `leave`.
    OnQuit,
    /// `HOOKBAY_API`: the HTTP API's address, `127.0.0.1:4665`, or `off`.
    Api,
}

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
