//! A bot's updates picked out, as they go through a door.

use crate::domain::ids::BotId;

/// A page of a bot's updates, newest first, of those that the filters let through.
#[derive(Debug, Clone)]
pub struct FindUpdates {
    /// Which bot.
    pub bot_id: BotId,
    /// Only those that arrived before this one (`UpdateRow::seq`).
    pub before: Option<i64>,
    /// Only those that arrived after this one.
    pub after: Option<i64>,
    /// 1–500.
    pub limit: u32,
    /// Only this kind, by Telegram's name.
    pub kind: Option<String>,
    /// Only of this chat.
    pub chat_id: Option<i64>,
}
