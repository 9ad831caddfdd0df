//! The sandbox's chats as shown: people, chats, messages.

use crate::domain::ids::BotId;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use ts_rs::TS;

/// Everything around a bot in the sandbox.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SandboxWorld {
    /// Who can write, the first one first.
    pub people: Vec<Person>,
    /// Where, those with the latest messages first.
    pub chats: Vec<SandboxChat>,
    /// The bot's own list (Bot API: setMyCommands), of the default scope.
    pub commands: Vec<BotCommand>,
    /// Methods that the bot called and the sandbox does not know, by name with how often.
    #[ts(type = "Record<string, number>")]
    pub unknown_methods: BTreeMap<String, u32>,
    /// Seconds that the sandbox's clock is ahead of this computer's.
    #[ts(type = "number")]
    pub clock_ahead: i64,
}

/// What a program needs to be a bot of the sandbox. The token is nobody's at Telegram, so it may be shown.
#[derive(Clone, Serialize, TS)]
#[ts(export)]
pub struct SandboxAccess {
    /// In place of `https://api.telegram.org`, e.g. `http://127.0.0.1:4666`.
    pub api_root: String,
    /// The bot's token there.
    pub token: String,
}

/// A simulated user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Person {
    /// Telegram's user id.
    #[ts(type = "number")]
    pub id: i64,
    /// First and last name.
    pub name: String,
    /// Without the @.
    pub username: Option<String>,
}

/// What sort of chat it is (Bot API: Chat.type).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum ChatKind {
    /// With one person.
    Private,
    /// A basic group.
    Group,
    /// A supergroup.
    Supergroup,
    /// A channel: the bot gets channel_post.
    Channel,
}

/// A chat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SandboxChat {
    /// Telegram's chat id.
    #[ts(type = "number")]
    pub id: i64,
    /// Its sort.
    pub kind: ChatKind,
    /// Its title; the person's name where it is private.
    pub title: String,
    /// The people in it.
    #[ts(type = "number[]")]
    pub members: Vec<i64>,
    /// What the bot is in it (Bot API: ChatMember.status), as `member`, `administrator`, `left`,
    /// `kicked`.
    pub bot_status: String,
    /// One line of the latest message.
    pub last: Option<String>,
    /// When that was.
    pub last_at: Option<DateTime<Utc>>,
    /// Who of its people cannot write in it.
    pub silent: Vec<Silent>,
}

/// Somebody who cannot write in a chat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Silent {
    /// Who.
    #[ts(type = "number")]
    pub user_id: i64,
    /// Why, in a sentence.
    pub why: String,
}

/// A command of the bot's list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct BotCommand {
    /// Without the slash.
    pub command: String,
    /// What it does.
    pub description: String,
}

/// A list of commands with the people who get it, by scope and by language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct CommandsFor {
    /// Who.
    #[ts(type = "number[]")]
    pub user_ids: Vec<i64>,
    /// What they are offered.
    pub commands: Vec<BotCommand>,
}

/// A page of a chat.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[ts(export)]
pub struct ListChat {
    /// Which bot's.
    pub bot_id: BotId,
    /// Which chat.
    #[ts(type = "number")]
    pub chat_id: i64,
    /// Only messages with a smaller message_id.
    #[ts(type = "number | null")]
    pub before: Option<i64>,
    /// 1–200.
    pub limit: u32,
}

/// A chat as everyone in it sees it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ChatTimeline {
    /// Oldest first.
    pub messages: Vec<ChatMessage>,
    /// There are older ones.
    pub more: bool,
    /// The keyboard under the text field (Bot API: ReplyKeyboardMarkup).
    pub keyboard: Option<ReplyKeyboard>,
    /// The message that the text field is to answer (Bot API: ForceReply).
    pub force_reply: Option<ForceReply>,
    /// The bot's commands, each list with the people who get it.
    pub commands: Vec<CommandsFor>,
    /// What the bot is doing (Bot API: sendChatAction), as `typing`.
    pub action: Option<String>,
    /// What answers to pressed buttons said, newest last; the last few.
    pub toasts: Vec<Toast>,
    /// What the bot offers to the last inline query.
    pub inline: Option<InlineOffer>,
}

/// A message.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ChatMessage {
    /// Telegram's message_id.
    #[ts(type = "number")]
    pub message_id: i64,
    /// When it was sent.
    pub at: DateTime<Utc>,
    /// When it was edited last.
    pub edited_at: Option<DateTime<Utc>>,
    /// Deleted: still shown, as gone.
    pub deleted: bool,
    /// Pinned in the chat.
    pub pinned: bool,
    /// Who sent it; none for the bot.
    #[ts(type = "number | null")]
    pub from: Option<i64>,
    /// The text or the caption.
    pub text: Option<String>,
    /// Its formatting (Bot API: MessageEntity); places are UTF-16 code units.
    pub entities: Vec<Entity>,
    /// What is shown with it.
    pub media: Option<Media>,
    /// The message that it answers.
    #[ts(type = "number | null")]
    pub reply_to: Option<i64>,
    /// Whose message it was first.
    pub forwarded_from: Option<String>,
    /// What happened, where it is no message of somebody: `Ann joined`.
    pub service: Option<String>,
    /// A poll.
    pub poll: Option<PollView>,
    /// Buttons under it, row by row.
    pub buttons: Vec<Vec<InlineButton>>,
    /// Reactions.
    pub reactions: Vec<Reaction>,
    /// The update that it was to the bot, if it was one.
    #[ts(type = "number | null")]
    pub update_id: Option<i64>,
}

/// A piece of formatting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Entity {
    /// Telegram's word: `bold`, `pre`, `text_link`, …
    #[serde(rename = "type")]
    pub kind: String,
    /// Its first place.
    pub offset: u32,
    /// How many code units.
    pub length: u32,
    /// Of `text_link`.
    pub url: Option<String>,
    /// Of `pre`.
    pub language: Option<String>,
}

/// A file or a place in a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Media {
    /// Telegram's word: `photo`, `document`, `voice`, `location`, `contact`, `sticker`, …
    pub kind: String,
    /// The file's name, the place, or whose contact.
    pub name: Option<String>,
    /// Bytes.
    #[ts(type = "number | null")]
    pub size: Option<u64>,
    /// Where the window can load a picture from: a `data:` URL, for photos up to 2 MB.
    pub picture: Option<String>,
}

/// A button under a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct InlineButton {
    /// What stands on it.
    pub text: String,
    /// `callback`, or what else it does: `url`, `web_app`, `switch_inline`, `copy_text`, `pay`, …
    pub kind: String,
    /// The URL, the query, or the data.
    pub value: Option<String>,
}

/// The keyboard under the text field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ReplyKeyboard {
    /// Row by row.
    pub rows: Vec<Vec<ReplyButton>>,
    /// Gone after one use.
    pub one_time: bool,
    /// What stands in the empty text field.
    pub placeholder: Option<String>,
    /// Whose text field it is under, where it is not everybody's.
    #[ts(type = "number[] | null")]
    pub only_for: Option<Vec<i64>>,
}

/// A message that the bot wants answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ForceReply {
    /// Which.
    #[ts(type = "number")]
    pub message_id: i64,
    /// What stands in the empty text field.
    pub placeholder: Option<String>,
    /// Whose text field answers it, where it is not everybody's.
    #[ts(type = "number[] | null")]
    pub only_for: Option<Vec<i64>>,
}

/// A button of that keyboard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ReplyButton {
    /// What stands on it.
    pub text: String,
    /// `text`, `contact`, `location`, `poll`, or what else it asks for.
    pub kind: String,
    /// Of `poll`: `quiz` or `regular`, where only one is wanted.
    pub poll: Option<String>,
}

/// How often a reaction stands under a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Reaction {
    /// The emoji.
    pub emoji: String,
    /// Whose; the bot's own is 0.
    #[ts(type = "number[]")]
    pub by: Vec<i64>,
}

/// A poll with its votes.
#[expect(
    clippy::struct_excessive_bools,
    reason = "they are independent, and Telegram's own"
)]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct PollView {
    /// What is asked.
    pub question: String,
    /// What can be chosen.
    pub options: Vec<PollChoice>,
    /// Nobody sees who voted.
    pub is_anonymous: bool,
    /// More than one can be chosen.
    pub several: bool,
    /// A quiz has one right answer.
    pub quiz: bool,
    /// No more votes.
    pub closed: bool,
    /// When it closes by itself.
    pub closes_at: Option<DateTime<Utc>>,
    /// A quiz's right answers, from 0.
    #[serde(default)]
    pub right: Vec<u32>,
    /// What a quiz says of them.
    pub explanation: Option<String>,
}

/// One choice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct PollChoice {
    /// What it says.
    pub text: String,
    /// Who chose it.
    #[ts(type = "number[]")]
    pub by: Vec<i64>,
}

/// The answer to a pressed button (Bot API: answerCallbackQuery).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Toast {
    /// The callback query.
    pub id: String,
    /// Who pressed.
    #[ts(type = "number")]
    pub user_id: i64,
    /// When it was answered; none while it waits.
    pub at: Option<DateTime<Utc>>,
    /// What it says, if anything.
    pub text: Option<String>,
    /// To be shown until it is closed.
    pub alert: bool,
    /// A URL to open.
    pub url: Option<String>,
}

/// What the bot offers to an inline query (Bot API: answerInlineQuery).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct InlineOffer {
    /// The inline query's id.
    pub query_id: String,
    /// What was asked.
    pub query: String,
    /// Whether the bot has answered.
    pub answered: bool,
    /// What it offers.
    pub results: Vec<InlineResult>,
}

/// One result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct InlineResult {
    /// The bot's id for it.
    pub id: String,
    /// Telegram's word: `article`, `photo`, …
    pub kind: String,
    /// Its title.
    pub title: String,
    /// More of it.
    pub description: Option<String>,
}
