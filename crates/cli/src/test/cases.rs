//! Which scenarios are asked for, and which of them cannot be read.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use hookbay_scenario::{Scenario, find, parse};

use crate::Broken;

/// A scenario and its file.
pub struct Case {
    /// The file.
    pub path: PathBuf,
    /// How the file is called: from the folder that was asked for, without its ending.
    pub name: String,
    /// What it says.
    pub scenario: Scenario,
}

impl Case {
    /// How it is called in a list.
    pub fn title(&self) -> String {
        match self.scenario.name.as_str() {
            "" => self.name.clone(),
            title => format!("{}: {title}", self.name),
        }
    }
}

/// What was to be read and is no scenario.
pub struct Unread {
    /// Where it is.
    pub path: PathBuf,
    /// How it is called.
    pub name: String,
    /// What is wrong, with its place.
    pub what: String,
}

/// What is below the paths.
pub struct Cases {
    /// Those to be played.
    pub cases: Vec<Case>,
    /// Those that cannot be.
    pub unread: Vec<Unread>,
}

impl Cases {
    /// Looks for them.
    pub fn find(paths: &[PathBuf], filter: Option<&str>) -> Self {
        let mut all = Self {
            cases: Vec::new(),
            unread: Vec::new(),
        };
        let mut known = BTreeSet::new();
        let mut is_new = |path: &Path| known.insert(place(path));
        for path in paths {
            match find(path) {
                Ok(found) => {
                    for it in found.found.into_iter().filter(|it| is_new(&it.path)) {
                        all.read(it.path, it.name);
                    }
                    for it in found.unreadable.iter().filter(|it| is_new(&it.path)) {
                        all.unreadable(&it.path, &it.error);
                    }
                }
                Err(error) if is_new(path) => all.unreadable(path, &error),
                Err(_) => {}
            }
        }
        if let Some(part) = filter {
            all.cases.retain(|case| case.title().contains(part));
        }
        all
    }

    fn read(&mut self, path: PathBuf, name: String) {
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) => return self.unreadable(&path, &error),
        };
        match parse(&text) {
            Ok(scenario) => self.cases.push(Case {
                path,
                name,
                scenario,
            }),
            Err(error) => self.unread.push(Unread {
                what: format!("{}:{error}", path.display()),
                path,
                name,
            }),
        }
    }

    fn unreadable(&mut self, path: &Path, error: &std::io::Error) {
        self.unread.push(Unread {
            path: path.to_owned(),
            name: path.display().to_string(),
            what: format!("{} cannot be read: {error}.", path.display()),
        });
    }

    /// Nothing is played where something is missing: a test that was left out would look like one that
    /// passed.
    pub fn complete(&self, paths: &[PathBuf], filter: Option<&str>) -> Result<(), Broken> {
        if !self.unread.is_empty() {
            let what = "Nothing was played. Correct what is said above first.";
            return Err(Broken::new(what));
        }
        if !self.cases.is_empty() {
            return Ok(());
        }
        let paths: Vec<String> = paths.iter().map(|it| it.display().to_string()).collect();
        let paths = paths.join(", ");
        Err(Broken::new(match filter {
            Some(part) => {
                format!("No scenario in {paths} has \u{201c}{part}\u{201d} in its name.")
            }
            None => format!("There are no scenarios (.yaml) in {paths}."),
        }))
    }
}

/// Where a file is, however it was named. A link is a file of its own: what it is to send may lie beside it.
fn place(path: &Path) -> PathBuf {
    let folder = path.parent().filter(|it| !it.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new(".")).canonicalize();
    match (folder, path.file_name()) {
        (Ok(folder), Some(name)) => folder.join(name),
        // What is not there, or ends in `..`, is itself.
        _ => path.to_owned(),
    }
}
