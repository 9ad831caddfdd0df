//! Whether the machine slept, or its network changed, since the last look.
//!
//! A clock that runs on through sleep gets ahead of the one that does not; where both run on, the look
//! comes too late. Of a short sleep the tunnel's own heartbeats find out. The network is the set of this machine's
//! addresses, as the system lists them.

use super::Pace;
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::BTreeSet;
use std::net::IpAddr;
use std::time::Duration;
use tokio::time::Instant;

/// What was seen at the last look.
pub(super) struct Pulse {
    look: Look,
    rhythm: Rhythm,
}

/// What is usual from one look to the next.
#[derive(Debug, Clone, Copy)]
struct Rhythm {
    every: Duration,
    slept: Duration,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Look {
    wall: DateTime<Utc>,
    monotonic: Instant,
    addresses: BTreeSet<IpAddr>,
}

impl Look {
    fn now(before: Option<&Self>) -> Self {
        let listed = if_addrs::get_if_addrs().ok().map(|interfaces| {
            interfaces
                .iter()
                .filter(|interface| !interface.is_loopback())
                .map(if_addrs::Interface::ip)
                // An IPv6 address changes by itself every day, for privacy.
                .filter(IpAddr::is_ipv4)
                .collect()
        });
        let known = || before.map(|look| look.addresses.clone());
        Self {
            wall: Utc::now(),
            monotonic: Instant::now(),
            addresses: listed.or_else(known).unwrap_or_default(),
        }
    }

    /// Why everything is to be looked at anew.
    fn news_since(&self, before: &Self, rhythm: Rhythm) -> Option<&'static str> {
        let passed = self.monotonic - before.monotonic;
        let ahead = self.wall - before.wall - TimeDelta::from_std(passed).ok()?;
        if ahead > TimeDelta::from_std(rhythm.slept).ok()? || passed > rhythm.every + rhythm.slept {
            return Some("the machine woke");
        }
        let has_changed = self.addresses != before.addresses && !self.addresses.is_empty();
        has_changed.then_some("the network changed")
    }
}

impl Pulse {
    pub(super) fn new(pace: &Pace) -> Self {
        Self {
            look: Look::now(None),
            rhythm: Rhythm {
                every: pace.pulse,
                slept: pace.slept,
            },
        }
    }

    /// Looks again.
    pub(super) fn look(&mut self) -> Option<&'static str> {
        let now = Look::now(Some(&self.look));
        let news = now.news_since(&self.look, self.rhythm);
        // A network that is away is not forgotten, so that its coming back as it was is no change.
        let addresses = if now.addresses.is_empty() {
            std::mem::take(&mut self.look.addresses)
        } else {
            now.addresses.clone()
        };
        self.look = Look { addresses, ..now };
        news
    }
}

#[cfg(test)]
mod tests {
    use super::{Look, Rhythm};
    use chrono::{DateTime, TimeDelta, Utc};
    use std::time::Duration;
    use tokio::time::Instant;

    fn look(wall: DateTime<Utc>, monotonic: Instant, addresses: &[&str]) -> Look {
        let addresses = addresses.iter().map(|address| address.parse().unwrap());
        Look {
            wall,
            monotonic,
            addresses: addresses.collect(),
        }
    }

    #[test]
    fn a_sleep_and_another_network_are_news() {
        let (wall, monotonic) = (Utc::now(), Instant::now());
        let rhythm = Rhythm {
            every: Duration::from_secs(10),
            slept: Duration::from_secs(20),
        };
        let before = look(wall, monotonic, &["192.168.1.4"]);
        let after = |wall_seconds, seconds, addresses: &[&str]| {
            let later = look(
                wall + TimeDelta::seconds(wall_seconds),
                monotonic + Duration::from_secs(seconds),
                addresses,
            );
            later.news_since(&before, rhythm)
        };
        assert_eq!(after(10, 10, &["192.168.1.4"]), None);
        assert_eq!(after(12, 10, &["192.168.1.4"]), None);
        assert_eq!(after(-3600, 10, &["192.168.1.4"]), None);
        assert_eq!(after(3610, 10, &["192.168.1.4"]), Some("the machine woke"));
        assert_eq!(after(29, 29, &["192.168.1.4"]), None);
        assert_eq!(after(40, 40, &["192.168.1.4"]), Some("the machine woke"));
        assert_eq!(after(10, 10, &["10.0.0.7"]), Some("the network changed"));
        assert_eq!(after(10, 10, &[]), None);
    }
}
