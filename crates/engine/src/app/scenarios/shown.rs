//! A run as the window shows it.

use crate::api::types::{
    DifferenceLine, DifferenceSide, ScenarioRun, ScenarioStep, StepProblem, StepState,
};
use hookbay_scenario::{Difference, Problem, Run, State, StepRun};
use std::time::Duration;

/// The run.
pub fn run(run: Run) -> ScenarioRun {
    ScenarioRun {
        passed: run.passed(),
        name: run.name,
        steps: run.steps.into_iter().map(step).collect(),
        took_ms: milliseconds(run.took),
    }
}

fn step(step: StepRun) -> ScenarioStep {
    ScenarioStep {
        line: count(step.line),
        says: step.says,
        state: match step.state {
            State::Passed => StepState::Passed,
            State::Failed => StepState::Failed,
            State::NotRun => StepState::NotRun,
        },
        took_ms: milliseconds(step.took),
        note: step.note,
        problem: step.problem.map(problem),
    }
}

fn problem(problem: Problem) -> StepProblem {
    let lines = problem.difference.into_iter();
    StepProblem {
        what: problem.what,
        difference: lines
            .map(|line| {
                let (side, text) = match line {
                    Difference::Same(text) => (DifferenceSide::Both, text),
                    Difference::Missing(text) => (DifferenceSide::Wanted, text),
                    Difference::Extra(text) => (DifferenceSide::Came, text),
                };
                DifferenceLine { side, text }
            })
            .collect(),
    }
}

/// Nothing here comes near the limit.
pub fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn milliseconds(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
