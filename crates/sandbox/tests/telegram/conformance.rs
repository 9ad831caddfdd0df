//! Whether the sandbox does as Telegram does, fact by fact: each one has a test that is named after it.
//!
//! `conformance/facts.md` lists the facts with their tests, and those that cannot be tested here with
//! the reason; what it names is held to the tests that there are.

pub mod accepting;
mod conflicts;
mod connections;
mod delivery;
mod info;
pub mod last_errors;
mod queues;
mod refusals;
pub mod replies;
mod requests;
mod retries;
pub mod tls;
pub mod webhook_parameters;

use std::collections::BTreeSet;
use std::path::Path;

const FACTS: &str = include_str!("conformance/facts.md");

/// The last column of the table's rows: a test, or why there is none.
fn rows() -> impl Iterator<Item = &'static str> {
    let rows = FACTS.lines().filter(|line| line.starts_with("| "));
    rows.filter_map(|row| row.trim_end_matches('|').rsplit('|').next())
        .map(str::trim)
        .filter(|cell| *cell != "Test")
}

/// The tests of the folder, with their modules.
fn tests() -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/telegram/conformance");
    let mut tests = BTreeSet::new();
    for file in std::fs::read_dir(folder).unwrap() {
        let file = file.unwrap().path();
        if file.extension().is_none_or(|end| end != "rs") {
            continue;
        }
        let module = file.file_stem().unwrap().to_str().unwrap().to_owned();
        let declared = format!("mod {module};\n");
        assert!(
            include_str!("conformance.rs").contains(&declared),
            "{module}"
        );
        let source = std::fs::read_to_string(&file).unwrap();
        for (_, after) in source
            .split("#[tokio::test]")
            .zip(source.split("#[tokio::test]").skip(1))
        {
            let (_, name) = after.split_once("async fn ").unwrap();
            let (name, _) = name.split_once('(').unwrap();
            assert!(
                !after.trim_start().starts_with("#["),
                "{name} does not always run"
            );
            tests.insert(format!("{module}::{name}"));
        }
    }
    tests
}

#[test]
fn every_fact_has_its_test_and_every_test_its_fact() {
    let mut named = BTreeSet::new();
    let mut untested = 0;
    for cell in rows() {
        match cell.strip_prefix("not here: ") {
            Some(why) => {
                assert!(why.len() > 20, "{cell}");
                untested += 1;
            }
            None => assert!(
                named.insert(cell.trim_matches('`').to_owned()),
                "twice: {cell}"
            ),
        }
    }
    let tests = tests();
    let missing: Vec<_> = named.difference(&tests).collect();
    let unnamed: Vec<_> = tests.difference(&named).collect();
    assert!(missing.is_empty(), "facts without a test: {missing:?}");
    assert!(unnamed.is_empty(), "tests without a fact: {unnamed:?}");
    assert!(named.len() > 10 * untested, "too many are not tested");
}
