//! One chat: who is in it, what the bot is in it, and its messages.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::message::Message;

/// What sort of chat it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// With one person.
    Private,
    /// A basic group.
    Group,
    /// A supergroup.
    Supergroup,
    /// A channel.
    Channel,
}

impl Kind {
    /// Telegram's word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Private => "private",
            Self::Group => "group",
            Self::Supergroup => "supergroup",
            Self::Channel => "channel",
        }
    }

    /// Whether its messages are numbered by themselves.
    pub fn counts_by_itself(self) -> bool {
        matches!(self, Self::Supergroup | Self::Channel)
    }

    /// From a Chat object.
    pub fn of(chat: &Value) -> Self {
        match chat.get("type").and_then(Value::as_str) {
            Some("group") => Self::Group,
            Some("supergroup") => Self::Supergroup,
            Some("channel") => Self::Channel,
            _ => Self::Private,
        }
    }
}

/// A message that the bot wants answered (Bot API: ForceReply).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForceReply {
    /// Which.
    pub message_id: i64,
    /// What stands in the empty text field.
    pub placeholder: Option<String>,
    /// Whose text field answers it, where it is not everybody's.
    pub only_for: Option<Vec<i64>>,
}

/// A chat.
#[derive(Debug)]
pub struct Chat {
    /// Telegram's id.
    pub id: i64,
    /// Its sort.
    pub kind: Kind,
    /// The people in it.
    pub members: BTreeSet<i64>,
    /// Who made it.
    pub owner: Option<i64>,
    /// People who are more or less than a member, by their ChatMember without the user.
    pub standing: BTreeMap<i64, Value>,
    /// What the bot is in it.
    pub bot_status: String,
    /// Whether the person of a private chat has ever done anything in it that the bot was told of: only
    /// then may a bot write to them.
    pub started: bool,
    /// The Chat object.
    pub value: Value,
    /// By their ids.
    pub messages: BTreeMap<i64, Message>,
    /// Of a chat that counts by itself.
    pub next_message_id: i64,
    /// The keyboard under the text field.
    pub keyboard: Option<Value>,
    /// Whose text field it is under, where it is not everybody's.
    pub keyboard_for: Option<Vec<i64>>,
    /// The message that the text field is to answer.
    pub force_reply: Option<ForceReply>,
    /// What the bot is doing, and since when.
    pub action: Option<(String, DateTime<Utc>)>,
    /// The newest pin last.
    pub pins: Vec<i64>,
    /// What members may do (Bot API: ChatPermissions), once it was set.
    pub permissions: Option<Value>,
    /// What it is about.
    pub description: Option<String>,
    /// The invite link, once there is one.
    pub invite_link: Option<String>,
    /// When something was sent last.
    pub last_at: Option<DateTime<Utc>>,
}

impl Chat {
    /// A chat with nothing in it, as its Chat object says.
    pub fn new(id: i64, value: Value) -> Self {
        let kind = Kind::of(&value);
        let mut members = BTreeSet::new();
        if kind == Kind::Private {
            members.insert(id);
        }
        Self {
            id,
            kind,
            members,
            owner: None,
            standing: BTreeMap::new(),
            bot_status: match kind {
                Kind::Channel => "administrator".to_owned(),
                _ => "member".to_owned(),
            },
            started: false,
            value,
            messages: BTreeMap::new(),
            next_message_id: 1,
            keyboard: None,
            keyboard_for: None,
            force_reply: None,
            action: None,
            pins: Vec::new(),
            permissions: None,
            description: None,
            invite_link: None,
            last_at: None,
        }
    }

    /// The title, or the person's name.
    pub fn title(&self) -> String {
        let text = |name: &str| self.value.get(name).and_then(Value::as_str);
        text("title").map_or_else(
            || {
                let names = [text("first_name"), text("last_name")];
                let names: Vec<&str> = names.into_iter().flatten().collect();
                names.join(" ")
            },
            str::to_owned,
        )
    }

    /// Whether the bot is an administrator, or alone with a person.
    pub fn bot_may_all(&self) -> bool {
        self.kind == Kind::Private || self.bot_is_administrator()
    }

    /// Whether the bot is an administrator.
    pub fn bot_is_administrator(&self) -> bool {
        self.bot_status == "administrator"
    }

    /// Whether a person is one.
    pub fn is_administrator(&self, user: i64) -> bool {
        let standing = self.standing.get(&user);
        let status = standing.and_then(|it| it.get("status")?.as_str());
        self.owner == Some(user) || status == Some("administrator")
    }

    /// Whether a person leads it: its owner, an administrator, or anybody where no owner is known, as in
    /// a chat that came with an update.
    pub fn is_led_by(&self, user: i64) -> bool {
        self.owner.is_none() || self.is_administrator(user)
    }

    /// Whether the bot is in it.
    pub fn has_bot(&self) -> bool {
        matches!(self.bot_status.as_str(), "member" | "administrator")
    }

    /// What a person is in it (Bot API: ChatMember), given the User object.
    pub fn member(&self, user: &Value) -> Value {
        let id = user.get("id").and_then(Value::as_i64).unwrap_or_default();
        let mut member = match self.standing.get(&id) {
            Some(standing) => standing.clone(),
            None if self.owner == Some(id) => json!({"status": "creator", "is_anonymous": false}),
            None if self.members.contains(&id) => json!({"status": "member"}),
            None => json!({"status": "left"}),
        };
        if member.get("is_member").is_some() {
            member["is_member"] = json!(self.members.contains(&id));
        }
        member["user"] = user.clone();
        member
    }

    /// Whether a person's text field is to answer a message.
    pub fn asks(&self, user: i64) -> bool {
        let asked = self.force_reply.as_ref();
        asked.is_some_and(|asked| {
            let only = asked.only_for.as_ref();
            only.is_none_or(|people| people.contains(&user))
        })
    }

    /// Forgets a message for want of room.
    pub fn forget(&mut self, message: i64) -> Option<Message> {
        self.pins.retain(|pin| *pin != message);
        self.messages.remove(&message)
    }
}
