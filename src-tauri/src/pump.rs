//! Tells the page what changed, in batches: single messages would cost more than what they say.

use hookbay_engine::event::{Change, Event};
use std::time::Duration;
use tauri::{AppHandle, Emitter};
use tokio::sync::broadcast::{Receiver, error::RecvError};

/// How long changes are gathered: below what a person sees as a delay.
const GATHERED: Duration = Duration::from_millis(50);

/// Runs until the engine is gone.
pub async fn run(mut changes: Receiver<Event>, window: AppHandle) {
    loop {
        let first = match changes.recv().await {
            Ok(event) => Some(event),
            // The page sees the gap in the numbers and fetches everything.
            Err(RecvError::Lagged(_)) => None,
            Err(RecvError::Closed) => return,
        };
        let mut batch: Vec<Event> = first.into_iter().collect();
        tokio::time::sleep(GATHERED).await;
        while let Ok(event) = changes.try_recv() {
            // A thousand updates of one bot are one piece of news; the last number stands for all.
            match batch.last_mut() {
                Some(last) if same(last.change, event.change) => *last = event,
                _ => batch.push(event),
            }
        }
        if let Err(error) = window.emit("hookbay", &batch) {
            tracing::warn!("the page was not told: {error}");
        }
    }
}

fn same(one: Change, other: Change) -> bool {
    one == other
}
