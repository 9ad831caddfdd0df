//! The settings' names.

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

impl Origin {
    /// Whether it is out of the window's reach.
    pub fn is_given(&self) -> bool {
        matches!(self, Self::Environment | Self::DotEnv { .. })
    }

    /// Where, as a sentence has it.
    pub(super) fn place(&self) -> String {
        match self {
            Self::Environment => "in the environment".into(),
            Self::DotEnv { path } => format!("in {path}"),
            Self::Saved => "in the saved settings".into(),
            Self::Default => "by default".into(),
        }
    }
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

impl SettingName {
    /// Every setting, in the order of the page.
    pub const ALL: [Self; 11] = [
        Self::UseNgrok,
        Self::NgrokAuthtoken,
        Self::NgrokPort,
        Self::WebhookDomain,
        Self::NgrokDomain,
        Self::TelegramRoot,
        Self::LogLevel,
        Self::CheckInterval,
        Self::PendingThreshold,
        Self::OnQuit,
        Self::Api,
    ];

    /// Its environment variable.
    pub fn variable(self) -> &'static str {
        match self {
            Self::UseNgrok => "USE_NGROK",
            Self::NgrokAuthtoken => "NGROK_AUTHTOKEN",
            Self::NgrokPort => "NGROK_PORT",
            Self::WebhookDomain => "WEBHOOK_DOMAIN",
            Self::NgrokDomain => "HOOKBAY_NGROK_DOMAIN",
            Self::TelegramRoot => "HOOKBAY_TELEGRAM_ROOT",
            Self::LogLevel => "HOOKBAY_LOG",
            Self::CheckInterval => "HOOKBAY_CHECK_INTERVAL",
            Self::PendingThreshold => "HOOKBAY_PENDING_THRESHOLD",
            Self::OnQuit => "HOOKBAY_ON_QUIT",
            Self::Api => "HOOKBAY_API",
        }
    }

    /// The row of table `setting` that has it; `None` for what is saved with the tunnel, or in the
    /// keyring.
    pub fn row(self) -> Option<&'static str> {
        match self {
            Self::TelegramRoot => Some("telegram_root"),
            Self::LogLevel => Some("log_level"),
            Self::CheckInterval => Some("check_interval"),
            Self::PendingThreshold => Some("pending_threshold"),
            Self::OnQuit => Some("on_quit"),
            Self::Api => Some("api"),
            Self::UseNgrok
            | Self::NgrokAuthtoken
            | Self::NgrokPort
            | Self::WebhookDomain
            | Self::NgrokDomain => None,
        }
    }
}
