//! What happened to a bot's webhook. Telegram forgets its errors at every setWebhook; this stays.

use crate::domain::ids::BotId;
use crate::error::Error;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum EventKind {
    /// Telegram confirmed a setWebhook of ours.
    Registered,
    /// Telegram refused a setWebhook of ours, or could not be asked.
    RegisterFailed,
    /// Telegram confirmed a deleteWebhook of ours.
    Deleted,
    /// Telegram refused a deleteWebhook of ours, or could not be asked.
    DeleteFailed,
    /// Telegram could not be asked how the webhook is. Written once, not at every check.
    CheckFailed,
    /// Telegram can be asked again.
    CheckRecovered,
    /// Telegram told of an error that was not known yet (`last_error_message`).
    DeliveryError,
    /// Updates pile up at Telegram.
    PendingHigh,
    /// They do not any more.
    PendingNormal,
    /// Somebody else has set another webhook over ours.
    TakenOver,
    /// Somebody else has deleted our webhook.
    RemovedElsewhere,
    /// The bot's webhook was somebody else's, and was taken with the user's consent.
    LeaseTaken,
    /// Somebody else's webhook was replaced with the user's consent, while an earlier one is kept to be
    /// put back.
    TakenBack,
    /// Their webhook was put back.
    LeaseReturned,
    /// Their webhook could not be put back.
    LeaseReturnFailed,
    /// The user gave up the previous webhook for good, or it was moved by somebody else.
    LeaseEnded,
    /// The user left the bot to whoever has its webhook, or deletes it: ours is not wanted any more.
    LetGo,
    /// Nothing is done for this bot from now on.
    Paused,
    /// The bot is looked after again.
    Resumed,
    /// It is repaired in the background from now on.
    AutoRefreshOn,
    /// From now on it is checked and reported only.
    AutoRefreshOff,
    /// The public URL said to be online did not lead here.
    TunnelDead,
    /// It does again.
    TunnelRepaired,
}

/// Why it was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Cause {
    /// The user asked for it.
    User,
    /// There was no webhook any more.
    UrlMissing,
    /// What was registered is not a URL that Telegram could deliver to.
    UrlInvalid,
    /// It led to an earlier public URL of ours.
    UrlChanged,
    /// Errors newer than the last registration or success.
    NewErrors,
    /// Too many updates wait at Telegram, and they do not become fewer.
    PendingHigh,
    /// The app ends.
    Quit,
    /// The app ended before without doing it.
    Crash,
    /// The sandbox was started anew, and knows no webhook from before.
    SandboxStarted,
}

/// An entry to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEvent {
    /// Whose webhook.
    pub bot_id: BotId,
    /// When.
    pub at: DateTime<Utc>,
    /// What happened.
    pub kind: EventKind,
    /// Why.
    pub cause: Option<Cause>,
    /// The URL that it is about. Tokens and a login are masked when it is written.
    pub url: Option<String>,
    /// Updates that waited at Telegram.
    pub pending: Option<i64>,
    /// What went wrong. For a [`EventKind::DeliveryError`] the message is Telegram's, with the code
    /// left out.
    pub error: Option<Error>,
    /// What is to be said where nothing went wrong; an error says it by itself.
    pub message: Option<String>,
    /// Telegram's own words.
    pub detail: Option<String>,
}

impl NewEvent {
    /// An entry with nothing more to say.
    pub fn new(bot_id: BotId, at: DateTime<Utc>, kind: EventKind) -> Self {
        Self {
            bot_id,
            at,
            kind,
            cause: None,
            url: None,
            pending: None,
            error: None,
            message: None,
            detail: None,
        }
    }
}

/// An entry as read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS, utoipa::ToSchema)]
#[ts(export)]
pub struct HistoryEntry {
    /// Its place, over all bots.
    #[ts(type = "number")]
    pub seq: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// What happened.
    pub kind: EventKind,
    /// Why.
    pub cause: Option<Cause>,
    /// The URL that it is about, tokens masked.
    pub url: Option<String>,
    /// Updates that waited at Telegram.
    #[ts(type = "number | null")]
    pub pending: Option<i64>,
    /// The error's code, as in every other error.
    pub code: Option<String>,
    /// The error in words, or what else there is to say.
    pub message: Option<String>,
    /// Telegram's own words.
    pub detail: Option<String>,
}

/// How many updates waited at Telegram at one check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct PendingSample {
    /// When.
    pub at: DateTime<Utc>,
    /// How many.
    #[ts(type = "number")]
    pub pending: i64,
}
