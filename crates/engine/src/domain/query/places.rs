//! Places as a text field counts them: UTF-16 code units.

/// The place of a byte.
pub fn utf16(text: &str, byte: usize) -> u32 {
    let before = text.get(..floor(text, byte)).unwrap_or(text);
    u32::try_from(before.encode_utf16().count()).unwrap_or(u32::MAX)
}

/// The byte of a place; one inside a character is that character's beginning, one beyond the end the
/// end.
pub fn byte(text: &str, place: u32) -> usize {
    let mut left = place as usize;
    for (index, character) in text.char_indices() {
        if left < character.len_utf16() {
            return index;
        }
        left -= character.len_utf16();
    }
    text.len()
}

fn floor(text: &str, byte: usize) -> usize {
    let byte = byte.min(text.len());
    (0..=byte)
        .rev()
        .find(|index| text.is_char_boundary(*index))
        .unwrap_or(0)
}
