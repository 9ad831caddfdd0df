//! What people do: each deed changes the chat as on Telegram's side and makes the updates that a bot
//! would get of it, with what it does not get said in words.

mod inline;
mod membership;
mod poll;
mod press;
mod react;
mod say;
mod share;
mod silence;
mod told;
mod vote;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::control::Error;
use super::scene::{Chat, Kind, Room};

pub use membership::{NewChat, add_chat, bot_member};
pub use say::say_anything;
pub use silence::of as silence_of;

/// A deed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "type")]
#[expect(missing_docs, reason = "the fields are docs/sandbox-control.md's")]
pub enum Act {
    Say {
        text: String,
        #[serde(default)]
        reply_to: Option<i64>,
    },
    Upload {
        kind: String,
        name: String,
        data: String,
        #[serde(default)]
        caption: Option<String>,
    },
    ShareContact {
        phone: String,
    },
    ShareLocation {
        latitude: f64,
        longitude: f64,
    },
    Poll {
        question: String,
        options: Vec<String>,
        #[serde(default = "yes")]
        anonymous: bool,
        #[serde(default)]
        several: bool,
        /// The right answers of a quiz, from 0; none makes no quiz.
        #[serde(default)]
        right: Vec<usize>,
        /// What a quiz says of them.
        #[serde(default)]
        explanation: Option<String>,
    },
    Edit {
        message_id: i64,
        text: String,
    },
    Delete {
        message_id: i64,
    },
    Press {
        message_id: i64,
        row: usize,
        column: usize,
    },
    React {
        message_id: i64,
        #[serde(default)]
        emoji: Option<String>,
    },
    Vote {
        message_id: i64,
        options: Vec<usize>,
    },
    InlineQuery {
        query: String,
        #[serde(default)]
        offset: String,
    },
    ChooseInline {
        query_id: String,
        result_id: String,
    },
    Join,
    Leave,
    SetBot {
        status: String,
    },
}

fn yes() -> bool {
    true
}

/// What came of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Did {
    /// Updates that the bot gets.
    pub update_ids: Vec<i64>,
    /// The message that appeared.
    pub message_id: Option<i64>,
    /// Why the bot is not told, where it is not.
    pub note: Option<String>,
}

impl Did {
    /// An update, or the reason why there is none.
    fn tells(&mut self, room: &mut Room<'_>, kind: &'static str, payload: &Value) -> Option<i64> {
        let id = room.queue(kind, payload);
        match id {
            Some(id) => self.update_ids.push(id),
            None if room.bot.allowed.contains(&kind) => {
                self.note = Some("The bot's queue of updates is full.".to_owned());
            }
            None => {
                self.note = Some(format!("The bot's allowed_updates leave out {kind}."));
            }
        }
        id
    }

    fn untold(note: &str) -> Self {
        Self {
            note: Some(note.to_owned()),
            ..Self::default()
        }
    }
}

/// What a deed comes to.
type Done = Result<Did, Error>;

/// Somebody does something; without a chat it is the private one with the bot.
pub fn act(room: &mut Room<'_>, user: i64, chat: Option<i64>, act: Act) -> Done {
    if !room.people.contains_key(&user) {
        return Err(Error::UnknownUser(user));
    }
    let id = chat.unwrap_or(user);
    let chat = room.chat(id).ok_or(Error::UnknownChat(id))?;
    if chat.kind == Kind::Private && id != user {
        let name = chat.title();
        return Err(impossible(format!(
            "Only {name} can do something in this private chat."
        )));
    }
    let is_in = chat.members.contains(&user);
    if !is_in && !matches!(act, Act::Join) {
        let name = room.name(user);
        return Err(impossible(format!("{name} is not in this chat.")));
    }
    silence::check(room, id, user, &act)?;
    let (kept, chosen) = (told::kept(&act), told::chosen(room, id, &act));
    let did = match act {
        Act::Say { text, reply_to } => say::say(room, id, user, &text, reply_to),
        Act::Edit { message_id, text } => say::edit(room, id, user, message_id, &text),
        Act::Delete { message_id } => say::delete(room, id, user, message_id),
        Act::Upload {
            kind,
            name,
            data,
            caption,
        } => share::upload(room, (id, user), &kind, &name, &data, caption.as_deref()),
        Act::ShareContact { phone } => share::contact(room, id, user, &phone),
        Act::ShareLocation {
            latitude,
            longitude,
        } => share::location(room, id, user, latitude, longitude),
        Act::Poll {
            question,
            options,
            anonymous,
            several,
            right,
            explanation,
        } => {
            let asked = poll::Asked {
                question: &question,
                options: &options,
                anonymous,
                several,
                right: &right,
                explanation: explanation.as_deref(),
            };
            poll::poll(room, (id, user), &asked)
        }
        Act::Press {
            message_id,
            row,
            column,
        } => press::press(room, (id, user), message_id, row, column),
        Act::React { message_id, emoji } => react::react(room, id, user, message_id, emoji),
        Act::Vote {
            message_id,
            options,
        } => vote::vote(room, id, user, message_id, options),
        Act::InlineQuery { query, offset } => inline::ask(room, id, user, &query, &offset),
        Act::ChooseInline {
            query_id,
            result_id,
        } => inline::choose(room, id, user, &query_id, &result_id),
        Act::Join => membership::join(room, id, user),
        Act::Leave => membership::leave(room, id, user),
        Act::SetBot { status } => membership::set_bot(room, id, user, &status),
    }?;
    told::tell(room, id, user, kept, chosen, &did);
    room.bot.touch();
    Ok(did)
}

fn impossible(sentence: impl Into<String>) -> Error {
    Error::NotPossible(sentence.into())
}

/// A chat that was found a moment ago.
fn chat_of<'a>(room: &'a mut Room<'_>, id: i64) -> Result<&'a mut Chat, Error> {
    room.chat(id).ok_or(Error::UnknownChat(id))
}
