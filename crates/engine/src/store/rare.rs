//! Which grams of a text the index is asked for.
//!
//! An intersection of many grams reads the list of each, and the longest lists say the least: every
//! text has `the` in it. Where a page is not full after the newest updates, a long walk is ahead. So a few short stretches are asked how often each gram is there, and of a text's
//! grams the rarest are taken, until one more would cost more than looking at what it would keep out.
//! Any choice of them is right, for what is found is looked at again.

use super::follow::known;
use super::{BotKey, rungs};
use rusqlite::{Connection, params};

/// Seqs in a stretch.
const STRETCH: i32 = 400;
/// Grams of a text that are asked about, spread over it.
const ASKED: usize = 12;
/// How many entries of a list are read in the time of one look at an update.
const LOOK: f64 = 500.0;
/// A gram that none of the updates had that were asked about.
const RAREST: f64 = 0.000_5;
/// Grams of one word come together: the second and further are taken to let through so much.
const KEPT: f64 = 0.1;
/// So many are all asked for.
const FEW: usize = 2;

/// Tells rare grams from frequent ones.
pub(super) struct Rare<'a> {
    connection: &'a Connection,
    /// Between these, both left out.
    stretches: [(i64, i64); 2],
}

impl<'a> Rare<'a> {
    pub(super) fn of(connection: &'a Connection, bot: BotKey) -> rusqlite::Result<Self> {
        let last = known(connection)?;
        let first = rungs::first(connection, bot)?.min(last);
        let middle = first + (last - first) / 2;
        let stretch = |last: i64| (last - i64::from(STRETCH), last + 1);
        Ok(Self {
            connection,
            stretches: [stretch(last), stretch(middle)],
        })
    }

    /// Those of a text's grams that are worth asking for, as terms in quotes.
    pub(super) fn of_grams(&self, mut grams: Vec<String>) -> Vec<String> {
        if grams.len() <= FEW {
            return grams;
        }
        let step = grams.len().div_ceil(ASKED).max(1);
        grams = grams.into_iter().step_by(step).collect();
        let mut by_part: Vec<(f64, String)> = grams
            .into_iter()
            .map(|gram| (self.part(&gram).unwrap_or_default(), gram))
            .collect();
        by_part.sort_by(|one, other| one.0.total_cmp(&other.0));
        let (mut chosen, mut left) = (Vec::new(), 1.0);
        for (part, gram) in by_part {
            if chosen.len() >= FEW && part > left * (1.0 - part) * LOOK {
                break;
            }
            left *= part.max(if chosen.is_empty() { RAREST } else { KEPT });
            chosen.push(gram);
        }
        chosen
    }

    /// The part of updates that have it.
    fn part(&self, gram: &str) -> rusqlite::Result<f64> {
        let mut count = self.connection.prepare_cached(
            "SELECT count(*) FROM update_index WHERE update_index MATCH ?1 \
             AND rowid > ?2 AND rowid < ?3",
        )?;
        let mut found = 0_u32;
        for (above, below) in &self.stretches {
            found +=
                count.query_row(params![gram, above, below], |found| found.get::<_, u32>(0))?;
        }
        Ok(f64::from(found) / f64::from(2 * STRETCH))
    }
}

/// Whether no other bot has updates in the index, so that it need not be asked for one's own.
pub(super) fn is_alone(connection: &Connection, bot: BotKey) -> rusqlite::Result<bool> {
    let others = connection
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM update_rung WHERE bot < ?1) \
             OR EXISTS (SELECT 1 FROM update_rung WHERE bot > ?1)",
        )?
        .query_row([bot.0], |found| found.get::<_, bool>(0))?;
    Ok(!others)
}
