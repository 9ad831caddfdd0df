//! JSON lines: each is read by itself, so that one that is wrong is the only one that is refused.

use super::source::Source;
use super::{ENVELOPE, LONGEST, Pieces, Stop};
use std::io::BufRead;

/// Every line to the end of the file.
pub(super) fn read(mut source: Source, pieces: &mut Pieces) -> Result<(), Stop> {
    let mut line = Vec::new();
    let mut number = 0;
    let mut offset = 0;
    loop {
        line.clear();
        let (length, is_over) = next(&mut *source.bytes, &mut line).map_err(Stop::Failed)?;
        if length == 0 {
            return Ok(());
        }
        number += 1;
        let at = offset;
        offset += length;
        if is_over {
            let most = LONGEST >> 20;
            pieces.refuse(number, at, format!("The line is longer than {most} MiB."))?;
            continue;
        }
        match std::str::from_utf8(&line) {
            Ok(text) if text.trim().is_empty() => {}
            Ok(text) => pieces.enveloped(text.trim(), number, at)?,
            Err(_) => pieces.refuse(number, at, "The line is not text in UTF-8.")?,
        }
    }
}

/// Reads a line into `line`, up to [`LONGEST`] and a little more for an envelope; gives how many bytes
/// it has with its end, and whether it was longer than that.
fn next(bytes: &mut dyn BufRead, line: &mut Vec<u8>) -> std::io::Result<(u64, bool)> {
    let mut length = 0;
    let mut is_over = false;
    loop {
        let seen = bytes.fill_buf()?;
        if seen.is_empty() {
            return Ok((length, is_over));
        }
        let end = seen.iter().position(|byte| *byte == b'\n');
        let used = end.map_or(seen.len(), |end| end + 1);
        is_over |= line.len() + used > LONGEST + ENVELOPE;
        if !is_over {
            line.extend_from_slice(&seen[..used]);
        }
        length += used as u64;
        bytes.consume(used);
        if end.is_some() {
            return Ok((length, is_over));
        }
    }
}
