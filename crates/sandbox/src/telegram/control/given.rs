//! What a request brings: a body of JSON that is bounded, or a query. What is not of its form is refused
//! in a sentence, as everything else is.

use axum::Json;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, FromRequest, FromRequestParts, Query, Request};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt as _;
use serde::de::DeserializeOwned;
use serde_json::json;

/// A file of 20 MB in base64, with room for all around it.
const MOST: usize = 32 << 20;
/// So much more is read and thrown away: who still writes does not read why it was too much.
const MOST_THROWN_AWAY: usize = 256 << 20;
const TOO_LARGE: &str =
    "The request has more than 32 MB, which is all that is taken; a file can have 20 MB.";

/// What a body holds.
pub struct Given<T>(pub T);

/// What a query holds.
pub struct Asked<T>(pub T);

fn refused(status: StatusCode, what: &str) -> Response {
    (status, Json(json!({ "error": what }))).into_response()
}

fn malformed(what: &str) -> Response {
    refused(StatusCode::BAD_REQUEST, what)
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Given<T> {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let (head, body) = request.into_parts();
        let whole = bounded(body).await?;
        let mut request = Request::from_parts(head, Body::from(whole));
        DefaultBodyLimit::disable().apply(&mut request);
        let body = Json::<T>::from_request(request, state).await;
        body.map(|Json(given)| Self(given))
            .map_err(|refused| malformed(&refused.body_text()))
    }
}

async fn bounded(body: Body) -> Result<Vec<u8>, Response> {
    let mut parts = body.into_data_stream();
    let (mut whole, mut length) = (Vec::new(), 0_usize);
    while let Some(part) = parts.next().await {
        let part = part.map_err(|_| malformed("The request broke off."))?;
        length = length.saturating_add(part.len());
        if length > MOST_THROWN_AWAY {
            break;
        }
        if length <= MOST {
            whole.extend_from_slice(&part);
        } else {
            whole = Vec::new();
        }
    }
    if length > MOST {
        return Err(refused(StatusCode::PAYLOAD_TOO_LARGE, TOO_LARGE));
    }
    Ok(whole)
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Asked<T> {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let query = Query::<T>::from_request_parts(parts, state).await;
        query
            .map(|Query(asked)| Self(asked))
            .map_err(|refused| malformed(&refused.body_text()))
    }
}
