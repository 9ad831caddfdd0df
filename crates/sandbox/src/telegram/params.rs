//! A call's parameters, whichever of the four encodings they came in.

use std::collections::BTreeMap;

use axum::body::Body;
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart};
use axum::http::{Request, header};
use bytes::Bytes;
use serde_json::Value;

const MAX_TOTAL: usize = 1 << 20;

/// Named values as text, and uploaded files.
#[derive(Debug, Clone, Default)]
pub struct Params {
    values: BTreeMap<String, String>,
    files: BTreeMap<String, Upload>,
}

/// An uploaded file.
#[derive(Debug, Clone)]
pub struct Upload {
    /// As the caller named it, possibly not at all.
    pub name: String,
    /// What is in it.
    pub data: Bytes,
}

/// Why parameters could not be read: the status and the description to answer with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable(pub u16, pub &'static str);

const NOT_UTF8: Unreadable = Unreadable(400, "Bad Request: strings must be encoded in UTF-8");

impl Params {
    /// Reads the query string and then the body, by its content type.
    pub async fn read(
        query: Option<&str>,
        content_type: Option<&str>,
        body: Bytes,
    ) -> Result<Self, Unreadable> {
        let mut params = Self::default();
        params.read_form(query.unwrap_or_default().as_bytes())?;
        let kind = content_type.unwrap_or_default().to_ascii_lowercase();
        if kind.starts_with("application/json") {
            params.read_json(&body)?;
        } else if kind.starts_with("application/x-www-form-urlencoded") {
            params.read_form(&body)?;
        } else if kind.starts_with("multipart/form-data") {
            params
                .read_multipart(content_type.unwrap_or_default(), body)
                .await?;
        }
        let total: usize = params.values.iter().map(|(k, v)| k.len() + v.len()).sum();
        if total > MAX_TOTAL {
            return Err(Unreadable(413, "Request Entity Too Large"));
        }
        Ok(params)
    }

    /// The parameter's text; an absent one is empty, as on Telegram's side.
    pub fn text(&self, name: &str) -> &str {
        self.get(name).unwrap_or_default()
    }

    /// The parameter's text, if it was given.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(String::as_str)
    }

    /// Whether the parameter is one of the words for yes.
    pub fn is_true(&self, name: &str) -> bool {
        let text = self.text(name).trim().to_ascii_lowercase();
        matches!(text.as_str(), "true" | "yes" | "1")
    }

    /// The parameter as a whole number, read up to the first byte that is no digit: text that is
    /// none counts as 0. An empty one counts as absent.
    pub fn number(&self, name: &str) -> Option<i64> {
        let text = self.get(name).filter(|text| !text.is_empty())?;
        let digits = text.strip_prefix('-').unwrap_or(text).bytes();
        let number = digits
            .take_while(u8::is_ascii_digit)
            .fold(0_i64, |number, digit| {
                number
                    .saturating_mul(10)
                    .saturating_add(i64::from(digit - b'0'))
            });
        Some(if text.starts_with('-') {
            -number
        } else {
            number
        })
    }

    /// An uploaded file, in its own field or attached under another name.
    pub fn file(&self, name: &str) -> Option<&Upload> {
        let attached = self.text(name).strip_prefix("attach://");
        self.files.get(attached.unwrap_or(name))
    }

    /// Every value, for the record of calls. Files show as their size.
    pub fn listed(&self) -> BTreeMap<String, String> {
        let files = self
            .files
            .iter()
            .map(|(name, file)| (name.clone(), format!("file of {} bytes", file.data.len())));
        self.values.clone().into_iter().chain(files).collect()
    }

    fn read_form(&mut self, form: &[u8]) -> Result<(), Unreadable> {
        if std::str::from_utf8(&unescaped(form)).is_err() {
            return Err(NOT_UTF8);
        }
        let pairs = url::form_urlencoded::parse(form).into_owned();
        self.values.extend(pairs);
        Ok(())
    }

    fn read_json(&mut self, body: &[u8]) -> Result<(), Unreadable> {
        if body.is_empty() {
            return Ok(());
        }
        if std::str::from_utf8(body).is_err() {
            return Err(NOT_UTF8);
        }
        let Ok(Value::Object(object)) = serde_json::from_slice(body) else {
            return Err(Unreadable(400, "Bad Request: can't parse JSON object"));
        };
        for (name, value) in object {
            // What is no string keeps its JSON: null is the text `null`, as on Telegram's side.
            let text = match value {
                Value::String(text) => text,
                other => other.to_string(),
            };
            self.values.insert(name, text);
        }
        Ok(())
    }

    async fn read_multipart(&mut self, kind: &str, body: Bytes) -> Result<(), Unreadable> {
        if body.is_empty() {
            return Ok(());
        }
        let broken = || Unreadable(400, "Bad Request: can't parse multipart form data");
        let mut request = Request::post("/")
            .header(header::CONTENT_TYPE, kind)
            .body(Body::from(body))
            .map_err(|_| broken())?;
        // The listener has bounded the body already.
        DefaultBodyLimit::disable().apply(&mut request);
        let mut parts = Multipart::from_request(request, &())
            .await
            .map_err(|_| broken())?;
        while let Some(part) = parts.next_field().await.map_err(|_| broken())? {
            let name = part.name().unwrap_or_default().to_owned();
            let file_name = part.file_name().map(str::to_owned);
            let data = part.bytes().await.map_err(|_| broken())?;
            if let Some(file_name) = file_name {
                let file = Upload {
                    name: file_name,
                    data,
                };
                self.files.insert(name, file);
            } else {
                let text = std::str::from_utf8(&data).map_err(|_| NOT_UTF8)?;
                self.values.insert(name, text.to_owned());
            }
        }
        Ok(())
    }
}

/// The bytes that a form's signs of per cent stand for; its other signs are none of a text's.
fn unescaped(form: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(form.len());
    let mut rest = form;
    while let Some((first, after)) = rest.split_first() {
        let digits = after.get(..2).filter(|_| *first == b'%');
        let digits = digits.and_then(|digits| std::str::from_utf8(digits).ok());
        let escaped = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.push(escaped.unwrap_or(*first));
        rest = match escaped {
            Some(_) => after.get(2..).unwrap_or_default(),
            None => after,
        };
    }
    bytes
}
