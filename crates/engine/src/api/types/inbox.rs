//! The inbox: searching, jumping, counting, a query as it is written, saved views, conversations.

use crate::domain::ids::BotId;
use crate::domain::query::{Clause, Peer, Query, Test};
use crate::domain::row::UpdateRow;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

/// A page of a bot's updates that a query finds.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct SearchUpdates {
    /// Which bot.
    pub bot_id: BotId,
    /// In the query language (docs/query-language.md); empty finds all.
    pub query: String,
    /// Only those that arrived before this one (`UpdateRow::seq`).
    #[ts(type = "number | null")]
    pub before: Option<i64>,
    /// Only those that arrived after this one.
    #[ts(type = "number | null")]
    pub after: Option<i64>,
    /// 1–500.
    pub limit: u32,
}

impl SearchUpdates {
    /// A query with a kind and a chat besides. They stand after what was written, so that a place in
    /// that stays one.
    pub fn query_of(written: Option<&str>, kind: Option<String>, chat_id: Option<i64>) -> String {
        let kind = kind.map(|kind| Test::Kind(vec![kind]));
        let chat = chat_id.map(|id| Test::Chat(vec![Peer::Id(id)]));
        let clauses = [kind, chat].into_iter().flatten();
        let clauses = clauses.map(|test| Clause {
            negated: false,
            test,
        });
        let besides = Query {
            clauses: clauses.collect(),
        };
        format!("{} {besides}", written.unwrap_or_default())
    }
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct FoundUpdates {
    /// Newest first.
    pub rows: Vec<UpdateRow>,
    /// The `before` of the next page; none at the end. A page looks through a bounded number of
    /// updates, so one with few rows, or none, may have a next.
    #[ts(type = "number | null")]
    pub next_before: Option<i64>,
}

/// The rows at a place of a bot's whole list: what a scroll bar asks for.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[ts(export)]
pub struct SeekUpdates {
    /// Which bot.
    pub bot_id: BotId,
    /// Rows to skip from the newest; beyond the last, the last page.
    #[ts(type = "number")]
    pub place: u64,
    /// 1–500.
    pub limit: u32,
}

/// Rows with the place of the first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct UpdatesAt {
    /// Newest first.
    pub rows: Vec<UpdateRow>,
    /// How many are newer than the first row.
    #[ts(type = "number")]
    pub place: u64,
    /// How many there are.
    #[ts(type = "number")]
    pub total: u64,
}

/// How many of a bot's updates a query finds.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct CountUpdates {
    /// Which bot.
    pub bot_id: BotId,
    /// In the query language.
    pub query: String,
}

/// A count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct UpdateCount {
    /// How many.
    #[ts(type = "number")]
    pub count: u64,
    /// Whether there may be more: counting stopped at its bound.
    pub at_least: bool,
}

/// A query as it is being written.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct ReadQuery {
    /// Whose chats and users are offered.
    pub bot_id: BotId,
    /// What is written.
    pub query: String,
    /// Where the caret is, in UTF-16 code units as a text field counts.
    pub caret: u32,
}

/// What a query says, where it is wrong, and how it may go on. Places are UTF-16 code units.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct QueryReading {
    /// In the order in which they are written, without the spaces between.
    pub parts: Vec<QueryPart>,
    /// The first thing that is wrong.
    pub problem: Option<QueryProblem>,
    /// What may stand at the caret, best first.
    pub completions: Vec<Completion>,
}

/// A piece of a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct QueryPart {
    /// Its first place.
    pub from: u32,
    /// The place after its last.
    pub to: u32,
    /// What it is.
    pub kind: PartKind,
}

/// What a piece of a query is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum PartKind {
    /// `kind:message`
    Filter,
    /// A word, or words in quotes.
    Text,
    /// It is wrong.
    Wrong,
}

/// Why a query cannot be answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct QueryProblem {
    /// Its first place.
    pub from: u32,
    /// The place after its last.
    pub to: u32,
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub remedy: String,
}

/// What may be put into a query.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Completion {
    /// The first place that it replaces.
    pub from: u32,
    /// The place after the last that it replaces.
    pub to: u32,
    /// The text to put there.
    pub insert: String,
    /// What it means, as `Ann Petrova, private chat`.
    pub detail: String,
}

/// A query that was given a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct SavedView {
    /// Its id.
    #[ts(type = "string")]
    pub id: Uuid,
    /// What it is called.
    pub name: String,
    /// In the query language.
    pub query: String,
    /// For this bot only; none for all.
    pub bot_id: Option<BotId>,
}

/// Saves a view, or changes one.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct SaveView {
    /// Which one to change; none for a new one.
    #[ts(type = "string | null")]
    pub id: Option<Uuid>,
    /// What it is called.
    pub name: String,
    /// In the query language.
    pub query: String,
    /// For this bot only; none for all.
    pub bot_id: Option<BotId>,
}

/// A view, by its id.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[ts(export)]
pub struct OfView {
    /// Its id.
    #[ts(type = "string")]
    pub id: Uuid,
}

/// Writes a note beside an update, or removes it.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct NoteUpdate {
    /// `UpdateRow::seq`.
    #[ts(type = "number")]
    pub seq: i64,
    /// The note; none or empty removes it.
    pub note: Option<String>,
}

/// The updates around one in its chat.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[ts(export)]
pub struct ListConversation {
    /// The one in the middle (`UpdateRow::seq`).
    #[ts(type = "number")]
    pub seq: i64,
    /// How many before it at the most, 0–200.
    pub older: u32,
    /// How many after it at the most, 0–200.
    pub newer: u32,
}

/// A piece of a conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Conversation {
    /// Oldest first.
    pub rows: Vec<UpdateRow>,
    /// There are older ones.
    pub more_older: bool,
    /// There are newer ones.
    pub more_newer: bool,
}
