//! Scenarios as files: read, listed, and saved whole or not at all.

use super::shown::count;
use crate::api::types::{SaveScenario, ScenarioFile};
use crate::error::{Code, Error, Result};
use hookbay_scenario::{find, parse};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

/// A scenario's text.
pub async fn read(path: String) -> Result<String> {
    let path = PathBuf::from(path);
    on_disk(move || std::fs::read_to_string(&path).map_err(|error| unreadable(&path, &error))).await
}

/// Off the threads that everything else runs on.
pub async fn on_disk<T: Send + 'static>(
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(|error| {
        let what = "The files could not be looked at.";
        Error::new(Code::Internal, what, "Restart Hookbay.").detail(error)
    })?
}

/// What is at and below a folder, with what is wrong with each that is no scenario.
pub fn list(folder: &Path) -> Result<Vec<ScenarioFile>> {
    let found = find(folder).map_err(|error| unreadable(folder, &error))?;
    let files = found.found.into_iter().map(|found| {
        let text = std::fs::read_to_string(&found.path);
        let scenario = text
            .map_err(|error| error.to_string())
            .and_then(|text| parse(&text).map_err(|error| error.to_string()));
        let (title, steps, problem) = match scenario {
            Ok(scenario) => (scenario.name, count(scenario.steps.len()), None),
            Err(problem) => (String::new(), 0, Some(problem)),
        };
        ScenarioFile {
            path: found.path.to_string_lossy().into_owned(),
            name: found.name,
            title,
            steps,
            problem,
            is_folder: false,
        }
    });
    let unread = found.unreadable.into_iter().map(|it| ScenarioFile {
        path: it.path.to_string_lossy().into_owned(),
        name: it.name,
        title: String::new(),
        steps: 0,
        problem: Some(it.error.to_string()),
        is_folder: it.is_folder,
    });
    let mut all: Vec<ScenarioFile> = files.chain(unread).collect();
    all.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(all)
}

/// Saves a text. It is beside its place first, and on the disk, so that what was there is lost only for
/// something whole; and what was there is lost only if it is what was agreed to.
pub fn save(input: &SaveScenario) -> Result<()> {
    let path = Path::new(&input.path);
    let unsaved = |error: &std::io::Error| {
        let what = format!("{} cannot be saved.", path.display());
        Error::new(Code::InvalidInput, what, "Choose another folder.").detail(error)
    };
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(|error| unsaved(&error))?;
    }
    // Where it is a link, the scenario is what it leads to.
    let target = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let folder = target.parent().unwrap_or_else(|| Path::new("."));
    let mut file = tempfile::Builder::new()
        .prefix(".hookbay-")
        .suffix(".yaml.new")
        .tempfile_in(folder)
        .map_err(|error| unsaved(&error))?;
    usual_permissions(&file, &target);
    let written = file.write_all(input.text.as_bytes());
    let written = written.and_then(|()| file.as_file().sync_all());
    written.map_err(|error| unsaved(&error))?;
    if !input.replace {
        return match file.persist_noclobber(&target) {
            Ok(_) => Ok(()),
            Err(error) if error.error.kind() == ErrorKind::AlreadyExists => Err(there(path)),
            Err(error) => Err(unsaved(&error.error)),
        };
    }
    if let Some(was) = &input.was {
        // As late as can be: whoever edits it with another program asks nobody.
        match std::fs::read(&target) {
            Ok(now) if now != was.as_bytes() => return Err(edited(path)),
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(unsaved(&error)),
            _ => {}
        }
    }
    let kept = file.persist(&target);
    kept.map(drop).map_err(|error| unsaved(&error.error))
}

/// Those of the file that it takes the place of; a new one is for everybody to read, as in a repository.
#[cfg(unix)]
fn usual_permissions(file: &tempfile::NamedTempFile, target: &Path) {
    use std::os::unix::fs::PermissionsExt;
    let known = std::fs::metadata(target).map(|it| it.permissions());
    let usual = known.unwrap_or_else(|_| std::fs::Permissions::from_mode(0o644));
    // Kept as it is where the file system knows no permissions.
    let _ = file.as_file().set_permissions(usual);
}

#[cfg(not(unix))]
fn usual_permissions(_file: &tempfile::NamedTempFile, _target: &Path) {}

fn there(path: &Path) -> Error {
    Error::new(
        Code::AlreadyThere,
        format!("{} is there already.", path.display()),
        "Choose another name, or say that it may be replaced.",
    )
}

fn edited(path: &Path) -> Error {
    Error::new(
        Code::AlreadyThere,
        format!(
            "{} was changed elsewhere since it was opened here.",
            path.display()
        ),
        "Choose another name, open it anew, or say that it may be replaced.",
    )
}

fn unreadable(path: &Path, error: &std::io::Error) -> Error {
    let what = format!("{} cannot be read.", path.display());
    Error::new(Code::NotFound, what, "Choose another one.").detail(error)
}
