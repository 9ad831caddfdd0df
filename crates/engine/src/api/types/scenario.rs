//! Conversations with a sandbox bot as files: written down, saved, listed, played.

use crate::domain::ids::BotId;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Write a conversation down.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct RecordScenario {
    /// A sandbox bot.
    pub bot_id: BotId,
    /// The chat with it.
    #[ts(type = "number")]
    pub chat_id: i64,
    /// The first message of it; none for all that the sandbox knows.
    #[ts(type = "number | null")]
    pub from_message_id: Option<i64>,
    /// What it is to be called.
    pub name: String,
}

/// A scenario as a file's text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct ScenarioText {
    /// YAML.
    pub text: String,
    /// How many steps it has.
    pub steps: u32,
}

/// Save a scenario.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct SaveScenario {
    /// The whole path, which ends in `.yaml` or `.yml`.
    pub path: String,
    /// What is to stand there.
    pub text: String,
    /// A file that is there already may be lost.
    #[serde(default)]
    pub replace: bool,
    /// It may be lost only if it still is this, which was read from it; none for whatever it is.
    #[serde(default)]
    pub was: Option<String>,
}

/// The scenarios of a folder.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct ListScenarios {
    /// The whole path.
    pub folder: String,
}

/// What is in the folder and below it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct ScenarioList {
    /// By name.
    pub files: Vec<ScenarioFile>,
}

/// A file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct ScenarioFile {
    /// The whole path.
    pub path: String,
    /// From the folder, without the ending.
    pub name: String,
    /// The scenario's own name; empty where it has none.
    pub title: String,
    /// How many steps it has.
    pub steps: u32,
    /// Why it cannot be read, with line and column, where it cannot.
    pub problem: Option<String>,
    /// It is a folder, which is listed only where it cannot be looked into.
    pub is_folder: bool,
}

/// A text that may be a scenario.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct CheckScenario {
    /// YAML, or what is to become that.
    pub text: String,
}

/// Whether it is one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct ScenarioCheck {
    /// How many steps it has; 0 where it is none.
    pub steps: u32,
    /// Where it stops being one.
    pub mistake: Option<ScenarioMistake>,
}

/// What is wrong with a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct ScenarioMistake {
    /// From 1.
    pub line: u32,
    /// From 1.
    pub column: u32,
    /// A sentence or two.
    pub what: String,
}

/// A scenario's file.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct OfScenario {
    /// The whole path.
    pub path: String,
}

/// Play a scenario.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct RunScenario {
    /// A sandbox bot, which has to run.
    pub bot_id: BotId,
    /// The file.
    pub path: String,
}

/// A scenario that is played or was: told of with the bot's chats.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct ScenarioPlay {
    /// With which bot.
    pub bot_id: BotId,
    /// The file.
    pub path: String,
    /// Whether it is under way.
    pub state: PlayState,
    /// How many steps are over.
    pub done: u32,
    /// What has come of it so far, with the steps that are still to come.
    pub run: ScenarioRun,
}

/// Where a run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum PlayState {
    /// Under way.
    Running,
    /// At its end, or at the first step that failed.
    Ended,
    /// It was cancelled before.
    Cancelled,
    /// It is gone without an end of its own.
    BrokenOff,
}

/// A scenario that was played.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct ScenarioRun {
    /// The scenario's name.
    pub name: String,
    /// Every step did what it says.
    pub passed: bool,
    /// In order.
    pub steps: Vec<ScenarioStep>,
    /// How long it took.
    #[ts(type = "number")]
    pub took_ms: u64,
}

/// A step of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct ScenarioStep {
    /// Where it stands in the file.
    pub line: u32,
    /// In one line: `the bot says “What size?”`.
    pub says: String,
    /// How it went.
    pub state: StepState,
    /// How long it took.
    #[ts(type = "number")]
    pub took_ms: u64,
    /// Something to know of it all the same.
    pub note: Option<String>,
    /// Why it failed.
    pub problem: Option<StepProblem>,
}

/// How a step went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum StepState {
    /// As it says.
    Passed,
    /// Otherwise.
    Failed,
    /// One before it failed, or it is still to come.
    NotRun,
}

/// Why a step failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct StepProblem {
    /// A sentence or two.
    pub what: String,
    /// What was wanted beside what came.
    pub difference: Vec<DifferenceLine>,
    /// What may be the reason: methods that the bot called and the sandbox does not know.
    pub hint: Option<String>,
}

/// A line of the difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct DifferenceLine {
    /// Which side it is of.
    pub side: DifferenceSide,
    /// The line.
    pub text: String,
}

/// Which side a line is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum DifferenceSide {
    /// Of both.
    Both,
    /// Wanted, and not there.
    Wanted,
    /// There, and not wanted.
    Came,
}
