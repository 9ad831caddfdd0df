//! The Bot API's answers: `{"ok":true,"result":…}`, or `{"ok":false,"error_code":…}`.

use super::{Error, Result, refusal};
use reqwest::{Response, StatusCode, header::RETRY_AFTER};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::value::RawValue;

/// The largest answer that is read: Telegram's are a few kilobytes.
const MOST: usize = 1 << 20;

/// A call that succeeded.
pub struct Answer<T> {
    /// What was asked for.
    pub result: T,
    /// Telegram's comment; empty where it made none.
    pub description: String,
}

#[derive(Deserialize)]
struct Envelope<'a> {
    ok: bool,
    #[serde(borrow)]
    result: Option<&'a RawValue>,
    #[serde(default)]
    description: Option<String>,
    error_code: Option<i64>,
    parameters: Option<Parameters>,
}

#[derive(Deserialize)]
struct Parameters {
    retry_after: Option<u32>,
}

/// Reads an answer, whatever its HTTP status says.
pub async fn read<T: DeserializeOwned>(
    response: &mut Response,
    host: &str,
    failed: impl Fn(reqwest::Error) -> Error,
) -> Result<Answer<T>> {
    let status = response.status();
    let retry_after = response
        .headers()
        .get(RETRY_AFTER)
        .and_then(|value| value.to_str().ok()?.trim().parse().ok());
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(&failed)? {
        if body.len() + chunk.len() > MOST {
            return Err(malformed(host, status, "the answer is larger than 1 MiB"));
        }
        body.extend_from_slice(&chunk);
    }
    understand(status, retry_after, &body, host)
}

fn understand<T: DeserializeOwned>(
    status: StatusCode,
    retry_after: Option<u32>,
    body: &[u8],
    host: &str,
) -> Result<Answer<T>> {
    let Ok(envelope) = serde_json::from_slice::<Envelope<'_>>(body) else {
        // A gateway before the Bot API may say this without a body.
        if status == StatusCode::TOO_MANY_REQUESTS {
            return Err(refusal::refused(429, String::new(), retry_after));
        }
        let start: String = String::from_utf8_lossy(body).chars().take(200).collect();
        return Err(malformed(
            host,
            status,
            &start.split_whitespace().collect::<Vec<_>>().join(" "),
        ));
    };
    let description = envelope.description.unwrap_or_default();
    if !envelope.ok {
        let code = envelope
            .error_code
            .unwrap_or_else(|| i64::from(status.as_u16()));
        let wait = envelope
            .parameters
            .and_then(|parameters| parameters.retry_after)
            .or(retry_after);
        return Err(refusal::refused(code, description, wait));
    }
    let result = envelope.result.map_or("null", RawValue::get);
    match serde_json::from_str(result) {
        Ok(result) => Ok(Answer {
            result,
            description,
        }),
        Err(error) => Err(malformed(host, status, &error.to_string())),
    }
}

fn malformed(host: &str, status: StatusCode, what: &str) -> Error {
    let detail = format!("HTTP {status}: {what}");
    Error::Malformed {
        host: host.to_owned(),
        detail: detail.trim_end_matches([':', ' ']).to_owned(),
    }
}
