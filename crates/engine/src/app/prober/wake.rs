//! Noticing that the machine slept: the clock on the wall goes on, the other stands still; where
//! neither does, a short wait took long.

use chrono::{DateTime, TimeDelta, Utc};
use std::time::{Duration, Instant};

/// How often the clocks are compared.
pub(super) const TICK: Duration = Duration::from_secs(5);

/// Both clocks at the last look.
#[derive(Debug, Clone, Copy)]
pub(super) struct Clocks {
    wall: DateTime<Utc>,
    steady: Instant,
}

impl Clocks {
    pub(super) fn now() -> Self {
        Self {
            wall: Utc::now(),
            steady: Instant::now(),
        }
    }

    /// Whether the machine slept since the last look, a tick ago; a busy one is late by less than `most`.
    pub(super) fn slept(&mut self, tick: Duration, most: Duration) -> bool {
        let before = std::mem::replace(self, Self::now());
        let (wall, steady) = (self.wall - before.wall, self.steady - before.steady);
        slept(wall, steady, tick, most)
    }
}

fn slept(wall: TimeDelta, steady: Duration, tick: Duration, most: Duration) -> bool {
    let wall = wall.to_std().unwrap_or_default();
    wall.saturating_sub(steady) > most || steady > tick + most
}

#[cfg(test)]
mod tests {
    use super::{TICK, slept};
    use chrono::TimeDelta;
    use std::time::Duration;

    #[test]
    fn sleep_is_told_from_waiting() {
        for (wall, steady, is_sleep) in [
            (5, 5, false),
            (12, 12, false),
            (-3600, 5, false),
            (600, 5, true),
            (600, 600, true),
        ] {
            let (wall, steady) = (TimeDelta::seconds(wall), Duration::from_secs(steady));
            let found = slept(wall, steady, TICK, Duration::from_secs(20));
            assert_eq!(found, is_sleep, "{wall} {steady:?}");
        }
    }
}
