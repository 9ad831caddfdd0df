//! What was wanted beside what came, line by line.

use similar::{ChangeTag, TextDiff};

use crate::run::Difference;

/// The lines of both.
pub fn difference(wanted: &str, came: &str) -> Vec<Difference> {
    let diff = TextDiff::from_lines(wanted, came);
    diff.iter_all_changes()
        .map(|change| {
            let line = change.value().trim_end_matches('\n').to_owned();
            match change.tag() {
                ChangeTag::Equal => Difference::Same(line),
                ChangeTag::Delete => Difference::Missing(line),
                ChangeTag::Insert => Difference::Extra(line),
            }
        })
        .collect()
}
