//! What did not get to the local bot, as it goes through a door.

use super::delivery::{HeldState, TargetId};
use crate::domain::ids::BotId;
use crate::domain::row::UpdateRow;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Why an update did not get to the bot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Undelivered {
    /// Its turn is to come.
    Waiting,
    /// It failed too often.
    Aside,
    /// It was a query whose time ran out.
    Expired,
    /// Its last delivery failed, it is not held, and no other delivery is due from here.
    Failed,
}

/// A page of what did not get to the bot, newest first.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[ts(export)]
pub struct ListHeld {
    /// Whose.
    pub bot_id: BotId,
    /// Which ones.
    pub state: Undelivered,
    /// Only those before this one (`HeldView::id`).
    #[serde(default)]
    #[ts(type = "number | null")]
    pub before: Option<i64>,
    /// 1–500.
    pub limit: u32,
}

/// A page of what is held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct HeldPage {
    /// Newest first.
    pub rows: Vec<HeldView>,
    /// Whether there are more beyond the last one.
    pub more: bool,
}

/// A held update.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct HeldView {
    /// Its place.
    #[ts(type = "number")]
    pub id: i64,
    /// The update.
    pub update: UpdateRow,
    /// For which target.
    pub target: Option<TargetId>,
    /// Why it is here.
    pub state: Undelivered,
    /// Tries that failed.
    pub tries: u32,
}

/// Deliver updates again, in the order of their chats.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct DeliverAgain {
    /// Whose.
    pub bot_id: BotId,
    /// Which ones: 1–500.
    #[serde(default)]
    #[ts(type = "Array<number>")]
    pub seqs: Vec<i64>,
    /// All of these instead, however many there are.
    #[serde(default)]
    pub all: Option<Undelivered>,
    /// To this target; left out, `seqs` go to the one that answers, and `all` each to its own.
    #[serde(default)]
    #[ts(optional)]
    pub target: Option<TargetId>,
}

/// Give up what is held.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct DiscardHeld {
    /// Whose.
    pub bot_id: BotId,
    /// In these states.
    pub states: Vec<HeldState>,
    /// Only these updates; left out, all.
    #[serde(default)]
    #[ts(type = "Array<number> | null")]
    pub seqs: Option<Vec<i64>>,
    /// What is held for this target; left out, for all of them.
    #[serde(default)]
    #[ts(optional)]
    pub target: Option<TargetId>,
}
