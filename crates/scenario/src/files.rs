//! The scenarios in a folder.

use std::io;
use std::path::{Path, PathBuf};

/// Deeper than this is no folder of scenarios.
const DEEPEST: usize = 16;

/// What is at and below a path, by name.
#[derive(Debug, Default)]
pub struct Listing {
    /// The files.
    pub found: Vec<Found>,
    /// What cannot be looked into. Whatever else is there is found all the same.
    pub unreadable: Vec<Unreadable>,
}

/// A file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Where it is.
    pub path: PathBuf,
    /// How it is named in a list: from the folder, without its ending.
    pub name: String,
}

/// A folder, or what has a scenario's name and is no file.
#[derive(Debug)]
pub struct Unreadable {
    /// Where it is.
    pub path: PathBuf,
    /// How it is named in a list: from the folder.
    pub name: String,
    /// Whether it is a folder.
    pub is_folder: bool,
    /// What the system says.
    pub error: io::Error,
}

/// Every `.yaml` and `.yml` at or below a path; a file by itself whatever its ending.
pub fn find(path: &Path) -> io::Result<Listing> {
    let mut listing = Listing::default();
    if path.is_file() {
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        listing.found.push(Found {
            path: path.to_owned(),
            name: name.into_owned(),
        });
        return Ok(listing);
    }
    let mut open = vec![(path.to_owned(), 0)];
    while let Some((folder, depth)) = open.pop() {
        let looked = look(&folder, |child, is_folder| {
            if is_folder {
                if depth < DEEPEST {
                    open.push((child, depth + 1));
                }
            } else if is_yaml(&child) {
                listing.take(path, child);
            }
        });
        match looked {
            Err(error) if depth == 0 => return Err(error),
            Err(error) => listing.unreadable.push(Unreadable {
                name: named(path, &folder),
                path: folder,
                is_folder: true,
                error,
            }),
            Ok(()) => {}
        }
    }
    listing.found.sort_by(|a, b| a.name.cmp(&b.name));
    listing.unreadable.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(listing)
}

/// What is in a folder and not hidden, with whether it is a folder itself.
fn look(folder: &Path, mut each: impl FnMut(PathBuf, bool)) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        if !entry.file_name().to_string_lossy().starts_with('.') {
            let is_folder = entry.file_type()?.is_dir();
            each(entry.path(), is_folder);
        }
    }
    Ok(())
}

impl Listing {
    fn take(&mut self, root: &Path, path: PathBuf) {
        // Through a link, which a scenario may be; whoever reads a pipe waits for ever.
        let error = match std::fs::metadata(&path) {
            Ok(it) if it.is_file() => {
                let name = named(root, &path.with_extension(""));
                return self.found.push(Found { path, name });
            }
            // A link to a folder may lead back to where it is.
            Ok(it) if it.is_dir() => return,
            Ok(_) => io::Error::other("it is no file"),
            Err(error) => error,
        };
        self.unreadable.push(Unreadable {
            name: named(root, &path),
            path,
            is_folder: false,
            error,
        });
    }
}

fn is_yaml(path: &Path) -> bool {
    path.extension()
        .is_some_and(|it| it == "yaml" || it == "yml")
}

fn named(root: &Path, path: &Path) -> String {
    let below = path.strip_prefix(root).unwrap_or(path);
    below.to_string_lossy().replace('\\', "/")
}
