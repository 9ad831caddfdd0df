//! Whether the machine slept, or its network changed, since the last look.
//!
//! A clock that runs on through sleep gets ahead of the one that does not; where both run on, or the
//! sleep was short, the tunnel's own heartbeats find out. The network is the set of this machine's
//! addresses, as the system lists them.

use chrono::{DateTime, TimeDelta, Utc};
use std::collections::BTreeSet;
use std::net::IpAddr;
use tokio::time::Instant;

/// A clock that was set right by hand or by the network is less than that.
const SLEPT: TimeDelta = TimeDelta::seconds(20);

/// What was seen at the last look.
pub(super) struct Pulse {
    look: Look,
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
    fn news_since(&self, before: &Self) -> Option<&'static str> {
        let passed = TimeDelta::from_std(self.monotonic - before.monotonic).ok()?;
        if self.wall - before.wall - passed > SLEPT {
            return Some("the machine woke");
        }
        let has_changed = self.addresses != before.addresses && !self.addresses.is_empty();
        has_changed.then_some("the network changed")
    }
}

impl Pulse {
    pub(super) fn new() -> Self {
        Self {
            look: Look::now(None),
        }
    }

    /// Looks again.
    pub(super) fn look(&mut self) -> Option<&'static str> {
        let now = Look::now(Some(&self.look));
        let news = now.news_since(&self.look);
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
    use super::Look;
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
        let before = look(wall, monotonic, &["192.168.1.4"]);
        let after = |wall_seconds, seconds, addresses: &[&str]| {
            let later = look(
                wall + TimeDelta::seconds(wall_seconds),
                monotonic + Duration::from_secs(seconds),
                addresses,
            );
            later.news_since(&before)
        };
        assert_eq!(after(10, 10, &["192.168.1.4"]), None);
        assert_eq!(after(12, 10, &["192.168.1.4"]), None);
        assert_eq!(after(-3600, 10, &["192.168.1.4"]), None);
        assert_eq!(after(3610, 10, &["192.168.1.4"]), Some("the machine woke"));
        assert_eq!(after(10, 10, &["10.0.0.7"]), Some("the network changed"));
        assert_eq!(after(10, 10, &[]), None);
    }
}
