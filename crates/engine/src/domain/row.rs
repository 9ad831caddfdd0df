//! An update as a row of the list.

use crate::domain::delivery::DeliveryState;
use chrono::{DateTime, Utc};
use serde::Serialize;
use ts_rs::TS;

/// Where an update is from that Telegram did not send.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum UpdateSource {
    /// The composer, or a fixture: it was delivered as any other.
    Composed,
    /// A file: it is here to be looked at, and was delivered to nobody.
    Imported,
}

impl UpdateSource {
    /// As it is kept; none is Telegram.
    pub fn of(number: i64) -> Option<Self> {
        match number {
            1 => Some(Self::Composed),
            2 => Some(Self::Imported),
            _ => None,
        }
    }

    /// As it is kept.
    pub fn number(self) -> i64 {
        match self {
            Self::Composed => 1,
            Self::Imported => 2,
        }
    }
}

/// One row of the list: no body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS, utoipa::ToSchema)]
#[ts(export)]
pub struct UpdateRow {
    /// The place in the order of arrival, over all bots.
    #[ts(type = "number")]
    pub seq: i64,
    /// Telegram's update_id.
    #[ts(type = "number")]
    pub update_id: i64,
    /// Telegram's name of the kind; `unknown` for an update with no field besides update_id.
    pub kind: String,
    /// Who it is from, as a person would say.
    pub who: Option<String>,
    /// The chat's title, when it is not the sender's own.
    pub chat: Option<String>,
    /// Telegram's chat id.
    #[ts(type = "number | null")]
    pub chat_id: Option<i64>,
    /// Telegram's user id.
    #[ts(type = "number | null")]
    pub user_id: Option<i64>,
    /// One line of what it says.
    pub summary: String,
    /// When it was committed here.
    pub received_at: DateTime<Utc>,
    /// Bytes of the body.
    pub size: u32,
    /// Whether it stays whatever the limits say.
    pub pinned: bool,
    /// Whether there is a note beside it.
    pub noted: bool,
    /// Where it is from, when Telegram did not send it.
    #[ts(optional = nullable)]
    pub source: Option<UpdateSource>,
    /// What became of it on the way to the local bot; none where it was never sent there.
    pub delivery: Option<DeliveryState>,
}

impl UpdateRow {
    /// What its chat is called: a private one has its person's name and no title.
    pub fn chat_name(&self) -> Option<&str> {
        let person = self.who.as_deref().filter(|_| self.chat_id.is_some());
        self.chat.as_deref().or(person)
    }
}
