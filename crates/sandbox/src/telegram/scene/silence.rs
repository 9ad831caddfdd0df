//! Who may not do what in a chat: in a group somebody who was restricted, or everybody who is no
//! administrator; in a channel everybody who is none, but react.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;

use super::{Chat, Kind};

/// A ban or a restriction that ends sooner or later than these lasts for ever.
const SHORTEST: TimeDelta = TimeDelta::seconds(30);
const LONGEST: TimeDelta = TimeDelta::days(366);

/// The moment that a ban or a restriction is for, as Telegram takes it; 0 is for ever.
pub fn until(date: i64, now: DateTime<Utc>) -> i64 {
    let span = date.saturating_sub(now.timestamp());
    let lasts = (SHORTEST.num_seconds()..=LONGEST.num_seconds()).contains(&span);
    if lasts { date } else { 0 }
}

/// Whom a permission is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Barred {
    /// This person, until then or for ever.
    One(Option<DateTime<Utc>>),
    /// Everybody who is no administrator.
    All,
}

impl Chat {
    /// Ends the bans and restrictions that were for a time.
    pub fn end_standings(&mut self, now: DateTime<Utc>) {
        self.standing
            .retain(|_, standing| ends(standing).is_none_or(|end| now < end));
    }

    /// Whether this permission (Bot API: ChatPermissions) is missing somebody who is in the chat.
    pub fn barred(&self, user: i64, permission: &str, now: DateTime<Utc>) -> Option<Barred> {
        match self.kind {
            Kind::Private => return None,
            Kind::Channel => {
                let reacts = permission == "can_react_to_messages";
                return (!reacts && !self.is_led_by(user)).then_some(Barred::All);
            }
            Kind::Group | Kind::Supergroup if self.owner == Some(user) => return None,
            Kind::Group | Kind::Supergroup => {}
        }
        let is = |of: &Value| of.get(permission) == Some(&Value::Bool(true));
        let lasting = |standing: &&Value| ends(standing).is_none_or(|end| now < end);
        if let Some(standing) = self.standing.get(&user).filter(lasting) {
            match standing.get("status").and_then(Value::as_str) {
                Some("administrator") => return None,
                Some("restricted") if !is(standing) => return Some(Barred::One(ends(standing))),
                _ => {}
            }
        }
        let everybody = self.permissions.as_ref();
        everybody.is_some_and(|may| !is(may)).then_some(Barred::All)
    }
}

/// When a standing ends by itself.
fn ends(standing: &Value) -> Option<DateTime<Utc>> {
    let date = standing.get("until_date").and_then(Value::as_i64);
    DateTime::from_timestamp(date.filter(|date| *date > 0)?, 0)
}

impl Barred {
    /// Why somebody cannot do it, in a sentence that goes on with what it is.
    pub fn why(self, name: &str, what: &str) -> String {
        match self {
            Self::One(None) => format!("{name} is restricted in this chat and cannot {what}."),
            Self::One(Some(end)) => format!(
                "{name} is restricted in this chat until {} UTC and cannot {what}.",
                end.format("%Y-%m-%d %H:%M")
            ),
            Self::All => format!("Only administrators can {what} in this chat."),
        }
    }
}
