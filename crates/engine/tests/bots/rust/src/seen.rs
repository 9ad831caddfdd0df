//! What the bots write down for the tests: every update, as soon as it is handed to them.

use std::fs::OpenOptions;
use std::io::Write;
use teloxide::types::Update;

/// Adds the update's number to the file that BOT_LOG names. One write, so that a bot that is killed
/// leaves whole lines.
pub fn note(update: &Update) {
    let path = std::env::var("BOT_LOG").expect("BOT_LOG");
    let mut log = OpenOptions::new()
        .append(true)
        .create(true)
        .open(path)
        .expect("the log");
    let line = format!("{}\n", update.id.0);
    log.write_all(line.as_bytes()).expect("a line in the log");
}
