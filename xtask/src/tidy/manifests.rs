//! Only the window knows that there is one: no crate below `crates/` depends on tauri.

use anyhow::{Context, Result};
use std::fs;
use std::path::Path;

/// Every dependency that breaks it.
pub fn check(root: &Path) -> Result<Vec<String>> {
    let mut problems = Vec::new();
    for file in [
        "crates/cli/Cargo.toml",
        "crates/engine/Cargo.toml",
        "crates/sandbox/Cargo.toml",
        "crates/scenario/Cargo.toml",
    ] {
        let text =
            fs::read_to_string(root.join(file)).with_context(|| format!("reading {file}"))?;
        problems.extend(
            window_dependencies(&text)
                .into_iter()
                .map(|(line, name)| format!("{file}:{line}: must not depend on `{name}`")),
        );
    }
    Ok(problems)
}

/// Line and name of each dependency on tauri or a part of it, in any of the tables.
fn window_dependencies(manifest: &str) -> Vec<(usize, String)> {
    let mut in_dependencies = false;
    let mut found = Vec::new();
    for (index, line) in manifest.lines().enumerate() {
        let line = line.split('#').next().unwrap_or_default().trim();
        let name = if let Some(table) = line.strip_prefix('[') {
            let table = table.trim_end_matches(']');
            in_dependencies = table.contains("dependencies");
            // [dependencies.tauri]
            table.rsplit('.').next().filter(|_| in_dependencies)
        } else if in_dependencies {
            let renamed = line
                .split_once("package")
                .and_then(|(_, rest)| rest.split('"').nth(1));
            renamed.or_else(|| line.split(['=', '.']).next())
        } else {
            None
        };
        if let Some(name) = name.map(|name| name.trim().trim_matches('"'))
            && (name == "tauri" || name.starts_with("tauri-"))
        {
            found.push((index + 1, name.to_owned()));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::window_dependencies;

    #[test]
    fn a_dependency_on_tauri_is_found_however_it_is_written() {
        for manifest in [
            "[dependencies]\ntauri = \"2\"",
            "[dependencies]\ntauri.workspace = true",
            "[dev-dependencies]\ntauri-plugin-dialog = { version = \"2\" }",
            "[build-dependencies]\n\"tauri-build\" = \"2\"",
            "[target.'cfg(unix)'.dependencies]\ntauri = \"2\"",
            "[dependencies]\nwindow = { package = \"tauri\", version = \"2\" }",
            "\n[dependencies.tauri]\nversion = \"2\"",
        ] {
            assert_eq!(window_dependencies(manifest).len(), 1, "{manifest}");
        }
    }

    #[test]
    fn other_mentions_pass() {
        let manifest = "[package]\nname = \"tauri\"\n[dependencies]\n# tauri = 1\nserde = \"1\"\n[lints]\ntauri = 1";
        assert_eq!(window_dependencies(manifest), []);
    }
}
