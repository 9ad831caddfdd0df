//! A request's body: JSON, said to be JSON, of the form that is asked for.

use super::problem::Problem;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, StatusCode, header};
use bytes::{Bytes, BytesMut};
use futures_util::StreamExt;
use serde::de::{Deserialize, DeserializeOwned, Deserializer, Error as _};
use serde_json::Value;

/// A certificate has 3 MiB at the most, and JSON's escapes lengthen it.
pub(super) const LIMIT: usize = 4 * 1024 * 1024;

/// Beyond the limit this much more is read and thrown away, so that the answer is not lost on the
/// way; whoever sends yet more is cut off.
const DRAINED: usize = 8 * 1024 * 1024;

/// A body that must be there.
pub(super) struct Body<T>(pub(super) T);

/// A body that may be left out or null, which is as an empty object.
pub(super) struct MaybeBody<T>(pub(super) T);

impl<T: DeserializeOwned, S: Sync> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        let (parts, body) = request.into_parts();
        let body = read(body).await?;
        parsed(&parts.headers, &body).map(Self)
    }
}

impl<T: DeserializeOwned + Default, S: Sync> FromRequest<S> for MaybeBody<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        let (parts, body) = request.into_parts();
        let body = read(body).await?;
        if body.is_empty() {
            return Ok(Self(T::default()));
        }
        let body: Option<T> = parsed(&parts.headers, &body)?;
        Ok(Self(body.unwrap_or_default()))
    }
}

async fn read(body: axum::body::Body) -> Result<Bytes, Problem> {
    let mut frames = body.into_data_stream();
    let mut whole = BytesMut::new();
    let mut total = 0;
    while let Some(frame) = frames.next().await {
        let frame = frame.map_err(|_| {
            Problem::invalid(
                StatusCode::BAD_REQUEST,
                "The request's body ended before its end.",
                "Send it again.",
            )
        })?;
        total += frame.len();
        if total <= LIMIT {
            whole.extend_from_slice(&frame);
        } else if total > LIMIT + DRAINED {
            break;
        }
    }
    if total > LIMIT {
        return Err(Problem::invalid(
            StatusCode::PAYLOAD_TOO_LARGE,
            "The request's body is larger than 4 MiB.",
            "Send a smaller one.",
        ));
    }
    Ok(whole.freeze())
}

fn parsed<T: DeserializeOwned>(headers: &HeaderMap, body: &[u8]) -> Result<T, Problem> {
    // Of the types that a page may send without asking first, none is JSON's.
    if !is_json(headers) {
        return Err(Problem::invalid(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "The request's body is not said to be JSON.",
            "Send it with the header Content-Type: application/json.",
        ));
    }
    // A list would be taken for the fields in their order.
    if body.trim_ascii_start().first() == Some(&b'[') {
        return Err(Problem::invalid(
            StatusCode::UNPROCESSABLE_ENTITY,
            "The request's body is not of the form that is asked for: it is a list, and not an object.",
            "Compare it with the form given at /docs.",
        ));
    }
    let mut reader = serde_json::Deserializer::from_slice(body);
    let parsed = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let (at, error) = (error.path().to_string(), error.into_inner());
        if !error.is_data() {
            return not_json(&error);
        }
        let at = match at.as_str() {
            "." => String::new(),
            field => format!("{field}: "),
        };
        Problem::invalid(
            StatusCode::UNPROCESSABLE_ENTITY,
            format!("The request's body is not of the form that is asked for: {at}{error}."),
            "Compare it with the form given at /docs.",
        )
    })?;
    reader.end().map_err(|error| not_json(&error))?;
    Ok(parsed)
}

/// An object inside the body, or null; a list would be taken for its fields in their order.
pub(super) fn object<'de, D: Deserializer<'de>, T: DeserializeOwned>(
    from: D,
) -> Result<Option<T>, D::Error> {
    let Some(fields) = Option::<serde_json::Map<String, Value>>::deserialize(from)? else {
        return Ok(None);
    };
    T::deserialize(fields).map(Some).map_err(D::Error::custom)
}

fn not_json(error: &serde_json::Error) -> Problem {
    Problem::invalid(
        StatusCode::BAD_REQUEST,
        format!("The request's body is not JSON: {error}."),
        "Send JSON, of the form given at /docs.",
    )
}

fn is_json(headers: &HeaderMap) -> bool {
    let mut all = headers.get_all(header::CONTENT_TYPE).iter();
    let (Some(one), None) = (all.next(), all.next()) else {
        return false;
    };
    let Ok(text) = one.to_str() else { return false };
    let essence = text.split(';').next().unwrap_or_default();
    essence.trim().eq_ignore_ascii_case("application/json")
}
