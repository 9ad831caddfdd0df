//! The query language of the inbox: docs/query-language.md is its grammar.
//!
//! A query is a row of clauses that must all hold. [`read()`] takes any text apart into pieces, each
//! a clause or a problem with its place; [`parse()`] gives the whole or the first problem. Printing
//! a query and parsing it gives the same query. [`complete`] says how a text may go on at the caret.
//! [`sought`] is the query with its times fixed, and decides of one update whether it is found.
//!
//! Places are bytes inside here; [`places`] turns them into what a text field counts.

pub mod complete;
mod parse;
pub mod places;
mod print;
mod scan;
pub mod sought;
mod values;

pub use parse::{parse, read};

use chrono::{NaiveDate, NaiveDateTime};

/// Clauses in a query at the most.
pub const MOST_CLAUSES: usize = 100;
/// Values in a clause at the most.
pub const MOST_VALUES: usize = 100;

/// What is looked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    /// All must hold.
    pub clauses: Vec<Clause>,
}

/// One thing that must hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// With a minus in front: it must not hold.
    pub negated: bool,
    /// What.
    pub test: Test,
}

/// A test of an update. Of several values one must fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Test {
    /// `kind:message`
    Kind(Vec<String>),
    /// `chat:-100123`, `chat:"Pizza orders"`
    Chat(Vec<Peer>),
    /// `user:71002244`, `user:@ann`, `user:Ann`
    User(Vec<Peer>),
    /// `status:failed`
    Status(Vec<Status>),
    /// `pinned:yes`
    Pinned(bool),
    /// `note:yes`
    Note(bool),
    /// `before:1h`: it arrived before that.
    Before(When),
    /// `after:2026-11-24`: it arrived then or later.
    After(When),
    /// `id:904137712`, Telegram's update_id.
    Id(Vec<i64>),
    /// `size:>10kb`, of the body.
    Size(Size),
    /// `text:"…"`: in what a person sees.
    Text(Vec<String>),
    /// `raw:"…"`: in the JSON as it came.
    Raw(Vec<String>),
    /// A word, or words in quotes: as [`Test::Text`] of one.
    Words(String),
}

/// A chat or a user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Peer {
    /// Telegram's number.
    Id(i64),
    /// A username, without its `@`.
    Username(String),
    /// A part of the name.
    Name(String),
}

/// What became of an update on its way to the local bot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// The bot took it.
    Delivered,
    /// The last try failed.
    Failed,
    /// It waits for its turn.
    Held,
    /// It failed too often.
    Aside,
    /// Its time ran out.
    Expired,
    /// It was never sent there.
    None,
}

/// A moment as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// So long before now.
    Ago(u32, Unit),
    /// The beginning of a day, where the reader is.
    Day(NaiveDate),
    /// On the reader's clock.
    Local(NaiveDateTime),
    /// In UTC.
    Utc(NaiveDateTime),
}

/// A length of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// `s`
    Seconds,
    /// `m`
    Minutes,
    /// `h`
    Hours,
    /// `d`
    Days,
    /// `w`
    Weeks,
}

/// A bound of the body's length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// How to compare.
    pub is: Compare,
    /// With so many bytes.
    pub bytes: u64,
}

/// How a size is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compare {
    /// `>`
    More,
    /// `>=`
    AtLeast,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// Nothing.
    Exactly,
}

/// What is wrong with a query, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Its first byte.
    pub from: usize,
    /// The byte after its last.
    pub to: usize,
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub remedy: String,
}

/// A piece of a query: a clause, or why it is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Its first byte.
    pub from: usize,
    /// The byte after its last.
    pub to: usize,
    /// What it says.
    pub says: Result<Clause, Problem>,
}

/// The name before a colon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// `kind:`
    Kind,
    /// `chat:`
    Chat,
    /// `user:`
    User,
    /// `status:`
    Status,
    /// `pinned:`
    Pinned,
    /// `note:`
    Note,
    /// `before:`
    Before,
    /// `after:`
    After,
    /// `id:`
    Id,
    /// `size:`
    Size,
    /// `text:`
    Text,
    /// `raw:`
    Raw,
}

impl Key {
    /// Every key, its name, and what it looks at: the most used first.
    pub const ALL: &[(Self, &str, &str)] = &[
        (Self::Kind, "kind", "the kind of update"),
        (
            Self::Chat,
            "chat",
            "the chat, by its number or a part of its name",
        ),
        (
            Self::User,
            "user",
            "the user, by number, @username or a part of the name",
        ),
        (Self::Status, "status", "what became of it at the local bot"),
        (Self::Before, "before", "arrived before a time"),
        (Self::After, "after", "arrived since a time"),
        (Self::Text, "text", "what a person sees in it"),
        (Self::Raw, "raw", "its JSON as it came"),
        (Self::Pinned, "pinned", "pinned or not"),
        (Self::Note, "note", "with a note or without"),
        (Self::Id, "id", "Telegram's update_id"),
        (Self::Size, "size", "the length of its body"),
    ];

    /// The key of a name, whatever its case.
    pub fn of(name: &str) -> Option<Self> {
        let found = Self::ALL
            .iter()
            .find(|(_, own, _)| own.eq_ignore_ascii_case(name));
        found.map(|(key, _, _)| *key)
    }
}

/// Every status with its name and what it means.
pub const STATUSES: &[(Status, &str, &str)] = &[
    (Status::Failed, "failed", "the last try failed"),
    (Status::Held, "held", "waits for the local bot"),
    (Status::Aside, "aside", "failed too often and was set aside"),
    (Status::Delivered, "delivered", "the local bot took it"),
    (
        Status::Expired,
        "expired",
        "its time ran out before it was delivered",
    ),
    (Status::None, "none", "was never sent to a local bot"),
];

#[cfg(test)]
mod tests;
