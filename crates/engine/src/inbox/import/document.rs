//! One JSON document that holds many updates: read element by element, never as a whole.

use super::element::{Element, Place, Tracked};
use super::source::Source;
use super::{ENVELOPE, LONGEST, Piece, Pieces, Stop};
use crate::inbox::export::RECEIVED;
use serde::Deserialize;
use serde::de::{
    DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor,
};

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

/// Bytes of an entry of an archive: the update in it is written as a text, in which every character of
/// its own may take two, beside the answer.
const LONGEST_ENTRY: usize = 4 * LONGEST;

/// Reads a document with one root.
pub(super) fn read(source: Source, root: Root, pieces: &mut Pieces) -> Result<(), Stop> {
    let place = Place::new(match root {
        Root::List | Root::Answer => LONGEST + ENVELOPE,
        Root::Har => LONGEST_ENTRY,
    });
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
    let place = Place::new(LONGEST + ENVELOPE);
    let json = serde_json::Deserializer::from_reader(Tracked(source.bytes, &place));
    let mut values = json.into_iter::<IgnoredAny>();
    loop {
        place.begin();
        match values.next() {
            None => return Ok(()),
            Some(Err(error)) => return end(Err(error), true, &place, pieces),
            Some(Ok(IgnoredAny)) => {}
        }
        if let Some(element) = place.end()
            && let Some((text, line, offset)) = text(element, LONGEST, pieces)?
        {
            pieces.enveloped(&text, line, offset)?;
        }
    }
}

fn end(
    done: serde_json::Result<()>,
    found: bool,
    place: &Place,
    pieces: &mut Pieces,
) -> Result<(), Stop> {
    let (line, offset) = place.here();
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

/// An element's text with its line and offset; none where it has none, which is told of.
fn text(
    element: Element,
    most: usize,
    pieces: &mut Pieces,
) -> Result<Option<(String, u64, u64)>, Stop> {
    let (line, offset) = (element.line, element.offset);
    let Some(bytes) = element.bytes else {
        let most = most >> 20;
        pieces.refuse(line, offset, format!("This is longer than {most} MiB."))?;
        return Ok(None);
    };
    if let Ok(text) = String::from_utf8(bytes) {
        return Ok(Some((text, line, offset)));
    }
    pieces.refuse(line, offset, "This is not text in UTF-8.")?;
    Ok(None)
}

struct Reader<'a> {
    root: Root,
    pieces: &'a mut Pieces,
    place: &'a Place,
    /// Set when reading is to stop; serde then only needs an error of some sort.
    stopped: &'a mut Option<Stop>,
    found: bool,
}

impl Reader<'_> {
    fn element(&mut self, element: Element) -> Result<(), Stop> {
        let is_entry = self.root == Root::Har;
        let most = if is_entry { LONGEST_ENTRY } else { LONGEST };
        let Some((text, line, offset)) = text(element, most, self.pieces)? else {
            return Ok(());
        };
        if !is_entry {
            return self.pieces.enveloped(&text, line, offset);
        }
        let Ok(entry) = serde_json::from_str::<Entry>(&text) else {
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
            reader.place.begin();
            let is_one = seq.next_element::<IgnoredAny>()?.is_some();
            let element = reader.place.end().filter(|_| is_one);
            if let Some(element) = element
                && let Err(stop) = reader.element(element)
            {
                *reader.stopped = Some(stop);
                return Err(A::Error::custom("stopped"));
            }
            if !is_one {
                return Ok(());
            }
        }
    }
}
