//! The time of one synced commit.

use anyhow::Result;
use rusqlite::Connection;
use std::path::Path;
use std::time::{Duration, Instant};

/// Commits that are timed.
const COMMITS: usize = 300;

/// How long commits took.
#[derive(Debug, Clone)]
pub struct CommitTimes(Vec<Duration>);

impl CommitTimes {
    #[cfg(test)]
    pub fn new(times: Vec<Duration>) -> Self {
        Self(times)
    }

    /// Both together.
    pub fn joined(mut self, mut other: Self) -> Self {
        self.0.append(&mut other.0);
        self
    }

    /// The one in the middle.
    pub fn median(&self) -> Duration {
        let mut times = self.0.clone();
        times.sort_unstable();
        times.get(times.len() / 2).copied().unwrap_or_default()
    }

    /// Their mean.
    pub fn mean(&self) -> Duration {
        let count = u32::try_from(self.0.len()).unwrap_or(u32::MAX).max(1);
        self.0.iter().sum::<Duration>() / count
    }
}

/// Commits a row of 1 KB each time, in a database like the receiver's: write-ahead log, synced.
pub fn time(folder: &Path, slower_by: Duration) -> Result<CommitTimes> {
    let folder = tempfile::tempdir_in(folder)?;
    let connection = Connection::open(folder.path().join("commit.sqlite"))?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.execute_batch("CREATE TABLE row (id INTEGER PRIMARY KEY, body BLOB NOT NULL)")?;
    let mut insert = connection.prepare("INSERT INTO row (body) VALUES (?1)")?;
    let body = [b'x'; 1024];
    let mut times = Vec::with_capacity(COMMITS);
    for _ in 0..COMMITS {
        let started = Instant::now();
        insert.execute([&body[..]])?;
        if !slower_by.is_zero() {
            std::thread::sleep(slower_by);
        }
        times.push(started.elapsed());
    }
    Ok(CommitTimes(times))
}

#[cfg(test)]
mod tests {
    use super::CommitTimes;
    use std::time::Duration;

    #[test]
    fn median_and_mean() {
        let times = CommitTimes::new([1, 2, 12].map(Duration::from_millis).into());
        assert_eq!(times.median(), Duration::from_millis(2));
        assert_eq!(times.mean(), Duration::from_millis(5));
        let none = CommitTimes::new(Vec::new());
        assert_eq!((none.median(), none.mean()), Default::default());
    }
}
