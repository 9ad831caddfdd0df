//! What a database is opened with.

use std::time::Duration;

/// How a database is opened: as on this machine, or as on a worse one, for tests and measurements.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// Every commit takes so much longer, as on a slow disk.
    pub slower_by: Duration,
    /// The file has room for so many pages, as on a full disk.
    pub pages: Option<u32>,
}
