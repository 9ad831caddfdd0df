//! The scenarios in a folder.

use std::io;
use std::path::{Path, PathBuf};

/// Deeper than this is no folder of scenarios.
const DEEPEST: usize = 16;

/// A file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Where it is.
    pub path: PathBuf,
    /// How it is named in a list: from the folder, without its ending.
    pub name: String,
}

/// Every `.yaml` and `.yml` at or below a path, by name; a file by itself whatever its ending.
pub fn find(path: &Path) -> io::Result<Vec<Found>> {
    if path.is_file() {
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        return Ok(vec![Found {
            path: path.to_owned(),
            name: name.into_owned(),
        }]);
    }
    let mut found = Vec::new();
    let mut open = vec![(path.to_owned(), 0)];
    while let Some((folder, depth)) = open.pop() {
        for entry in std::fs::read_dir(&folder)? {
            let entry = entry?;
            let child = entry.path();
            let hidden = entry.file_name().to_string_lossy().starts_with('.');
            if entry.file_type()?.is_dir() {
                if !hidden && depth < DEEPEST {
                    open.push((child, depth + 1));
                }
            } else if !hidden
                && child
                    .extension()
                    .is_some_and(|it| it == "yaml" || it == "yml")
            {
                let below = child.strip_prefix(path).unwrap_or(&child);
                let name = below
                    .with_extension("")
                    .to_string_lossy()
                    .replace('\\', "/");
                found.push(Found { path: child, name });
            }
        }
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(found)
}
