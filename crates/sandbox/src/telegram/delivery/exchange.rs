//! The request that carries one update: the very headers, in the very order.

use std::fmt::Write;

use url::Url;

use super::Target;

/// Longer requests are refused before they are sent.
const MAX_HEAD: usize = 4096;

/// The request's bytes, or `None` when URL and headers are too long.
pub fn request(target: &Target, body: &str) -> Option<Vec<u8>> {
    let url = &target.url;
    let mut head = format!("POST {}", url.path());
    if let Some(query) = url.query() {
        let _ = write!(head, "?{query}");
    }
    let _ = write!(
        head,
        " HTTP/1.1\r\nHost: {}",
        url.host_str().unwrap_or_default()
    );
    // `port` is absent when it is the scheme's own.
    if let Some(port) = url.port() {
        let _ = write!(head, ":{port}");
    }
    head.push_str("\r\n");
    if let Some(login) = login(url) {
        let _ = write!(head, "Authorization: Basic {}\r\n", base64(&login));
    }
    if !target.secret.is_empty() {
        let _ = write!(
            head,
            "X-Telegram-Bot-Api-Secret-Token: {}\r\n",
            target.secret
        );
    }
    let _ = write!(
        head,
        "Content-Type: application/json\r\nContent-Length: {}\r\nConnection: keep-alive\r\n\
         Accept-Encoding: gzip, deflate\r\n\r\n",
        body.len()
    );
    if head.len() > MAX_HEAD {
        return None;
    }
    let mut bytes = head.into_bytes();
    bytes.extend_from_slice(body.as_bytes());
    Some(bytes)
}

/// `user:password` of the URL, with its escapes undone.
fn login(url: &Url) -> Option<Vec<u8>> {
    if url.username().is_empty() && url.password().is_none() {
        return None;
    }
    let text = match url.password() {
        Some(password) => format!("{}:{password}", url.username()),
        None => url.username().to_owned(),
    };
    let mut bytes = text.bytes();
    let mut login = Vec::with_capacity(text.len());
    while let Some(byte) = bytes.next() {
        let mut ahead = bytes.clone();
        let escaped = (byte == b'%')
            .then(|| Some(hex(ahead.next()?)? << 4 | hex(ahead.next()?)?))
            .flatten();
        if escaped.is_some() {
            bytes = ahead;
        }
        login.push(escaped.unwrap_or(byte));
    }
    Some(login)
}

fn hex(digit: u8) -> Option<u8> {
    let value = char::from(digit).to_digit(16)?;
    u8::try_from(value).ok()
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let at = |index: usize| u32::from(chunk.get(index).copied().unwrap_or(0));
        let bits = at(0) << 16 | at(1) << 8 | at(2);
        for place in 0..4 {
            if place > chunk.len() {
                text.push('=');
            } else {
                let digit = (bits >> (18 - 6 * place)) & 63;
                text.push(char::from(DIGITS[digit as usize]));
            }
        }
    }
    text
}
