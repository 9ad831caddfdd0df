//! Candidates of a search from where there are few.

use super::BotKey;
use super::words::json;
use crate::domain::query::Status;
use crate::domain::query::sought::{Is, Sought};
use rusqlite::{Connection, params};

/// Candidates at once.
const MOST: u32 = 2_000;

/// Candidates, newest first.
pub(super) struct Few {
    pub(super) seqs: Vec<i64>,
    /// There are no more below them.
    pub(super) all: bool,
}

/// The candidates between two seqs; none where a search asks for nothing that is rare.
pub(super) fn candidates(
    connection: &Connection,
    bot: BotKey,
    sought: &Sought,
    above: i64,
    below: i64,
) -> rusqlite::Result<Option<Few>> {
    let wanted = || {
        sought
            .checks
            .iter()
            .filter(|check| !check.negated)
            .map(|check| &check.is)
    };
    let one_of = |sql: &str, list: String| -> rusqlite::Result<Option<Few>> {
        let mut select = connection.prepare_cached(&format!(
            "SELECT DISTINCT seq FROM ({sql}) WHERE seq > ?2 AND seq < ?3 ORDER BY seq DESC LIMIT ?4"
        ))?;
        let seqs = select.query_map(params![bot.0, above, below, MOST, list], |found| {
            found.get(0)
        })?;
        let seqs: Vec<i64> = seqs.collect::<rusqlite::Result<_>>()?;
        Ok(Some(Few {
            all: seqs.len() < MOST as usize,
            seqs,
        }))
    };
    for is in wanted() {
        if let Is::Id(ids) = is {
            let sql = "SELECT seq FROM json_each(?5) j CROSS JOIN telegram_update u \
                       ON u.bot = ?1 AND u.update_id = j.value";
            return one_of(sql, json(ids)?);
        }
    }
    for is in wanted() {
        match is {
            Is::Pinned(true) => {
                return one_of(
                    "SELECT seq FROM pinned_update WHERE bot = ?1 AND ?5 = ''",
                    String::new(),
                );
            }
            Is::Noted(true) => {
                return one_of(
                    "SELECT seq FROM update_note WHERE bot = ?1 AND ?5 = ''",
                    String::new(),
                );
            }
            Is::Status(statuses) => {
                let Some(states) = statuses
                    .iter()
                    .map(|status| held(*status))
                    .collect::<Option<Vec<_>>>()
                else {
                    continue;
                };
                let held = "SELECT h.seq FROM delivery_target t JOIN held_delivery h ON h.target = t.key \
                            WHERE t.bot = ?1 AND h.state IN (SELECT value FROM json_each(?5))";
                // In the order of its index, so that a page reads no more than it shows.
                let failed = "SELECT seq FROM delivery_attempt INDEXED BY delivery_attempt_failed_update \
                              WHERE bot = ?1 AND delivered = 0 AND ?5 <> ''";
                let only_failed = statuses.iter().all(|status| *status == Status::Failed);
                if only_failed {
                    return one_of(failed, json(&states)?);
                }
                let held = one_of(held, json(&states)?)?;
                if !statuses.contains(&Status::Failed) {
                    return Ok(held);
                }
                return Ok(both(held, one_of(failed, json(&states)?)?));
            }
            _ => {}
        }
    }
    Ok(None)
}

/// The candidates of both, as far down as both are known.
fn both(one: Option<Few>, other: Option<Few>) -> Option<Few> {
    let (mut one, other) = (one?, other?);
    let end = |few: &Few| {
        if few.all {
            i64::MIN
        } else {
            few.seqs.last().copied().unwrap_or(i64::MIN)
        }
    };
    let end = end(&one).max(end(&other));
    one.seqs.extend(other.seqs);
    one.seqs.retain(|seq| *seq >= end);
    one.seqs.sort_unstable_by(|one, other| other.cmp(one));
    one.seqs.dedup();
    one.all &= other.all;
    Some(one)
}

/// The word for a status in the tables; none for those that most updates have.
fn held(status: Status) -> Option<&'static str> {
    match status {
        Status::Held => Some("waiting"),
        Status::Aside => Some("aside"),
        Status::Expired => Some("expired"),
        Status::Failed => Some("failed"),
        Status::Delivered | Status::None => None,
    }
}
