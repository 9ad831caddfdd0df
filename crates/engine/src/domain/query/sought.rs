//! A query with its times fixed, and whether one update is what it looks for.

use super::{Compare, Peer, Query, Size, Status, Test, Unit, When};
use crate::domain::delivery::DeliveryState;
use crate::domain::row::UpdateRow;
use crate::domain::update::{seen, usernames};
use crate::domain::words::fold;
use chrono::{DateTime, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use memchr::memmem::Finder;
use std::cell::OnceCell;

/// What is looked for; all checks must hold.
#[derive(Debug, Clone, Default)]
pub struct Sought {
    /// In the order in which they were written.
    pub checks: Vec<Check>,
}

/// One thing that must hold, or must not.
#[derive(Debug, Clone)]
pub struct Check {
    /// It must not hold.
    pub negated: bool,
    /// What.
    pub is: Is,
}

/// What an update is checked for. Of several values one must fit.
#[derive(Debug, Clone)]
pub enum Is {
    /// Of a kind.
    Kind(Vec<String>),
    /// In a chat.
    Chat(Vec<Peer>),
    /// Of a user.
    User(Vec<Peer>),
    /// What became of it.
    Status(Vec<Status>),
    /// Pinned or not.
    Pinned(bool),
    /// With a note or without.
    Noted(bool),
    /// It arrived before this, Unix milliseconds.
    Before(i64),
    /// It arrived then or later.
    Since(i64),
    /// Telegram's update_id.
    Id(Vec<i64>),
    /// The body's length.
    Size(Size),
    /// A folded text is in what a person sees.
    Seen(Vec<String>),
    /// Bytes are in the JSON.
    Raw(Vec<Finder<'static>>),
}

/// One update, as far as checks look at it.
pub struct Facts<'a> {
    /// Its row, with what became of it where a check asks for that.
    pub row: &'a UpdateRow,
    /// Whether it is pinned.
    pub pinned: bool,
    /// Whether there is a note.
    pub noted: bool,
    /// Its bytes, where a check asks for them.
    pub body: &'a [u8],
    seen: OnceCell<String>,
}

impl<'a> Facts<'a> {
    /// What is known of an update.
    pub fn new(row: &'a UpdateRow, pinned: bool, noted: bool, body: &'a [u8]) -> Self {
        Self {
            row,
            pinned,
            noted,
            body,
            seen: OnceCell::new(),
        }
    }

    fn seen(&self) -> &str {
        let row = self.row;
        self.seen.get_or_init(|| {
            seen(
                [row.who.as_deref(), row.chat.as_deref(), Some(&row.summary)],
                self.body,
            )
        })
    }
}

impl Sought {
    /// A query at a time. `at` gives the moment of the reader's clock.
    pub fn of(
        query: Query,
        now: DateTime<Utc>,
        at: impl Fn(NaiveDateTime) -> DateTime<Utc>,
    ) -> Self {
        let millis = |when| moment(when, now, &at).timestamp_millis();
        let fold_all = |texts: Vec<String>| texts.iter().map(|text| fold(text)).collect();
        let peers = |peers: Vec<Peer>| peers.into_iter().map(folded).collect();
        let check = |test| match test {
            Test::Kind(kinds) => Is::Kind(kinds),
            Test::Chat(chats) => Is::Chat(peers(chats)),
            Test::User(users) => Is::User(peers(users)),
            Test::Status(statuses) => Is::Status(statuses),
            Test::Pinned(is) => Is::Pinned(is),
            Test::Note(is) => Is::Noted(is),
            Test::Before(when) => Is::Before(millis(when)),
            Test::After(when) => Is::Since(millis(when)),
            Test::Id(ids) => Is::Id(ids),
            Test::Size(size) => Is::Size(size),
            Test::Text(texts) => Is::Seen(fold_all(texts)),
            Test::Words(words) => Is::Seen(vec![fold(&words)]),
            Test::Raw(texts) => Is::Raw(
                texts
                    .iter()
                    .map(|text| Finder::new(text).into_owned())
                    .collect(),
            ),
        };
        let checks = query.clauses.into_iter();
        let checks = checks.map(|clause| Check {
            negated: clause.negated,
            is: check(clause.test),
        });
        Self {
            checks: checks.collect(),
        }
    }

    /// Whether a check looks at the bytes.
    pub fn needs_body(&self) -> bool {
        let named = |peers: &[Peer]| peers.iter().any(|peer| matches!(peer, Peer::Username(_)));
        self.checks.iter().any(|check| match &check.is {
            Is::Seen(_) | Is::Raw(_) => true,
            Is::Chat(peers) | Is::User(peers) => named(peers),
            _ => false,
        })
    }

    /// Whether a check looks at the words of the row.
    pub fn needs_words(&self) -> bool {
        let named = |peers: &[Peer]| peers.iter().any(|peer| matches!(peer, Peer::Name(_)));
        self.checks.iter().any(|check| match &check.is {
            Is::Seen(_) => true,
            Is::Chat(peers) | Is::User(peers) => named(peers),
            _ => false,
        })
    }

    /// Whether a check looks at what became of it.
    pub fn needs_state(&self) -> bool {
        self.checks
            .iter()
            .any(|check| matches!(check.is, Is::Status(_)))
    }

    /// Whether an update is what is looked for.
    pub fn holds(&self, facts: &Facts<'_>) -> bool {
        self.checks
            .iter()
            .all(|check| check.is.holds(facts) != check.negated)
    }
}

impl Is {
    fn holds(&self, facts: &Facts<'_>) -> bool {
        let row = facts.row;
        match self {
            Self::Kind(kinds) => kinds.contains(&row.kind),
            Self::Chat(peers) => peers.iter().any(|peer| {
                is_peer(peer, row.chat_id, row.chat_name(), || {
                    usernames(facts.body).1.into_iter().collect()
                })
            }),
            Self::User(peers) => peers.iter().any(|peer| {
                is_peer(peer, row.user_id, row.who.as_deref(), || {
                    usernames(facts.body).0
                })
            }),
            Self::Status(statuses) => statuses.contains(&status(row.delivery)),
            Self::Pinned(is) => facts.pinned == *is,
            Self::Noted(is) => facts.noted == *is,
            Self::Before(at) => row.received_at.timestamp_millis() < *at,
            Self::Since(at) => row.received_at.timestamp_millis() >= *at,
            Self::Id(ids) => ids.contains(&row.update_id),
            Self::Size(size) => fits(*size, u64::from(row.size)),
            Self::Seen(texts) => texts
                .iter()
                .any(|text| facts.seen().contains(text.as_str())),
            Self::Raw(texts) => texts.iter().any(|text| text.find(facts.body).is_some()),
        }
    }
}

fn is_peer(
    peer: &Peer,
    id: Option<i64>,
    name: Option<&str>,
    usernames: impl Fn() -> Vec<String>,
) -> bool {
    match peer {
        Peer::Id(wanted) => id == Some(*wanted),
        Peer::Username(wanted) => usernames().contains(wanted),
        Peer::Name(wanted) => name.is_some_and(|name| fold(name).contains(wanted.as_str())),
    }
}

fn folded(peer: Peer) -> Peer {
    match peer {
        Peer::Id(id) => Peer::Id(id),
        Peer::Username(name) => Peer::Username(name.to_lowercase()),
        Peer::Name(name) => Peer::Name(fold(&name)),
    }
}

fn status(delivery: Option<DeliveryState>) -> Status {
    match delivery {
        None => Status::None,
        Some(DeliveryState::Delivered { .. }) => Status::Delivered,
        Some(DeliveryState::Failed { .. }) => Status::Failed,
        Some(DeliveryState::Held) => Status::Held,
        Some(DeliveryState::Aside) => Status::Aside,
        Some(DeliveryState::Expired) => Status::Expired,
    }
}

fn fits(size: Size, bytes: u64) -> bool {
    match size.is {
        Compare::More => bytes > size.bytes,
        Compare::AtLeast => bytes >= size.bytes,
        Compare::Less => bytes < size.bytes,
        Compare::AtMost => bytes <= size.bytes,
        Compare::Exactly => bytes == size.bytes,
    }
}

fn moment(
    when: When,
    now: DateTime<Utc>,
    at: impl Fn(NaiveDateTime) -> DateTime<Utc>,
) -> DateTime<Utc> {
    match when {
        When::Day(day) => at(day.and_time(NaiveTime::MIN)),
        When::Local(moment) => at(moment),
        When::Utc(moment) => moment.and_utc(),
        When::Ago(number, unit) => {
            let seconds = match unit {
                Unit::Seconds => 1,
                Unit::Minutes => 60,
                Unit::Hours => 3_600,
                Unit::Days => 86_400,
                Unit::Weeks => 604_800,
            };
            let ago = TimeDelta::try_seconds(seconds * i64::from(number));
            ago.and_then(|ago| now.checked_sub_signed(ago))
                .unwrap_or(DateTime::<Utc>::MIN_UTC)
        }
    }
}
