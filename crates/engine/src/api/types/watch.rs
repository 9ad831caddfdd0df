//! How webhooks are looked after, as it goes through a door.

use crate::domain::history::{HistoryEntry, PendingSample};
use crate::domain::ids::BotId;
use crate::domain::lease::LeaseState;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Change how a bot is looked after; what is left out stays as it is.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[ts(export)]
pub struct WatchBot {
    /// Which bot.
    pub bot_id: BotId,
    /// Repair its webhook in the background (`webhook_auto_refresh`).
    #[serde(default)]
    pub auto_refresh: Option<bool>,
    /// Leave it alone.
    #[serde(default)]
    pub paused: Option<bool>,
}

/// A page of a bot's history, newest first.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[ts(export)]
pub struct ListHistory {
    /// Which bot.
    pub bot_id: BotId,
    /// Only what came before this entry (`HistoryEntry::seq`).
    #[serde(default)]
    #[ts(type = "number | null")]
    pub before: Option<i64>,
    /// 1–500.
    pub limit: u32,
}

/// A page of history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct HistoryPage {
    /// Newest first.
    pub entries: Vec<HistoryEntry>,
    /// Whether there are more beyond the last one.
    pub more: bool,
}

/// A bot's pending updates over time.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[ts(export)]
pub struct ListPending {
    /// Which bot.
    pub bot_id: BotId,
    /// From here on.
    pub since: DateTime<Utc>,
}

/// Oldest first, thinned out to at most 500, peaks kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct PendingSeries {
    /// One a check.
    pub samples: Vec<PendingSample>,
}

/// Somebody else's webhook that ours took the place of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS, utoipa::ToSchema)]
#[ts(export)]
pub struct LeaseView {
    /// When.
    pub taken_at: DateTime<Utc>,
    /// Theirs, tokens masked.
    pub url: String,
    /// Theirs.
    pub max_connections: Option<u32>,
    /// Theirs; `None` is Telegram's default set.
    pub allowed_updates: Option<Vec<String>>,
    /// The address that Telegram delivered to.
    pub ip_address: Option<String>,
    /// Whether theirs had a certificate that Telegram does not reveal.
    pub has_custom_certificate: bool,
    /// Whether the user supplied the secret token.
    pub secret_token_kept: bool,
    /// Whether the user supplied the certificate.
    pub certificate_kept: bool,
    /// Whether it waits to be put back.
    pub state: LeaseState,
}

/// What to do about a webhook that another process has moved or deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Dispute {
    /// Register ours again.
    TakeBack,
    /// Leave it to them: ours is not wanted any more.
    LetGo,
}

/// The user's answer when another process has moved or deleted a webhook that we hold.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[ts(export)]
pub struct SettleDispute {
    /// Which bot.
    pub bot_id: BotId,
    /// What to do.
    pub answer: Dispute,
}
