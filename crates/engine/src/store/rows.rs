//! Rows of table `telegram_update`, as the list shows them.
//!
//! What a row says in words, who and where and one line of text, is read from the update's body each
//! time that it is shown: kept beside the body, it would be a third of the file. Only a long body is
//! not read again for it. Its row has the words in its columns, as all rows had once.

use super::marks::{NOTED, PINNED};
use crate::domain::row::{UpdateRow, UpdateSource};
use crate::domain::update::{Classified, classify};
use chrono::{DateTime, Utc};
use rusqlite::Row;

/// Bytes of a body that is short. It is on the same page of the file as the rest of its row.
const SHORT: usize = 3_072;

/// The order of a bot's arrivals must come from the index, never from a sort.
pub(super) const IN_ORDER: &str = "INDEXED BY telegram_update_by_bot";

/// The last is [`SHORT`], and the body where the row's words are in it.
pub(super) const COLUMNS: &str = "seq, update_id, kind, who, chat, chat_id, user_id, summary, received_at, length(body), pinned, \
     origin, CASE WHEN summary = '' AND length(body) <= 3072 THEN body END";

/// Whether a row keeps its words.
pub(super) fn keeps_words(body: &[u8]) -> bool {
    body.len() > SHORT
}

/// A row without its words, where they are in the body.
pub(super) fn bare(row: &Row<'_>) -> rusqlite::Result<UpdateRow> {
    let marks: i64 = row.get(10)?;
    let received_at = DateTime::<Utc>::from_timestamp_millis(row.get(8)?).unwrap_or_default();
    Ok(UpdateRow {
        seq: row.get(0)?,
        update_id: row.get(1)?,
        kind: row.get(2)?,
        who: row.get(3)?,
        chat: row.get(4)?,
        chat_id: row.get(5)?,
        user_id: row.get(6)?,
        summary: row.get(7)?,
        received_at,
        size: row.get(9)?,
        pinned: marks & PINNED != 0,
        noted: marks & NOTED != 0,
        source: UpdateSource::of(row.get(11)?),
        delivery: None,
    })
}

/// Puts the words in.
pub(super) fn put_words(into: &mut UpdateRow, row: &Row<'_>) -> rusqlite::Result<()> {
    if let Some(body) = row.get_ref(12)?.as_blob_or_null()?
        && let Ok(Classified {
            who, chat, summary, ..
        }) = classify(body)
    {
        (into.who, into.chat, into.summary) = (who, chat, summary);
    }
    Ok(())
}

/// A whole row.
pub(super) fn row(row: &Row<'_>) -> rusqlite::Result<UpdateRow> {
    let mut whole = bare(row)?;
    put_words(&mut whole, row)?;
    Ok(whole)
}

#[cfg(test)]
mod tests {
    use super::{COLUMNS, SHORT};

    #[test]
    fn words_are_looked_for_in_the_bodies_that_have_them_alone() {
        assert!(COLUMNS.ends_with(&format!("length(body) <= {SHORT} THEN body END")));
    }
}
