//! The request that carries one update: the very headers, in the very order.

use std::fmt::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::Target;

/// Longer requests are refused before they are sent.
const MAX_HEAD: usize = 4096;
/// What an update comes with where that was ordered.
const WRONG_SECRET: &str = "not-the-secret-that-this-webhook-was-set-with";

/// The request's bytes, or `None` when URL and headers are too long.
pub fn request(target: &Target, body: &str, wrong_secret: bool) -> Option<Vec<u8>> {
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
    if !target.login.is_empty() {
        let login = STANDARD.encode(&target.login);
        let _ = write!(head, "Authorization: Basic {login}\r\n");
    }
    let secret = if wrong_secret {
        WRONG_SECRET
    } else {
        &target.secret
    };
    if !secret.is_empty() {
        let _ = write!(head, "X-Telegram-Bot-Api-Secret-Token: {secret}\r\n");
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

#[cfg(test)]
mod tests {
    use super::request;
    use crate::telegram::address;
    use crate::telegram::delivery::Target;

    fn host_line(url: &str) -> String {
        let address = address::parse(url).unwrap();
        let target = Target {
            url: address.url,
            login: address.login,
            ip: [127, 0, 0, 1].into(),
            fixed_ip: false,
            secret: String::new(),
            max_connections: 1,
        };
        let request = String::from_utf8(request(&target, "{}", false).unwrap()).unwrap();
        request.lines().nth(1).unwrap().to_owned()
    }

    #[test]
    fn the_host_names_only_a_port_that_is_not_the_schemes_own() {
        for (url, line) in [
            ("https://a.example:443/", "Host: a.example"),
            ("https://a.example:8443/", "Host: a.example:8443"),
            ("http://a.example:80/", "Host: a.example"),
            ("https://a.example:80/", "Host: a.example:80"),
            (
                "https://b\u{fc}cher.example/",
                "Host: xn--bcher-kva.example",
            ),
        ] {
            assert_eq!(host_line(url), line, "{url}");
        }
    }
}
