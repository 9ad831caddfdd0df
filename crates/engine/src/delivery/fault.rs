//! Faults that the user asks for, to see what a bot makes of them.

use crate::domain::delivery::Fault;
use std::sync::{Mutex, PoisonError};

/// What is to go wrong next, and how many times; 0 is until it is taken back.
#[derive(Default)]
pub(super) struct Faults(Mutex<Option<(Fault, u32)>>);

impl Faults {
    pub(super) fn set(&self, fault: Option<(Fault, u32)>) {
        *self.lock() = fault;
    }

    pub(super) fn now(&self) -> Option<(Fault, u32)> {
        *self.lock()
    }

    /// What goes wrong with this delivery.
    pub(super) fn take(&self) -> Option<Fault> {
        let mut fault = self.lock();
        let (what, left) = (*fault)?;
        match left {
            0 => {}
            1 => *fault = None,
            more => *fault = Some((what, more - 1)),
        }
        Some(what)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<(Fault, u32)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::Faults;
    use crate::domain::delivery::Fault;

    #[test]
    fn a_fault_ends_after_its_count_and_one_without_goes_on() {
        let faults = Faults::default();
        faults.set(Some((Fault::Drop, 2)));
        assert_eq!(
            [faults.take(), faults.take(), faults.take()],
            [Some(Fault::Drop), Some(Fault::Drop), None]
        );
        faults.set(Some((Fault::Answer500, 0)));
        assert!((0..9).all(|_| faults.take() == Some(Fault::Answer500)));
        faults.set(None);
        assert_eq!(faults.take(), None);
    }
}
