//! The numbers beside their limits.

use crate::commit::CommitTimes;
use crate::goal::Goals;
use crate::load::Taken;
use crate::process::Run;
use serde_json::json;
use std::fmt::Write;
use std::time::Duration;

/// Of the lower limit.
const GOAL: f64 = 0.8;
/// Times as many as mitmdump takes.
const PEER_GOAL: f64 = 20.0;

/// What the machine allows.
pub struct Limits {
    /// Requests in a second at a handler that only answers.
    pub bare: f64,
    /// The same at one that reads the body first.
    pub reading: f64,
    /// One synced commit.
    pub commit: CommitTimes,
}

/// Answers a second, and how long one took.
pub struct Summary {
    /// Answers 200 in a second.
    pub rate: f64,
    /// Half took no longer.
    pub p50: Duration,
    /// All but one in a hundred took no longer.
    pub p99: Duration,
}

impl Summary {
    /// The account of a load.
    pub fn of(taken: Taken) -> Self {
        let rate = taken.rate();
        let mut latencies = taken.latencies;
        latencies.sort_unstable();
        Self {
            rate,
            p50: percentile(&latencies, 50),
            p99: percentile(&latencies, 99),
        }
    }
}

/// The smallest of the sorted values that `percent` of them do not exceed.
pub fn percentile(sorted: &[u32], percent: usize) -> Duration {
    let rank = (sorted.len() * percent).div_ceil(100).max(1);
    let micros = sorted.get(rank - 1).copied().unwrap_or_default();
    Duration::from_micros(u64::from(micros))
}

/// One number of connections.
pub struct Point {
    /// Connections, each with one request in flight.
    pub connections: usize,
    /// Measured in the same run.
    pub limits: Limits,
    /// The receiver.
    pub durable: Summary,
    /// The same a second, without the index that follows behind.
    pub plain: f64,
    /// Answers 200 in all.
    pub answered: u64,
    /// Updates in the database afterwards.
    pub stored: u64,
}

impl Point {
    /// Requests in flight divided by the time of one synced commit.
    #[expect(clippy::cast_precision_loss, reason = "a few hundred connections")]
    fn commit_limit(&self) -> f64 {
        self.connections as f64 / self.limits.commit.median().as_secs_f64().max(1e-9)
    }

    fn to_bare(&self) -> f64 {
        self.durable.rate / self.limits.bare.max(1e-9)
    }

    fn to_commit(&self) -> f64 {
        self.durable.rate / self.commit_limit()
    }

    /// The lower limit gives the greater ratio.
    fn to_lower(&self) -> f64 {
        self.to_bare().max(self.to_commit())
    }

    /// Beside its goals.
    pub fn judge(&self, goals: &mut Goals) {
        let connections = self.connections;
        let what = format!("{connections} connections, of the lower limit");
        goals.at_least(what, self.to_lower(), GOAL, "");
        goals.holds(
            self.answered == self.stored,
            format!(
                "{connections} connections: {} were answered 200, and {} are stored",
                self.answered, self.stored
            ),
        );
    }

    /// For programs.
    pub fn json(&self) -> serde_json::Value {
        json!({
            "connections": self.connections,
            "durable_per_s": self.durable.rate,
            "durable_without_index_per_s": self.plain,
            "ratio_to_without_index": self.durable.rate / self.plain.max(1e-9),
            "bare_per_s": self.limits.bare,
            "bare_reading_per_s": self.limits.reading,
            "commit_limit_per_s": self.commit_limit(),
            "commit_median_ms": ms(self.limits.commit.median()),
            "commit_mean_ms": ms(self.limits.commit.mean()),
            "ratio_to_bare": self.to_bare(),
            "ratio_to_commit_limit": self.to_commit(),
            "ratio_to_lower": self.to_lower(),
            "goal": GOAL,
            "p50_ms": ms(self.durable.p50),
            "p99_ms": ms(self.durable.p99),
            "answered": self.answered,
            "stored": self.stored,
        })
    }
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// For people.
pub fn table(points: &[Point]) -> String {
    let mut text = format!(
        "Updates of 1 KB, each committed and synced before its 200. Goal: {GOAL} of the lower limit.\n\n\
         {:>11} {:>10} {:>11} {:>10} {:>13} {:>14} {:>8} {:>9} {:>9} {:>9} {:>9}\n",
        "connections",
        "durable/s",
        "no index/s",
        "bare/s",
        "bare+body/s",
        "commit limit/s",
        "of bare",
        "of commit",
        "of lower",
        "p50",
        "p99"
    );
    for point in points {
        let _ = writeln!(
            text,
            "{:>11} {:>10.0} {:>11.0} {:>10.0} {:>13.0} {:>14.0} {:>8.2} {:>9.2} {:>9.2} {:>6.1} ms {:>6.1} ms",
            point.connections,
            point.durable.rate,
            point.plain,
            point.limits.bare,
            point.limits.reading,
            point.commit_limit(),
            point.to_bare(),
            point.to_commit(),
            point.to_lower(),
            ms(point.durable.p50),
            ms(point.durable.p99),
        );
    }
    text.push('\n');
    for point in points {
        let _ = writeln!(
            text,
            "{:>11} connections: one synced commit took {:.2} ms (median; mean {:.2} ms). {}",
            point.connections,
            ms(point.limits.commit.median()),
            ms(point.limits.commit.mean()),
            if point.answered == point.stored {
                format!(
                    "All {} updates answered 200 are in the database.",
                    point.stored
                )
            } else {
                format!(
                    "{} updates were answered 200, and {} are in the database.",
                    point.answered, point.stored
                )
            }
        );
    }
    text
}

/// For people: a process of its own.
pub fn process(name: &str, run: &Run) -> String {
    let (early, most) = run.memory;
    format!(
        "{:>12}: {} updates at {:.0}/s, p99 {:.1} ms, {:.1} µs of processor each; {} left. \
         Memory {} MB, later {} MB at the most: {}.",
        name,
        run.answered,
        run.summary.rate,
        ms(run.summary.p99),
        run.cpu.as_secs_f64() * 1e6,
        run.stored,
        early >> 20,
        most >> 20,
        if run.is_flat() { "flat" } else { "not flat" },
    )
}

/// For people: mitmdump under the same load.
pub fn peer(point: &Point, peer: &Summary) -> String {
    format!(
        "\nmitmdump --mode reverse -w file, {} connections: {:.0}/s, p50 {:.1} ms, p99 {:.1} ms. \
         The receiver takes {:.1} times as many; goal {PEER_GOAL}.\n\n",
        point.connections,
        peer.rate,
        ms(peer.p50),
        ms(peer.p99),
        point.durable.rate / peer.rate.max(1e-9),
    )
}

/// The same beside its goal.
pub fn judge_peer(point: &Point, peer: &Summary, goals: &mut Goals) {
    let times = point.durable.rate / peer.rate.max(1e-9);
    goals.at_least("times as many as mitmdump takes", times, PEER_GOAL, "");
}

/// The same for programs.
pub fn peer_json(point: &Point, peer: &Summary) -> serde_json::Value {
    json!({
        "peer": "mitmdump",
        "connections": point.connections,
        "per_s": peer.rate,
        "p50_ms": ms(peer.p50),
        "p99_ms": ms(peer.p99),
        "times": point.durable.rate / peer.rate.max(1e-9),
        "goal": PEER_GOAL,
    })
}

/// For people: the receiver in a process of its own.
pub fn processes(runs: &[(&str, Run)]) -> String {
    let mut text = String::new();
    for (name, run) in runs {
        let _ = writeln!(text, "{}", process(name, run));
    }
    if let [(_, all), (_, few)] = runs {
        let _ = writeln!(
            text,
            "Removing old updates meanwhile: {:.2} of the rate, {:+.1} µs an update.",
            few.summary.rate / all.summary.rate.max(1e-9),
            (few.cpu.as_secs_f64() - all.cpu.as_secs_f64()) * 1e6,
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{CommitTimes, Limits, Point, Summary, percentile, table};
    use std::time::Duration;

    fn point(rate: f64, bare: f64, stored: u64) -> Point {
        Point {
            connections: 64,
            limits: Limits {
                bare,
                reading: bare,
                commit: CommitTimes::new(vec![Duration::from_millis(4); 3]),
            },
            durable: Summary {
                rate,
                p50: Duration::from_millis(5),
                p99: Duration::from_millis(9),
            },
            plain: rate,
            answered: 100,
            stored,
        }
    }

    fn close(a: f64, b: f64) -> bool {
        (a - b).abs() < 1e-9
    }

    #[test]
    fn the_lower_limit_is_the_one_that_counts() {
        let by_commit = point(8_000.0, 80_000.0, 100);
        assert!(close(by_commit.commit_limit(), 16_000.0));
        assert!(close(by_commit.to_bare(), 0.1));
        assert!(close(by_commit.to_commit(), 0.5));
        assert!(close(by_commit.to_lower(), 0.5));
        let by_bare = point(8_000.0, 10_000.0, 100);
        assert!(close(by_bare.to_lower(), 0.8));
    }

    #[test]
    fn a_percentile_is_one_of_the_values() {
        let values: Vec<u32> = (1..=200).collect();
        assert_eq!(percentile(&values, 50), Duration::from_micros(100));
        assert_eq!(percentile(&values, 99), Duration::from_micros(198));
        assert_eq!(percentile(&[7], 50), Duration::from_micros(7));
        assert_eq!(percentile(&[7, 9], 99), Duration::from_micros(9));
        assert_eq!(percentile(&[], 99), Duration::ZERO);
    }

    #[test]
    fn a_lost_update_shows() {
        assert!(table(&[point(1.0, 1.0, 100)]).contains("All 100 updates"));
        let lost = table(&[point(1.0, 1.0, 99)]);
        assert!(lost.contains("100 updates were answered 200, and 99 are in the database"));
        assert_eq!(point(1.0, 1.0, 99).json()["stored"], 99);
    }
}
