//! An update as a row of the list.

use crate::domain::delivery::DeliveryState;
use chrono::{DateTime, Utc};
use serde::Serialize;
use ts_rs::TS;

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
    /// What became of it on the way to the local bot; none where it was never sent there.
    pub delivery: Option<DeliveryState>,
}
