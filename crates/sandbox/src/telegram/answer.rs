//! The Bot API's answers in the envelope every client expects.

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

/// One answer of the Bot API.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The HTTP status, equal to `error_code` when the call failed.
    pub status: u16,
    body: String,
    retry_after: Option<u32>,
    /// The chat of the messages in the result.
    pub chat: Option<i64>,
    /// Their ids.
    pub messages: Vec<i64>,
}

impl Answer {
    /// Success with a result.
    pub fn ok(result: &Value) -> Self {
        let id = |of: &Value, path: &str| of.pointer(path).and_then(Value::as_i64);
        let all = match result {
            Value::Array(all) => all.as_slice(),
            one => std::slice::from_ref(one),
        };
        Self {
            chat: all.first().and_then(|one| id(one, "/chat/id")),
            messages: all
                .iter()
                .filter_map(|one| id(one, "/message_id"))
                .collect(),
            ..Self::ok_text(&result.to_string())
        }
    }

    /// Success whose result is JSON text already.
    pub fn ok_text(result: &str) -> Self {
        Self::raw(200, format!("{{\"ok\":true,\"result\":{result}}}"))
    }

    /// Success with `true` and a sentence, as setWebhook answers.
    pub fn done(description: &str) -> Self {
        Self::raw(
            200,
            format!("{{\"ok\":true,\"result\":true,\"description\":\"{description}\"}}"),
        )
    }

    /// A refused call.
    pub fn error(code: u16, description: &str) -> Self {
        let body = json!({"ok": false, "error_code": code, "description": description});
        Self::raw(code, body.to_string())
    }

    /// 400 with what was bad about the request.
    pub fn bad_request(what: &str) -> Self {
        Self::error(400, &format!("Bad Request: {what}"))
    }

    /// 429: come back after so many seconds.
    pub fn too_many_requests(retry_after: u32) -> Self {
        let body = json!({
            "ok": false,
            "error_code": 429,
            "description": format!("Too Many Requests: retry after {retry_after}"),
            "parameters": {"retry_after": retry_after},
        });
        Self {
            retry_after: Some(retry_after),
            ..Self::raw(429, body.to_string())
        }
    }

    /// What is said of a refusal.
    pub fn description(&self) -> Option<String> {
        if self.status == 200 {
            return None;
        }
        let body: Value = serde_json::from_str(&self.body).ok()?;
        body.get("description")?.as_str().map(str::to_owned)
    }

    /// Any status with any bytes, for faults.
    pub fn raw(status: u16, body: String) -> Self {
        Self {
            status,
            body,
            retry_after: None,
            chat: None,
            messages: Vec::new(),
        }
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let mut response = Response::new(Body::from(self.body));
        *response.status_mut() = StatusCode::from_u16(self.status).unwrap_or_default();
        let headers = response.headers_mut();
        let json = HeaderValue::from_static("application/json");
        headers.insert(header::CONTENT_TYPE, json);
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, seconds.into());
        }
        response
    }
}
