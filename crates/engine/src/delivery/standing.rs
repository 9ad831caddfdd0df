//! What is held, by lane, for the relays to ask.
//!
//! A relay counts its update before it holds it, so that the next one of the chat does not overtake it,
//! and the queue counts whatever it reads. When the queue has looked, the relay's count goes: by then
//! the queue has one of its own, or the update was given up before anybody read of it.

use super::lanes::Name;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// How many updates of each lane are held: so that a relay does not overtake them.
#[derive(Default)]
pub(super) struct Standing {
    counts: Mutex<HashMap<Name, usize>>,
    /// What relays have held since the queue looked last.
    unread: Mutex<Vec<Name>>,
}

impl Standing {
    /// Whether something of a lane is held.
    pub(super) fn has(&self, lane: &str) -> bool {
        self.lock().contains_key(lane)
    }

    /// One more: the queue has read of it, or a relay is about to hold it.
    pub(super) fn enter(&self, lane: &str) {
        let mut lanes = self.lock();
        match lanes.get_mut(lane) {
            Some(count) => *count += 1,
            None => {
                lanes.insert(lane.into(), 1);
            }
        }
    }

    /// One less.
    pub(super) fn leave(&self, lane: &str) {
        let mut lanes = self.lock();
        if let Some(count) = lanes.get_mut(lane) {
            *count -= 1;
            if *count == 0 {
                lanes.remove(lane);
            }
        }
    }

    /// A relay has held what it entered, which stays in the count until the queue has looked.
    pub(super) fn held(&self, lane: Name) {
        self.unread
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(lane);
    }

    /// What relays have held since this was asked last: all of it is committed, so whoever reads the
    /// table after this finds it, unless it was given up.
    pub(super) fn unread(&self) -> Vec<Name> {
        std::mem::take(&mut *self.unread.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Name, usize>> {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
