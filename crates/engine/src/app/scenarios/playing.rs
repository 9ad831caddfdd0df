//! Plays scenarios, one at a time for each bot.
//!
//! A run is a task of its own: it goes on when whoever asked for it has gone, tells of every step that
//! is over, and ends between two moments when it is cancelled. What it had begun in the sandbox stays
//! there, as does the chat of a run that came to its end.

use super::disk::read;
use super::{shown, unread};
use crate::api::types::{OfBot, PlayState, RunScenario, ScenarioPlay, ScenarioRun};
use crate::app::App;
use crate::error::{Code, Error, Result};
use crate::event::Change;
use hookbay_scenario::{Options, parse, play};
use std::path::Path;
use std::time::Instant;
use tokio::sync::watch;

impl App {
    /// Plays a scenario against a sandbox bot, in chats of its own, and waits until it is over.
    pub async fn run_scenario(&self, input: RunScenario) -> Result<ScenarioRun> {
        let bot_id = input.bot_id;
        let client = self.scenario_client(bot_id).await?;
        let text = read(input.path.clone()).await?;
        let scenario = parse(&text).map_err(|error| unread(&error))?;
        let folder = Path::new(&input.path).parent().map(Path::to_owned);
        let first = shown::not_yet(bot_id, input.path, &scenario);
        let (view, mut cancelled) = self.shared.scenario_runs.begin(first)?;
        let mut seen = view.subscribe();
        let events = self.shared.events.clone();
        let changed = move || events.tell(Change::Chat { bot_id });
        changed();
        tokio::spawn(async move {
            // However it ends: the view goes before what tells of it.
            let _last = AtEnd(changed.clone());
            let view = view;
            // Whoever runs the bot here is no concern of the window's: an answer that does not come says it.
            let (_runs, ended) = watch::channel(None);
            let options = Options {
                patience: hookbay_scenario::play::PATIENCE,
                folder: folder.unwrap_or_default(),
                ended,
            };
            let began = Instant::now();
            let told = |step: &_| {
                view.send_modify(|view| shown::over(view, step, began.elapsed()));
                changed();
            };
            tokio::select! {
                run = play(&client, &scenario, &options, told) => view.send_modify(|view| {
                    view.run = shown::run(run);
                    view.state = PlayState::Ended;
                }),
                // It cannot be cancelled any more when the sender is gone: another run has its place.
                Ok(_) = cancelled.wait_for(|is| *is) => view.send_modify(|view| {
                    view.run.took_ms = shown::milliseconds(began.elapsed());
                    view.state = PlayState::Cancelled;
                }),
            }
        });
        // The task may have ended otherwise, which comes to the same.
        let _ = seen.wait_for(|view| view.state != PlayState::Running).await;
        let run = seen.borrow().run.clone();
        Ok(run)
    }

    /// The scenario that is played with a bot, or that was played last in this run of Hookbay.
    pub fn scenario_run(&self, input: &OfBot) -> Option<ScenarioPlay> {
        self.shared.scenario_runs.get(input.bot_id)
    }

    /// Ends the scenario that is played with a bot, and waits until it has. One that is over stays as it is.
    pub async fn cancel_scenario(&self, input: OfBot) -> Result<ScenarioPlay> {
        let cancelled = self.shared.scenario_runs.cancel(input.bot_id).await;
        cancelled.ok_or_else(|| {
            Error::new(
                Code::NotFound,
                "No scenario was played with this bot.",
                "It may have been in an earlier run of Hookbay.",
            )
        })
    }
}

/// Does something when it goes, which it does also where a task breaks off.
struct AtEnd<F: Fn()>(F);

impl<F: Fn()> Drop for AtEnd<F> {
    fn drop(&mut self) {
        (self.0)();
    }
}
