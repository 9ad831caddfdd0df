//! Noticing that the machine slept: the clock on the wall goes on, the other stands still; where
//! neither does, a short wait took long.

use chrono::{DateTime, TimeDelta, Utc};
use std::time::{Duration, Instant};

/// How often the clocks are compared.
pub(super) const TICK: Duration = Duration::from_secs(5);

/// A busy machine is late as well, by less than this.
const SLEPT: Duration = Duration::from_secs(20);

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

    /// Whether the machine slept since the last look, a tick ago.
    pub(super) fn slept(&mut self) -> bool {
        let before = std::mem::replace(self, Self::now());
        slept(self.wall - before.wall, self.steady - before.steady)
    }
}

fn slept(wall: TimeDelta, steady: Duration) -> bool {
    let wall = wall.to_std().unwrap_or_default();
    wall.saturating_sub(steady) > SLEPT || steady > TICK + SLEPT
}

#[cfg(test)]
mod tests {
    use super::slept;
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
            assert_eq!(slept(wall, steady), is_sleep, "{wall} {steady:?}");
        }
    }
}
