//! Who is let in, and how often.
//!
//! The limit is of calls that were let in, so that somebody without the token cannot use it up.

use super::Api;
use super::problem::Problem;
use crate::error::{Code, Error};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use std::num::NonZeroU32;
use std::time::Duration;

/// Calls a second, for a while.
const A_SECOND: NonZeroU32 = NonZeroU32::new(50).unwrap();
/// Calls at once, after a pause.
const AT_ONCE: NonZeroU32 = NonZeroU32::new(200).unwrap();
/// How long a caller waits for an answer at the most. Setting a webhook is several calls to Telegram.
const PATIENCE: Duration = Duration::from_secs(100);

pub(super) type Limiter = DefaultDirectRateLimiter;

/// As many calls as documented.
pub(super) fn limiter() -> Limiter {
    RateLimiter::direct(Quota::per_second(A_SECOND).allow_burst(AT_ONCE))
}

/// For every path: only a caller who means this place, and no page of another one.
pub(super) async fn from_here(State(api): State<Api>, request: Request, next: Next) -> Response {
    match check_place(&api, &request) {
        Ok(()) => next.run(request).await,
        Err(problem) => problem.into_response(),
    }
}

fn check_place(api: &Api, request: &Request) -> Result<(), Problem> {
    let host = one(request.headers(), header::HOST);
    // A proxy's form of a request names the host in its first line as well.
    let also = request.uri().authority().map(|named| named.as_str());
    let named = host.filter(|host| {
        also.is_none_or(|also| also.eq_ignore_ascii_case(host)) && api.place.is_named_by(host)
    });
    let Some(host) = named else {
        return Err(refused(
            "The request is for a host that is not this API.",
            "Call it by the address that Hookbay's settings show.",
        ));
    };
    let mut origins = request.headers().get_all(header::ORIGIN).iter();
    let ours = origins.all(|origin| {
        origin
            .to_str()
            .is_ok_and(|origin| api.place.is_origin(origin, host))
    });
    if ours {
        Ok(())
    } else {
        Err(refused(
            "The request comes from a page of another place.",
            "Pages on other sites and ports cannot call this API; call it from a program.",
        ))
    }
}

/// For every path but the document's: only a caller with the token, so often, for so long.
pub(super) async fn with_token(State(api): State<Api>, request: Request, next: Next) -> Response {
    let known = bearer(request.headers()).is_some_and(|token| api.app.is_http_api_token(token));
    if !known {
        let message = "The request has no valid bearer token.";
        let remedy = "Copy the token from Hookbay's settings and send it as Authorization: Bearer, a space, and the token.";
        return Problem::new(
            StatusCode::UNAUTHORIZED,
            Error::new(Code::ApiRefused, message, remedy),
        )
        .into_response();
    }
    if let Err(early) = api.limiter.check() {
        let wait = early.wait_time_from(DefaultClock::default().now());
        let seconds = u32::try_from(wait.as_secs()).unwrap_or(u32::MAX);
        return Problem::from(
            Error::new(
                Code::TooManyRequests,
                format!(
                    "That is more than {A_SECOND} calls a second, or {AT_ONCE} at once after a pause."
                ),
                "Wait for a moment and go on more slowly.",
            )
            .retry_after(seconds.saturating_add(1)),
        )
        .into_response();
    }
    match tokio::time::timeout(PATIENCE, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Problem::from(Error::new(
            Code::Timeout,
            format!(
                "There was no outcome within {} seconds.",
                PATIENCE.as_secs()
            ),
            "What was begun goes on: ask how things are before you try again.",
        ))
        .into_response(),
    }
}

fn refused(message: &str, remedy: &str) -> Problem {
    Error::new(Code::ApiRefused, message, remedy).into()
}

/// A header that is there once.
fn one(headers: &HeaderMap, name: header::HeaderName) -> Option<&str> {
    let mut all = headers.get_all(name).iter();
    match (all.next(), all.next()) {
        (Some(one), None) => one.to_str().ok(),
        _ => None,
    }
}

/// The token of `Authorization: Bearer …`.
pub(super) fn bearer(headers: &HeaderMap) -> Option<&[u8]> {
    let (scheme, token) = one(headers, header::AUTHORIZATION)?.split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then(|| token.trim().as_bytes())
}
