//! A bot, and which Bot API serves it.

use crate::domain::ids::BotId;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Which Bot API server serves a bot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, utoipa::ToSchema)]
#[serde(rename_all = "snake_case", tag = "type")]
#[ts(export)]
pub enum Environment {
    /// api.telegram.org
    Cloud,
    /// Telegram's test environment: `/bot<token>/test/<method>` on api.telegram.org.
    Test,
    /// A self-hosted telegram-bot-api, with its root, e.g. `http://localhost:8081`.
    SelfHosted {
        /// The root, without `/bot…`.
        #[schema(
            pattern = "^https?://((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(\\.(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])){3}|([A-Za-z0-9]+[.-])*[A-Za-z][A-Za-z0-9]*)(:(6553[0-5]|655[0-2][0-9]|65[0-4][0-9]{2}|6[0-4][0-9]{3}|[1-5][0-9]{4}|[1-9][0-9]{0,3}))?/?$"
        )]
        api_root: String,
    },
    /// The sandbox inside this app.
    Sandbox,
}

/// A bot as stored: nothing in it is secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bot {
    /// Our id.
    pub id: BotId,
    /// The name in the list; the user's to change.
    pub name: String,
    /// Telegram's id of the bot (`getMe.id`, the token's number).
    pub telegram_id: i64,
    /// `getMe.username`, without the @.
    pub username: Option<String>,
    /// Which Bot API serves it.
    pub environment: Environment,
    /// The URL that we registered last, if any.
    pub webhook_url: Option<String>,
    /// When Telegram was last asked.
    pub webhook_last_checked: Option<DateTime<Utc>>,
    /// Whether the webhook is repaired in the background.
    pub webhook_auto_refresh: bool,
    /// Whether it is left alone, as the user said.
    pub paused: bool,
    /// When it was added.
    pub created_at: DateTime<Utc>,
}
