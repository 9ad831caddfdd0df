//! Queries as they are written: read, completed, and made ready to be looked for.

use crate::domain::query::complete::{self, Offer, Wanted};
use crate::domain::query::sought::Sought;
use crate::domain::query::{Key, Problem, parse, places};
use crate::error::{Code, Error, Result};
use crate::store::{BotKey, Peers, Store};
use chrono::{DateTime, Local, NaiveDateTime, TimeZone, Utc};

/// What a query looks for now, by the clock of this computer.
pub fn sought(query: &str) -> Result<Sought> {
    let parsed = parse(query).map_err(|problem| wrong(query, problem))?;
    Ok(Sought::of(parsed, Utc::now(), moment))
}

/// A moment of this computer's clock; the first of two when the clock is set back.
fn moment(local: NaiveDateTime) -> DateTime<Utc> {
    let found = Local.from_local_datetime(&local).earliest();
    // When the clock is set forward there are times that never are.
    found.map_or_else(|| local.and_utc(), |found| found.with_timezone(&Utc))
}

fn wrong(query: &str, problem: Problem) -> Error {
    let (from, to) = (
        places::utf16(query, problem.from),
        places::utf16(query, problem.to),
    );
    Error::new(Code::InvalidInput, problem.message, problem.remedy).detail(format!(
        "In the query, from character {from} to {to}, counted from 0."
    ))
}

/// How a query may go on at a place.
pub async fn completions(
    store: &Store,
    bot: BotKey,
    query: &str,
    caret: usize,
) -> Result<Option<(Wanted, Vec<Offer>)>> {
    let Some(wanted) = complete::wanted(query, caret) else {
        return Ok(None);
    };
    let whom = match wanted.key {
        Some(Key::Chat) => Some(Peers::Chats),
        Some(Key::User) => Some(Peers::Users),
        _ => None,
    };
    let known = match whom {
        Some(whom) => store.known_peers(bot, whom, wanted.typed.clone()).await?,
        None => Vec::new(),
    };
    let offers = complete::offers(&wanted, &known);
    Ok(Some((wanted, offers)))
}
