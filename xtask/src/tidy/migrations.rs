//! Migrations are `0001_name.sql` and on, numbered without a gap: the number is the database's version.

use anyhow::{Context, Result};
use std::fs;
use std::path::Path;

/// Every name that does not fit.
pub fn check(root: &Path) -> Result<Vec<String>> {
    let folder = root.join("migrations");
    let mut names = Vec::new();
    for entry in fs::read_dir(&folder).context("reading migrations/")? {
        names.push(entry?.file_name().to_string_lossy().into_owned());
    }
    Ok(problems(names))
}

fn problems(mut names: Vec<String>) -> Vec<String> {
    names.sort();
    if names.is_empty() {
        return vec!["migrations/: there is none".to_owned()];
    }
    let mut problems = Vec::new();
    let mut expected = 1;
    for name in names {
        match number(&name) {
            None => problems.push(format!("migrations/{name}: not of the form 0001_name.sql")),
            Some(number) => {
                if number != expected {
                    problems.push(format!("migrations/{name}: {expected:04} is expected here"));
                }
                expected = number + 1;
            }
        }
    }
    problems
}

fn number(name: &str) -> Option<u32> {
    let (digits, rest) = name.strip_suffix(".sql")?.split_once('_')?;
    let well_formed = digits.len() == 4
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && !rest.is_empty()
        && rest
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
    digits.parse().ok().filter(|_| well_formed)
}

#[cfg(test)]
mod tests {
    use super::problems;

    #[test]
    fn numbers_run_without_a_gap() {
        for (names, expected) in [
            (&["0002_updates.sql", "0001_bots.sql"][..], 0),
            (&["0002_updates.sql"], 1),
            (&["0001_a.sql", "0003_c.sql", "0004_d.sql"], 1),
            (&["0001_a.sql", "0001_b.sql"], 1),
            (&["0001_a.sql", "notes.txt"], 1),
            (&["1_a.sql"], 1),
            (&["0001.sql"], 1),
            (&["0001_A b.sql"], 1),
            (&[], 1),
        ] {
            let names = names.iter().map(ToString::to_string).collect();
            let found = problems(names);
            assert_eq!(found.len(), expected, "{found:?}");
        }
    }
}
