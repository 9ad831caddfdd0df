//! Composing, fixtures, export and import, as they go through a door.

use crate::domain::ids::BotId;
use crate::domain::row::UpdateRow;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use ts_rs::TS;

pub use crate::domain::compose::{
    ChatInput, ChatSort, Choice, FieldForm, FieldSort, FieldValue, Form, PersonInput,
};
pub use crate::inbox::export::ExportFormat;
pub use crate::inbox::fixtures::snippet::Framework;
pub use crate::inbox::fixtures::{FixtureProblem, FixtureView};
pub use crate::inbox::jobs::{JobId, JobKind, JobReport, JobState, JobUnit, JobView, Refusal};

/// Make an update from a form.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct ComposeUpdate {
    /// For which bot.
    pub bot_id: BotId,
    /// Telegram's name of the kind.
    pub kind: String,
    /// What was filled in, by the names of the form's fields; what is left out is as the form has it.
    #[serde(default)]
    pub fields: BTreeMap<String, FieldValue>,
}

/// An update that was made, and was sent to nobody yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Composed {
    /// Its body, laid out to be read.
    pub body: String,
}

/// The inline keyboards of an update.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct ButtonsView {
    /// Those in the update itself, then those in the bot's answers to it, newest first.
    pub keyboards: Vec<KeyboardView>,
    /// Who presses them, unless somebody else is named.
    pub from: Option<PersonInput>,
}

/// An inline keyboard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct KeyboardView {
    /// The message's text.
    pub text: String,
    /// The delivery in whose answer it is (`AttemptRow::id`); none in the update itself.
    #[ts(type = "number | null")]
    pub attempt: Option<i64>,
    /// Its buttons, row by row.
    pub rows: Vec<Vec<ButtonView>>,
}

/// An inline button.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct ButtonView {
    /// What is written on it.
    pub text: String,
    /// What the bot is sent when it is pressed.
    pub data: Option<String>,
    /// Otherwise what happens then, as `opens https://example.org`.
    pub instead: Option<String>,
}

/// Make the callback query of a button that is pressed.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct PressButton {
    /// Under which update (`UpdateRow::seq`).
    #[ts(type = "number")]
    pub seq: i64,
    /// In the answer of which delivery; none in the update itself.
    #[serde(default)]
    #[ts(type = "number | null")]
    pub attempt: Option<i64>,
    /// Which keyboard of several there, from 0.
    #[serde(default)]
    pub keyboard: u32,
    /// From 0.
    pub row: u32,
    /// From 0.
    pub column: u32,
    /// Who presses it; left out, who the update is from.
    #[serde(default)]
    pub from: Option<PersonInput>,
}

/// Put an update into the inbox that Telegram did not send, and deliver it as any other.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct InjectUpdate {
    /// Whose.
    pub bot_id: BotId,
    /// The update.
    pub body: String,
    /// With the update_id that it has; otherwise it gets one of its own, so that it can be sent again
    /// and again.
    #[serde(default)]
    pub keep_id: bool,
}

/// An update that was put into the inbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Injected {
    /// Its row. What came of the delivery is listed under it (`list_attempts`).
    pub row: UpdateRow,
    /// Whether it goes to a bot: false where updates are recorded only.
    pub passed_on: bool,
}

/// A bot's fixtures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct FixturesView {
    /// Whose.
    pub bot_id: BotId,
    /// Where they are.
    pub folder: String,
    /// Whether the user chose it.
    pub is_own_folder: bool,
    /// In the order of their names.
    pub fixtures: Vec<FixtureView>,
    /// Whether there are more than are listed.
    pub more: bool,
}

/// Keep a bot's fixtures elsewhere. Those that are there stay where they are.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct SetFixturesFolder {
    /// Whose.
    pub bot_id: BotId,
    /// The whole path of a folder; none is the usual one.
    pub folder: Option<String>,
}

/// Save an update as a fixture.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct SaveFixture {
    /// Whose.
    pub bot_id: BotId,
    /// What it is to be called; what no file can be called is changed.
    pub name: String,
    /// Which update (`UpdateRow::seq`).
    #[serde(default)]
    #[ts(type = "number | null")]
    pub seq: Option<i64>,
    /// A body instead.
    #[serde(default)]
    pub body: Option<String>,
    /// Without what is personal in it.
    #[serde(default)]
    pub scrub: Option<ScrubInput>,
    /// The user agrees that a fixture of this name is replaced: without it, the answer is an error with
    /// the code `already_there`.
    #[serde(default)]
    pub overwrite: bool,
}

/// How what is personal is replaced.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, TS)]
#[ts(export)]
pub struct ScrubInput {
    /// The same seed replaces the same by the same; left out, it is another one each time.
    #[serde(default)]
    pub seed: Option<String>,
    /// Ids of people, chats and files too.
    #[serde(default)]
    pub ids: bool,
}

/// A fixture.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct OfFixture {
    /// Whose.
    pub bot_id: BotId,
    /// `FixtureView::name`.
    pub name: String,
}

/// A fixture's new name.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct RenameFixture {
    /// Whose.
    pub bot_id: BotId,
    /// `FixtureView::name`.
    pub name: String,
    /// What it is to be called.
    pub to: String,
}

/// A fixture with its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct FixtureDetail {
    /// As listed.
    pub fixture: FixtureView,
    /// As it is in the file; empty where it is no text.
    pub body: String,
}

/// A program that feeds a fixture to a bot of the user's.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct MakeSnippet {
    /// Whose.
    pub bot_id: BotId,
    /// `FixtureView::name`.
    pub name: String,
    /// In which framework.
    pub framework: Framework,
    /// Also write it beside the fixture; a file that is there is kept.
    #[serde(default)]
    pub save: bool,
}

/// Such a program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct SnippetView {
    /// What its file is called, beside the fixture.
    pub file_name: String,
    /// Its text.
    pub text: String,
    /// Where it was written.
    pub path: Option<String>,
}

/// Which updates are exported.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "type")]
#[ts(export)]
pub enum ExportWhat {
    /// These.
    Selection {
        /// `UpdateRow::seq`, at most 100,000.
        #[ts(type = "Array<number>")]
        seqs: Vec<i64>,
    },
    /// Those that a query finds; an empty one finds all.
    Query {
        /// In the query language.
        query: String,
    },
}

/// Write updates to a file, oldest first.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct ExportUpdates {
    /// Whose.
    pub bot_id: BotId,
    /// Which ones.
    pub what: ExportWhat,
    /// In which form.
    pub format: ExportFormat,
    /// The whole path of the file, or of the folder for fixtures.
    pub path: String,
    /// The user agrees that what is there is replaced: without it, the answer is an error with the code
    /// `already_there`.
    #[serde(default)]
    pub overwrite: bool,
    /// Without what is personal.
    #[serde(default)]
    pub scrub: Option<ScrubInput>,
    /// Beside each fixture a program of this framework that feeds it to a bot; left out, none. Other
    /// forms have none.
    #[serde(default)]
    pub program: Option<Framework>,
}

/// Read updates from a file into the inbox.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct ImportUpdates {
    /// Whose they will be.
    pub bot_id: BotId,
    /// The file: JSON lines, a HAR, an answer of getUpdates, or updates one after the other; also packed
    /// by gzip.
    pub path: String,
}

/// A job.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[ts(export)]
pub struct OfJob {
    /// `JobView::id`.
    pub id: JobId,
}
