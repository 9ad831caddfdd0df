//! No Rust or TypeScript file over 400 lines; a file of tests may have 600. What is generated is free.

use crate::tree;
use anyhow::{Context, Result};
use std::fs;
use std::path::Path;

const MOST: usize = 400;
const MOST_OF_A_TEST: usize = 600;

/// Every file that is too long.
pub fn check(root: &Path) -> Result<Vec<String>> {
    let mut problems = Vec::new();
    for folder in ["crates", "src-tauri", "ui", "xtask", "bench"] {
        for path in tree::files(&root.join(folder), &["rs", "ts", "tsx"])? {
            let file = tree::shown(root, &path);
            let text = fs::read_to_string(&path).with_context(|| format!("reading {file}"))?;
            problems.extend(problem(&file, text.lines().count()));
        }
    }
    Ok(problems)
}

fn problem(file: &str, lines: usize) -> Option<String> {
    let most = most(file)?;
    (lines > most).then(|| format!("{file}: {lines} lines, {most} at most"))
}

fn most(file: &str) -> Option<usize> {
    if file.starts_with("ui/src/bindings/") {
        return None;
    }
    let name = file.rsplit('/').next().unwrap_or(file);
    let is_test = ["/tests/", "/e2e/"]
        .iter()
        .any(|folder| file.contains(folder))
        || [".test.ts", ".test.tsx", "_test.rs", "_tests.rs"]
            .iter()
            .any(|end| name.ends_with(end))
        || name == "tests.rs";
    Some(if is_test { MOST_OF_A_TEST } else { MOST })
}

#[cfg(test)]
mod tests {
    use super::problem;

    #[test]
    fn a_long_file_is_a_problem() {
        for (file, lines, is_problem) in [
            ("crates/engine/src/store/mod.rs", 400, false),
            ("crates/engine/src/store/mod.rs", 401, true),
            ("ui/src/app/App.tsx", 401, true),
            ("crates/engine/tests/store.rs", 600, false),
            ("crates/engine/tests/store.rs", 601, true),
            ("crates/engine/src/store/tests.rs", 401, false),
            ("ui/src/app/App.test.tsx", 600, false),
            ("ui/src/app/App.test.tsx", 601, true),
            ("ui/e2e/main.ts", 500, false),
            ("ui/src/app/contest.ts", 401, true),
            ("ui/src/bindings/Update.ts", 5000, false),
        ] {
            assert_eq!(problem(file, lines).is_some(), is_problem, "{file} {lines}");
        }
    }
}
