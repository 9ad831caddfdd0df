//! What came of playing a scenario.

use serde::{Deserialize, Serialize};
use std::time::Duration;

/// A scenario that was played.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// The scenario's name.
    pub name: String,
    /// Every step, in order.
    pub steps: Vec<StepRun>,
    /// How long it took.
    pub took: Duration,
}

impl Run {
    /// Whether every step did what it says.
    pub fn passed(&self) -> bool {
        self.steps.iter().all(|step| step.state == State::Passed)
    }

    /// The step that failed, if one did.
    pub fn failed(&self) -> Option<&StepRun> {
        self.steps.iter().find(|step| step.state == State::Failed)
    }
}

/// A step that was played, or was not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepRun {
    /// Where it stands in the file.
    pub line: usize,
    /// In one line.
    pub says: String,
    /// How it went.
    pub state: State,
    /// How long it took.
    pub took: Duration,
    /// Something to know about it, where it passed all the same.
    pub note: Option<String>,
    /// Why it failed.
    pub problem: Option<Problem>,
}

/// How a step went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// As it says.
    Passed,
    /// Otherwise.
    Failed,
    /// One before it failed.
    NotRun,
}

/// Why a step failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// A sentence or two.
    pub what: String,
    /// Line by line, what was wanted and what came; empty where nothing came.
    pub difference: Vec<Difference>,
    /// What may be the reason: methods that the bot called and the sandbox does not know.
    pub hint: Option<String>,
}

impl Problem {
    /// One that is said in words alone.
    pub fn new(what: impl Into<String>) -> Self {
        Self::differing(what, Vec::new())
    }

    /// One that is said in words and shown.
    pub fn differing(what: impl Into<String>, difference: Vec<Difference>) -> Self {
        Self {
            what: what.into(),
            difference,
            hint: None,
        }
    }
}

/// A line of the difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is", content = "line")]
pub enum Difference {
    /// As wanted.
    Same(String),
    /// Wanted, and not there.
    Missing(String),
    /// There, and not wanted.
    Extra(String),
}
