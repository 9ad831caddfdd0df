//! Table `peer_name`: whose a name is.
//!
//! A part of a name has a few letters, which many updates have in their words; the numbers of the chats and
//! users that are called so are few, and the index knows the updates of each. So a name is looked for among
//! the names first. A name that very many have is left to the letters, which find a page of it as soon.

use super::BotKey;
use crate::domain::query::Peer;
use crate::domain::query::sought::{Check, Is, Sought};
use crate::domain::row::UpdateRow;
use crate::domain::words::fold;
use memchr::memmem;
use rusqlite::{Connection, params};
use std::collections::HashSet;

/// Names that are looked through.
const NAMES: u32 = 20_000;
/// Chats or users that are asked for by their numbers.
const FEW: usize = 16;
/// Instead of a number where there is none.
const NO_NUMBER: i64 = 0;

/// Whose a name is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Whose {
    Chat,
    User,
}

/// A name with the number that it belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Named {
    bot: BotKey,
    whose: Whose,
    id: i64,
    name: String,
}

/// The names in an update, as a search by name takes them.
pub(super) fn of_update(bot: BotKey, row: &UpdateRow) -> impl Iterator<Item = Named> {
    let named = |whose, id: Option<i64>, name: Option<&str>| {
        let name = fold(name?);
        (!name.is_empty()).then(|| Named {
            bot,
            whose,
            id: id.unwrap_or(NO_NUMBER),
            name,
        })
    };
    let chat = named(Whose::Chat, row.chat_id, row.chat_name());
    let user = named(Whose::User, row.user_id, row.who.as_deref());
    chat.into_iter().chain(user)
}

/// Notes names; most are known.
pub(super) fn add<'a>(
    connection: &Connection,
    names: impl Iterator<Item = &'a Named>,
) -> rusqlite::Result<()> {
    let mut insert = connection.prepare_cached(
        "INSERT OR IGNORE INTO peer_name (bot, whose, id, name) VALUES (?1, ?2, ?3, ?4)",
    )?;
    let names: HashSet<&Named> = names.collect();
    for named in names {
        insert.execute(params![
            named.bot.0,
            named.whose.number(),
            named.id,
            named.name
        ])?;
    }
    Ok(())
}

/// The greatest seq of which no name was noted.
pub(super) fn unnamed(connection: &Connection) -> rusqlite::Result<i64> {
    connection
        .prepare_cached("SELECT unnamed FROM update_follow")?
        .query_row([], |found| found.get(0))
}

/// A search by numbers.
pub(super) enum ByNumber {
    /// The same, with numbers in the place of names.
    Of(Sought),
    /// Nobody has such a name.
    Nobody,
}

/// A search with numbers in the place of names, as candidates: what is found must have the name itself.
/// None where that is no better.
pub(super) fn by_number(
    connection: &Connection,
    bot: BotKey,
    sought: &Sought,
) -> rusqlite::Result<Option<ByNumber>> {
    let mut other = sought.clone();
    let mut is_better = false;
    for check in &mut other.checks {
        let Check { negated: false, is } = check else {
            continue;
        };
        let (whose, peers) = match is {
            Is::Chat(peers) => (Whose::Chat, peers),
            Is::User(peers) => (Whose::User, peers),
            _ => continue,
        };
        let Some(numbers) = numbers(connection, bot, whose, peers)? else {
            continue;
        };
        if numbers.is_empty() {
            return Ok(Some(ByNumber::Nobody));
        }
        is_better = true;
        *peers = numbers;
    }
    Ok(is_better.then_some(ByNumber::Of(other)))
}

/// Those who are meant; none where no name is among them, or very many have it.
fn numbers(
    connection: &Connection,
    bot: BotKey,
    whose: Whose,
    peers: &[Peer],
) -> rusqlite::Result<Option<Vec<Peer>>> {
    let (mut ids, mut finders, mut others) = (HashSet::new(), Vec::new(), Vec::new());
    for peer in peers {
        match peer {
            Peer::Name(name) => finders.push(memmem::Finder::new(name)),
            other => others.push(other.clone()),
        }
    }
    if finders.is_empty() {
        return Ok(None);
    }
    let mut select = connection
        .prepare_cached("SELECT id, name FROM peer_name WHERE bot = ?1 AND whose = ?2 LIMIT ?3")?;
    let mut rows = select.query(params![bot.0, whose.number(), NAMES + 1])?;
    let mut seen = 0_u32;
    while let Some(found) = rows.next()? {
        seen += 1;
        let name = found.get_ref(1)?.as_bytes()?;
        if finders.iter().any(|finder| finder.find(name).is_some()) {
            ids.insert(found.get(0)?);
        }
        if seen > NAMES || ids.len() > FEW || ids.contains(&NO_NUMBER) {
            return Ok(None);
        }
    }
    others.extend(ids.into_iter().map(Peer::Id));
    Ok(Some(others))
}

impl Whose {
    fn number(self) -> i64 {
        match self {
            Self::Chat => 0,
            Self::User => 1,
        }
    }
}
