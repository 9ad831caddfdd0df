//! The table: what each example showed in each way.

use super::list::Example;
use anyhow::Result;
use std::collections::BTreeMap;
use std::fmt::Write;

/// The tests' names for the ways, in the table's order.
const WAYS: [&str; 3] = ["polling", "webhook", "behind_hookbay"];

const HEAD: &str = "\
| Framework | Version | Example | Shows | Whose | Polling | Webhook | Behind Hookbay |
|---|---|---|---|---|---|---|---|
";

/// Whether each test passed, by its name.
#[derive(Debug, Default)]
pub struct Results(BTreeMap<String, bool>);

impl Results {
    /// From what nextest says: `PASS [   0.5s] ( 1/45) hookbay-engine::engine module::test`.
    pub fn read(said: &str) -> Self {
        let lines = said.lines().filter_map(|line| {
            let (state, rest) = line.trim_start().split_once(" [")?;
            let name = rest.rsplit(' ').next()?;
            let is_test = name.contains("::") && state.chars().all(|c| c.is_ascii_uppercase());
            is_test.then(|| (name.to_owned(), state == "PASS"))
        });
        Self(lines.collect())
    }

    /// Whether there are some, and each passed.
    pub fn all_passed(&self) -> bool {
        !self.0.is_empty() && self.0.values().all(|passed| *passed)
    }

    fn of(&self, key: &str, way: &str) -> &'static str {
        let end = format!("::{key}::{way}");
        let mut named = self.0.iter().filter(|(name, _)| name.ends_with(&end));
        match named.next() {
            Some((_, true)) => "passes",
            Some((_, false)) => "fails",
            None => "not run",
        }
    }
}

/// In Markdown.
pub fn print(examples: &[Example], results: &Results) -> Result<String> {
    let mut table = HEAD.to_owned();
    for example in examples {
        let whose = if example.is_theirs() {
            "its own"
        } else {
            "ours"
        };
        let [polling, webhook, behind] = WAYS.map(|way| results.of(&example.key, way));
        writeln!(
            table,
            "| {} | {} | {} | {} | {whose} | {polling} | {webhook} | {behind} |",
            example.framework,
            example.version()?,
            example.example,
            example.shows,
        )?;
    }
    Ok(table)
}

#[cfg(test)]
mod tests {
    use super::{Results, WAYS, print};
    use crate::examples::{PAGE, list};
    use crate::tree;
    use std::fs;

    #[test]
    fn a_test_is_known_by_its_line() {
        let said = "\
    Finished `test` profile [unoptimized] target(s) in 0.5s
 Nextest run ID 1 with nextest profile: default
        PASS [   1.234s] ( 1/3) hookbay-engine::engine frameworks::examples::one::polling
        FAIL [   0.004s] ( 2/3) hookbay-engine::engine frameworks::examples::one::webhook
        SLOW [> 60.000s] hookbay-engine::engine frameworks::examples::two::polling
        PASS [  61.000s] ( 3/3) hookbay-engine::engine frameworks::examples::two::polling
     Summary [   1.300s] 3 tests run: 2 passed, 1 failed, 0 skipped
";
        let results = Results::read(said);
        assert_eq!(results.0.len(), 3);
        assert!(!results.all_passed() && !Results::default().all_passed());
        let of = |key, way| results.of(key, way);
        assert_eq!(
            (of("one", "polling"), of("one", "webhook")),
            ("passes", "fails")
        );
        assert_eq!(
            (of("two", "polling"), of("two", "webhook")),
            ("passes", "not run")
        );
    }

    /// The tests of the examples say that it is so: one that fails is a test that fails.
    #[test]
    fn the_page_shows_the_table_of_a_run_in_which_all_pass() {
        let examples = list::read().unwrap();
        let cells = examples
            .iter()
            .flat_map(|example| WAYS.map(|way| (format!("::{}::{way}", example.key), true)));
        let table = print(&examples, &Results(cells.collect())).unwrap();
        let page = fs::read_to_string(tree::root().join(PAGE)).unwrap();
        assert!(page.contains(&table), "{PAGE} does not show\n{table}");
    }
}
