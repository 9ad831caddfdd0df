//! Tells the page what changed, in batches: single messages would cost more than what they say.

use hookbay_engine::event::{Event, batched};
use std::time::Duration;
use tauri::{AppHandle, Emitter};
use tokio::sync::broadcast::{Receiver, error::RecvError};

/// How long changes are gathered: below what a person sees as a delay.
const GATHERED: Duration = Duration::from_millis(50);

/// Runs until the engine is gone.
pub async fn run(mut changes: Receiver<Event>, window: AppHandle) {
    loop {
        let first = match changes.recv().await {
            Ok(event) => event,
            // The page sees the gap in the numbers of what comes next, and fetches everything.
            Err(RecvError::Lagged(_)) => continue,
            Err(RecvError::Closed) => return,
        };
        let mut events = vec![first];
        tokio::time::sleep(GATHERED).await;
        while let Ok(event) = changes.try_recv() {
            events.push(event);
        }
        if let Err(error) = window.emit("hookbay", batched(events)) {
            tracing::warn!("the page was not told: {error}");
        }
    }
}
