//! The page about the query language says what is so.

use super::ebnf::Grammar;
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

#[test]
fn whatever_the_grammar_of_the_page_makes_is_a_query() {
    let text = PAGE.split("```ebnf\n").nth(1).unwrap();
    let grammar = Grammar::read(text.split("```").next().unwrap());
    let literals = grammar.literals();
    for (_, name, _) in Key::ALL {
        assert!(literals.contains(&format!("{name}:").as_str()), "{name}");
    }
    for (_, name, _) in STATUSES {
        assert!(literals.contains(name), "{name}");
    }
    let mut filters = 0;
    for seed in 0..3_000 {
        let made = grammar.make("query", seed);
        let made = if seed % 2 == 0 { made } else { capitals(&made) };
        let query = parse(&made).unwrap_or_else(|problem| panic!("{made}: {problem:?}"));
        filters += query.to_string().matches(':').count();
        assert_eq!(parse(&query.to_string()), Ok(query), "{made}");
    }
    assert!(filters > 2_000, "there are filters among them: {filters}");
}

/// What may be in capitals, in capitals: names of filters, states, units, yes and no.
fn capitals(query: &str) -> String {
    let parts = query.split(' ').map(|part| {
        let Some((name, value)) = part.split_once(':').filter(|_| !part.contains('"')) else {
            return part.to_owned();
        };
        let is_a_name =
            ["kind", "chat", "user", "text", "raw"].contains(&name.trim_start_matches('-'));
        let value = if is_a_name {
            value.to_owned()
        } else {
            value.to_uppercase()
        };
        format!("{}:{value}", name.to_uppercase())
    });
    parts.collect::<Vec<_>>().join(" ")
}
