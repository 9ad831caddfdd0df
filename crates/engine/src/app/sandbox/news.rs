//! Hearing of what happens in the sandbox's chats: one task that polls for revisions as long as the
//! app runs, and tells which bots' chats changed.

use super::App;
use super::control::Line;
use crate::domain::bot::Environment;
use crate::event::{Change, Events};
use crate::store::Store;
use serde::Deserialize;
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// So long the sandbox holds an answer back while nothing happens.
const PATIENCE_SECONDS: u32 = 25;
/// News that come faster than this are told together.
const BREATH: Duration = Duration::from_millis(60);
/// After a failure.
const PAUSE: Duration = Duration::from_secs(2);

/// The task; dropped, it ends.
pub(super) struct News(JoinHandle<()>);

impl Drop for News {
    fn drop(&mut self) {
        self.0.abort();
    }
}

#[derive(Deserialize)]
struct Changes {
    revision: u64,
    /// By Telegram's id.
    bots: Vec<i64>,
}

impl App {
    /// Starts hearing, once.
    pub(super) fn hear_of_chats(&self) {
        let Ok(line) = self.shared.sandbox.line() else {
            return;
        };
        self.shared.sandbox.news.get_or_init(|| {
            let hearing = Hearing {
                line,
                store: self.shared.store.clone(),
                events: self.shared.events.clone(),
                ending: self.shared.ending.subscribe(),
            };
            News(tokio::spawn(hearing.run()))
        });
    }
}

struct Hearing {
    line: Line,
    store: Store,
    events: Events,
    ending: watch::Receiver<bool>,
}

impl Hearing {
    async fn run(self) {
        let mut ending = self.ending.clone();
        tokio::select! {
            () = self.hear() => {}
            _ = ending.wait_for(|ending| *ending) => {}
        }
    }

    async fn hear(&self) {
        let mut after = 0;
        loop {
            let query = [
                ("after", after.to_string()),
                ("timeout", PATIENCE_SECONDS.to_string()),
            ];
            match self.line.ask::<Changes>("changes", &query).await {
                Ok(changes) => {
                    after = changes.revision;
                    self.tell(&changes.bots).await;
                    tokio::time::sleep(BREATH).await;
                }
                Err(error) => {
                    tracing::debug!("the sandbox gives no news: {error}");
                    tokio::time::sleep(PAUSE).await;
                }
            }
        }
    }

    async fn tell(&self, telegram_ids: &[i64]) {
        if telegram_ids.is_empty() {
            return;
        }
        let bots = match self.store.bots().await {
            Ok(bots) => bots,
            Err(error) => return tracing::warn!("whose chats changed is not known: {error}"),
        };
        for bot in bots.into_iter().map(|stored| stored.bot) {
            let ours = bot.environment == Environment::Sandbox;
            if ours && telegram_ids.contains(&bot.telegram_id) {
                self.events.tell(Change::Chat { bot_id: bot.id });
            }
        }
    }
}
