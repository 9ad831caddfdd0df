//! How wide and high a picture is, as its first bytes say.

/// Of a PNG, a GIF or a JPEG.
pub fn measures(data: &[u8]) -> Option<(u32, u32)> {
    if data.starts_with(b"\x89PNG\r\n\x1a\n") {
        let long = |at: usize| Some(u32::from_be_bytes(data.get(at..at + 4)?.try_into().ok()?));
        return Some((long(16)?, long(20)?));
    }
    if data.starts_with(b"GIF8") {
        let short = |at: usize| Some(u16::from_le_bytes(data.get(at..at + 2)?.try_into().ok()?));
        return Some((short(6)?.into(), short(8)?.into()));
    }
    if data.starts_with(&[0xff, 0xd8]) {
        return jpeg(data);
    }
    None
}

fn jpeg(data: &[u8]) -> Option<(u32, u32)> {
    let short = |at: usize| Some(u16::from_be_bytes(data.get(at..at + 2)?.try_into().ok()?));
    let mut at = 2;
    loop {
        let marker = *data.get(at + 1)?;
        // A frame's header, of any sort but a table of Huffman codes or of arithmetic ones.
        if matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc) {
            return Some((short(at + 7)?.into(), short(at + 5)?.into()));
        }
        at += 2 + usize::from(short(at + 2)?);
    }
}

#[cfg(test)]
mod tests {
    use super::measures;

    #[test]
    fn pictures_are_measured_and_nothing_else_is() {
        let png = [
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".as_slice(),
            &[0, 0, 1, 0, 0, 0, 0, 9],
        ]
        .concat();
        assert_eq!(measures(&png), Some((256, 9)));
        assert_eq!(measures(b"GIF89a\x03\0\x04\0"), Some((3, 4)));
        let jpeg = [
            0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xc0, 0, 17, 8, 0, 5, 0, 6, 3,
        ];
        assert_eq!(measures(&jpeg), Some((6, 5)));
        for cut in 0..png.len() - 1 {
            assert_eq!(measures(png.get(..cut).unwrap()), None);
        }
        for cut in 0..jpeg.len() - 1 {
            let _ = measures(jpeg.get(..cut).unwrap());
        }
    }
}
