//! A place in the whole list.

use super::Inbox;
use hookbay_engine::domain::retention::Excess;

async fn check(inbox: &Inbox, all: &[i64]) {
    let total = all.len();
    for place in [
        0,
        1,
        7,
        total / 2,
        total.saturating_sub(11),
        total - 1,
        total,
        total + 500,
    ] {
        let found = inbox.store.seek(inbox.bot, place as u64, 10).await.unwrap();
        let at = if place >= total {
            total.saturating_sub(10)
        } else {
            place
        };
        assert_eq!(
            (found.place, found.total),
            (at as u64, total as u64),
            "{place} of {total}"
        );
        let seqs: Vec<i64> = found.rows.iter().map(|row| row.seq).collect();
        assert_eq!(seqs, all[at..total.min(at + 10)], "{place} of {total}");
    }
}

#[tokio::test]
async fn a_jump_lands_where_counting_would() {
    let mut inbox = Inbox::new().await;
    let other = inbox.store.add_bot(crate::store::bot()).await.unwrap();
    let mut all = Vec::new();
    for n in 0..2_300 {
        if n % 3 == 0 {
            inbox.add_to(other, "poll", "{}", 1).await;
        } else {
            all.push(inbox.add("poll", "{}").await);
        }
    }
    all.reverse();
    check(&inbox, &all).await;
    inbox.follow().await;
    check(&inbox, &all).await;
    for _ in 0..30 {
        all.insert(0, inbox.add("poll", "{}").await);
    }
    check(&inbox, &all).await;
    let excess = Excess {
        updates: 450,
        bytes: 0,
    };
    inbox
        .store
        .prune(inbox.bot, excess, None, i64::MIN)
        .await
        .unwrap();
    all.truncate(all.len() - 450);
    check(&inbox, &all).await;
    inbox.follow().await;
    check(&inbox, &all).await;
}

#[tokio::test]
async fn there_is_nothing_to_jump_to_in_an_empty_inbox() {
    let inbox = Inbox::new().await;
    let found = inbox.store.seek(inbox.bot, 5, 10).await.unwrap();
    assert_eq!((found.rows.len(), found.place, found.total), (0, 0, 0));
}

#[tokio::test]
async fn times_are_found_also_where_older_ones_came_later() {
    let mut inbox = Inbox::new().await;
    let second = 1_000;
    for n in 0..2_500 {
        // Ten that were imported: from the first hour, among those of the second.
        let at = if (2_000..2_010).contains(&n) {
            60 * second
        } else {
            (3_600 + n) * second
        };
        inbox.add_to(inbox.bot, "poll", "{}", at).await;
    }
    inbox.follow().await;
    let imported: Vec<i64> = (2_001..=2_010).rev().collect();
    assert_eq!(inbox.found("before:1970-01-01T00:30Z").await, imported);
    let late = inbox.found("after:1970-01-01T01:41:30Z").await;
    assert_eq!(late, (2_491..=2_500).rev().collect::<Vec<_>>());
}
