//! A run as the window shows it.

use crate::api::types::{
    DifferenceLine, DifferenceSide, PlayState, ScenarioPlay, ScenarioRun, ScenarioStep,
    StepProblem, StepState,
};
use crate::domain::ids::BotId;
use hookbay_scenario::print::step_line;
use hookbay_scenario::{Difference, Problem, Run, Scenario, State, StepRun};
use std::time::Duration;

/// A run that begins: every step is still to come.
pub fn not_yet(bot_id: BotId, path: String, scenario: &Scenario) -> ScenarioPlay {
    let steps = scenario.steps.iter();
    ScenarioPlay {
        bot_id,
        path,
        state: PlayState::Running,
        done: 0,
        run: ScenarioRun {
            name: scenario.name.clone(),
            passed: false,
            steps: steps
                .map(|step| ScenarioStep {
                    line: count(step.place.line),
                    says: step_line(step),
                    state: StepState::NotRun,
                    took_ms: 0,
                    note: None,
                    problem: None,
                })
                .collect(),
            took_ms: 0,
        },
    }
}

/// The next step is over, so long after the run began.
pub fn over(play: &mut ScenarioPlay, ran: &StepRun, took: Duration) {
    let at = usize::try_from(play.done).unwrap_or(usize::MAX);
    if let Some(known) = play.run.steps.get_mut(at) {
        *known = step(ran.clone());
    }
    play.run.took_ms = milliseconds(took);
    if ran.state != State::NotRun {
        play.done += 1;
    }
}

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
        hint: problem.hint,
    }
}

/// Nothing here comes near the limit.
pub fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// As far as anybody waits.
pub fn milliseconds(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
