//! What checks saw, written in groups: one transaction for all that arrives within a moment.

use crate::domain::history::PendingSample;
use crate::domain::ids::BotId;
use crate::event::{Change, Events};
use crate::store::{BotKey, Store};
use chrono::{DateTime, Utc};
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::timeout_at;

/// How long a group is gathered.
const MOMENT: Duration = Duration::from_millis(100);
/// The most in one group.
const GROUP: usize = 512;

/// One check.
pub(super) struct Record {
    pub(super) bot: BotId,
    pub(super) key: BotKey,
    pub(super) at: DateTime<Utc>,
    /// `None` where Telegram could not be asked.
    pub(super) pending: Option<i64>,
}

/// The way into the journal, and its task, which ends once the way is dropped.
pub(super) fn start(store: Store, events: Events) -> (mpsc::Sender<Record>, JoinHandle<()>) {
    let (records, waiting) = mpsc::channel(GROUP);
    (records, tokio::spawn(keep(store, events, waiting)))
}

async fn keep(store: Store, events: Events, mut records: mpsc::Receiver<Record>) {
    while let Some(first) = records.recv().await {
        let mut group = vec![first];
        let until = tokio::time::Instant::now() + MOMENT;
        while group.len() < GROUP {
            let Ok(Some(record)) = timeout_at(until, records.recv()).await else {
                break;
            };
            group.push(record);
        }
        write(&store, &group).await;
        for record in group {
            events.tell(Change::Webhook { bot_id: record.bot });
        }
    }
}

async fn write(store: &Store, group: &[Record]) {
    let mut samples = Vec::new();
    let mut checked = Vec::new();
    for record in group {
        match record.pending {
            Some(pending) => samples.push((
                record.key,
                PendingSample {
                    at: record.at,
                    pending,
                },
            )),
            None => checked.push((record.key, record.at)),
        }
    }
    let written = if samples.is_empty() {
        Ok(())
    } else {
        store.add_samples(samples).await
    };
    if let Err(error) = written.and(store.set_checked(checked).await) {
        tracing::warn!("what checks saw is not written: {error}");
    }
}
