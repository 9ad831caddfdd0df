//! Requests of our own that come back through the public URL.
//!
//! A probe carries `X-Hookbay-Probe: <nonce>.<hmac>`, signed with a key of this run. The receiver
//! notes when it came and whether a bot's secret token would have let it in, and answers 200 with the
//! nonce signed once more: so the prober knows that it was this receiver and no other. Nothing is
//! stored. A nonce counts once and for a short time; whatever else carries the header is refused as a
//! stranger is.

use super::admit::Refusal;
use ring::hmac;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// The header, in both directions.
pub const HEADER: &str = "x-hookbay-probe";

/// A probe that comes later than this is none any more.
const LIFETIME: Duration = Duration::from_secs(20);

/// The probes that are on their way. Cheap to clone.
#[derive(Clone)]
pub struct Probes {
    key: Arc<hmac::Key>,
    open: Arc<Mutex<HashMap<String, Open>>>,
}

struct Open {
    since: Instant,
    arrival: Option<Arrival>,
}

/// What the receiver saw of a probe.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arrival {
    /// When its head was there.
    pub at: Instant,
    /// Whether an update with the same secret token would have been taken.
    pub admission: Admission,
}

/// What the receiver makes of a probe's path and secret token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Admission {
    /// It is a bot's, and its secret token is right.
    Admitted,
    /// No such bot.
    Unknown,
    /// Not the bot's secret token.
    WrongSecret,
    /// The secret token cannot be read from the keyring now.
    NotReady,
}

impl From<Result<(), Refusal>> for Admission {
    fn from(admitted: Result<(), Refusal>) -> Self {
        match admitted {
            Ok(()) => Self::Admitted,
            Err(Refusal::Unknown) => Self::Unknown,
            Err(Refusal::WrongSecret) => Self::WrongSecret,
            Err(Refusal::NotReady) => Self::NotReady,
        }
    }
}

impl Default for Probes {
    fn default() -> Self {
        let key: [u8; 32] = rand::random();
        Self {
            key: Arc::new(hmac::Key::new(hmac::HMAC_SHA256, &key)),
            open: Arc::default(),
        }
    }
}

impl Probes {
    /// A probe to send. It counts until it is dropped, at most for a short while.
    pub fn ticket(&self) -> Ticket {
        let nonce = hex(&rand::random::<[u8; 16]>());
        let open = Open {
            since: Instant::now(),
            arrival: None,
        };
        self.lock().insert(nonce.clone(), open);
        Ticket {
            probes: self.clone(),
            nonce,
        }
    }

    /// Notes a probe of ours; gives what to answer it with. `None` for everything else.
    pub(super) fn arrived(
        &self,
        header: &[u8],
        at: Instant,
        admission: impl FnOnce() -> Admission,
    ) -> Option<String> {
        let (nonce, signature) = std::str::from_utf8(header).ok()?.split_once('.')?;
        let signature = unhex(signature)?;
        hmac::verify(&self.key, &message("there", nonce), &signature).ok()?;
        let admission = admission();
        let mut open = self.lock();
        let probe = open.get_mut(nonce)?;
        if probe.arrival.is_some() || probe.since.elapsed() > LIFETIME {
            return None;
        }
        probe.arrival = Some(Arrival { at, admission });
        Some(self.signed("back", nonce))
    }

    fn signed(&self, direction: &str, nonce: &str) -> String {
        let signature = hmac::sign(&self.key, &message(direction, nonce));
        format!("{nonce}.{}", hex(signature.as_ref()))
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Open>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A probe on its way.
pub struct Ticket {
    probes: Probes,
    nonce: String,
}

impl Ticket {
    /// The header's value to send.
    pub fn header(&self) -> String {
        self.probes.signed("there", &self.nonce)
    }

    /// Whether the header's value in an answer is this receiver's.
    pub fn is_answered_by(&self, header: &[u8]) -> bool {
        let Some((nonce, signature)) = std::str::from_utf8(header)
            .ok()
            .and_then(|header| header.split_once('.'))
        else {
            return false;
        };
        nonce == self.nonce
            && unhex(signature).is_some_and(|signature| {
                hmac::verify(&self.probes.key, &message("back", nonce), &signature).is_ok()
            })
    }

    /// What the receiver saw of it.
    pub fn arrival(&self) -> Option<Arrival> {
        self.probes.lock().get(&self.nonce)?.arrival
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        self.probes.lock().remove(&self.nonce);
    }
}

/// The two directions never share a signature.
fn message(direction: &str, nonce: &str) -> Vec<u8> {
    format!("{direction} {nonce}").into_bytes()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    (text.is_ascii() && text.len().is_multiple_of(2))
        .then(|| {
            (0..text.len())
                .step_by(2)
                .map(|at| u8::from_str_radix(&text[at..at + 2], 16).ok())
                .collect()
        })
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::{Admission, LIFETIME, Probes};
    use std::time::{Duration, Instant};

    #[test]
    fn a_probe_that_comes_too_late_is_none() {
        for (age, counts) in [
            (Duration::ZERO, true),
            (LIFETIME + Duration::from_secs(1), false),
        ] {
            let probes = Probes::default();
            let ticket = probes.ticket();
            let since = Instant::now().checked_sub(age).unwrap();
            probes.lock().get_mut(&ticket.nonce).unwrap().since = since;
            let header = ticket.header();
            let answer = probes.arrived(header.as_bytes(), Instant::now(), || Admission::Admitted);
            assert_eq!(answer.is_some(), counts, "{age:?}");
        }
    }

    #[test]
    fn a_ticket_that_is_dropped_leaves_nothing_behind() {
        let probes = Probes::default();
        drop(probes.ticket());
        assert!(probes.lock().is_empty());
    }
}
