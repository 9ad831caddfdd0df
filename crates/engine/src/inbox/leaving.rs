//! Removes what is left of bots that were removed, a few rows at a time.
//!
//! One task, activated at the start and whenever a bot was removed. A step that fails is tried again a
//! moment later; a run that ends in the middle leaves the rest to the next.

use crate::error::Result;
use crate::store::Store;
use std::time::Duration;
use tokio::sync::mpsc;

/// Between two tries while the database cannot be written.
const PATIENCE: Duration = Duration::from_secs(1);

/// Reaches the task, which ends when the last of these is dropped. Cheap to clone.
#[derive(Clone)]
pub struct Leaver {
    look: mpsc::Sender<()>,
}

impl Leaver {
    /// Starts the task. Needs a tokio runtime around it.
    pub fn start(store: Store) -> Self {
        let (look, news) = mpsc::channel(1);
        tokio::spawn(run(store, news));
        Self { look }
    }

    /// A bot was removed.
    pub fn look(&self) {
        // Full: it is about to look anyway.
        let _ = self.look.try_send(());
    }
}

async fn run(store: Store, mut news: mpsc::Receiver<()>) {
    loop {
        match remove(&store, &news).await {
            Ok(()) => {
                if news.recv().await.is_none() {
                    return;
                }
            }
            Err(error) => {
                tracing::warn!(detail = ?error.detail, "a removed bot's rows stay for now: {error}");
                tokio::time::sleep(PATIENCE).await;
                if news.is_closed() {
                    return;
                }
            }
        }
    }
}

async fn remove(store: &Store, news: &mpsc::Receiver<()>) -> Result<()> {
    for bot in store.leaving().await? {
        while !news.is_closed() && store.remove_some(bot).await? {}
    }
    Ok(())
}
