//! A file of any size is read in little memory.

use super::message;
use hookbay_engine::inbox::import::{self, Piece};
use std::io::{BufWriter, Write};
use std::path::Path;
use tokio::sync::mpsc;

const MIB: usize = 1 << 20;
/// More than batches on their way need, and much less than the file.
const ALLOWED: usize = 48 * MIB;

/// The most memory that this process has had. Each test is a process of its own.
fn peak() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status
        .lines()
        .find(|line| line.starts_with("VmHWM:"))
        .unwrap();
    let number: String = line.chars().filter(char::is_ascii_digit).collect();
    number.parse::<usize>().unwrap() * 1024
}

fn read(path: &Path) -> (usize, usize) {
    let (file, _) = import::open(path).unwrap();
    let before = peak();
    let (out, mut batches) = mpsc::channel(2);
    let reading = std::thread::spawn(move || import::read(file, out));
    let mut updates = 0;
    while let Some(batch) = batches.blocking_recv() {
        let is_update = |piece: &&Piece| matches!(piece, Piece::Update(_));
        updates += batch.pieces.iter().filter(is_update).count();
    }
    reading.join().unwrap().unwrap();
    (updates, peak() - before)
}

#[test]
#[cfg(target_os = "linux")]
fn lines_and_a_document_are_never_in_memory_as_a_whole() {
    let folder = tempfile::tempdir().unwrap();
    let one = message(1, &"x".repeat(MIB));
    for (name, head, between, tail, number) in [
        ("a.jsonl", "", "\n", "\n", 192),
        ("b.json", "{\"ok\":true,\"result\":[", ",", "]}", 96),
    ] {
        let path = folder.path().join(name);
        let mut file = BufWriter::new(std::fs::File::create(&path).unwrap());
        for place in 0..number {
            let before = if place == 0 { head } else { between };
            write!(file, "{before}{one}").unwrap();
        }
        write!(file, "{tail}").unwrap();
        drop(file);
        let (updates, grown) = read(&path);
        assert_eq!(updates, number, "{name}");
        assert!(grown < ALLOWED, "{name}: {} MiB", grown / MIB);
    }
}
