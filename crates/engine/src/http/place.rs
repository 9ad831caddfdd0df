//! Where the API listens, and by which names it may be called.
//!
//! A page on the internet can have its own name resolve to 127.0.0.1 (DNS rebinding) and so make a
//! browser on this computer call us; its requests then carry that name as Host. And a page can send
//! requests here from its own place, which carry its Origin. Neither is ever one of ours.

use std::net::{IpAddr, SocketAddr};

/// The address that the API listens on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place(SocketAddr);

impl Place {
    pub(super) fn new(address: SocketAddr) -> Self {
        Self(address)
    }

    /// The base as the user opens it.
    pub(super) fn url(self) -> String {
        let ip = self.0.ip();
        let port = self.0.port();
        // "Every address" is none to open; on this computer it includes loopback.
        let shown = match ip {
            IpAddr::V4(ip) if ip.is_unspecified() => "127.0.0.1".to_owned(),
            IpAddr::V6(ip) if ip.is_unspecified() => "[::1]".to_owned(),
            IpAddr::V4(ip) => ip.to_string(),
            IpAddr::V6(ip) => format!("[{ip}]"),
        };
        format!("http://{shown}:{port}")
    }

    /// Whether a Host names this place: a loopback name or address, or the address that it was told
    /// to listen on, with the port.
    pub(super) fn is_named_by(self, host: &str) -> bool {
        let Some((name, port)) = split(host) else {
            return false;
        };
        if port != self.0.port() {
            return false;
        }
        if name.eq_ignore_ascii_case("localhost") {
            return true;
        }
        let Some(ip) = address(name) else {
            return false;
        };
        // Where it listens on every address, which of them this is does not matter: an address, other
        // than a name, cannot be made to lead here by somebody else.
        ip.is_loopback() || ip == self.0.ip() || self.0.ip().is_unspecified()
    }

    /// Whether an Origin is this place, called by the same name as in `host`.
    pub(super) fn is_origin(self, origin: &str, host: &str) -> bool {
        origin
            .strip_prefix("http://")
            .is_some_and(|authority| authority.eq_ignore_ascii_case(host))
            && self.is_named_by(host)
    }
}

/// Name and port; 80 where none is said.
fn split(host: &str) -> Option<(&str, u16)> {
    let after_name = match host.strip_prefix('[') {
        Some(rest) => rest.find(']')? + 2,
        None => host.find(':').unwrap_or(host.len()),
    };
    let (name, rest) = host.split_at_checked(after_name)?;
    let port = match rest.strip_prefix(':') {
        Some(digits) if digits.bytes().all(|byte| byte.is_ascii_digit()) => digits.parse().ok()?,
        None if rest.is_empty() => 80,
        _ => return None,
    };
    Some((name, port))
}

/// The address that a name is, in the one way of writing it that has no other meaning anywhere.
fn address(name: &str) -> Option<IpAddr> {
    match name
        .strip_prefix('[')
        .and_then(|name| name.strip_suffix(']'))
    {
        Some(inner) => inner.parse().ok().map(IpAddr::V6),
        None => name.parse().ok().map(IpAddr::V4),
    }
}

#[cfg(test)]
mod tests {
    use super::Place;

    fn at(address: &str) -> Place {
        Place::new(address.parse().unwrap())
    }

    #[test]
    fn only_names_of_this_place_are_taken() {
        let place = at("127.0.0.1:4665");
        for host in [
            "127.0.0.1:4665",
            "localhost:4665",
            "LocalHost:4665",
            "[::1]:4665",
            "127.0.0.2:4665",
        ] {
            assert!(place.is_named_by(host), "{host}");
        }
        for host in [
            "",
            "evil.example",
            "evil.example:4665",
            "127.0.0.1",
            "127.0.0.1:80",
            "127.0.0.1:04666",
            "127.0.0.1:",
            "127.0.0.1:+4665",
            "127.0.0.1:4665:4665",
            "127.0.0.1.evil.example:4665",
            "localhost.evil.example:4665",
            "localhost.:4665",
            "user@localhost:4665",
            "192.168.1.5:4665",
            "0.0.0.0:4665",
            "::1:4665",
            "[::1:4665",
            "[::1]4665",
            "[localhost]:4665",
            "0x7f.1:4665",
            "2130706433:4665",
        ] {
            assert!(!place.is_named_by(host), "{host}");
        }
    }

    #[test]
    fn an_address_of_ones_own_is_a_name_too() {
        let place = at("192.168.1.5:4665");
        assert!(place.is_named_by("192.168.1.5:4665") && place.is_named_by("localhost:4665"));
        assert!(!place.is_named_by("192.168.1.6:4665") && !place.is_named_by("box.local:4665"));
        let everywhere = at("0.0.0.0:80");
        assert!(everywhere.is_named_by("192.168.1.6") && everywhere.is_named_by("localhost"));
        assert!(!everywhere.is_named_by("evil.example"));
    }

    #[test]
    fn an_origin_is_the_very_base_that_was_called() {
        let place = at("127.0.0.1:4665");
        assert!(place.is_origin("http://localhost:4665", "localhost:4665"));
        for (origin, host) in [
            ("http://localhost:3000", "localhost:4665"),
            ("https://localhost:4665", "localhost:4665"),
            ("http://127.0.0.1:4665", "localhost:4665"),
            ("http://evil.example:4665", "evil.example:4665"),
            ("null", "localhost:4665"),
            ("", "localhost:4665"),
        ] {
            assert!(!place.is_origin(origin, host), "{origin}");
        }
    }

    #[test]
    fn the_base_can_be_opened() {
        for (address, url) in [
            ("127.0.0.1:4665", "http://127.0.0.1:4665"),
            ("0.0.0.0:1", "http://127.0.0.1:1"),
            ("[::1]:80", "http://[::1]:80"),
            ("[::]:80", "http://[::1]:80"),
        ] {
            assert_eq!(at(address).url(), url);
        }
    }
}
