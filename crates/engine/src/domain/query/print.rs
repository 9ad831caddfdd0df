//! From a query to text that parses to it again.

use super::values::UNITS;
use super::{Clause, Compare, Peer, Query, STATUSES, Size, Status, Test, When};
use std::fmt::{Display, Formatter, Result};

impl Display for Query {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        for (index, clause) in self.clauses.iter().enumerate() {
            let space = if index == 0 { "" } else { " " };
            write!(f, "{space}{clause}")?;
        }
        Ok(())
    }
}

impl Display for Clause {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let minus = if self.negated { "-" } else { "" };
        write!(f, "{minus}{}", self.test)
    }
}

impl Display for Test {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let yes = |yes: bool| if yes { "yes" } else { "no" };
        match self {
            Self::Kind(kinds) => list(f, "kind", kinds, |kind| {
                let plain =
                    |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
                if kind.bytes().all(plain) {
                    kind.clone()
                } else {
                    quoted(kind)
                }
            }),
            Self::Chat(peers) => list(f, "chat", peers, peer),
            Self::User(peers) => list(f, "user", peers, peer),
            Self::Status(statuses) => list(f, "status", statuses, |own| status(*own)),
            Self::Pinned(is) => write!(f, "pinned:{}", yes(*is)),
            Self::Note(is) => write!(f, "note:{}", yes(*is)),
            Self::Before(when) => write!(f, "before:{}", moment(*when)),
            Self::After(when) => write!(f, "after:{}", moment(*when)),
            Self::Id(ids) => list(f, "id", ids, i64::to_string),
            Self::Size(size) => write!(f, "size:{}", of_size(*size)),
            Self::Text(texts) => list(f, "text", texts, |text| value(text)),
            Self::Raw(texts) => list(f, "raw", texts, |text| value(text)),
            Self::Words(words) => f.write_str(&bare(words)),
        }
    }
}

fn list<T>(f: &mut Formatter<'_>, key: &str, values: &[T], print: impl Fn(&T) -> String) -> Result {
    let values: Vec<String> = values.iter().map(print).collect();
    write!(f, "{key}:{}", values.join(","))
}

fn peer(peer: &Peer) -> String {
    match peer {
        Peer::Id(id) => id.to_string(),
        Peer::Username(name) => format!("@{name}"),
        // A name of digits alone would be read as a number.
        Peer::Name(name) if name.chars().all(char::is_alphabetic) => value(name),
        Peer::Name(name) => quoted(name),
    }
}

fn status(status: Status) -> String {
    let found = STATUSES.iter().find(|(own, _, _)| *own == status);
    found.map_or_else(String::new, |(_, name, _)| (*name).to_owned())
}

fn moment(when: When) -> String {
    match when {
        When::Ago(number, unit) => {
            let letter = UNITS.iter().find(|(own, _)| *own == unit);
            format!("{number}{}", letter.map_or('s', |(_, letter)| *letter))
        }
        When::Day(day) => day.format("%Y-%m-%d").to_string(),
        When::Local(moment) => moment.format("%Y-%m-%dT%H:%M:%S").to_string(),
        When::Utc(moment) => moment.format("%Y-%m-%dT%H:%M:%SZ").to_string(),
    }
}

fn of_size(size: Size) -> String {
    let sign = match size.is {
        Compare::More => ">",
        Compare::AtLeast => ">=",
        Compare::Less => "<",
        Compare::AtMost => "<=",
        Compare::Exactly => "",
    };
    let units = [("mb", 1_u64 << 20), ("kb", 1 << 10)];
    let fits = |step: u64| size.bytes > 0 && size.bytes.is_multiple_of(step);
    match units.iter().find(|(_, step)| fits(*step)) {
        Some((unit, step)) => format!("{sign}{}{unit}", size.bytes / step),
        None => format!("{sign}{}", size.bytes),
    }
}

/// A value of a list.
fn value(text: &str) -> String {
    let plain = |c: char| !c.is_whitespace() && !matches!(c, ',' | '"' | '\\');
    if !text.is_empty() && text.chars().all(plain) {
        text.to_owned()
    } else {
        quoted(text)
    }
}

/// A word that stands alone.
fn bare(text: &str) -> String {
    let plain = |c: char| !c.is_whitespace() && !matches!(c, '"' | '\\' | ':');
    if !text.is_empty() && !text.starts_with('-') && text.chars().all(plain) {
        text.to_owned()
    } else {
        quoted(text)
    }
}

/// Words in quotes.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
