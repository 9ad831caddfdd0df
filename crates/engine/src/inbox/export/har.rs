//! An HTTP archive 1.2: a request from Telegram, and each delivery to the bot, as an entry.

use super::{Item, time};
use crate::domain::delivery::Phases;
use crate::domain::token::mask_tokens;
use crate::store::{Headers, WholeAttempt};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use url::Url;

/// What the field `_hookbay` of an entry says: only the first is read by an import.
pub const RECEIVED: &str = "received";
const DELIVERY: &str = "delivery";

/// Headers whose values are never written. Most are masked where they are recorded already.
const SECRET: &[&str] = &[
    "authorization",
    "cookie",
    "proxy-authorization",
    "set-cookie",
    "x-telegram-bot-api-secret-token",
];

/// How updates become an archive.
pub struct Har {
    public_url: String,
    is_first: bool,
}

impl Har {
    pub(super) fn new(public_url: &str) -> Self {
        Self {
            public_url: public_url.to_owned(),
            is_first: true,
        }
    }

    #[allow(clippy::unused_self)] // Like the others.
    pub(super) fn head(&self) -> String {
        let creator = json!({ "name": "Hookbay", "version": env!("CARGO_PKG_VERSION") });
        format!("{{\"log\":{{\"version\":\"1.2\",\"creator\":{creator},\"entries\":[")
    }

    pub(super) fn add(&mut self, item: &Item) -> String {
        self.entry(&self.received(item))
    }

    pub(super) fn delivery(&mut self, attempt: &WholeAttempt) -> String {
        self.entry(&delivery(attempt))
    }

    fn entry(&mut self, entry: &Value) -> String {
        let between = if self.is_first { "\n" } else { ",\n" };
        self.is_first = false;
        format!("{between}{entry}")
    }

    #[allow(clippy::unused_self)] // Like the others.
    pub(super) fn tail(&self) -> String {
        "\n]}}\n".to_owned()
    }

    fn received(&self, item: &Item) -> Value {
        json!({
            "_hookbay": RECEIVED,
            "startedDateTime": time(item.received_at),
            "time": 0,
            "request": request(&self.public_url, &item.headers, &item.body),
            "response": response(0, &Vec::new(), "", 0),
            "cache": {},
            "timings": { "send": 0, "wait": 0, "receive": 0 },
            "comment": "What Telegram was answered is not recorded.",
        })
    }
}

fn delivery(attempt: &WholeAttempt) -> Value {
    let row = &attempt.attempt;
    let at = DateTime::<Utc>::from_timestamp_millis(row.at).unwrap_or_default();
    let text = String::from_utf8_lossy(&attempt.response_body);
    let mut entry = json!({
        "_hookbay": DELIVERY,
        "startedDateTime": time(at),
        "time": millis(row.phases.total),
        "request": request(
            &row.url,
            &attempt.request_headers,
            &String::from_utf8_lossy(&attempt.request_body),
        ),
        "response": response(row.status.unwrap_or(0), &attempt.response_headers, &text, row.response_size),
        "cache": {},
        "timings": timings(row.phases),
    });
    if let Some(trouble) = row.trouble {
        entry["comment"] = trouble.words().0.into();
    }
    entry
}

fn request(url: &str, headers: &Headers, body: &str) -> Value {
    let query = Url::parse(url).map_or_else(
        |_| Vec::new(),
        |url| {
            let pairs = url.query_pairs();
            pairs
                .map(|(name, value)| json!({ "name": name, "value": value }))
                .collect()
        },
    );
    let kind = header(headers, "content-type").unwrap_or("application/json");
    json!({
        "method": "POST",
        "url": url,
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": pairs(headers),
        "queryString": query,
        "postData": { "mimeType": kind, "text": body },
        "headersSize": -1,
        "bodySize": body.len(),
    })
}

fn response(status: u16, headers: &Headers, body: &str, size: u64) -> Value {
    let kind = header(headers, "content-type").unwrap_or("");
    json!({
        "status": status,
        "statusText": "",
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": pairs(headers),
        "content": { "size": size, "mimeType": kind, "text": body },
        "redirectURL": header(headers, "location").unwrap_or(""),
        "headersSize": -1,
        "bodySize": size,
    })
}

/// Every phase that was measured; the archive has no place for one that is not known but -1.
fn timings(phases: Phases) -> Value {
    let part = |phase: Option<u32>| phase.map_or(-1.0, millis);
    let [total, sent] = [phases.total, phases.sent.unwrap_or(0)];
    let first = phases.first_byte.unwrap_or(total);
    let before = [phases.dns, phases.connect, phases.tls];
    let before: u32 = before.into_iter().flatten().sum();
    json!({
        "dns": part(phases.dns),
        "connect": part(phases.connect),
        "ssl": part(phases.tls),
        "send": millis(sent.saturating_sub(before)),
        "wait": millis(first.saturating_sub(sent)),
        "receive": millis(total.saturating_sub(first)),
    })
}

fn millis(micros: u32) -> f64 {
    f64::from(micros) / 1_000.0
}

fn pairs(headers: &Headers) -> Value {
    let pair = |(name, value): &(String, String)| {
        let name = name.as_str();
        let is_secret = SECRET.iter().any(|known| known.eq_ignore_ascii_case(name));
        let value = if is_secret { "••••" } else { value };
        json!({ "name": name, "value": mask_tokens(value) })
    };
    headers.iter().map(pair).collect()
}

fn header<'a>(headers: &'a Headers, name: &str) -> Option<&'a str> {
    let found = headers
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(name));
    found.map(|(_, value)| value.as_str())
}
