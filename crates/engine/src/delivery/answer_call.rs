//! Finds the method call in a bot's answer, as Telegram would.

use super::answer::{ANSWER_LIMIT, Answer};
use super::decode::decode;
use crate::domain::answer_call::is_name;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request};
use bytes::Bytes;
use hyper::header::{CONTENT_ENCODING, CONTENT_TYPE};
use serde::Deserialize;

/// A call as the bot wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) method: String,
    pub(super) content_type: String,
    /// Without its content codings; the method is still in it, and the Bot API does not mind.
    pub(super) body: Bytes,
}

#[derive(Deserialize)]
struct Named {
    #[serde(default)]
    method: String,
}

/// The call, if the answer carries one.
pub(super) async fn find(answer: &Answer) -> Option<Found> {
    if answer.body.is_empty() {
        return None;
    }
    let content_type = answer.headers.get(CONTENT_TYPE)?.to_str().ok()?.to_owned();
    let kind = content_type.to_ascii_lowercase();
    let (is_json, is_form, is_multipart) = (
        kind.starts_with("application/json"),
        kind.starts_with("application/x-www-form-urlencoded"),
        kind.starts_with("multipart/form-data"),
    );
    if !(is_json || is_form || is_multipart) {
        return None;
    }
    let body = plain(answer)?;
    let method = if is_json {
        // An array is no call, though serde would take its first element for the first field.
        (body.trim_ascii_start().first() == Some(&b'{')).then_some(())?;
        serde_json::from_slice::<Named>(&body).ok()?.method
    } else if is_form {
        url::form_urlencoded::parse(&body)
            .find(|(name, _)| name == "method")?
            .1
            .into_owned()
    } else {
        in_parts(&content_type, body.clone()).await?
    };
    is_name(&method).then_some(Found {
        method,
        content_type,
        body,
    })
}

fn plain(answer: &Answer) -> Option<Bytes> {
    let Some(codings) = answer.headers.get(CONTENT_ENCODING) else {
        return Some(answer.body.clone());
    };
    let decoded = decode(codings.to_str().ok()?, &answer.body, ANSWER_LIMIT)?;
    decoded.is_whole.then(|| decoded.body.into())
}

async fn in_parts(content_type: &str, body: Bytes) -> Option<String> {
    let mut request = Request::post("/")
        .header(CONTENT_TYPE, content_type)
        .body(Body::from(body))
        .ok()?;
    // The answer's own limit has bounded it.
    DefaultBodyLimit::disable().apply(&mut request);
    let mut parts = Multipart::from_request(request, &()).await.ok()?;
    while let Some(part) = parts.next_field().await.ok()? {
        if part.name() == Some("method") && part.file_name().is_none() {
            return part.text().await.ok();
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{Found, find};
    use crate::delivery::answer::Answer;
    use flate2::Compression;
    use flate2::write::GzEncoder;
    use hyper::header::{CONTENT_ENCODING, CONTENT_TYPE, HeaderMap, HeaderValue};
    use std::io::Write;

    fn answer(kind: &'static str, body: impl Into<bytes::Bytes>) -> Answer {
        let body = body.into();
        Answer {
            status: 200,
            headers: HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_static(kind))]),
            size: body.len(),
            body,
            is_over: false,
        }
    }

    const PARTS: &str = "--x\r\nContent-Disposition: form-data; name=\"chat_id\"\r\n\r\n5\r\n--x\r\n\
         Content-Disposition: form-data; name=\"method\"\r\n\r\nsendDocument\r\n--x--\r\n";

    #[tokio::test]
    async fn a_call_is_found_in_each_form_and_its_body_stays_as_it_is() {
        let json = r#"{"chat_id":5,"method":"sendMessage","text":"é"}"#;
        for (kind, body, method) in [
            ("application/json", json, "sendMessage"),
            ("application/json; charset=utf-8", json, "sendMessage"),
            (
                "application/x-www-form-urlencoded",
                "chat_id=5&method=send%4Dessage&text=a+b",
                "sendMessage",
            ),
            ("multipart/form-data; boundary=x", PARTS, "sendDocument"),
        ] {
            let found = find(&answer(kind, body)).await;
            let expected = Found {
                method: method.into(),
                content_type: kind.into(),
                body: body.into(),
            };
            assert_eq!(found, Some(expected), "{kind}");
        }
    }

    #[tokio::test]
    async fn what_telegram_would_not_take_for_a_call_is_none() {
        for (kind, body) in [
            ("application/json", ""),
            ("application/json", "{}"),
            ("application/json", r#"["method"]"#),
            ("application/json", r#"{"method":5}"#),
            ("application/json", r#"{"method":"../close"}"#),
            ("text/plain", r#"{"method":"sendMessage"}"#),
            ("application/x-www-form-urlencoded", "text=method"),
            ("multipart/form-data", PARTS),
        ] {
            assert_eq!(find(&answer(kind, body)).await, None, "{kind}: {body}");
        }
    }

    #[tokio::test]
    async fn a_compressed_call_is_found() {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        let plain = br#"{"method":"sendMessage"}"#;
        encoder.write_all(plain).unwrap();
        let mut answer = answer("application/json", encoder.finish().unwrap());
        let gzip = HeaderValue::from_static("gzip");
        answer.headers.insert(CONTENT_ENCODING, gzip);
        assert_eq!(&find(&answer).await.unwrap().body[..], plain);
    }
}
