//! The doors see only `app` and `api` of the engine, `http` to open that door as well, and the leaves.

use super::imports::imports_of;
use crate::tree;
use anyhow::{Context, Result};
use std::fs;
use std::path::Path;

const DOORS: &[&str] = &["crates/cli/src", "src-tauri/src"];
const SEEN: &[&str] = &["app", "api", "http", "secret", "error", "event"];

/// Every look past a door.
pub fn check(root: &Path) -> Result<Vec<String>> {
    let mut problems = Vec::new();
    for door in DOORS {
        for path in tree::files(&root.join(door), &["rs"])? {
            let file = tree::shown(root, &path);
            let text = fs::read_to_string(&path).with_context(|| format!("reading {file}"))?;
            problems.extend(
                broken(&text)
                    .into_iter()
                    .map(|(line, path)| format!("{file}:{line}: a door must not import `{path}`")),
            );
        }
    }
    Ok(problems)
}

fn broken(text: &str) -> Vec<(usize, String)> {
    imports_of("hookbay_engine", text)
        .into_iter()
        .filter(|import| {
            let module = import.path.first().map_or("", String::as_str);
            !SEEN.contains(&module)
        })
        .map(|import| (import.line, import.path.join("::")))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::broken;

    #[test]
    fn a_door_sees_the_app_the_operations_and_the_leaves() {
        let text = "use hookbay_engine::{app::{App, Config}, error::Error};\nfn f() { hookbay_engine::api::call() }";
        assert_eq!(broken(text), []);
    }

    #[test]
    fn each_look_further_in_is_listed_with_its_line() {
        let text = "use hookbay_engine::config::Config;\nuse hookbay_engine::{app::App,\n store::Store};\nuse hookbay_engine::*;";
        let found: Vec<_> = broken(text);
        assert_eq!(
            found,
            [
                (1, "config::Config".to_owned()),
                (3, "store::Store".to_owned()),
                (4, "*".to_owned())
            ]
        );
    }
}
