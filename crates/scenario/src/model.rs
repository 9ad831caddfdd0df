//! What a scenario says.

use std::time::Duration;

/// Whoever does something where nobody is named.
pub const SOMEBODY: &str = "Ann";

/// A conversation.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Scenario {
    /// What is to be known about it, a line each: comments of the file, which nobody reads back.
    pub notes: Vec<String>,
    /// What it is about.
    pub name: String,
    /// Groups and channels in it.
    pub chats: Vec<Chat>,
    /// One after the other.
    pub steps: Vec<Step>,
}

/// A group or a channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chat {
    /// Its title, and how steps name it.
    pub name: String,
    /// `group`, `supergroup` or `channel`.
    pub kind: String,
    /// The people in it; the first one makes it.
    pub members: Vec<String>,
    /// What the bot is in it: `member` or `administrator`; none for what is usual.
    pub bot: Option<String>,
}

/// A place in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Place {
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
}

/// One step.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Where it begins.
    pub place: Place,
    /// Who does it, or in whose private chat it is seen.
    pub user: Option<String>,
    /// In which chat; none for the private one.
    pub chat: Option<String>,
    /// The text of the message that is meant, where it is not the newest of the bot's, or of one's own.
    pub to: Option<String>,
    /// How long the bot may take.
    pub within: Option<Duration>,
    /// What.
    pub does: Does,
}

impl Step {
    /// A step with nothing but what it does.
    pub fn new(does: Does) -> Self {
        Self {
            place: Place::default(),
            user: None,
            chat: None,
            to: None,
            within: None,
            does,
        }
    }
}

/// What a step does.
#[derive(Debug, Clone, PartialEq)]
pub enum Does {
    /// Somebody writes.
    Say(String),
    /// Somebody presses a button.
    Press(Button),
    /// Somebody edits what they wrote last, or before.
    Edit(String),
    /// Somebody reacts, or with no emoji takes it back.
    React(String),
    /// Somebody votes; for nothing takes it back.
    Vote(Vec<String>),
    /// Somebody sends a file.
    Upload(Upload),
    /// Somebody makes a poll.
    Poll(Poll),
    /// Somebody shares their contact.
    Contact(String),
    /// Somebody shares a place: latitude and longitude.
    Location(f64, f64),
    /// Somebody asks the bot from a text field.
    Inline(String),
    /// Somebody chooses what it offers, by its title.
    Choose(String),
    /// Somebody comes into a chat.
    Join(String),
    /// Somebody leaves a chat.
    Leave(String),
    /// The bot is made this in the chat, as `administrator`.
    BotBecomes(String),
    /// The bot sends a message.
    Expect(Wanted),
    /// The bot edits a message.
    ExpectEdit(Wanted),
    /// The bot answers a pressed button with a text that goes by itself.
    ExpectToast(Words),
    /// The same with a text that has to be closed.
    ExpectAlert(Words),
    /// The bot sends these messages, in any order.
    ExpectAnyOrder(Vec<Wanted>),
    /// The bot sends no message for so long.
    ExpectNothing(Duration),
    /// Time passes.
    Wait(Duration),
    /// The sandbox's clock jumps ahead.
    Clock(Duration),
    /// Something goes wrong.
    Fault(Fault),
}

/// A button.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Button {
    /// By what stands on it.
    Text(String),
    /// By its row and its column, from 1.
    At(usize, usize),
}

/// A poll to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Poll {
    /// What is asked.
    pub question: String,
    /// The choices.
    pub options: Vec<String>,
    /// Nobody sees who voted.
    pub anonymous: bool,
    /// More than one can be chosen.
    pub several: bool,
    /// The right choices of a quiz; none makes no quiz.
    pub right: Vec<String>,
    /// What a quiz says of them.
    pub explanation: Option<String>,
}

/// A file to send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// Beside the scenario.
    pub file: String,
    /// As `photo` or `document`; none goes by the file's name.
    pub kind: Option<String>,
    /// Under it.
    pub caption: Option<String>,
    /// The file need not be there: something small is sent in its name.
    pub made_up: bool,
}

impl Upload {
    /// `photo` or `document`.
    pub fn kind(&self) -> &str {
        self.kind
            .as_deref()
            .unwrap_or_else(|| Self::usual_kind(&self.file))
    }

    /// What a file of that name is sent as.
    pub fn usual_kind(file: &str) -> &'static str {
        let end = file.rsplit_once('.').map_or("", |(_, end)| end);
        let pictures = ["jpg", "jpeg", "png", "webp"];
        if pictures.iter().any(|it| end.eq_ignore_ascii_case(it)) {
            "photo"
        } else {
            "document"
        }
    }
}

/// What a text ought to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Words {
    /// Exactly this.
    Are(String),
    /// This is somewhere in it.
    Contain(String),
    /// This regular expression finds something; its named groups are kept.
    Match(String),
}

/// What a message ought to be. What is not said is not looked at.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wanted {
    /// The text, the caption, or a poll's question.
    pub words: Option<Words>,
    /// Its buttons, row by row; no row for none.
    pub buttons: Option<Vec<Vec<String>>>,
    /// The keyboard under the text field once it has come.
    pub keyboard: Option<Vec<Vec<String>>>,
    /// Telegram's word for what is in it: `photo`, `document`, `poll`, …
    pub media: Option<String>,
    /// A poll's choices.
    pub options: Option<Vec<String>>,
    /// Pieces that are formatted, by Telegram's word and the text.
    pub formatting: Vec<(String, String)>,
}

/// Something that goes wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The sandbox's word.
    pub kind: String,
    /// For how many calls.
    pub calls: Option<u32>,
    /// Seconds, for `too_many_requests`.
    pub retry_after: Option<u32>,
    /// For `slow`.
    pub by: Option<Duration>,
}
