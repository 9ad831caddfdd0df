//! The newest run of each bot: where it is, and how it is stopped.

use crate::api::types::{PlayState, ScenarioPlay};
use crate::domain::ids::BotId;
use crate::error::{Code, Error, Result};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::watch;

struct Entry {
    view: watch::Receiver<ScenarioPlay>,
    cancel: watch::Sender<bool>,
}

/// All of them. Cheap to clone.
#[derive(Clone, Default)]
pub struct Runs {
    entries: Arc<Mutex<HashMap<BotId, Entry>>>,
}

impl Runs {
    /// A new run in the place of the bot's last one: where the task writes how far it is, and where it
    /// reads that it is to stop. One that is under way keeps its place.
    pub fn begin(
        &self,
        first: ScenarioPlay,
    ) -> Result<(watch::Sender<ScenarioPlay>, watch::Receiver<bool>)> {
        let bot = first.bot_id;
        let mut entries = self.lock();
        if entries.get(&bot).is_some_and(is_running) {
            return Err(Error::new(
                Code::InvalidInput,
                "A scenario is played with this bot already.",
                "Wait until it is over, or cancel it.",
            ));
        }
        let (view, seen) = watch::channel(first);
        let (cancel, cancelled) = watch::channel(false);
        entries.insert(bot, Entry { view: seen, cancel });
        Ok((view, cancelled))
    }

    /// A bot's newest one.
    pub fn get(&self, bot: BotId) -> Option<ScenarioPlay> {
        let entries = self.lock();
        entries.get(&bot).map(|entry| shown(&entry.view))
    }

    /// Has it stop, and waits until it has.
    pub async fn cancel(&self, bot: BotId) -> Option<ScenarioPlay> {
        let mut view = {
            let entries = self.lock();
            let entry = entries.get(&bot)?;
            entry.cancel.send_replace(true);
            entry.view.clone()
        };
        // Its task has ended otherwise, which comes to the same.
        let _ = view.wait_for(|view| view.state != PlayState::Running).await;
        Some(shown(&view))
    }

    /// Stops every run and waits for them.
    pub async fn end(&self) {
        let bots: Vec<BotId> = self.lock().keys().copied().collect();
        for bot in bots {
            self.cancel(bot).await;
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<BotId, Entry>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether a run is under way.
fn is_running(entry: &Entry) -> bool {
    shown(&entry.view).state == PlayState::Running
}

/// As its task wrote last. One that is gone runs no more, whatever that was.
fn shown(view: &watch::Receiver<ScenarioPlay>) -> ScenarioPlay {
    // Looked at first: what a task writes before it goes is its end.
    let is_gone = view.has_changed().is_err();
    let mut play = view.borrow().clone();
    if is_gone && play.state == PlayState::Running {
        play.state = PlayState::BrokenOff;
    }
    play
}

#[cfg(test)]
mod tests {
    use super::Runs;
    use crate::api::types::{PlayState, ScenarioPlay, ScenarioRun};
    use crate::domain::ids::BotId;

    fn first(bot_id: BotId) -> ScenarioPlay {
        ScenarioPlay {
            bot_id,
            path: "/a.yaml".to_owned(),
            state: PlayState::Running,
            done: 0,
            run: ScenarioRun {
                name: String::new(),
                passed: false,
                steps: Vec::new(),
                took_ms: 0,
            },
        }
    }

    #[tokio::test]
    async fn a_run_that_is_gone_without_an_end_runs_no_more() {
        let (runs, bot) = (Runs::default(), BotId::random());
        let state = |runs: &Runs| runs.get(bot).unwrap().state;
        let (view, _cancelled) = runs.begin(first(bot)).unwrap();
        assert_eq!(state(&runs), PlayState::Running);
        assert!(runs.begin(first(bot)).is_err());
        drop(view);
        assert_eq!(state(&runs), PlayState::BrokenOff);
        let cancelled = runs.cancel(bot).await.unwrap();
        assert_eq!(cancelled.state, PlayState::BrokenOff);

        let (view, _cancelled) = runs.begin(first(bot)).unwrap();
        view.send_modify(|play| play.state = PlayState::Ended);
        drop(view);
        assert_eq!(state(&runs), PlayState::Ended);
    }
}
