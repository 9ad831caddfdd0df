//! The waits that Bot API servers ask for (429, `retry_after`). Every call of the app's goes through
//! here, whoever makes it: the background, a button, or what the window shows.
//!
//! A wait is one bot's. But a server also limits how many bots it loads a minute from one address
//! (telegram-bot-api: ClientManager), and says so in the same words. So a bot that the server has not
//! answered for in this run passes its wait on to all of those.
//!
//! A short wait is kept by waiting, a longer one by a refusal that says how long it still is, in
//! Telegram's place.

use super::{Endpoint, Error, Result};
use chrono::{DateTime, Utc};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// So long is waited, as after a setWebhook a moment ago (one a second is allowed); a longer wait is
/// the caller's to know.
pub const SHORT_WAIT: Duration = Duration::from_secs(3);

/// How long a server is to be left alone where it does not say.
const UNSAID: u32 = 1;

/// A wait that runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wait {
    /// When it ends.
    pub until: DateTime<Utc>,
    ends: Instant,
}

impl Wait {
    fn of(seconds: u32) -> Option<Self> {
        let span = Duration::from_secs(seconds.into());
        Some(Self {
            until: Utc::now().checked_add_signed(chrono::TimeDelta::from_std(span).ok()?)?,
            ends: Instant::now().checked_add(span)?,
        })
    }

    /// What is left of it.
    pub fn left(&self) -> Duration {
        self.ends.saturating_duration_since(Instant::now())
    }

    /// As a call is refused meanwhile.
    pub fn error(&self) -> Error {
        let left = self.left();
        let whole = u32::try_from(left.as_secs()).unwrap_or(u32::MAX);
        let seconds = whole.saturating_add(u32::from(left.subsec_nanos() > 0));
        Error::TooManyRequests {
            retry_after: Some(seconds),
            detail: "The wait that was asked for before is not over.".to_owned(),
        }
    }
}

#[derive(Debug, Default)]
struct Server {
    bots: HashMap<(bool, i64), Kept>,
    /// For bots that it has not answered for.
    strangers: Option<Wait>,
}

#[derive(Debug, Default)]
struct Kept {
    is_known: bool,
    wait: Option<Wait>,
}

/// What was asked for, by server; clones share it.
#[derive(Debug, Clone, Default)]
pub(super) struct Waits {
    servers: Arc<Mutex<HashMap<String, Server>>>,
}

fn root(endpoint: &Endpoint) -> &str {
    endpoint.root.trim().trim_end_matches('/')
}

fn bot(endpoint: &Endpoint) -> (bool, i64) {
    (endpoint.test, endpoint.token.telegram_id())
}

impl Waits {
    fn servers(&self) -> MutexGuard<'_, HashMap<String, Server>> {
        self.servers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The wait that a call for this bot would have to keep.
    pub(super) fn of(&self, endpoint: &Endpoint) -> Option<Wait> {
        let servers = self.servers();
        let server = servers.get(root(endpoint))?;
        let kept = server.bots.get(&bot(endpoint));
        let own = kept.and_then(|kept| kept.wait);
        let strangers = server
            .strangers
            .filter(|_| !kept.is_some_and(|kept| kept.is_known));
        let waits = own.into_iter().chain(strangers);
        waits
            .filter(|wait| !wait.left().is_zero())
            .max_by_key(|wait| wait.ends)
    }

    /// Returns once a call may go, or refuses it.
    pub(super) async fn pass(&self, endpoint: &Endpoint) -> Result<()> {
        while let Some(wait) = self.of(endpoint) {
            if wait.left() > SHORT_WAIT {
                return Err(wait.error());
            }
            tokio::time::sleep_until(wait.ends).await;
        }
        Ok(())
    }

    /// What came of a call that went.
    pub(super) fn heard<T>(&self, endpoint: &Endpoint, answer: &Result<T>) {
        let asked = match answer {
            Err(Error::TooManyRequests { retry_after, .. }) => {
                Wait::of(retry_after.unwrap_or(UNSAID))
            }
            Ok(_)
            | Err(Error::Conflict { .. } | Error::BadWebhook { .. } | Error::Refused { .. }) => {
                None
            }
            Err(_) => return,
        };
        let mut servers = self.servers();
        let server = servers.entry(root(endpoint).to_owned()).or_default();
        let kept = server.bots.entry(bot(endpoint)).or_default();
        let Some(wait) = asked else {
            kept.is_known = true;
            return;
        };
        let longer = |known: Option<Wait>| match known {
            Some(known) if known.ends > wait.ends => known,
            _ => wait,
        };
        kept.wait = Some(longer(kept.wait));
        if !kept.is_known {
            server.strangers = Some(longer(server.strangers));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{SHORT_WAIT, Waits};
    use crate::domain::token::Token;
    use crate::telegram::{Endpoint, Error};

    fn endpoint(root: &str, id: u32) -> Endpoint {
        Endpoint {
            root: root.into(),
            test: false,
            token: Token::parse(&format!("{id}:{}", "s".repeat(35))).unwrap(),
        }
    }

    fn refused(seconds: u32) -> Result<(), Error> {
        Err(Error::TooManyRequests {
            retry_after: Some(seconds),
            detail: String::new(),
        })
    }

    #[tokio::test]
    async fn a_wait_is_one_bots_at_one_server() {
        let waits = Waits::default();
        let asked = endpoint("https://a.example", 1);
        let other = endpoint("https://a.example", 2);
        for known in [&asked, &other] {
            waits.heard(known, &Ok(()));
        }
        waits.heard(&asked, &refused(60));
        assert_eq!(waits.pass(&other).await, Ok(()));
        let elsewhere = endpoint("https://b.example", 1);
        assert_eq!(waits.pass(&elsewhere).await, Ok(()));
        let slash = endpoint("https://a.example/", 1);
        for same in [&asked, &slash] {
            let Err(Error::TooManyRequests { retry_after, .. }) = waits.pass(same).await else {
                panic!("it goes");
            };
            assert_eq!(retry_after, Some(60));
        }
        // A shorter one that is heard later ends nothing.
        waits.heard(&asked, &refused(1));
        assert!(waits.pass(&asked).await.is_err());
    }

    #[tokio::test]
    async fn a_short_wait_is_waited() {
        let waits = Waits::default();
        let asked = endpoint("https://a.example", 1);
        waits.heard(&asked, &refused(1));
        let wait = waits.of(&asked).unwrap();
        assert!(wait.left() <= SHORT_WAIT && !wait.left().is_zero());
        assert_eq!(waits.pass(&asked).await, Ok(()));
        assert!(wait.left().is_zero());
    }

    #[tokio::test]
    async fn a_bot_that_was_never_answered_for_passes_its_wait_on_to_others_like_it() {
        let waits = Waits::default();
        let known = endpoint("https://a.example", 1);
        waits.heard(&known, &Ok(()));
        waits.heard(&endpoint("https://a.example", 2), &refused(60));
        assert!(waits.of(&endpoint("https://a.example", 3)).is_some());
        assert!(waits.of(&endpoint("https://b.example", 3)).is_none());
        assert!(waits.of(&known).is_none());
    }
}
