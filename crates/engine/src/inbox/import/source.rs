//! The bytes of a file, unpacked where it is packed, with a count of what was read.

use super::Batch;
use flate2::bufread::MultiGzDecoder;
use serde::de::IgnoredAny;
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Result};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::sync::mpsc::Sender;

/// Read at once.
const BUFFER: usize = 256 * 1024;

/// How many bytes of the file were read.
#[derive(Clone, Default)]
pub(super) struct Counter(Arc<AtomicU64>);

impl Counter {
    pub(super) fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// The file, until nobody wants its pieces any more: a long stretch without one must not be read to
/// its end for nothing.
struct Counted {
    file: File,
    counter: Counter,
    wanted: Sender<Batch>,
}

impl Read for Counted {
    fn read(&mut self, into: &mut [u8]) -> Result<usize> {
        if self.wanted.is_closed() {
            return Err(std::io::Error::other("cancelled"));
        }
        let read = self.file.read(into)?;
        self.counter.0.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// What a file begins with.
pub(super) enum Start {
    /// A line by itself.
    Lines,
    /// `[`
    List,
    /// An object over several lines, or one whose first field says that it holds many.
    Document(String),
}

/// A file being read.
pub(super) struct Source {
    pub(super) bytes: Box<dyn BufRead>,
    counter: Counter,
}

impl Source {
    pub(super) fn open(file: File, wanted: Sender<Batch>) -> Result<Self> {
        let counter = Counter::default();
        let watched = Counted {
            file,
            counter: counter.clone(),
            wanted,
        };
        let mut plain = BufReader::with_capacity(BUFFER, watched);
        let is_packed = plain.fill_buf()?.starts_with(&[0x1f, 0x8b]);
        let mut bytes: Box<dyn BufRead> = if is_packed {
            Box::new(BufReader::with_capacity(BUFFER, MultiGzDecoder::new(plain)))
        } else {
            Box::new(plain)
        };
        if bytes.fill_buf()?.starts_with("\u{feff}".as_bytes()) {
            bytes.consume(3);
        }
        Ok(Self { bytes, counter })
    }

    pub(super) fn read_counter(&self) -> Counter {
        self.counter.clone()
    }

    /// Looks at the beginning, and leaves it to be read.
    pub(super) fn start(&mut self) -> Result<Start> {
        let seen = String::from_utf8_lossy(self.bytes.fill_buf()?).into_owned();
        let text = seen.trim_start();
        if text.starts_with('[') {
            return Ok(Start::List);
        }
        let Some(inner) = text.strip_prefix('{') else {
            return Ok(Start::Lines);
        };
        let first = inner.trim_start();
        let key = first
            .strip_prefix('"')
            .and_then(|rest| rest.split_once('"'))
            .map_or("", |(key, _)| key);
        let holds_many = ["log", "ok", "result", "description", "error_code"].contains(&key);
        // A line is an object whole; one that is laid out to be read breaks off after its brace.
        let is_laid_out = inner
            .trim_start_matches([' ', '\t', '\r'])
            .starts_with('\n');
        Ok(if holds_many || is_laid_out || goes_on(text) {
            Start::Document(key.to_owned())
        } else {
            Start::Lines
        })
    }
}

/// Whether the object that a text begins with goes on after its first line, as Telegram writes an update:
/// `{"update_id":1,` and then the rest. A line that is only cut off is none: the next one begins anew.
fn goes_on(text: &str) -> bool {
    let Some((line, _)) = text.split_once('\n') else {
        return false;
    };
    let first = |text: &str| {
        let mut values = serde_json::Deserializer::from_str(text).into_iter::<IgnoredAny>();
        values.next().unwrap_or(Ok(IgnoredAny))
    };
    let is_whole = |read: serde_json::Result<IgnoredAny>| {
        read.map_or_else(|error| error.is_eof().then_some(false), |_| Some(true))
    };
    // Of a long one only the beginning is seen, and that is sound so far.
    is_whole(first(line)) == Some(false) && is_whole(first(text)).is_some()
}
