//! Updates read from a file: JSON lines, a HAR, an answer of getUpdates, or updates one after the other.
//!
//! The file is read on a thread of its own ([`read`]), piece by piece, so its size is no matter; what is
//! read goes in batches through a bounded channel to the task that stores them. A piece is an update, or
//! something that is refused with its place and a reason: nothing is left out without a word.

mod document;
mod element;
mod lines;
mod source;

use crate::domain::envelope;
use crate::domain::update::{Classified, NotAnUpdate, classify};
use crate::error::{Code, Error, Result};
use crate::inbox::jobs::Refusal;
use bytes::Bytes;
use chrono::{DateTime, Utc};
use document::Root;
use source::{Source, Start};
use std::path::Path;
use tokio::sync::mpsc;

/// An update may be this long.
pub const LONGEST: usize = 16 << 20;
/// Bytes that an envelope around it may have besides.
const ENVELOPE: usize = 4096;
/// Pieces in a batch.
const PIECES: usize = 500;
/// Bytes in a batch, about.
const BYTES: usize = 4 << 20;

/// A piece of a file.
#[derive(Debug)]
pub enum Piece {
    /// An update.
    Update(Box<Read>),
    /// Something else that belongs there.
    PassedOver,
    /// What cannot be read.
    Refused(Refusal),
}

/// An update that was read.
#[derive(Debug)]
pub struct Read {
    /// What it says.
    pub what: Classified,
    /// The bytes, as they are in the file.
    pub body: Bytes,
    /// When it had arrived, where the file says so.
    pub received_at: Option<DateTime<Utc>>,
    /// Its line, from 1.
    pub line: u64,
    /// Bytes before it.
    pub offset: u64,
}

/// Pieces in their order, and how many bytes of the file were read by then.
#[derive(Debug)]
pub struct Batch {
    /// The pieces.
    pub pieces: Vec<Piece>,
    /// Bytes of the file, packed where it is packed.
    pub read: u64,
}

/// A file ready to be read, and its size.
pub fn open(path: &Path) -> Result<(std::fs::File, u64)> {
    let failed = |error: std::io::Error| {
        Error::new(
            Code::InvalidInput,
            format!("{} cannot be read.", path.display()),
            "Choose a file that exists and that you may read.",
        )
        .detail(error)
    };
    let file = std::fs::File::open(path).map_err(failed)?;
    let about = file.metadata().map_err(failed)?;
    if !about.is_file() {
        return Err(Error::new(
            Code::InvalidInput,
            format!("{} is no file.", path.display()),
            "Choose a file.",
        ));
    }
    Ok((file, about.len()))
}

/// Reads the file to its end, or until nobody listens any more. Blocks.
pub fn read(file: std::fs::File, out: mpsc::Sender<Batch>) -> Result<()> {
    let mut source = Source::open(file, out.clone()).map_err(|error| unreadable(&error))?;
    let mut pieces = Pieces {
        pieces: Vec::new(),
        bytes: 0,
        read: source.read_counter(),
        out,
    };
    let done = match source.start().map_err(|error| unreadable(&error))? {
        Start::Lines => lines::read(source, &mut pieces),
        Start::List => document::read(source, Root::List, &mut pieces),
        Start::Document(key) if key == "log" => document::read(source, Root::Har, &mut pieces),
        Start::Document(key) if ["ok", "result", "description", "error_code"].contains(&&*key) => {
            document::read(source, Root::Answer, &mut pieces)
        }
        Start::Document(_) => document::read_stream(source, &mut pieces),
    };
    match done {
        Ok(()) => {
            // Nobody listens: it was cancelled.
            let _ = pieces.flush();
            Ok(())
        }
        Err(Stop::Cancelled) => Ok(()),
        Err(Stop::Failed(error)) => {
            let _ = pieces.flush();
            Err(unreadable(&error))
        }
    }
}

fn unreadable(error: &std::io::Error) -> Error {
    Error::new(
        Code::InvalidInput,
        "The file cannot be read to its end.",
        "Check that it is whole; what was read before is in the inbox.",
    )
    .detail(error)
}

/// Why reading ends early.
enum Stop {
    Cancelled,
    Failed(std::io::Error),
}

/// Pieces on their way out.
struct Pieces {
    pieces: Vec<Piece>,
    bytes: usize,
    read: source::Counter,
    out: mpsc::Sender<Batch>,
}

impl Pieces {
    /// An update, as a text.
    fn update(
        &mut self,
        text: &str,
        received_at: Option<DateTime<Utc>>,
        line: u64,
        offset: u64,
    ) -> Result<(), Stop> {
        if text.len() > LONGEST {
            let most = LONGEST >> 20;
            return self.refuse(
                line,
                offset,
                format!("The update is longer than {most} MiB."),
            );
        }
        let reason = match classify(text.as_bytes()) {
            Ok(what) if what.update_id >= 0 => {
                let body = Bytes::copy_from_slice(text.as_bytes());
                self.bytes += body.len();
                return self.put(Piece::Update(Box::new(Read {
                    what,
                    body,
                    received_at,
                    line,
                    offset,
                })));
            }
            Ok(_) => "Its update_id is below zero.",
            Err(NotAnUpdate::NotJson) => "This is not JSON, or it is not whole.",
            Err(NotAnUpdate::NoUpdateId) => "It has no update_id, so it is not an update.",
        };
        self.refuse(line, offset, reason)
    }

    /// An update, or an envelope around one.
    fn enveloped(&mut self, text: &str, line: u64, offset: u64) -> Result<(), Stop> {
        let (update, at) = envelope::open(text);
        self.update(update, at, line, offset)
    }

    fn refuse(&mut self, line: u64, offset: u64, reason: impl Into<String>) -> Result<(), Stop> {
        self.put(Piece::Refused(Refusal {
            line,
            offset,
            reason: reason.into(),
        }))
    }

    fn put(&mut self, piece: Piece) -> Result<(), Stop> {
        self.pieces.push(piece);
        if self.pieces.len() >= PIECES || self.bytes >= BYTES {
            return self.flush();
        }
        Ok(())
    }

    fn flush(&mut self) -> Result<(), Stop> {
        self.bytes = 0;
        let batch = Batch {
            pieces: std::mem::take(&mut self.pieces),
            read: self.read.get(),
        };
        self.out.blocking_send(batch).map_err(|_| Stop::Cancelled)
    }
}
