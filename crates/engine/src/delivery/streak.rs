//! Updates that were set aside with no success in between.

use std::sync::atomic::{AtomicU32, Ordering};

/// So many, and it is the bot that is broken and not the updates.
const MOST: u32 = 3;

/// How many they are: the queue counts them, and a success counts wherever it is, in a relay too.
#[derive(Default)]
pub(super) struct Streak(AtomicU32);

impl Streak {
    /// The bot took something.
    pub(super) fn end(&self) {
        self.0.store(0, Ordering::Relaxed);
    }

    /// One more is to be set aside; false when there are too many.
    pub(super) fn grow(&self) -> bool {
        let grown = |count| (count < MOST).then_some(count + 1);
        self.0
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, grown)
            .is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::Streak;

    #[test]
    fn a_success_lets_others_be_set_aside() {
        let streak = Streak::default();
        let grown = [streak.grow(), streak.grow(), streak.grow(), streak.grow()];
        assert_eq!(grown, [true, true, true, false]);
        streak.end();
        assert!(streak.grow());
    }
}
