//! A file that is named by a string: an address, or the id of a file that the real Telegram has. Neither
//! can be looked at here, but whether it could be one can.

use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use base64::{DecodeError, Engine as _};

use crate::telegram::refusal::{Outcome, Refusal};
use crate::telegram::text::web;

/// What a file can be sent as, with the number in an id and the name in a refusal.
const KINDS: [(u8, &str, &str); 8] = [
    (2, "photo", "Photo"),
    (3, "voice", "VoiceNote"),
    (4, "video", "Video"),
    (5, "document", "Document"),
    (8, "sticker", "Sticker"),
    (9, "audio", "Audio"),
    (10, "animation", "Animation"),
    (13, "video_note", "VideoNote"),
];
/// What an id ends with, by the age of its form.
const LAST_BYTES: [u8; 3] = [2, 3, 4];

/// What a string names.
#[derive(Debug, PartialEq, Eq)]
pub enum Named {
    /// A file of the web.
    Address,
    /// A file of Telegram's, and what it is where that is known.
    Id(Option<&'static str>),
}

/// What it names; refused where it can be nothing. Whatever has a dot counts as an address.
pub fn named(given: &str) -> Outcome<Named> {
    if given.contains('.') {
        return address(given);
    }
    let refused = |why: &str| {
        let what = format!("wrong remote file identifier specified: {why}");
        Refusal::bad(what)
    };
    let bare = given.trim_end_matches('=');
    if bare.len() % 4 == 1 {
        return Err(refused("Wrong string length"));
    }
    let bytes = URL_SAFE_NO_PAD.decode(bare).map_err(|why| {
        refused(match why {
            DecodeError::InvalidByte(..) => "Wrong character in the string",
            DecodeError::InvalidLength(_) => "Wrong string length",
            _ => "Wrong padding in the string",
        })
    })?;
    if !bytes.last().is_some_and(|last| LAST_BYTES.contains(last)) {
        return Err(refused("can't unserialize it. Wrong last symbol"));
    }
    let number = bytes.first();
    let kind = KINDS.iter().find(|kind| Some(&kind.0) == number);
    Ok(Named::Id(kind.map(|kind| kind.1)))
}

fn address(given: &str) -> Outcome<Named> {
    let address = web::parse(given);
    let address =
        address.map_err(|why| Refusal::bad(format!("invalid file HTTP URL specified: {why}")))?;
    // The name of a file on the bot's own disk is none that Telegram finds.
    let is_path = !address.has_scheme && address.rest.len() < 2;
    if is_path || !address.is_public() {
        return Err(Refusal::bad("wrong HTTP URL specified"));
    }
    Ok(Named::Address)
}

/// Refuses a file of one kind as another: a photo is nothing else, and nothing else is a photo. All
/// others may be named for one another, and are sent as what they are.
pub fn fits(real: &str, wanted: &str) -> Outcome<()> {
    if (real == "photo") == (wanted == "photo") {
        return Ok(());
    }
    let word = |kind: &str| {
        let known = KINDS.iter().find(|known| known.1 == kind);
        known.map_or("Document", |known| known.2)
    };
    let (real, wanted) = (word(real), word(wanted));
    let what = format!("can't use file of type {real} as {wanted}");
    Err(Refusal::bad(what))
}
