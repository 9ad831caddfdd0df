//! Keeps the index behind the updates: one task that does step after step ([`Store::follow`]) and
//! then rests until something changes.
//!
//! Steps share the writer with the updates that arrive. So while there are both, steps are small, that
//! nobody waits long for one, and it pauses for twice as long as a step takes: a flood slows the index
//! down, not itself.

use crate::event::{Change, Event, Events};
use crate::store::Store;
use std::time::{Duration, Instant};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::mpsc;

/// Gathers what arrives within it.
const GATHER: Duration = Duration::from_millis(100);
/// Until it is tried again after a failure.
const AGAIN: Duration = Duration::from_secs(5);

/// Holds the task, which ends when the last of these is dropped. Cheap to clone.
#[derive(Clone)]
pub struct Follower {
    _ending: mpsc::Sender<()>,
}

impl Follower {
    /// Starts the task. Needs a tokio runtime around it.
    pub fn start(store: Store, events: &Events) -> Self {
        let news = events.watch();
        let (ending, mut ended) = mpsc::channel(1);
        tokio::spawn(async move {
            tokio::select! {
                () = run(store, news) => {}
                _ = ended.recv() => {}
            }
        });
        Self { _ending: ending }
    }
}

async fn run(store: Store, mut news: Receiver<Event>) {
    let mut arriving = false;
    loop {
        let started = Instant::now();
        let step = if arriving {
            store.follow_a_little().await
        } else {
            store.follow().await
        };
        match step {
            Ok(step) if step.more => {
                arriving = !news.is_empty();
                if arriving {
                    tokio::time::sleep(started.elapsed() * 2).await;
                    news = news.resubscribe();
                }
            }
            Ok(_) => {
                if !something_changed(&mut news).await {
                    return;
                }
                tokio::time::sleep(GATHER).await;
                arriving = !news.is_empty();
            }
            Err(error) => {
                tracing::warn!(detail = ?error.detail, "updates are not indexed now: {error}");
                tokio::time::sleep(AGAIN).await;
            }
        }
    }
}

/// Waits for updates or for a bot to go; false when there will be no more news.
async fn something_changed(news: &mut Receiver<Event>) -> bool {
    loop {
        match news.recv().await {
            Ok(event) if !matches!(event.change, Change::Updates { .. } | Change::Bots) => {}
            Ok(_) | Err(RecvError::Lagged(_)) => return true,
            Err(RecvError::Closed) => return false,
        }
    }
}
