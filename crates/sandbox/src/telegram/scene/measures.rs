//! How wide and high a picture is, as its first bytes say.

/// Whether it is a picture that Telegram makes a photo of. How large a TIFF is stands anywhere in it.
pub fn is_picture(data: &[u8]) -> bool {
    let is_tiff = data.starts_with(b"II*\0") || data.starts_with(b"MM\0*");
    is_tiff || measures(data).is_some_and(|(width, height)| width > 0 && height > 0)
}

/// Of a PNG, a GIF, a JPEG, a WebP or a BMP.
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
    if data.starts_with(b"BM") {
        let long = |at: usize| Some(i32::from_le_bytes(data.get(at..at + 4)?.try_into().ok()?));
        // A height below zero is of a picture that begins at its top.
        return Some((long(18)?.unsigned_abs(), long(22)?.unsigned_abs()));
    }
    if data.starts_with(b"RIFF") && data.get(8..12) == Some(b"WEBP") {
        return webp(data);
    }
    None
}

fn webp(data: &[u8]) -> Option<(u32, u32)> {
    let byte = |at: usize| data.get(at).copied().map(u32::from);
    let short = |at: usize| Some(byte(at)? | byte(at + 1)? << 8);
    match data.get(12..16)? {
        b"VP8 " => Some((short(26)? & 0x3fff, short(28)? & 0x3fff)),
        b"VP8L" => {
            let bits = short(21)? | short(23)? << 16;
            Some(((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1))
        }
        b"VP8X" => {
            let long = |at: usize| Some((short(at)? | byte(at + 2)? << 16) + 1);
            Some((long(24)?, long(27)?))
        }
        _ => None,
    }
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
    use super::{is_picture, measures};

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
        let webp = |kind: &[u8], rest: &[u8]| [b"RIFF\0\0\0\0WEBP", kind, rest].concat();
        let lossy = webp(b"VP8 ", b"\0\0\0\0\0\0\0\x9d\x01\x2a\x05\0\x06\0");
        assert_eq!(measures(&lossy), Some((5, 6)));
        let lossless = webp(b"VP8L", b"\0\0\0\0\x2f\x04\x40\x01\0");
        assert_eq!(measures(&lossless), Some((5, 6)));
        let large = webp(b"VP8X", b"\0\0\0\0\0\0\0\0\x04\0\0\x05\0\0");
        assert_eq!(measures(&large), Some((5, 6)));
        let bmp = [
            b"BM".as_slice(),
            &[0; 16],
            &[5, 0, 0, 0, 250, 255, 255, 255],
        ]
        .concat();
        assert_eq!(measures(&bmp), Some((5, 6)));
        assert!(is_picture(&bmp) && is_picture(b"II*\0"));
        assert!(!is_picture(b"GIF89a\0\0\0\0") && !is_picture(b"<html>"));
        for cut in 0..png.len() - 1 {
            assert_eq!(measures(png.get(..cut).unwrap()), None);
        }
        for cut in 0..jpeg.len() - 1 {
            let _ = measures(jpeg.get(..cut).unwrap());
        }
    }
}
