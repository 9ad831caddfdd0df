//! What an import does not bring, or not for long, because of what the bot's inbox keeps.

use crate::domain::retention::Retention;
use chrono::{DateTime, Utc};

/// Counted, and told of in a sentence each.
pub(super) struct LeftOut {
    kept: Retention,
    too_old: u64,
    /// Updates for which there was no room.
    pub not_taken: u64,
    full: Option<Full>,
}

/// The moment from which on nothing was taken.
struct Full {
    /// What is kept, in words.
    kept: String,
    /// The number of the first update that was not taken.
    first: i64,
}

impl LeftOut {
    /// Nothing yet, with what is kept.
    pub(super) fn new(kept: Retention) -> Self {
        Self {
            kept,
            too_old: 0,
            not_taken: 0,
            full: None,
        }
    }

    /// Whether the inbox takes no more.
    pub(super) fn is_full(&self) -> bool {
        self.full.is_some()
    }

    /// An update was stored that had arrived then.
    pub(super) fn stored(&mut self, at: DateTime<Utc>, now: DateTime<Utc>) {
        let oldest = self.kept.oldest_kept(now);
        self.too_old += u64::from(oldest.is_some_and(|oldest| at < oldest));
    }

    /// There is no room from this update on: so much is kept, and so many are there.
    pub(super) fn full(&mut self, kept: Retention, there: u64, first: i64) {
        let updates = kept.max_updates.filter(|most| there >= *most);
        let kept = match (updates, kept.max_bytes) {
            (Some(most), _) => format!("{} updates", grouped(most)),
            (None, Some(most)) => size(most),
            // Raised meanwhile.
            (None, None) => "so much".to_owned(),
        };
        self.full = Some(Full { kept, first });
    }

    /// What the user is to know, if there is something.
    pub(super) fn sentences(&self) -> Option<String> {
        let mut said = Vec::new();
        if let Some(Full { kept, first }) = &self.full {
            let number = grouped(self.not_taken);
            let were = if self.not_taken == 1 {
                "update of the file was"
            } else {
                "updates of the file were"
            };
            said.push(format!(
                "{number} {were} not taken, from update_id {first} on: this bot's inbox keeps {kept} \
                 besides what is pinned, and an import pushes out nothing that is there. Raise what is \
                 kept of the bot, and import the file again."
            ));
        }
        if self.too_old > 0 {
            let number = grouped(self.too_old);
            said.push(format!(
                "{number} of the updates are older than this bot's inbox keeps, and go soon unless the \
                 limit is raised."
            ));
        }
        (!said.is_empty()).then(|| said.join(" "))
    }
}

/// `1234567` as `1,234,567`.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `1610612736` as `1.5 GiB`, which is how limits are set.
fn size(bytes: u64) -> String {
    let thousandths = ((u128::from(bytes) * 1_000) + (1 << 29)) >> 30;
    let text = format!("{}.{:03}", thousandths / 1_000, thousandths % 1_000);
    let text = text.trim_end_matches('0').trim_end_matches('.');
    format!("{text} GiB")
}

#[cfg(test)]
mod tests {
    use super::{LeftOut, grouped, size};
    use crate::domain::retention::Retention;
    use chrono::{TimeDelta, Utc};

    #[test]
    fn numbers_are_written_as_one_reads_them() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(140_000), "140,000");
        assert_eq!(grouped(1_234_567), "1,234,567");
        let sizes = [2 << 30, 3 << 29, 1 << 20].map(size);
        assert_eq!(sizes, ["2 GiB", "1.5 GiB", "0.001 GiB"]);
    }

    #[test]
    fn each_limit_that_is_met_is_named() {
        let kept = Retention::default();
        let mut left_out = LeftOut::new(kept);
        assert_eq!(left_out.sentences(), None);
        let now = Utc::now();
        left_out.stored(now, now);
        assert_eq!(left_out.sentences(), None);
        left_out.stored(now - TimeDelta::days(31), now);
        left_out.full(kept, 100_000, 7);
        left_out.not_taken = 1;
        let said = left_out.sentences().unwrap_or_default();
        assert!(
            said.starts_with("1 update of the file was not taken, from update_id 7 on"),
            "{said}"
        );
        assert!(
            said.contains("keeps 100,000 updates") && said.contains("1 of the updates are older"),
            "{said}"
        );
        left_out.full(kept, 99_999, 7);
        let said = left_out.sentences().unwrap_or_default();
        assert!(said.contains("keeps 2 GiB"), "{said}");
    }
}
