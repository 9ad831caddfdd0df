//! How long to wait before the next try.

use std::time::Duration;

const FIRST: Duration = Duration::from_millis(250);
const LONGEST: Duration = Duration::from_secs(30);

/// The wait before the try that follows the `failures`-th failure in a row: doubling from 250 ms
/// to 30 s, less a random part of up to a half, so that many agents do not come back in step.
pub(super) fn wait(failures: u32) -> Duration {
    let doubled = FIRST.saturating_mul(1 << failures.saturating_sub(1).min(10));
    doubled.min(LONGEST).mul_f64(rand::random_range(0.5..=1.0))
}

#[cfg(test)]
mod tests {
    use super::{FIRST, LONGEST, wait};

    #[test]
    fn grows_and_is_capped() {
        for failures in [0, 1] {
            assert!((FIRST / 2..=FIRST).contains(&wait(failures)));
        }
        assert!((FIRST * 2..=FIRST * 4).contains(&wait(4).div_f64(2.0)));
        for failures in [8, 9, 40, u32::MAX] {
            assert!(
                (LONGEST / 2..=LONGEST).contains(&wait(failures)),
                "{failures}"
            );
        }
    }
}
