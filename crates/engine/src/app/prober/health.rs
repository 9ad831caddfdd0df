//! What a row of probes says of the tunnel, and what follows from it: a pure decision.

use std::time::Duration;

/// After one lost probe the next comes this soon, so that a dead way is found within one interval.
const AGAIN: Duration = Duration::from_secs(2);
/// While the way stays dead.
const WHILE_DEAD: Duration = Duration::from_mins(1);
/// A reopened tunnel is not reopened again before this; doubled each time.
const FIRST_WAIT: Duration = Duration::from_secs(30);
const LONGEST_WAIT: Duration = Duration::from_hours(1);

/// How one probe ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It came back.
    Back,
    /// It did not.
    Lost,
    /// It did not, and that says nothing of the way that Telegram takes: this computer may not reach
    /// the public side, the tunnel changed meanwhile, or updates do arrive.
    Unclear,
}

/// What to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Act {
    /// Write that the way is dead.
    TellDead,
    /// Write that it works again.
    TellRepaired,
    /// Open the tunnel anew.
    Reopen,
}

/// What is known from the probes so far. Times count from any one moment.
#[derive(Debug, Default)]
pub(super) struct Health {
    lost: u32,
    is_dead: bool,
    reopened: u32,
    not_before: Duration,
}

impl Health {
    /// Whether the next lost probe decides.
    pub(super) fn is_in_doubt(&self) -> bool {
        self.lost > 0
    }

    /// The tunnel went offline, or another was opened: the row begins anew.
    pub(super) fn restart(&mut self) {
        self.lost = 0;
    }

    /// Takes a probe's outcome; gives what to do, and when to probe next.
    pub(super) fn after(
        &mut self,
        outcome: Outcome,
        now: Duration,
        interval: Duration,
    ) -> (Vec<Act>, Duration) {
        match outcome {
            Outcome::Back => {
                let acts = if self.is_dead {
                    vec![Act::TellRepaired]
                } else {
                    Vec::new()
                };
                *self = Self::default();
                (acts, interval)
            }
            Outcome::Unclear => {
                self.lost = 0;
                (Vec::new(), interval)
            }
            Outcome::Lost => {
                self.lost = self.lost.saturating_add(1);
                if self.lost < 2 {
                    return (Vec::new(), AGAIN.min(interval));
                }
                let mut acts = Vec::new();
                if !self.is_dead {
                    self.is_dead = true;
                    acts.push(Act::TellDead);
                }
                if now >= self.not_before {
                    acts.push(Act::Reopen);
                    let wait = FIRST_WAIT.saturating_mul(1 << self.reopened.min(10));
                    self.not_before = now + wait.min(LONGEST_WAIT);
                    self.reopened = self.reopened.saturating_add(1);
                }
                (acts, WHILE_DEAD.min(interval))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Act, Health, Outcome};
    use std::time::Duration;

    const INTERVAL: Duration = Duration::from_mins(5);

    fn at(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    fn acts(health: &mut Health, outcome: Outcome, seconds: u64) -> Vec<Act> {
        health.after(outcome, at(seconds), INTERVAL).0
    }

    #[test]
    fn one_lost_probe_is_asked_about_at_once_and_does_nothing() {
        let mut health = Health::default();
        let (acts, next) = health.after(Outcome::Lost, at(0), INTERVAL);
        assert!(acts.is_empty() && next < at(5), "{next:?}");
        assert!(health.is_in_doubt());
        assert_eq!(
            health.after(Outcome::Back, at(2), INTERVAL),
            (vec![], INTERVAL)
        );
    }

    #[test]
    fn two_in_a_row_are_dead_and_reopened_and_the_return_is_told_once() {
        let mut health = Health::default();
        acts(&mut health, Outcome::Lost, 0);
        let second = acts(&mut health, Outcome::Lost, 2);
        assert_eq!(second, [Act::TellDead, Act::Reopen]);
        health.restart();
        assert_eq!(acts(&mut health, Outcome::Back, 3), [Act::TellRepaired]);
        assert_eq!(acts(&mut health, Outcome::Back, 300), []);
    }

    #[test]
    fn an_unclear_probe_breaks_the_row() {
        let mut health = Health::default();
        acts(&mut health, Outcome::Lost, 0);
        acts(&mut health, Outcome::Unclear, 2);
        assert_eq!(acts(&mut health, Outcome::Lost, 4), []);
    }

    #[test]
    fn a_way_that_stays_dead_is_reopened_ever_more_rarely_and_told_once() {
        let mut health = Health::default();
        let mut reopened = Vec::new();
        for second in (0..7200).step_by(2) {
            let acts = acts(&mut health, Outcome::Lost, second);
            if acts.contains(&Act::Reopen) {
                reopened.push(second);
            }
            assert_eq!(acts.contains(&Act::TellDead), second == 2);
        }
        let waits: Vec<_> = reopened.windows(2).map(|two| two[1] - two[0]).collect();
        assert!(waits.is_sorted() && waits[0] >= 30, "{waits:?}");
        assert!(reopened.len() < 10, "{reopened:?}");
    }
}
