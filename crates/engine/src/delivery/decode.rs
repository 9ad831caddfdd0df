//! A body as it was before its content codings, as far as a bound.

use brotli_decompressor::Decompressor;
use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use std::io::Read;

/// Codings one in another; more of them are somebody's joke.
const CODINGS: usize = 3;
/// Bytes that brotli reads at a time.
const BUFFER: usize = 4096;

/// A body without its codings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// What could be read, at most as much as was asked for.
    pub body: Vec<u8>,
    /// Whether it ended where its end was, and not at the bound or at a fault.
    pub is_whole: bool,
}

/// Takes the codings of `Content-Encoding` away; reads at most `most` bytes of the result, however much
/// a few bytes would become. `None` for a coding that is not known.
pub fn decode(codings: &str, body: &[u8], most: usize) -> Option<Decoded> {
    let codings: Vec<String> = codings
        .split(',')
        .map(|coding| coding.trim().to_ascii_lowercase())
        .filter(|coding| !coding.is_empty() && coding != "identity")
        .collect();
    if codings.len() > CODINGS {
        return None;
    }
    let mut decoded = Decoded {
        body: body.to_vec(),
        is_whole: true,
    };
    // The last one was applied last.
    for coding in codings.iter().rev() {
        let inner = one(coding, &decoded.body, most)?;
        decoded = Decoded {
            is_whole: decoded.is_whole && inner.is_whole,
            body: inner.body,
        };
    }
    Some(decoded)
}

fn one(coding: &str, body: &[u8], most: usize) -> Option<Decoded> {
    match coding {
        "gzip" | "x-gzip" => Some(read(MultiGzDecoder::new(body), most)),
        "deflate" => {
            // With zlib's frame, as the standard says; some servers leave it out.
            let framed = read(ZlibDecoder::new(body), most);
            let is_bare = framed.body.is_empty() && !framed.is_whole;
            Some(if is_bare {
                read(DeflateDecoder::new(body), most)
            } else {
                framed
            })
        }
        "br" => Some(read(Decompressor::new(body, BUFFER), most)),
        _ => None,
    }
}

fn read(from: impl Read, most: usize) -> Decoded {
    let mut body = Vec::new();
    let bound = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    // What was read before a fault stays.
    let ended = from.take(bound).read_to_end(&mut body).is_ok();
    let is_whole = ended && body.len() <= most;
    body.truncate(most);
    Decoded { body, is_whole }
}

#[cfg(test)]
mod tests {
    use super::decode;
    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
    use std::io::Write;

    fn gzip(body: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(body).unwrap();
        encoder.finish().unwrap()
    }

    fn zlib(body: &[u8]) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(body).unwrap();
        encoder.finish().unwrap()
    }

    fn bare(body: &[u8]) -> Vec<u8> {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(body).unwrap();
        encoder.finish().unwrap()
    }

    /// `brotli` of `hello hello hello hello`, made with the reference encoder.
    const BROTLI: &[u8] = &[
        0x1b, 0x16, 0x00, 0xf8, 0x8d, 0x94, 0x6e, 0xde, 0x44, 0x55, 0x86, 0x96, 0x6c, 0x20, 0x6f,
        0x21, 0x4f, 0x1c, 0xe0, 0x38,
    ];

    #[test]
    fn every_coding_that_a_bot_may_use_is_taken_away() {
        let plain = b"hello hello hello hello".to_vec();
        for (codings, body) in [
            ("", plain.clone()),
            ("identity", plain.clone()),
            ("gzip", gzip(&plain)),
            ("X-GZIP", gzip(&plain)),
            ("deflate", zlib(&plain)),
            ("deflate", bare(&plain)),
            ("deflate, gzip", gzip(&zlib(&plain))),
        ] {
            let decoded = decode(codings, &body, 1000).unwrap();
            assert!(decoded.is_whole, "{codings}");
            assert_eq!(decoded.body, plain, "{codings}");
        }
        assert_eq!(decode("zstd", &plain, 1000), None);
        assert_eq!(decode("gzip,gzip,gzip,gzip", &plain, 1000), None);
    }

    #[test]
    fn a_bomb_is_read_up_to_the_bound_only() {
        let bomb = gzip(&vec![0; 64 << 20]);
        assert!(bomb.len() < 100_000);
        let decoded = decode("gzip", &bomb, 1 << 20).unwrap();
        assert_eq!((decoded.body.len(), decoded.is_whole), (1 << 20, false));
        let twice = decode("gzip, gzip", &gzip(&bomb), 1 << 20).unwrap();
        assert_eq!((twice.body.len(), twice.is_whole), (1 << 20, false));
    }

    #[test]
    fn what_was_cut_or_is_broken_is_shown_as_far_as_it_goes() {
        let plain: Vec<u8> = (0..50_000_u32).flat_map(u32::to_le_bytes).collect();
        let whole = gzip(&plain);
        let cut = decode("gzip", &whole[..whole.len() / 2], 1 << 20).unwrap();
        assert!(!cut.is_whole && !cut.body.is_empty());
        assert!(plain.starts_with(&cut.body));
        let broken = decode("gzip", b"not at all", 100).unwrap();
        assert_eq!((broken.body.len(), broken.is_whole), (0, false));
    }

    #[test]
    fn brotli_is_taken_away() {
        let decoded = decode("br", BROTLI, 1000).unwrap();
        assert_eq!(decoded.body, b"hello hello hello hello");
        assert!(decoded.is_whole);
    }
}
