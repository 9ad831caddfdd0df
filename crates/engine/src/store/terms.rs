//! The terms of an update in the full-text index, and a query as the index understands it.
//!
//! Two sorts of terms share one index, so that a query of several parts is one walk over lists of
//! seqs: grams of what a person sees (`domain/words.rs`), three characters at the most, and facets of
//! four or more: bot, kind, chat, user. The index may let through too many, never too few: whatever
//! it finds is checked against the update.

use super::BotKey;
use super::rare::{Rare, is_alone};
use crate::domain::query::Peer;
use crate::domain::query::sought::{Check, Is, Sought};
use crate::domain::row::UpdateRow;
use crate::domain::update::{seen, usernames};
use crate::domain::words::{Gram, grams, grams_within};
use rusqlite::Connection;

/// Every term of an update, with spaces between.
pub(super) fn of_update(bot: BotKey, row: &UpdateRow, body: &[u8]) -> String {
    let mut terms = format!("{} {}", of_bot(bot), of_kind(&row.kind));
    let mut add = |term: &str| {
        terms.push(' ');
        terms.push_str(term);
    };
    if let Some(chat) = row.chat_id {
        add(&of_chat(chat));
    }
    if let Some(user) = row.user_id {
        add(&of_user(user));
    }
    let (senders, chat) = usernames(body);
    for name in senders {
        add(&of_username("user", &name));
    }
    if let Some(name) = chat {
        add(&of_username("chat", &name));
    }
    let seen = seen(
        [row.who.as_deref(), row.chat.as_deref(), Some(&row.summary)],
        body,
    );
    for gram in grams(&seen) {
        terms.push(' ');
        gram.write(&mut terms);
    }
    terms
}

pub(super) fn of_bot(bot: BotKey) -> String {
    format!("bot{}", number(bot.0))
}

pub(super) fn of_chat(id: i64) -> String {
    format!("chat{}", number(id))
}

fn of_user(id: i64) -> String {
    format!("user{}", number(id))
}

fn of_kind(kind: &str) -> String {
    format!("kind{}", escaped(kind))
}

fn of_username(whose: &str, name: &str) -> String {
    format!("{whose}name{}", escaped(name))
}

/// A minus would end the term.
fn number(number: i64) -> String {
    number.to_string().replace('-', "n")
}

/// Characters that the tokenizer would take for white space, or fold, as ones of private use.
fn escaped(text: &str) -> String {
    let escape = |character: char| match character {
        'a'..='z' | '0'..='9' | '\u{80}'.. => Some(character),
        _ => char::from_u32(0xe000 + u32::from(character)),
    };
    text.chars().filter_map(escape).collect()
}

/// A query for the index.
#[derive(Debug)]
pub(super) struct Narrowed {
    /// As FTS5 reads it.
    pub(super) expression: String,
    /// Whether all that is found is what is looked for.
    pub(super) exact: bool,
}

/// What of a search the index can answer; none where that is nothing but the bot. With `rare`, it asks
/// for the rarest grams of each text alone.
pub(super) fn narrowed(
    connection: &Connection,
    bot: BotKey,
    sought: &Sought,
    rare: Option<&Rare<'_>>,
) -> rusqlite::Result<Option<Narrowed>> {
    let (mut wanted, mut unwanted) = (Vec::new(), Vec::new());
    let mut exact = true;
    for check in &sought.checks {
        match (of_check(check, rare), check.negated) {
            (Some((terms, true)), true) => unwanted.push(terms),
            (Some((terms, is_exact)), false) => {
                exact &= is_exact;
                wanted.push(terms);
            }
            _ => exact = false,
        }
    }
    if wanted.is_empty() && unwanted.is_empty() {
        return Ok(None);
    }
    // Every update of its own has this term, and to read a list of all of them takes long.
    if wanted.is_empty() || !is_alone(connection, bot)? {
        wanted.push(quoted(&of_bot(bot)));
    }
    let mut expression = format!("({})", wanted.join(" AND "));
    if !unwanted.is_empty() {
        expression = format!("{expression} NOT ({})", unwanted.join(" OR "));
    }
    Ok(Some(Narrowed { expression, exact }))
}

/// A check's terms, and whether they say all of it.
fn of_check(check: &Check, rare: Option<&Rare<'_>>) -> Option<(String, bool)> {
    let facets = |terms: Vec<String>| Some((any(&terms), true));
    match &check.is {
        Is::Kind(kinds) => facets(kinds.iter().map(|kind| quoted(&of_kind(kind))).collect()),
        Is::Chat(peers) => of_peers(peers, "chat", of_chat, rare),
        Is::User(peers) => of_peers(peers, "user", of_user, rare),
        Is::Seen(texts) => {
            let each: Option<Vec<_>> = texts.iter().map(|text| within(text, rare)).collect();
            Some((any(&each?), false))
        }
        _ => None,
    }
}

fn of_peers(
    peers: &[Peer],
    whose: &str,
    of_id: impl Fn(i64) -> String,
    rare: Option<&Rare<'_>>,
) -> Option<(String, bool)> {
    let term = |peer: &Peer| match peer {
        Peer::Id(id) => Some(quoted(&of_id(*id))),
        Peer::Username(name) => Some(quoted(&of_username(whose, name))),
        Peer::Name(name) => within(name, rare),
    };
    let exact = peers.iter().all(|peer| !matches!(peer, Peer::Name(_)));
    Some((
        any(&peers.iter().map(term).collect::<Option<Vec<_>>>()?),
        exact,
    ))
}

fn any(terms: &[String]) -> String {
    format!("({})", terms.join(" OR "))
}

fn within(text: &str, rare: Option<&Rare<'_>>) -> Option<String> {
    let written = |gram: Gram| {
        let mut text = String::new();
        gram.write(&mut text);
        quoted(&text)
    };
    let grams: Vec<String> = grams_within(text).into_iter().map(written).collect();
    let grams = match rare {
        Some(rare) => rare.of_grams(grams),
        None => grams,
    };
    (!grams.is_empty()).then(|| format!("({})", grams.join(" AND ")))
}

/// No term has a quote in it, so none needs to be escaped.
fn quoted(term: &str) -> String {
    format!("\"{term}\"")
}
