//! What is found in a folder, whatever else is in it.

#![cfg(unix)] // Links and pipes.
#![allow(clippy::unwrap_used)] // A test that cannot go on has failed.

use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

use hookbay_scenario::{Listing, find};

fn names(listing: &Listing) -> (Vec<&str>, Vec<&str>) {
    let found = listing.found.iter().map(|it| it.name.as_str());
    let unreadable = listing.unreadable.iter().map(|it| it.name.as_str());
    (found.collect(), unreadable.collect())
}

fn write(folder: &Path, name: &str) {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, "steps: []\n").unwrap();
}

#[test]
fn scenarios_are_found_by_name_and_nothing_else_is() {
    let folder = tempfile::tempdir().unwrap();
    for name in [
        "b.yml",
        "a.yaml",
        "deep/er/c.yaml",
        ".hidden.yaml",
        ".hidden/d.yaml",
        ".hookbay-x.yaml.new",
        "a.yaml.new",
        "notes.txt",
    ] {
        write(folder.path(), name);
    }
    symlink("a.yaml", folder.path().join("linked.yaml")).unwrap();
    symlink(".", folder.path().join("round.yaml")).unwrap();
    symlink("..", folder.path().join("up")).unwrap();
    let listing = find(folder.path()).unwrap();
    let found = ["a", "b", "deep/er/c", "linked"];
    assert_eq!(names(&listing), (found.to_vec(), vec![]));
}

#[test]
fn a_link_that_leads_nowhere_and_a_pipe_are_named_and_hold_up_nothing() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "order.yaml");
    symlink("gone", folder.path().join("link.yaml")).unwrap();
    let pipe = Command::new("mkfifo")
        .arg(folder.path().join("pipe.yaml"))
        .status();
    assert!(pipe.unwrap().success());
    let listing = find(folder.path()).unwrap();
    let unreadable = vec!["link.yaml", "pipe.yaml"];
    assert_eq!(names(&listing), (vec!["order"], unreadable));
    assert!(listing.unreadable.iter().all(|it| !it.is_folder));
}

/// The system reads no path as long as this one, whoever asks; a permission would not keep root out.
#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_cannot_be_looked_into_is_named_beside_what_is_found() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "order.yaml");
    write(folder.path(), "z/late.yaml");
    let script = "import os\nfor _ in range(16): os.mkdir('x' * 255); os.chdir('x' * 255)\n";
    let made = Command::new("python3")
        .args(["-c", script])
        .current_dir(folder.path())
        .status();
    assert!(made.unwrap().success());
    let listing = find(folder.path()).unwrap();
    let (found, unreadable) = names(&listing);
    assert_eq!(found, ["order", "z/late"]);
    assert_eq!(unreadable.len(), 1, "{unreadable:?}");
    assert!(listing.unreadable[0].is_folder);

    let gone = find(&folder.path().join("gone"));
    assert_eq!(gone.unwrap_err().kind(), std::io::ErrorKind::NotFound);
}
