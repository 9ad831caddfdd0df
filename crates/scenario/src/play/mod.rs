//! Plays a scenario against a sandbox: does what people do, and looks at what the bot does.
//!
//! Each run has people and chats of its own, so that nothing of an earlier one is left in the bot's
//! memory of them. What the bot did is read from the sandbox's story and stays in line, chat by chat,
//! until a step asks for it: a message that no step expected is met by the next one that expects one.
//! Edits and answers to buttons, which bots give freely, wait only until somebody does the next thing.

mod deed;
mod expect;
mod fault;
mod stage;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use tokio::sync::watch;

use crate::client::Client;
use crate::model::{Does, Scenario, Step};
use crate::print::step_line;
use crate::run::{Problem, Run, State, StepRun};
use stage::Stage;

/// How to play.
#[derive(Debug, Clone)]
pub struct Options {
    /// How long the bot may take for an answer, where a step says nothing else.
    pub patience: Duration,
    /// Where files to be sent are.
    pub folder: PathBuf,
    /// Why it cannot go on, once it cannot: the bot has ended.
    pub ended: watch::Receiver<Option<String>>,
}

/// How long the bot may usually take.
pub const PATIENCE: Duration = Duration::from_secs(5);

/// Plays a scenario to its end, or to the first step that fails. `told` gets to know each step's run as
/// soon as it is over.
pub async fn play(
    client: &Client,
    scenario: &Scenario,
    options: &Options,
    mut told: impl FnMut(&StepRun),
) -> Run {
    let started = Instant::now();
    let mut steps: Vec<StepRun> = Vec::with_capacity(scenario.steps.len());
    let mut stage = Stage::set(client, scenario, options).await;
    for step in &scenario.steps {
        let began = Instant::now();
        let outcome = match &mut stage {
            Ok(stage) => Some(match take(stage, step).await {
                Err(problem) => Err(stage.explained(problem).await),
                taken => taken,
            }),
            // Nothing could begin: the first step says so.
            Err(problem) if steps.is_empty() => Some(Err(problem.clone())),
            Err(_) => None,
        };
        let over = steps.iter().any(|step| step.state == State::Failed);
        let (how, note, problem) = match outcome {
            _ if over => (State::NotRun, None, None),
            None => (State::NotRun, None, None),
            Some(Ok(note)) => (State::Passed, note, None),
            Some(Err(problem)) => (State::Failed, None, Some(problem)),
        };
        let run = StepRun {
            line: step.place.line,
            says: step_line(step),
            state: how,
            took: began.elapsed(),
            note,
            problem,
        };
        told(&run);
        steps.push(run);
        if how == State::Failed {
            stage = Err(Problem::new(""));
        }
    }
    Run {
        name: scenario.name.clone(),
        steps,
        took: started.elapsed(),
    }
}

/// What came of a step: something to know about it, or why it failed.
type Taken = Result<Option<String>, Problem>;

async fn take(stage: &mut Stage<'_>, step: &Step) -> Taken {
    stage.alive()?;
    match &step.does {
        Does::Expect(_)
        | Does::ExpectEdit(_)
        | Does::ExpectToast(_)
        | Does::ExpectAlert(_)
        | Does::ExpectAnyOrder(_)
        | Does::ExpectNothing(_) => expect::take(stage, step).await,
        Does::Wait(time) => {
            stage.pause(*time).await?;
            Ok(None)
        }
        Does::Clock(by) => {
            let jumped = stage.client.clock(*by).await;
            jumped.map(|()| None).map_err(stage::refused)
        }
        Does::Fault(it) => fault::take(stage, it).await,
        _ => deed::take(stage, step).await,
    }
}

/// By chat.
type ByChat<T> = BTreeMap<i64, T>;
