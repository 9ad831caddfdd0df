//! The request as Telegram makes it: its headers in its order, and nothing else but our own mark.

use super::HOP;
use crate::secret::Secret;
use crate::store::Headers;
use hyper::header::{
    ACCEPT_ENCODING, CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, HOST, HeaderMap, HeaderName,
    HeaderValue,
};
use url::Url;

/// The header of a bot's secret token.
const SECRET: &str = "x-telegram-bot-api-secret-token";

/// What is secret of a request.
#[derive(Debug, Clone, Default)]
pub(super) struct Extras<'a> {
    pub(super) secret_token: Option<&'a Secret>,
    pub(super) headers: &'a [(String, Secret)],
}

/// The headers to send, and the same as they are shown. An own header takes the place of Telegram's.
pub(super) fn headers(url: &Url, hop: &str, length: usize, extras: &Extras<'_>) -> HeaderMap {
    let mut headers = HeaderMap::new();
    let mut put = |name: HeaderName, value: &str, sensitive: bool| {
        if let Ok(mut value) = HeaderValue::from_str(value) {
            value.set_sensitive(sensitive);
            headers.insert(name, value);
        }
    };
    put(HOST, &authority(url), false);
    if let Some(secret) = extras.secret_token {
        put(HeaderName::from_static(SECRET), secret.expose(), true);
    }
    put(CONTENT_TYPE, "application/json", false);
    put(CONTENT_LENGTH, &length.to_string(), false);
    put(CONNECTION, "keep-alive", false);
    put(ACCEPT_ENCODING, "gzip, deflate", false);
    put(HeaderName::from_static(HOP), hop, false);
    for (name, value) in extras.headers {
        if let Ok(name) = HeaderName::try_from(name.as_str()) {
            put(name, value.expose(), true);
        }
    }
    headers
}

/// As they are kept and shown: secrets masked.
pub(super) fn shown(headers: &HeaderMap) -> Headers {
    headers
        .iter()
        .filter(|(name, _)| *name != HOP)
        .map(|(name, value)| {
            let value = if value.is_sensitive() {
                "••••".to_owned()
            } else {
                String::from_utf8_lossy(value.as_bytes()).into_owned()
            };
            (name.as_str().to_owned(), value)
        })
        .collect()
}

/// Host, with the port where it is not the scheme's own.
fn authority(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    match url.port() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    }
}

/// Path and query.
pub(super) fn path(url: &Url) -> String {
    match url.query() {
        Some(query) => format!("{}?{query}", url.path()),
        None => url.path().to_owned(),
    }
}

/// Whether a name may be an own header: those that carry the message are ours.
pub(super) fn may_be_own(name: &str) -> bool {
    let Ok(name) = HeaderName::try_from(name) else {
        return false;
    };
    ![CONTENT_LENGTH, CONNECTION, HOST].contains(&name)
        && name != HOP
        && name != SECRET
        && name != "transfer-encoding"
}
