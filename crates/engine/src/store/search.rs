//! Searching and counting.
//!
//! A search walks from newest to oldest and looks at candidates until its page is full or its time is
//! over; where it stopped is where the next page begins. Candidates come from where there are few:
//! the given ids, the pinned and the noted, what waits or failed on its way to the bot; else from the
//! index; else all of them in their order. What is not indexed yet is looked through first. Times
//! narrow the walk to the stretches that may hold them. Each candidate is checked as a whole.

use super::follow::known;
use super::names::ByNumber;
use super::rare::Rare;
use super::rows::{COLUMNS, IN_ORDER, bare, put_words};
use super::terms::{self, Narrowed};
use super::{BotKey, Page, Store, fates, few, names, rungs};
use crate::domain::query::sought::{Facts, Is, Sought};
use crate::domain::row::UpdateRow;
use crate::error::Result;
use rusqlite::{Connection, OptionalExtension, Row, params};
use std::time::{Duration, Instant};

/// How long a page is looked for. What comes later is on the next.
const PATIENCE: Duration = Duration::from_millis(30);
/// How long is counted.
const COUNTING: Duration = Duration::from_millis(5);
/// Counted at the most.
const MOST: u32 = 10_000;
/// Candidates that are looked at whatever the clock says.
const LEAST: u64 = 512;
/// The same when they are only counted.
const LEAST_COUNTED: u64 = 256;
/// Candidates between two looks at the clock.
const LOOK: u64 = 16;
/// Seqs that the index is asked about at first; twice as many each time after, up to the last.
const CHUNK: i64 = 25_000;
const CHUNKS: i64 = 200_000;

/// A page of what was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Newest first.
    pub rows: Vec<UpdateRow>,
    /// Where the next page begins.
    pub next_before: Option<i64>,
}

/// How many were found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    /// So many.
    pub count: u64,
    /// There may be more.
    pub at_least: bool,
}

/// One walk over the candidates.
struct Walk<'a> {
    connection: &'a Connection,
    bot: BotKey,
    sought: &'a Sought,
    until: Instant,
    most: usize,
    keeps: bool,
    rows: Vec<UpdateRow>,
    count: usize,
    looked: u64,
    /// The last that was looked at, or passed.
    last: i64,
    select: String,
}

impl<'a> Walk<'a> {
    fn new(
        connection: &'a Connection,
        bot: BotKey,
        sought: &'a Sought,
        most: usize,
        patience: Duration,
    ) -> Self {
        let marks = sought
            .checks
            .iter()
            .any(|check| matches!(check.is, Is::Pinned(_) | Is::Noted(_)));
        let marks = if marks {
            "EXISTS (SELECT 1 FROM pinned_update p WHERE p.seq = telegram_update.seq) AS is_pinned, \
             EXISTS (SELECT 1 FROM update_note n WHERE n.seq = telegram_update.seq) AS is_noted"
        } else {
            "0 AS is_pinned, 0 AS is_noted"
        };
        let body = if sought.needs_body() {
            "body"
        } else {
            "x'' AS body"
        };
        Self {
            connection,
            bot,
            sought,
            until: Instant::now() + patience,
            most,
            keeps: true,
            rows: Vec::new(),
            count: 0,
            looked: 0,
            last: i64::MAX,
            select: format!("SELECT {COLUMNS}, {marks}, {body} FROM telegram_update"),
        }
    }

    /// Looks at one update; whether to go on.
    fn look(&mut self, found: &Row<'_>) -> rusqlite::Result<bool> {
        let mut row = bare(found)?;
        if self.sought.needs_words() {
            put_words(&mut row, found)?;
        }
        self.last = row.seq;
        self.looked += 1;
        if self.sought.needs_state() {
            row.delivery = fates::states(self.connection, &[row.seq])?.remove(&row.seq);
        }
        let facts = Facts::new(
            &row,
            found.get("is_pinned")?,
            found.get("is_noted")?,
            found.get_ref("body")?.as_blob()?,
        );
        if self.sought.holds(&facts) {
            self.count += 1;
            if self.keeps {
                if !self.sought.needs_words() {
                    put_words(&mut row, found)?;
                }
                self.rows.push(row);
            }
        }
        Ok(self.goes_on())
    }

    fn goes_on(&self) -> bool {
        let least = if self.keeps { LEAST } else { LEAST_COUNTED };
        let late = self.looked >= least
            && self.looked.is_multiple_of(LOOK)
            && Instant::now() >= self.until;
        self.count < self.most && !late
    }

    /// In their order, between two seqs; whether to go on.
    fn all(&mut self, above: i64, below: i64) -> rusqlite::Result<bool> {
        let sql = format!(
            "{} {IN_ORDER} WHERE bot = ?1 AND seq < ?2 AND seq > ?3 ORDER BY seq DESC",
            self.select
        );
        let mut select = self.connection.prepare_cached(&sql)?;
        let mut rows = select.query(params![self.bot.0, below, above])?;
        while let Some(found) = rows.next()? {
            if !self.look(found)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// These, newest first; whether to go on.
    fn each(&mut self, seqs: &[i64]) -> rusqlite::Result<bool> {
        for seq in seqs {
            if !self.one(*seq)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn one(&mut self, seq: i64) -> rusqlite::Result<bool> {
        self.last = seq;
        let sql = format!("{} WHERE seq = ?1 AND bot = ?2", self.select);
        let mut select = self.connection.prepare_cached(&sql)?;
        let mut rows = select.query(params![seq, self.bot.0])?;
        match rows.next()? {
            Some(found) => self.look(found),
            None => Ok(true),
        }
    }

    /// Those that the index gives between two seqs, asked for what `by` says; whether to go on.
    fn indexed(
        &mut self,
        by: &Sought,
        mut index: Narrowed,
        above: i64,
        mut below: i64,
    ) -> rusqlite::Result<bool> {
        let mut chunk = CHUNK;
        while below > above + 1 {
            let from = below.saturating_sub(chunk).max(above);
            let mut select = self.connection.prepare_cached(
                "SELECT rowid FROM update_index WHERE update_index MATCH ?1 \
                 AND rowid < ?2 AND rowid > ?3 ORDER BY rowid DESC",
            )?;
            let mut rows = select.query(params![index.expression, below, from])?;
            while let Some(found) = rows.next()? {
                if !self.one(found.get(0)?)? {
                    return Ok(false);
                }
            }
            // Nothing is left down to there.
            self.last = from + 1;
            below = from + 1;
            if below > above + 1 && Instant::now() >= self.until {
                return Ok(false);
            }
            if chunk == CHUNK {
                let rare = Rare::of(self.connection, self.bot)?;
                let chosen = terms::narrowed(self.connection, self.bot, by, Some(&rare))?;
                index = chosen.unwrap_or(index);
            }
            chunk = (chunk * 2).min(CHUNKS);
        }
        Ok(true)
    }

    /// The whole; whether it came to the end.
    fn whole(&mut self, page: Page) -> rusqlite::Result<bool> {
        let (above, below) = (page.after.unwrap_or(-1), page.before.unwrap_or(i64::MAX));
        if let Some(few) = few::candidates(self.connection, self.bot, self.sought, above, below)? {
            return Ok(self.each(&few.seqs)? && few.all);
        }
        let known = known(self.connection)?;
        if below > known && !self.all(above.max(known), below)? {
            return Ok(false);
        }
        let first = rungs::first(self.connection, self.bot)?;
        let (mut low, mut high) = (above.max(first - 1), below.min(known + 1));
        let (since, before) = times(self.sought);
        if since.is_some() || before.is_some() {
            let (first, last) = rungs::between(self.connection, self.bot, since, before)?;
            (low, high) = (low.max(first), high.min(last));
        }
        let Some(index) = terms::narrowed(self.connection, self.bot, self.sought, None)? else {
            return self.all(low, high);
        };
        if let Some(by_number) = names::by_number(self.connection, self.bot, self.sought)? {
            let unnamed = names::unnamed(self.connection)?.max(low);
            if high > unnamed + 1 && !self.numbered(&by_number, unnamed, high)? {
                return Ok(false);
            }
            high = high.min(unnamed + 1);
        }
        self.indexed(self.sought, index, low, high)
    }

    /// Those of chats and users whose names are known, between two seqs; whether to go on.
    fn numbered(&mut self, by: &ByNumber, above: i64, below: i64) -> rusqlite::Result<bool> {
        if let ByNumber::Of(by) = by
            && let Some(index) = terms::narrowed(self.connection, self.bot, by, None)?
        {
            return self.indexed(by, index, above, below);
        }
        self.last = above + 1;
        Ok(true)
    }
}

/// The times that must hold.
fn times(sought: &Sought) -> (Option<i64>, Option<i64>) {
    let (mut since, mut before) = (None, None);
    for check in sought.checks.iter().filter(|check| !check.negated) {
        match check.is {
            Is::Since(at) => since = since.max(Some(at)),
            Is::Before(at) => before = Some(before.map_or(at, |other: i64| other.min(at))),
            _ => {}
        }
    }
    (since, before)
}

fn search(
    connection: &Connection,
    bot: BotKey,
    page: Page,
    sought: &Sought,
) -> rusqlite::Result<Found> {
    // One transaction: how far the index goes, and what is in it, are of the same moment.
    let moment = connection.unchecked_transaction()?;
    let mut walk = Walk::new(&moment, bot, sought, page.limit as usize, PATIENCE);
    let ended = walk.whole(page)?;
    Ok(Found {
        next_before: (!ended).then_some(walk.last),
        rows: walk.rows,
    })
}

fn count(connection: &Connection, bot: BotKey, sought: &Sought) -> rusqlite::Result<Counted> {
    let moment = connection.unchecked_transaction()?;
    let connection: &Connection = &moment;
    let mut walk = Walk::new(connection, bot, sought, MOST as usize, COUNTING);
    walk.keeps = false;
    let all = Page {
        before: None,
        after: None,
        limit: 0,
    };
    let Some(on_index) = counted_without_looking(connection, bot, sought)? else {
        let ended = walk.whole(all)?;
        return Ok(Counted {
            count: walk.count as u64,
            at_least: !ended,
        });
    };
    let ended = walk.all(known(connection)?, i64::MAX)?;
    Ok(Counted {
        count: on_index.count + walk.count as u64,
        at_least: on_index.at_least || !ended,
    })
}

/// Of those that the index knows: from the tally of kinds, or from the index where it says all.
fn counted_without_looking(
    connection: &Connection,
    bot: BotKey,
    sought: &Sought,
) -> rusqlite::Result<Option<Counted>> {
    if let [check] = sought.checks.as_slice()
        && let (Is::Kind(kinds), false) = (&check.is, check.negated)
    {
        let mut tally = connection
            .prepare_cached("SELECT updates FROM update_kind WHERE bot = ?1 AND kind = ?2")?;
        let mut count = 0;
        let mut kinds = kinds.clone();
        kinds.sort_unstable();
        kinds.dedup();
        for kind in &kinds {
            let updates: Option<i64> = tally
                .query_row(params![bot.0, kind], |found| found.get(0))
                .optional()?;
            count += updates.unwrap_or_default().max(0).unsigned_abs();
        }
        return Ok(Some(Counted {
            count,
            at_least: false,
        }));
    }
    let Some(index) = terms::narrowed(connection, bot, sought, None)?.filter(|index| index.exact)
    else {
        return Ok(None);
    };
    let until = Instant::now() + COUNTING;
    let mut select = connection.prepare_cached(
        "SELECT count(*) FROM (SELECT 1 FROM update_index WHERE update_index MATCH ?1 \
         AND rowid > ?2 AND rowid < ?3 LIMIT ?4)",
    )?;
    let (mut count, mut chunk) = (0, CHUNK);
    let (mut below, last) = (known(connection)? + 1, rungs::first(connection, bot)?);
    while below > last {
        let above = below.saturating_sub(chunk).max(last - 1);
        count += select.query_row(
            params![index.expression, above, below, MOST + 1 - count],
            |found| found.get::<_, u32>(0),
        )?;
        below = above + 1;
        chunk = (chunk * 2).min(CHUNKS);
        if count > MOST || (below > last && Instant::now() >= until) {
            return Ok(Some(Counted {
                count: count.min(MOST).into(),
                at_least: true,
            }));
        }
    }
    Ok(Some(Counted {
        count: count.into(),
        at_least: false,
    }))
}

impl Store {
    /// A page of a bot's updates that are looked for, newest first.
    pub async fn search(&self, bot: BotKey, page: Page, sought: Sought) -> Result<Found> {
        self.read(move |connection| search(connection, bot, page, &sought))
            .await
    }

    /// How many of a bot's updates are looked for.
    pub async fn count_found(&self, bot: BotKey, sought: Sought) -> Result<Counted> {
        self.read(move |connection| count(connection, bot, &sought))
            .await
    }
}
