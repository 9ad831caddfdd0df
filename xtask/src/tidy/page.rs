//! Only `ui/src/backend` talks to the window: nothing else in the page imports `@tauri-apps`.

use crate::tree;
use anyhow::{Context, Result};
use std::fs;
use std::path::Path;

/// Every import of it elsewhere.
pub fn check(root: &Path) -> Result<Vec<String>> {
    let mut problems = Vec::new();
    for path in tree::files(&root.join("ui/src"), &["ts", "tsx", "mts", "js", "jsx"])? {
        let file = tree::shown(root, &path);
        let text = fs::read_to_string(&path).with_context(|| format!("reading {file}"))?;
        problems.extend(
            lines_at_fault(&file, &text)
                .into_iter()
                .map(|line| format!("{file}:{line}: only ui/src/backend may import @tauri-apps")),
        );
    }
    Ok(problems)
}

fn lines_at_fault(file: &str, text: &str) -> Vec<usize> {
    if file.starts_with("ui/src/backend/") {
        return Vec::new();
    }
    text.lines()
        .enumerate()
        .filter(|(_, line)| {
            ["\"@tauri-apps", "'@tauri-apps", "`@tauri-apps"]
                .iter()
                .any(|quoted| line.contains(quoted))
        })
        .map(|(index, _)| index + 1)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::lines_at_fault;

    #[test]
    fn an_import_outside_the_backend_is_found() {
        for text in [
            "\nimport { invoke } from \"@tauri-apps/api/core\";",
            "\nimport '@tauri-apps/plugin-dialog'",
            "\nconst api = await import(\"@tauri-apps/api\");",
            "\nimport {\n} from \"@tauri-apps/api/core\";",
        ] {
            assert_eq!(
                lines_at_fault("ui/src/features/bots/Bots.tsx", text).len(),
                1,
                "{text}"
            );
            assert!(lines_at_fault("ui/src/backend/tauri.ts", text).is_empty());
        }
    }

    #[test]
    fn a_mention_is_not_an_import() {
        let text = "// @tauri-apps stays in backend/\nimport { call } from \"../backend/backend\";";
        assert!(lines_at_fault("ui/src/app/App.tsx", text).is_empty());
    }
}
