//! A request's body, whole or not at all.

use axum::body::Body;
use bytes::{Bytes, BytesMut};
use futures_util::StreamExt;

/// Beyond the limit this much more is read and thrown away, so that the answer is not lost on the
/// way; whoever sends yet more is cut off.
const DRAINED: usize = 8 * 1024 * 1024;

/// Why there is no body.
pub(super) enum Unread {
    TooLarge,
    Broken,
}

/// Reads the body up to `limit` bytes.
pub(super) async fn read(body: Body, limit: usize) -> Result<Bytes, Unread> {
    let mut frames = body.into_data_stream();
    let first = match frames.next().await {
        None => return Ok(Bytes::new()),
        Some(frame) => frame.map_err(|_| Unread::Broken)?,
    };
    let mut total = first.len();
    // Nearly every update comes in one frame: kept as it is, not copied.
    let mut whole = None;
    while let Some(frame) = frames.next().await {
        let frame = frame.map_err(|_| Unread::Broken)?;
        total += frame.len();
        if total > limit {
            if total > limit + DRAINED {
                break;
            }
            continue;
        }
        whole
            .get_or_insert_with(|| BytesMut::from(&first[..]))
            .extend_from_slice(&frame);
    }
    if total > limit {
        return Err(Unread::TooLarge);
    }
    Ok(whole.map_or(first, BytesMut::freeze))
}
