//! The bytes of one element of a document, kept while serde walks over it: up to a limit, so that one
//! that is longer can be refused by itself and the rest is read.

use std::cell::RefCell;
use std::io::{BufRead, Read};

/// An element as it is in the file.
pub(super) struct Element {
    /// Its line, from 1.
    pub(super) line: u64,
    /// Bytes before it.
    pub(super) offset: u64,
    /// None where it is longer than the limit.
    pub(super) bytes: Option<Vec<u8>>,
}

/// How far the reader is, and what it keeps.
pub(super) struct Place(RefCell<Inside>);

struct Inside {
    /// Bytes that are kept of an element.
    most: usize,
    offset: u64,
    breaks: u64,
    keeping: Keeping,
}

enum Keeping {
    /// Nothing: what is read belongs to no element.
    Nothing,
    /// What comes after white space and a comma.
    Next,
    This(Element),
}

impl Place {
    /// At the beginning of a file.
    pub(super) fn new(most: usize) -> Self {
        Self(RefCell::new(Inside {
            most,
            offset: 0,
            breaks: 0,
            keeping: Keeping::Nothing,
        }))
    }

    /// Line, from 1, and bytes before.
    pub(super) fn here(&self) -> (u64, u64) {
        let inside = self.0.borrow();
        (inside.breaks + 1, inside.offset)
    }

    /// Keeps what is read from here on.
    pub(super) fn begin(&self) {
        self.0.borrow_mut().keeping = Keeping::Next;
    }

    /// What was read since, which is an element; none where that was nothing.
    pub(super) fn end(&self) -> Option<Element> {
        let mut inside = self.0.borrow_mut();
        let Keeping::This(mut element) = std::mem::replace(&mut inside.keeping, Keeping::Nothing)
        else {
            return None;
        };
        // Where a number ends is seen by what comes after it.
        let bytes = element.bytes.as_mut();
        if let Some(bytes) = bytes.filter(|bytes| matches!(bytes[0], b'-' | b'0'..=b'9')) {
            bytes.pop_if(|last| matches!(last, b',' | b']'));
        }
        Some(element)
    }
}

impl Inside {
    fn saw(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.keep(*byte);
            self.offset += 1;
            self.breaks += u64::from(*byte == b'\n');
        }
    }

    fn keep(&mut self, byte: u8) {
        match &mut self.keeping {
            Keeping::Nothing => {}
            Keeping::Next if byte.is_ascii_whitespace() || byte == b',' => {}
            Keeping::Next => {
                self.keeping = Keeping::This(Element {
                    line: self.breaks + 1,
                    offset: self.offset,
                    bytes: Some(vec![byte]),
                });
            }
            Keeping::This(element) => {
                if let Some(bytes) = &mut element.bytes {
                    bytes.push(byte);
                    if bytes.len() > self.most {
                        element.bytes = None;
                    }
                }
            }
        }
    }
}

/// A file that is read at this place.
pub(super) struct Tracked<'a>(pub(super) Box<dyn BufRead>, pub(super) &'a Place);

impl Read for Tracked<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let read = self.0.read(into)?;
        self.1.0.borrow_mut().saw(&into[..read]);
        Ok(read)
    }
}
