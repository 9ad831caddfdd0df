//! The head of a request that brought an update: its headers, and the address that it came from.
//!
//! Nearly all of it is the same for one request as for the next, and is kept once for all of them. What
//! is each request's own is kept beside its update: the values of headers that are known to change
//! from one to the next, by their name. The body's length and the address are left out where they
//! can be put back from what is kept anyway. Secrets are masked before any of it is kept.

use super::token::mask_tokens;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::net::{IpAddr, SocketAddr};

/// Headers in their order, names as they came.
pub type Headers = Vec<(String, String)>;

/// Bytes of a value; a longer one is cut.
const VALUE: usize = 2_048;
/// In place of a secret.
const MASK: &str = "••••";
const FORWARDED_FOR: &str = "x-forwarded-for";

/// A request's head as it is kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Head {
    /// What other requests have too, as JSON.
    pub shared: String,
    /// The values that are this one's own, as JSON; none where it has no such.
    pub own: Option<String>,
    /// Where it came from.
    pub source: Option<IpAddr>,
}

/// A header's value in [`Head::shared`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
enum Part<'a> {
    Text(Cow<'a, str>),
    Place(Place),
}

/// Where a value is that is not here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "u8", from = "u8")]
enum Place {
    /// The next of the request's own.
    Own,
    /// It is the address that the request came from.
    Source,
    /// It is the body's length.
    Length,
}

impl From<Place> for u8 {
    fn from(place: Place) -> Self {
        match place {
            Place::Own => 0,
            Place::Source => 1,
            Place::Length => 2,
        }
    }
}

impl From<u8> for Place {
    fn from(number: u8) -> Self {
        match number {
            1 => Self::Source,
            2 => Self::Length,
            _ => Self::Own,
        }
    }
}

impl Head {
    /// Splits a request's headers. `peer` is who is at the other end of the connection; who sent the
    /// request is what the last proxy before us wrote down, where there is one.
    pub fn of(headers: &[(&str, &[u8])], peer: Option<SocketAddr>, length: usize) -> Self {
        let mut from_last = headers.iter().rev();
        let forwarded = from_last.find(|(name, _)| *name == FORWARDED_FOR);
        let source = forwarded
            .and_then(|(_, value)| last_address(value))
            .or(peer.map(|peer| peer.ip().to_canonical()));
        let (mut shared, mut own) = (Vec::with_capacity(12), Vec::new());
        for &(name, value) in headers {
            let value = String::from_utf8_lossy(value);
            let part = match nature(name) {
                Nature::Secret => Part::Text(MASK.into()),
                Nature::Own if name == "content-length" && value.parse() == Ok(length) => {
                    Part::Place(Place::Length)
                }
                Nature::Own
                    if name == FORWARDED_FOR
                        && source.is_some_and(|source| source.to_string() == value) =>
                {
                    Part::Place(Place::Source)
                }
                Nature::Own => {
                    own.push(shown(value));
                    Part::Place(Place::Own)
                }
                Nature::Shared => Part::Text(shown(value)),
            };
            shared.push((name, part));
        }
        Self {
            // Texts and numbers in lists: neither of these can fail.
            shared: serde_json::to_string(&shared).unwrap_or_default(),
            own: (!own.is_empty()).then(|| serde_json::to_string(&own).unwrap_or_default()),
            source,
        }
    }

    /// The headers put together again; those that cannot be read are left out.
    pub fn headers(&self, length: u64) -> Headers {
        let shared: Vec<(String, Part<'_>)> =
            serde_json::from_str(&self.shared).unwrap_or_default();
        let own = self.own.as_deref().unwrap_or("[]");
        let mut own = serde_json::from_str::<Vec<String>>(own)
            .unwrap_or_default()
            .into_iter();
        let whole = |(name, part)| {
            let value = match part {
                Part::Text(text) => Some(text.into_owned()),
                Part::Place(Place::Own) => own.next(),
                Part::Place(Place::Source) => self.source.map(|source| source.to_string()),
                Part::Place(Place::Length) => Some(length.to_string()),
            };
            value.map(|value| (name, value))
        };
        shared.into_iter().filter_map(whole).collect()
    }
}

/// The last address in a list of them, with or without a port.
fn last_address(value: &[u8]) -> Option<IpAddr> {
    let value = std::str::from_utf8(value).ok()?;
    let last = value.rsplit(',').next()?.trim();
    let address = last.parse().ok();
    let address = address.or_else(|| last.parse::<SocketAddr>().ok().map(|at| at.ip()));
    let address = address.or_else(|| last.strip_prefix('[')?.strip_suffix(']')?.parse().ok());
    address.map(|address: IpAddr| address.to_canonical())
}

fn shown(value: Cow<'_, str>) -> Cow<'_, str> {
    let value = if value.contains([':', '%']) {
        Cow::Owned(mask_tokens(&value))
    } else {
        value
    };
    if value.len() <= VALUE {
        return value;
    }
    let end = value.floor_char_boundary(VALUE);
    Cow::Owned(format!("{}…", value.get(..end).unwrap_or_default()))
}

/// What sort of value a header has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Nature {
    /// The same in many requests.
    Shared,
    /// Another in each request, or in nearly each.
    Own,
    /// Nobody's to read: Telegram's secret token, and what a proxy of the user's may add.
    Secret,
}

const SECRETS: [&str; 7] = [
    "secret",
    "token",
    "authorization",
    "cookie",
    "password",
    "api-key",
    "apikey",
];
const OWN_ENDS: [&str; 12] = [
    "-context",
    "-digest",
    "-id",
    "-ip",
    "-md5",
    "-nonce",
    "-signature",
    "-start",
    "-time",
    "-timestamp",
    "-trace",
    "traceid",
];

fn nature(name: &str) -> Nature {
    match name {
        // What nearly all requests have, first.
        "host" | "content-type" | "accept" | "accept-encoding" | "connection" | "user-agent"
        | "x-forwarded-host" | "x-forwarded-proto" => Nature::Shared,
        "content-length" | FORWARDED_FOR | "baggage" | "cf-ray" | "date" | "forwarded"
        | "traceparent" | "tracestate" => Nature::Own,
        _ if SECRETS.iter().any(|part| name.contains(part)) => Nature::Secret,
        _ if OWN_ENDS.iter().any(|end| name.ends_with(end)) => Nature::Own,
        _ => Nature::Shared,
    }
}

#[cfg(test)]
mod tests {
    use super::Head;
    use proptest::prelude::*;

    fn head(headers: &[(&str, &str)], length: usize) -> Head {
        let headers: Vec<_> = headers
            .iter()
            .map(|(name, value)| (*name, value.as_bytes()))
            .collect();
        Head::of(&headers, "127.0.0.1:4000".parse().ok(), length)
    }

    const PLAIN: [(&str, &str); 3] = [
        ("host", "a.example"),
        ("content-length", "17"),
        ("x-forwarded-for", "149.154.167.220"),
    ];

    #[test]
    fn requests_that_differ_in_what_is_their_own_share_the_rest() {
        let mut other = PLAIN;
        other[1].1 = "18";
        other[2].1 = "2001:67c:4e8::1";
        let (one, other) = (head(&PLAIN, 17), head(&other, 18));
        assert_eq!(one.shared, other.shared);
        assert_eq!((&one.own, &other.own), (&None, &None));
        let shown = one.headers(17);
        let shown: Vec<_> = shown
            .iter()
            .map(|(n, v)| (n.as_str(), v.as_str()))
            .collect();
        assert_eq!(shown, PLAIN);
        assert_eq!(other.headers(18)[2].1, "2001:67c:4e8::1");
        let traced = |id| {
            head(
                &[("traceparent", id), ("host", "b"), ("x-request-id", id)],
                1,
            )
        };
        assert_eq!(traced("1").shared, traced("2").shared);
        assert_eq!(traced("2").own.unwrap(), r#"["2","2"]"#);
    }

    #[test]
    fn the_sender_is_whom_the_last_proxy_saw() {
        for (value, source) in [
            ("149.154.167.220", "149.154.167.220"),
            ("6.6.6.6, 149.154.167.220", "149.154.167.220"),
            ("149.154.167.220:443", "149.154.167.220"),
            ("[2001:db8::1]:443", "2001:db8::1"),
            ("[2001:db8::1]", "2001:db8::1"),
            ("::ffff:149.154.167.220", "149.154.167.220"),
            ("unknown", "127.0.0.1"),
            ("", "127.0.0.1"),
        ] {
            let head = head(&[("x-forwarded-for", value)], 0);
            assert_eq!(head.source.unwrap().to_string(), source, "{value}");
            assert_eq!(head.headers(0)[0].1, value);
        }
    }

    #[test]
    fn no_secret_is_kept() {
        let secret = "AAEhBP0av28a-secret-of-thirty-five-x";
        let path = format!("/bot123456:{secret}/x");
        let head = head(
            &[
                ("x-telegram-bot-api-secret-token", secret),
                ("authorization", secret),
                ("cookie", secret),
                ("x-original-uri", &path),
            ],
            0,
        );
        assert!(!format!("{head:?}").contains(secret));
        assert_eq!(head.headers(0).len(), 4);
    }

    proptest! {
        #[test]
        fn whatever_comes_is_put_together_again(
            headers in proptest::collection::vec(("[a-z-]{1,20}", "[ -$&-9;-~]{0,30}"), 0..12),
            length in 0_usize..1_000,
        ) {
            let headers: Vec<_> = headers
                .iter()
                .filter(|(name, _)| super::nature(name) != super::Nature::Secret)
                .map(|(name, value)| (name.as_str(), value.as_str()))
                .collect();
            let head = head(&headers, length);
            let shown = head.headers(length as u64);
            let shown: Vec<_> = shown.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
            prop_assert_eq!(shown, headers);
        }
    }
}
