//! The page about the query language says what is so.

use hookbay_engine::domain::query::{Key, STATUSES, parse};

const PAGE: &str = include_str!("../../../../../docs/query-language.md");

#[test]
fn the_examples_of_the_page_are_right() {
    let blocks = PAGE
        .split("```query\n")
        .skip(1)
        .filter_map(|rest| rest.split("```").next());
    let examples: Vec<&str> = blocks.flat_map(str::lines).collect();
    assert!(examples.len() > 10);
    for example in examples {
        let query = parse(example).unwrap_or_else(|problem| panic!("{example}: {problem:?}"));
        assert_eq!(parse(&query.to_string()), Ok(query), "{example}");
    }
    let rows = PAGE.lines().filter(|line| line.starts_with("| `"));
    let codes = rows
        .filter_map(|row| row.split('|').nth(1))
        .flat_map(|cell| cell.split('`').skip(1).step_by(2));
    let codes: Vec<&str> = codes.collect();
    for code in &codes {
        assert!(parse(code).is_ok(), "{code}");
    }
    for (_, name, _) in Key::ALL {
        assert!(
            codes
                .iter()
                .any(|code| code.starts_with(&format!("{name}:"))),
            "{name}"
        );
    }
    for (_, name, _) in STATUSES {
        assert!(PAGE.contains(&format!("`{name}`")), "{name}");
    }
}
