//! One JSON document that holds many updates: read element by element, never as a whole.

use super::source::Source;
use super::{LONGEST, Piece, Pieces, Stop};
use crate::inbox::export::RECEIVED;
use serde::Deserialize;
use serde::de::{
    DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde_json::value::RawValue;
use std::cell::Cell;
use std::io::{BufRead, Read};

/// What the document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Root {
    /// A list of updates.
    List,
    /// An answer of getUpdates.
    Answer,
    /// An HTTP archive.
    Har,
}

/// Where the reader is.
#[derive(Default)]
struct Place {
    offset: Cell<u64>,
    line: Cell<u64>,
    /// Where the element began that is held in memory; none while nothing is.
    held_since: Cell<Option<u64>>,
}

struct Tracked<'a>(Box<dyn BufRead>, &'a Place);

impl Read for Tracked<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let read = self.0.read(into)?;
        let place = self.1;
        place.offset.set(place.offset.get() + read as u64);
        let breaks = into[..read].split(|byte| *byte == b'\n').count() - 1;
        place.line.set(place.line.get() + breaks as u64);
        if let Some(since) = place.held_since.get()
            && place.offset.get() - since > 4 * LONGEST as u64
        {
            return Err(std::io::Error::other("one element is too long"));
        }
        Ok(read)
    }
}

/// Reads a document with one root.
pub(super) fn read(source: Source, root: Root, pieces: &mut Pieces) -> Result<(), Stop> {
    let place = Place::default();
    let mut stopped = None;
    let mut reader = Reader {
        root,
        pieces,
        place: &place,
        stopped: &mut stopped,
        found: false,
    };
    let mut json = serde_json::Deserializer::from_reader(Tracked(source.bytes, &place));
    let done = match root {
        Root::List => Elements(&mut reader).deserialize(&mut json),
        Root::Answer | Root::Har => Level(&mut reader).deserialize(&mut json),
    };
    let done = done.and_then(|()| json.end());
    let found = reader.found;
    if let Some(stop) = stopped {
        return Err(stop);
    }
    end(done, found, &place, pieces)
}

/// Reads updates that stand one after the other, each over as many lines as it likes.
pub(super) fn read_stream(source: Source, pieces: &mut Pieces) -> Result<(), Stop> {
    let place = Place::default();
    let json = serde_json::Deserializer::from_reader(Tracked(source.bytes, &place));
    place.held_since.set(Some(0));
    for value in json.into_iter::<Box<RawValue>>() {
        match value {
            Ok(raw) => {
                let (line, offset) = began(&place, &raw);
                pieces.enveloped(raw.get(), line, offset)?;
            }
            Err(error) => return end(Err(error), true, &place, pieces),
        }
        place.held_since.set(Some(place.offset.get()));
    }
    Ok(())
}

fn end(
    done: serde_json::Result<()>,
    found: bool,
    place: &Place,
    pieces: &mut Pieces,
) -> Result<(), Stop> {
    let (line, offset) = (place.line.get() + 1, place.offset.get());
    match done {
        Ok(()) if found => Ok(()),
        Ok(()) => pieces.refuse(line, offset, "There is no list of updates in the file."),
        Err(error) if error.is_eof() => pieces.refuse(
            line,
            offset,
            "The file ends here, in the middle of something.",
        ),
        Err(error) => pieces.refuse(line, offset, format!("The rest cannot be read: {error}.")),
    }
}

struct Reader<'a> {
    root: Root,
    pieces: &'a mut Pieces,
    place: &'a Place,
    /// Set when reading is to stop; serde then only needs an error of some sort.
    stopped: &'a mut Option<Stop>,
    found: bool,
}

/// Line and offset at which a value began that was just read.
fn began(place: &Place, raw: &RawValue) -> (u64, u64) {
    let breaks = raw.get().bytes().filter(|byte| *byte == b'\n').count() as u64;
    let line = place.line.get().saturating_sub(breaks) + 1;
    (
        line,
        place.offset.get().saturating_sub(raw.get().len() as u64),
    )
}

impl Reader<'_> {
    fn element(&mut self, raw: &RawValue) -> Result<(), Stop> {
        let (line, offset) = began(self.place, raw);
        if self.root != Root::Har {
            return self.pieces.enveloped(raw.get(), line, offset);
        }
        let Ok(entry) = serde_json::from_str::<Entry>(raw.get()) else {
            let reason = "This entry is not of the form of an HTTP archive.";
            return self.pieces.refuse(line, offset, reason);
        };
        let is_other = entry.mark.is_some_and(|mark| mark != RECEIVED);
        let body = entry.request.post_data.filter(|_| !is_other);
        let Some(body) = body.filter(|body| !body.text.is_empty()) else {
            return self.pieces.put(Piece::PassedOver);
        };
        let at = entry.started.and_then(|at| at.parse().ok());
        self.pieces.update(body.text.trim(), at, line, offset)
    }
}

#[derive(Deserialize)]
struct Entry {
    #[serde(rename = "_hookbay")]
    mark: Option<String>,
    #[serde(rename = "startedDateTime")]
    started: Option<String>,
    request: Request,
}

#[derive(Deserialize)]
struct Request {
    #[serde(rename = "postData")]
    post_data: Option<PostData>,
}

#[derive(Deserialize)]
struct PostData {
    #[serde(default)]
    text: String,
}

/// An object on the way to the list.
struct Level<'a, 'b>(&'a mut Reader<'b>);

impl<'de> DeserializeSeed<'de> for Level<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Level<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            match (self.0.root, key.as_str()) {
                (Root::Har, "log") => map.next_value_seed(Level(self.0))?,
                (Root::Har, "entries") | (Root::Answer, "result") => {
                    map.next_value_seed(Elements(self.0))?;
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }
}

/// The list.
struct Elements<'a, 'b>(&'a mut Reader<'b>);

impl<'de> DeserializeSeed<'de> for Elements<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Elements<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let reader = self.0;
        reader.found = true;
        loop {
            let place = reader.place;
            place.held_since.set(Some(place.offset.get()));
            let Some(raw) = seq.next_element::<Box<RawValue>>()? else {
                break;
            };
            place.held_since.set(None);
            if let Err(stop) = reader.element(&raw) {
                *reader.stopped = Some(stop);
                return Err(A::Error::custom("stopped"));
            }
        }
        reader.place.held_since.set(None);
        Ok(())
    }
}
