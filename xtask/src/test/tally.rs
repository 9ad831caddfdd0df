//! How many passed, failed and were skipped.

use std::fmt;
use std::ops::AddAssign;

/// The result of one suite, or of all.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    /// Did as they should.
    pub passed: u64,
    /// Did not, or could not be run.
    pub failed: u64,
    /// Were not asked.
    pub skipped: u64,
}

impl Tally {
    /// One that passed.
    pub fn success() -> Self {
        Self {
            passed: 1,
            ..Self::default()
        }
    }

    /// One that failed.
    pub fn failure() -> Self {
        Self {
            failed: 1,
            ..Self::default()
        }
    }

    /// The tally of a program that also said by its exit whether all is well: where it says no, or
    /// ran nothing at all, at least one failed.
    pub fn agreeing_with(self, succeeded: bool) -> Self {
        let nothing_ran = self.passed + self.failed == 0;
        if self.failed == 0 && (!succeeded || nothing_ran) {
            return Self { failed: 1, ..self };
        }
        self
    }

    /// Whether something ran and nothing failed.
    pub fn is_success(self) -> bool {
        self.failed == 0 && self.passed > 0
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            passed,
            failed,
            skipped,
        } = self;
        write!(f, "{passed} passed, {failed} failed, {skipped} skipped")
    }
}

#[cfg(test)]
mod tests {
    use super::Tally;

    #[test]
    fn a_sum_is_a_success_only_when_something_passed() {
        let mut total = Tally::default();
        assert!(!total.is_success(), "no test is no success");
        total += Tally {
            skipped: 1,
            ..Tally::default()
        };
        assert!(!total.is_success());
        total += Tally::success();
        assert!(total.is_success());
        total += Tally::failure();
        assert!(!total.is_success());
        assert_eq!(total.to_string(), "1 passed, 1 failed, 1 skipped");
    }

    #[test]
    fn an_exit_that_says_no_is_a_failure() {
        let passed = Tally {
            passed: 3,
            ..Tally::default()
        };
        assert_eq!(passed.agreeing_with(true), passed);
        assert_eq!(passed.agreeing_with(false).failed, 1);
        assert_eq!(
            Tally::default().agreeing_with(true).failed,
            1,
            "nothing ran"
        );
        assert_eq!(
            Tally::failure().agreeing_with(false).failed,
            1,
            "counted once"
        );
    }
}
