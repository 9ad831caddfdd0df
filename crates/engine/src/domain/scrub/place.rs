//! Another place on earth: the same place is the same one again.

use ring::hmac;
use std::fmt::Write;

/// A coordinate in the place of `piece`, with six decimals. Both latitude and longitude can be of this
/// range.
pub(super) fn coordinate(key: &hmac::Key, piece: &str, out: &mut String) {
    let tag = hmac::sign(key, format!("place {piece}").as_bytes());
    let bytes = tag.as_ref();
    let mut number = [0_u8; 4];
    number.copy_from_slice(&bytes[..4]);
    let micro = i64::from(u32::from_le_bytes(number)) % 120_000_000 - 60_000_000;
    let sign = if micro < 0 { "-" } else { "" };
    let micro = micro.unsigned_abs();
    let (whole, rest) = (micro / 1_000_000, micro % 1_000_000);
    // A string takes whatever is written to it.
    let _ = write!(out, "{sign}{whole}.{rest:06}");
}
