//! docs/scenarios.md says what is true.

#![allow(clippy::unwrap_used)] // A test that cannot go on has failed.

use hookbay_scenario::parse;
use hookbay_scenario::parse::DOES;

fn page() -> String {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/scenarios.md");
    std::fs::read_to_string(path).unwrap()
}

#[test]
fn every_example_is_a_scenario() {
    let page = page();
    let mut count = 0;
    for block in page.split("```yaml\n").skip(1) {
        let (text, _) = block.split_once("```").unwrap();
        parse(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
        count += 1;
    }
    assert_eq!(count, 5);
}

#[test]
fn every_step_and_every_key_is_explained() {
    let page = page();
    for (step, keys) in DOES {
        assert!(page.contains(&format!("`{step}: ")), "{step}");
        for key in *keys {
            assert!(
                page.contains(&format!("`{key}`")) || page.contains(&format!("`{key}: ")),
                "{key} of {step}"
            );
        }
    }
}
