//! Relays under way, and the answers that nobody else can give a second time.

use super::relay::Said;
use crate::store::KEPT_BODY;
use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::watch;

/// How long an answer that is too long to be recorded is kept for an update that Telegram repeats.
pub(super) const KEPT_FOR: Duration = Duration::from_mins(2);
/// Bytes of such answers that are kept of a bot.
const KEPT: usize = 32 << 20;

/// What Telegram is told, once that is known.
pub(super) type Told = watch::Receiver<Option<Said>>;

/// Of one bot, by update: one that Telegram delivers again meanwhile waits for the same answer.
#[derive(Default)]
pub(super) struct Flights {
    told: Mutex<HashMap<i64, Told>>,
    /// Bytes of the answers that are kept.
    kept: AtomicUsize,
}

impl Flights {
    pub(super) fn lock(&self) -> MutexGuard<'_, HashMap<i64, Told>> {
        self.told.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The bytes of an answer that is too long to be written down whole, and so is to stay here for
    /// [`KEPT_FOR`].
    pub(super) fn kept(&self, said: &Said) -> Option<usize> {
        let long = said
            .as_ref()
            .filter(|reply| (200..300).contains(&reply.status) && reply.body.len() > KEPT_BODY);
        let bytes = long.map(|reply| reply.body.len())?;
        let more = |kept: usize| kept.checked_add(bytes).filter(|kept| *kept <= KEPT);
        let kept = self
            .kept
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, more);
        if kept.is_err() {
            tracing::warn!(
                "a bot's long answer is not kept; if Telegram has not got it, it is lost"
            );
            return None;
        }
        Some(bytes)
    }

    /// Nobody is told any more.
    pub(super) fn forget(&self, update_id: i64, kept: Option<usize>) {
        self.lock().remove(&update_id);
        self.kept
            .fetch_sub(kept.unwrap_or_default(), Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::{Flights, KEPT};
    use crate::delivery::Reply;
    use crate::store::KEPT_BODY;

    fn reply(status: u16, size: usize) -> Reply {
        Reply {
            status,
            headers: Vec::new(),
            body: vec![b'x'; size].into(),
        }
    }

    #[test]
    fn long_answers_of_success_are_kept_as_far_as_there_is_room() {
        let flights = Flights::default();
        assert_eq!(flights.kept(&None), None);
        for other in [reply(200, KEPT_BODY), reply(500, KEPT_BODY + 1)] {
            assert_eq!(flights.kept(&Some(other)), None);
        }
        let half = KEPT / 2;
        let long = Some(reply(200, half));
        assert_eq!(flights.kept(&long), Some(half));
        assert_eq!(flights.kept(&long), Some(half));
        assert_eq!(flights.kept(&long), None, "there is no room");
        flights.forget(1, Some(half));
        assert_eq!(flights.kept(&long), Some(half));
    }
}
