//! The doctor: checks of the way from Telegram to here, each by itself, and the probe.
//!
//! A check is a function that gives a [`Verdict`]: what is true in one sentence, what to do in
//! another. [`timed`] bounds it and measures it. None of them changes anything or stores anything.
//! `app` chooses which apply and runs them side by side.

pub mod clock;
pub mod disk;
pub mod dns;
pub mod keyring;
mod lost;
pub mod path;
pub mod polling;
pub mod port;
mod probe;
pub mod secret;
pub mod tls;
pub mod token;
mod trust;
mod way;
pub mod webhook;

pub use lost::{Leg, Lost};
pub use probe::{Journey, PATIENCE, Shot, send};
pub use trust::{Shown, Trust};
pub use way::Legs;

use crate::domain::checkup::{Check, CheckName, Verdict};
use std::time::{Duration, Instant};

/// No check takes longer.
pub const LONGEST: Duration = Duration::from_secs(15);

/// How the public URL is made, for what to do when it does not lead here.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Through {
    /// ngrok, in process.
    Ngrok,
    /// The user's reverse proxy, which forwards to this port.
    Domain {
        /// The port.
        port: u16,
    },
    /// Nothing: this computer only.
    #[default]
    Loopback,
}

/// Runs a check, for at most `patience`.
pub async fn timed(
    name: CheckName,
    patience: Duration,
    check: impl Future<Output = Verdict>,
) -> Check {
    let started = Instant::now();
    let verdict = tokio::time::timeout(patience, check)
        .await
        .unwrap_or_else(|_| {
            Verdict::skipped(format!(
                "This could not be found out within {} seconds.",
                patience.as_secs()
            ))
        });
    verdict.of(name, started.elapsed())
}

#[cfg(test)]
mod tests;
