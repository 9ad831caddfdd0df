//! How busy the Bot API is, and what it does about it: a delay before every answer, and the limit on
//! bots that it has not loaded yet (telegram-bot-api: ClientManager, 20 a minute for one address).

use std::collections::{BTreeSet, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::answer::Answer;

/// How the Bot API bears a load.
#[derive(Debug, Clone, Copy, Default)]
pub struct LoadOptions {
    /// How long every answer takes.
    pub delay: Duration,
    /// So many bots that it has not loaded, within so long; none, and there is no limit.
    pub new_bots: Option<(usize, Duration)>,
}

/// What the Bot API bore so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LoadView {
    /// Calls.
    pub calls: u64,
    /// Calls under way now.
    pub at_once: usize,
    /// Calls at once, at the most.
    pub most_at_once: usize,
    /// Calls for bots that it would not load yet.
    pub refused: u64,
    /// Bots that it has loaded.
    pub bots: usize,
}

#[derive(Debug, Default)]
pub struct Load {
    options: LoadOptions,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    view: LoadView,
    loaded: BTreeSet<String>,
    /// When bots were loaded, oldest first.
    times: VecDeque<Instant>,
}

/// A call that is under way.
pub struct Underway<'a>(&'a Load);

impl Drop for Underway<'_> {
    fn drop(&mut self) {
        self.0.lock().view.at_once -= 1;
    }
}

impl Load {
    pub fn new(options: LoadOptions) -> Self {
        Self {
            options,
            state: Mutex::default(),
        }
    }

    pub fn view(&self) -> LoadView {
        self.lock().view
    }

    /// A call begins, and ends with what is given.
    pub fn begin(&self) -> Underway<'_> {
        let mut state = self.lock();
        let view = &mut state.view;
        view.at_once += 1;
        view.calls += 1;
        view.most_at_once = view.most_at_once.max(view.at_once);
        drop(state);
        Underway(self)
    }

    /// Takes the time that an answer takes, and loads the bot; a refusal where there are too many.
    pub async fn bear(&self, token: &str) -> Result<(), Answer> {
        let loaded = self.load(token);
        if !self.options.delay.is_zero() {
            tokio::time::sleep(self.options.delay).await;
        }
        loaded
    }

    fn load(&self, token: &str) -> Result<(), Answer> {
        let Some((most, within)) = self.options.new_bots else {
            return Ok(());
        };
        let mut state = self.lock();
        if state.loaded.contains(token) {
            return Ok(());
        }
        let now = Instant::now();
        while state.times.front().is_some_and(|at| now - *at >= within) {
            state.times.pop_front();
        }
        if state.times.len() < most {
            state.times.push_back(now);
            state.loaded.insert(token.to_owned());
            state.view.bots = state.loaded.len();
            return Ok(());
        }
        state.view.refused += 1;
        let left = state
            .times
            .front()
            .map_or(within, |at| within.saturating_sub(now - *at));
        let seconds = left.as_secs_f64().ceil();
        // At least one and far below the limit of the type.
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        Err(Answer::too_many_requests(seconds as u32))
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // Nothing panics while holding it; if something did, the data is still whole.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
