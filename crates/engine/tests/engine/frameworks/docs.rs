//! docs/frameworks.md shows the bots' own code.

use super::program::{bots, root};
use std::fs;

/// Before each block: `<!-- python/echo.py: listen -->`.
const BEGIN: &str = "<!-- ";

#[test]
fn what_is_shown_of_each_bot_is_what_runs() {
    let text = fs::read_to_string(root().join("docs/frameworks.md")).unwrap();
    let mut shown = 0;
    for part in text.split(BEGIN).skip(1) {
        let (name, rest) = part.split_once(" -->\n```").unwrap();
        let (file, mark) = name.split_once(": ").unwrap();
        let (_, block) = rest.split_once('\n').unwrap();
        let (block, _) = block.split_once("```").unwrap();
        assert_eq!(block, marked(file, mark), "{name}");
        shown += 1;
    }
    assert_eq!(shown, 6);
}

/// What stands between `docs: <mark>` and `docs: end`, moved to the left.
fn marked(file: &str, mark: &str) -> String {
    let code = fs::read_to_string(bots().join(file)).unwrap();
    let mut lines = code.lines();
    let begin = format!(" docs: {mark}");
    lines.find(|line| line.ends_with(&begin)).expect(mark);
    let lines: Vec<&str> = lines
        .take_while(|line| !line.ends_with(" docs: end"))
        .collect();
    let filled = lines.iter().filter(|line| !line.is_empty());
    let margin = filled.map(|line| line.len() - line.trim_start().len());
    let margin = margin.min().expect("some lines");
    let moved = lines
        .iter()
        .map(|line| line.get(margin..).unwrap_or_default());
    moved.flat_map(|line| [line, "\n"]).collect()
}
