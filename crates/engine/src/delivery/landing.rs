//! One delivery of a held update, and how it ended.

use super::Shared;
use super::answer::Exchange;
use super::fault::Faults;
use super::lanes::Item;
use super::queue::Aim;
use crate::domain::delivery::{AttemptKind, Fault, is_expired};
use crate::domain::trouble::Trouble;
use bytes::Bytes;
use std::time::Duration;
use tokio::task::JoinHandle;

/// How it ended.
pub(super) enum Landing {
    /// The update is not there any more.
    Gone,
    /// It is too late for it.
    Expired,
    /// The user had it dropped, or had 500 answered in the bot's place.
    Faulted(Trouble, i64),
    /// It was sent.
    Tried {
        exchange: Box<Exchange>,
        /// Made by hand, so that nobody waits for what the bot asks for.
        is_composed: bool,
    },
    /// It was taken, which is written down, and what was in the answer is being done, if it is to be.
    Recorded(Option<JoinHandle<()>>),
    /// The database could not be read.
    Unread,
}

/// Why it is sent.
pub(super) fn kind(item: Item) -> AttemptKind {
    if item.again {
        AttemptKind::Again
    } else {
        AttemptKind::Hold
    }
}

/// Delivers it, if there is still time for it.
pub(super) async fn deliver(shared: &Shared, aim: &Aim, item: Item, faults: &Faults) -> Landing {
    let update = match shared.store.sendable(item.seq).await {
        Ok(Some(update)) => update,
        Ok(None) => return Landing::Gone,
        Err(error) => {
            tracing::warn!(seq = item.seq, "a held update cannot be read: {error}");
            return Landing::Unread;
        }
    };
    if !item.again && is_expired(&update.kind, update.received_at, shared.now()) {
        return Landing::Expired;
    }
    let at = shared.now().timestamp_millis();
    match faults.take() {
        Some(Fault::Drop) => return Landing::Faulted(Trouble::Dropped, at),
        Some(Fault::Answer500) => return Landing::Faulted(Trouble::Injected, at),
        Some(Fault::Delay { ms }) => tokio::time::sleep(Duration::from_millis(ms.into())).await,
        None => {}
    }
    let within = Duration::from_millis(aim.limits.answer_within_ms.into());
    let body = Bytes::from(update.body);
    let exchange = aim
        .target
        .send(&shared.vault, &shared.hop, body, within, at)
        .await;
    Landing::Tried {
        exchange: Box::new(exchange),
        is_composed: update.is_composed,
    }
}
