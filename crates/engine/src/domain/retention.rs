//! How much of a bot's updates is kept.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What is kept: the oldest go first, and those that are pinned neither go nor count. `None` is no
/// limit of that sort.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Retention {
    /// So many updates.
    #[ts(type = "number | null")]
    pub max_updates: Option<u64>,
    /// For so many days after they arrived.
    pub max_days: Option<u32>,
    /// So many bytes of bodies, with those of deliveries; the file is about a third larger.
    #[ts(type = "number | null")]
    pub max_bytes: Option<u64>,
}

impl Default for Retention {
    fn default() -> Self {
        Self {
            max_updates: Some(100_000),
            max_days: Some(30),
            max_bytes: Some(2 << 30),
        }
    }
}

/// By how much a bot's updates are beyond what is kept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Excess {
    /// So many updates.
    pub updates: u64,
    /// So many bytes.
    pub bytes: u64,
}

impl Excess {
    /// Whether there is none.
    pub fn is_none(self) -> bool {
        self == Self::default()
    }
}

/// How much more fits before the oldest of what is there would have to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Room {
    /// So many updates.
    pub updates: u64,
    /// So many bytes.
    pub bytes: u64,
}

impl Room {
    /// For anything.
    pub const ENDLESS: Self = Self {
        updates: u64::MAX,
        bytes: u64::MAX,
    };
    /// For nothing.
    pub const NONE: Self = Self {
        updates: 0,
        bytes: 0,
    };

    /// Whether one more of so many bytes fits.
    pub fn has(self, bytes: u64) -> bool {
        self.updates > 0 && self.bytes >= bytes
    }

    /// What is left beside one of so many bytes.
    #[must_use]
    pub fn without(self, bytes: u64) -> Self {
        Self {
            updates: self.updates.saturating_sub(1),
            bytes: self.bytes.saturating_sub(bytes),
        }
    }
}

impl Retention {
    /// Limits that can be meant: a zero in any of them would empty the inbox for good.
    pub fn is_sensible(&self) -> bool {
        self.max_updates
            .is_none_or(|most| (1..=1_000_000_000).contains(&most))
            && self
                .max_days
                .is_none_or(|days| (1..=36_500).contains(&days))
            && self
                .max_bytes
                .is_none_or(|most| (1 << 20..=1 << 50).contains(&most))
    }

    /// How many of the bytes of deliveries are too much beside so many of unpinned updates. They go
    /// before updates do, but a quarter of the room is theirs.
    pub fn excess_of_deliveries(&self, updates: u64, deliveries: u64) -> u64 {
        let Some(most) = self.max_bytes else { return 0 };
        let over = updates.saturating_add(deliveries).saturating_sub(most);
        over.min(deliveries.saturating_sub(most / 4))
    }

    /// What is too much of so many unpinned updates with so many bytes, those of deliveries among
    /// them.
    pub fn excess(&self, updates: u64, bytes: u64) -> Excess {
        let over =
            |most: Option<u64>, there: u64| most.map_or(0, |most| there.saturating_sub(most));
        Excess {
            updates: over(self.max_updates, updates),
            bytes: over(self.max_bytes, bytes),
        }
    }

    /// What fits beside so many unpinned updates with so many bytes, those of deliveries among them.
    pub fn room(&self, updates: u64, bytes: u64) -> Room {
        let left =
            |most: Option<u64>, there| most.map_or(u64::MAX, |most| most.saturating_sub(there));
        Room {
            updates: left(self.max_updates, updates),
            bytes: left(self.max_bytes, bytes),
        }
    }

    /// What arrived before this is too old.
    pub fn oldest_kept(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        now.checked_sub_signed(TimeDelta::try_days(i64::from(self.max_days?))?)
    }
}

#[cfg(test)]
mod tests {
    use super::{Excess, Retention, Room};
    use chrono::{TimeDelta, Utc};

    const NONE: Retention = Retention {
        max_updates: None,
        max_days: None,
        max_bytes: None,
    };

    #[test]
    fn only_what_is_beyond_a_limit_is_too_much() {
        let limits = Retention::default();
        assert!(limits.excess(100_000, 2 << 30).is_none());
        let excess = limits.excess(100_003, (2 << 30) + 5);
        assert_eq!(
            excess,
            Excess {
                updates: 3,
                bytes: 5
            }
        );
        assert!(NONE.excess(u64::MAX, u64::MAX).is_none());
        let now = Utc::now();
        assert_eq!(limits.oldest_kept(now), Some(now - TimeDelta::days(30)));
        assert_eq!(NONE.oldest_kept(now), None);
    }

    #[test]
    fn what_fits_is_what_can_come_without_anything_going() {
        let limits = Retention {
            max_updates: Some(10),
            max_bytes: Some(1_000),
            ..NONE
        };
        let room = limits.room(8, 500);
        assert!(room.has(500) && !room.has(501));
        assert!(limits.excess(9, 1_000).is_none());
        let room = room.without(100);
        assert_eq!((room.updates, room.bytes), (1, 400));
        assert!(!room.without(100).has(0), "the tenth was the last");
        assert_eq!(limits.room(11, 2_000), Room::NONE);
        assert_eq!(NONE.room(u64::MAX, u64::MAX), Room::ENDLESS);
    }

    #[test]
    fn deliveries_go_before_updates_and_have_a_quarter() {
        let limits = Retention {
            max_bytes: Some(1_000),
            ..NONE
        };
        let over = |updates, deliveries| limits.excess_of_deliveries(updates, deliveries);
        assert_eq!(over(100, 900), 0);
        assert_eq!(over(100, 1_000), 100);
        assert_eq!(over(900, 400), 150, "the rest is the updates' to free");
        assert_eq!(over(5_000, 250), 0);
        assert_eq!(NONE.excess_of_deliveries(u64::MAX, u64::MAX), 0);
    }

    #[test]
    fn a_limit_that_would_empty_the_inbox_is_no_limit() {
        assert!(Retention::default().is_sensible() && NONE.is_sensible());
        for limits in [
            Retention {
                max_updates: Some(0),
                ..NONE
            },
            Retention {
                max_days: Some(0),
                ..NONE
            },
            Retention {
                max_days: Some(u32::MAX),
                ..NONE
            },
            Retention {
                max_bytes: Some(1_000),
                ..NONE
            },
            Retention {
                max_bytes: Some(u64::MAX),
                ..NONE
            },
        ] {
            assert!(!limits.is_sensible(), "{limits:?}");
        }
    }
}
