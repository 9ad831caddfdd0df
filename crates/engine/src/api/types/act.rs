//! What people do in the sandbox, and what goes wrong there on demand.

use super::ChatKind;
use crate::domain::ids::BotId;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Somebody does something.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct ActInSandbox {
    /// The bot that it is done to.
    pub bot_id: BotId,
    /// Who.
    #[ts(type = "number")]
    pub user_id: i64,
    /// Where; none for what happens in no chat, and for the private chat with the bot.
    #[ts(type = "number | null")]
    pub chat_id: Option<i64>,
    /// What.
    pub act: SandboxAct,
}

/// What people do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "type")]
#[ts(export)]
pub enum SandboxAct {
    /// Writes; commands, mentions, links and hashtags in it become entities as Telegram makes them.
    Say {
        /// The text.
        text: String,
        /// The message that it answers.
        #[ts(type = "number | null")]
        reply_to: Option<i64>,
    },
    /// Sends a file.
    Upload {
        /// `photo` or `document`.
        kind: String,
        /// The file's name.
        name: String,
        /// Base64.
        data: String,
        /// Under it.
        caption: Option<String>,
    },
    /// Shares an own contact.
    ShareContact {
        /// The telephone number.
        phone: String,
    },
    /// Shares a place.
    ShareLocation {
        /// Degrees.
        latitude: f64,
        /// Degrees.
        longitude: f64,
    },
    /// Makes a poll.
    Poll {
        /// What is asked.
        question: String,
        /// What can be chosen.
        options: Vec<String>,
        /// Nobody sees who voted.
        anonymous: bool,
        /// More than one can be chosen.
        several: bool,
        /// The right answers of a quiz, from 0; none makes no quiz.
        #[serde(default)]
        right: Vec<u32>,
        /// What a quiz says of them.
        #[serde(default)]
        explanation: Option<String>,
    },
    /// Edits an own message.
    Edit {
        /// Which.
        #[ts(type = "number")]
        message_id: i64,
        /// The new text.
        text: String,
    },
    /// Deletes a message; a bot is not told (Bot API has no update for it).
    Delete {
        /// Which.
        #[ts(type = "number")]
        message_id: i64,
    },
    /// Presses a button under a message.
    Press {
        /// Under which.
        #[ts(type = "number")]
        message_id: i64,
        /// From 0.
        row: u32,
        /// From 0.
        column: u32,
    },
    /// Reacts to a message, or takes the reaction back.
    React {
        /// To which.
        #[ts(type = "number")]
        message_id: i64,
        /// None takes it back.
        emoji: Option<String>,
    },
    /// Votes in a poll; no choice takes the vote back.
    Vote {
        /// The poll's message.
        #[ts(type = "number")]
        message_id: i64,
        /// From 0.
        options: Vec<u32>,
    },
    /// Writes @bot and something after it, in any chat.
    InlineQuery {
        /// What.
        query: String,
        /// As the bot gave it, for more results.
        offset: String,
    },
    /// Chooses an inline result, which is sent to the chat.
    ChooseInline {
        /// The inline query.
        query_id: String,
        /// The result.
        result_id: String,
    },
    /// Joins the chat.
    Join,
    /// Leaves the chat.
    Leave,
    /// Makes the bot a member, an administrator, or puts it out of the chat; in a private chat
    /// `kicked` blocks it and `member` unblocks it.
    SetBot {
        /// `member`, `administrator`, `left`, `kicked`.
        status: String,
    },
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SandboxDid {
    /// Updates that the bot gets.
    #[ts(type = "number[]")]
    pub update_ids: Vec<i64>,
    /// The message that appeared in the chat.
    #[ts(type = "number | null")]
    pub message_id: Option<i64>,
    /// Where nothing is sent to the bot, why: `The bot's allowed_updates leave out message_reaction.`
    pub note: Option<String>,
}

/// A new person.
#[derive(Debug, Clone, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct AddPerson {
    /// The first name.
    pub first_name: String,
    /// The last name.
    pub last_name: Option<String>,
    /// Without the @.
    pub username: Option<String>,
}

/// A new group or channel.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct AddChat {
    /// The bot that is put into it.
    pub bot_id: BotId,
    /// Not private.
    pub kind: ChatKind,
    /// Its title.
    pub title: String,
    /// The people in it.
    #[ts(type = "number[]")]
    pub members: Vec<i64>,
    /// Who makes it and adds the bot.
    #[ts(type = "number")]
    pub by: i64,
}

/// Something goes wrong in the sandbox.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct SandboxTrouble {
    /// Whose.
    pub bot_id: BotId,
    /// What.
    pub trouble: Mishap,
}

/// What can go wrong on demand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "type")]
#[ts(export)]
pub enum Mishap {
    /// The next calls are answered 429.
    TooManyRequests {
        /// Seconds.
        retry_after: u32,
        /// For how many calls.
        calls: u32,
    },
    /// The next calls are answered 500.
    ServerError {
        /// For how many calls.
        calls: u32,
    },
    /// The next calls are answered late.
    Slow {
        /// Milliseconds.
        milliseconds: u32,
        /// For how many calls.
        calls: u32,
    },
    /// The next update is delivered, but its 200 is lost, so it comes again.
    LostAnswer,
    /// The next update comes with a wrong secret token.
    WrongSecret,
    /// The tunnel is dropped and comes back at a new URL.
    NewUrl,
    /// The sandbox's clock jumps ahead.
    TimeJump {
        /// Seconds.
        seconds: u32,
    },
    /// All that was ordered is taken back.
    Clear,
}
