//! The numbers by which webhooks are looked after.

use chrono::TimeDelta;

/// When to check, when to act, and how long to wait in between.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Policy {
    /// From one check of a bot to the next, before jitter.
    pub check_interval: TimeDelta,
    /// More pending updates than this, not falling, are too many.
    pub pending_threshold: i64,
    /// After a registration, this long before the next one for the same cause; doubled each time.
    pub first_wait: TimeDelta,
    /// The wait grows no longer than this.
    pub longest_wait: TimeDelta,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            check_interval: TimeDelta::minutes(5),
            pending_threshold: 100,
            first_wait: TimeDelta::seconds(30),
            longest_wait: TimeDelta::hours(1),
        }
    }
}

/// What happens to the webhooks when the app quits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum OnQuit {
    /// Somebody else's webhook that ours took the place of is put back.
    #[default]
    Restore,
    /// The same, and our other webhooks are deleted at Telegram until the next start.
    Delete,
    /// Everything stays as it is.
    Leave,
}
