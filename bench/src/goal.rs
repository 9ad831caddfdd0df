//! Goals beside what was measured: one way for all benchmarks. One that is missed is said in words at the
//! end, and the benchmark fails.

use std::fmt::Display;

/// What was measured against a goal so far.
#[derive(Debug, Default)]
pub struct Goals {
    met: usize,
    missed: Vec<String>,
}

impl Goals {
    /// A figure that must not be greater. Gives whether it is not.
    pub fn at_most(&mut self, what: impl Display, figure: f64, goal: f64, unit: &str) -> bool {
        // What is no number at all is missed.
        let met = figure <= goal;
        self.note(met, || {
            format!("{what}: {figure:.2}{unit}, and the goal is {goal}{unit} at the most")
        })
    }

    /// A figure that must not be less. Gives whether it is not.
    pub fn at_least(&mut self, what: impl Display, figure: f64, goal: f64, unit: &str) -> bool {
        let met = figure >= goal;
        self.note(met, || {
            format!("{what}: {figure:.2}{unit}, and the goal is {goal}{unit} at the least")
        })
    }

    /// Something that must hold, in words that say that it does not.
    pub fn holds(&mut self, holds: bool, otherwise: impl Display) -> bool {
        self.note(holds, || otherwise.to_string())
    }

    /// Says which were missed, where programs do not read; whether none was.
    pub fn end(self) -> bool {
        eprint!("{}", self.words());
        self.missed.is_empty()
    }

    fn note(&mut self, met: bool, otherwise: impl FnOnce() -> String) -> bool {
        if met {
            self.met += 1;
        } else {
            self.missed.push(otherwise());
        }
        met
    }

    fn words(&self) -> String {
        if self.missed.is_empty() {
            return format!("Goals: all {} are met.\n", self.met);
        }
        let of = self.met + self.missed.len();
        let missed: String = self.missed.iter().map(|one| format!("  {one}\n")).collect();
        format!("Goals: {} of {of} are missed.\n{missed}", self.missed.len())
    }
}

#[cfg(test)]
mod tests {
    use super::Goals;

    #[test]
    fn what_is_missed_is_said_and_fails() {
        let mut goals = Goals::default();
        assert!(goals.at_most("a page, p95", 10.0, 10.0, " ms"));
        assert!(goals.at_least("arrived", 1_000.0, 990.0, "/s"));
        assert!(goals.holds(true, "it is lost"));
        assert_eq!(goals.words(), "Goals: all 3 are met.\n");
        assert!(!goals.at_most("a search, p95", 50.014, 50.0, " ms"));
        assert!(!goals.at_least("arrived", 900.0, 990.0, "/s"));
        assert!(!goals.at_most("nothing", f64::NAN, 1.0, ""));
        assert!(!goals.holds(false, "it is lost"));
        assert_eq!(
            goals.words(),
            "Goals: 4 of 7 are missed.\n  \
             a search, p95: 50.01 ms, and the goal is 50 ms at the most\n  \
             arrived: 900.00/s, and the goal is 990/s at the least\n  \
             nothing: NaN, and the goal is 1 at the most\n  \
             it is lost\n"
        );
        assert!(!goals.end());
        assert!(Goals::default().end());
    }
}
