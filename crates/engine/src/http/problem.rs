//! Whatever goes wrong, as problem details (RFC 9457): the same code, sentence and remedy as in the
//! window.

use crate::error::{Code, Error};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

/// A refusal or a failure, on its way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Problem {
    status: StatusCode,
    error: Box<Error>,
}

/// Problem details (RFC 9457). Act on `code`, or on the HTTP status; the sentences are for people.
#[derive(Serialize, ToSchema)]
#[schema(as = Problem)]
pub(super) struct Details<'a> {
    /// Always `about:blank`: the status and the code say what kind of problem it is.
    #[serde(rename = "type")]
    kind: &'static str,
    /// The status in words.
    title: &'a str,
    /// The HTTP status.
    #[schema(minimum = 400, maximum = 599)]
    status: u16,
    /// One sentence: what happened.
    detail: &'a str,
    /// The same codes as in the window.
    code: Code,
    /// One sentence: what to do about it.
    remedy: &'a str,
    /// The raw words of the other side, where there are any.
    raw: Option<&'a str>,
    /// Seconds to wait before trying again; also in the header Retry-After.
    retry_after: Option<u32>,
}

impl Problem {
    pub(super) fn new(status: StatusCode, error: Error) -> Self {
        Self {
            status,
            error: Box::new(error),
        }
    }

    /// The request is not of the form that is asked for.
    pub(super) fn invalid(
        status: StatusCode,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        Self::new(status, Error::new(Code::InvalidInput, message, remedy))
    }

    /// With another status, where what it means depends on what was asked.
    pub(super) fn or_if(mut self, codes: &[Code], status: StatusCode) -> Self {
        if codes.contains(&self.error.code) {
            self.status = status;
        }
        self
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        Self::new(status(error.code), error)
    }
}

/// 4xx is the caller's or the user's to mend, 502 and 504 are Telegram's or ngrok's side, 503 is this
/// computer's keyring.
fn status(code: Code) -> StatusCode {
    match code {
        Code::InvalidInput | Code::TokenMalformed => StatusCode::UNPROCESSABLE_ENTITY,
        Code::NotFound => StatusCode::NOT_FOUND,
        Code::ApiRefused => StatusCode::FORBIDDEN,
        // As things are now, here or at Telegram; they can be changed, and the call made again.
        Code::BotExists
        | Code::BadWebhook
        | Code::Conflict
        | Code::TokenMissing
        | Code::ForeignWebhook
        | Code::ForeignHost
        | Code::AlreadyThere
        | Code::TunnelOffline
        | Code::PortTaken
        | Code::AlreadyRunning => StatusCode::CONFLICT,
        Code::TooManyRequests => StatusCode::TOO_MANY_REQUESTS,
        Code::Unauthorized
        | Code::TelegramNotFound
        | Code::TelegramRefused
        | Code::Dns
        | Code::Connect
        | Code::Tls
        | Code::MalformedAnswer
        | Code::ProbeLost
        | Code::NgrokAuth
        | Code::Ngrok => StatusCode::BAD_GATEWAY,
        Code::Timeout => StatusCode::GATEWAY_TIMEOUT,
        Code::KeyringAbsent | Code::KeyringLocked | Code::KeyringFailed | Code::Sandbox => {
            StatusCode::SERVICE_UNAVAILABLE
        }
        Code::StoreNewer | Code::Store | Code::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let error = &self.error;
        let details = Details {
            kind: "about:blank",
            title: self.status.canonical_reason().unwrap_or("Problem"),
            status: self.status.as_u16(),
            detail: &error.message,
            code: error.code,
            remedy: &error.remedy,
            raw: error.detail.as_deref(),
            retry_after: error.retry_after,
        };
        // Strings and numbers only: there is nothing in it that cannot be written.
        let body = serde_json::to_vec(&details).unwrap_or_default();
        let mut response = (self.status, body).into_response();
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        if let Some(seconds) = error.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self.status == StatusCode::UNAUTHORIZED {
            headers.insert(
                header::WWW_AUTHENTICATE,
                HeaderValue::from_static("Bearer realm=\"hookbay\""),
            );
        }
        response
    }
}
