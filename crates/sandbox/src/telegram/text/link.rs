//! What counts as a link.

use serde_json::Value;
use url::Url;

use super::Span;

/// The link as Telegram keeps it, or `None` for what is none.
pub fn checked(link: &str) -> Option<String> {
    let link = link.trim();
    if link.is_empty() || link.contains(char::is_whitespace) {
        return None;
    }
    let has_scheme = link.contains("://") || link.starts_with("tg:");
    let full = if has_scheme {
        link.to_owned()
    } else {
        format!("http://{link}")
    };
    let url = Url::parse(&full).ok()?;
    match url.scheme() {
        "tg" | "ton" => Some(url.to_string()),
        "http" | "https" => {
            let host = url.host_str()?;
            let last = host.rsplit('.').next().unwrap_or_default();
            let named = host.contains('.') && last.len() > 1;
            let is_address = matches!(url.host(), Some(url::Host::Ipv4(_)));
            (named || is_address).then(|| url.to_string())
        }
        _ => None,
    }
}

/// The user that a link leads to.
pub fn user(link: &str) -> Option<i64> {
    let id = link.strip_prefix("tg://user?id=")?;
    id.split('&').next()?.parse().ok().filter(|id| *id > 0)
}

/// The formatting for a link's text; none where it leads nowhere.
pub fn span(link: &str, offset: usize, length: usize) -> Option<Span> {
    if let Some(user) = user(link) {
        let span = Span::new("text_mention", offset, length);
        return Some(span.with("user", serde_json::json!({ "id": user })));
    }
    let link = checked(link)?;
    Some(Span::new("text_link", offset, length).with("url", Value::String(link)))
}

/// The custom emoji that a link leads to.
pub fn emoji(link: &str) -> Result<String, String> {
    let id = link
        .strip_prefix("tg://emoji?id=")
        .ok_or("Custom emoji entity must contain a tg://emoji URL")?;
    emoji_id(id).ok_or_else(|| "Invalid custom emoji identifier specified".to_owned())
}

/// A custom emoji's id.
pub fn emoji_id(id: &str) -> Option<String> {
    let valid = id.parse::<i64>().is_ok_and(|id| id != 0);
    valid.then(|| id.to_owned())
}

#[cfg(test)]
mod tests {
    use super::checked;

    #[test]
    fn a_link_has_a_host_that_could_be_one() {
        for (link, kept) in [
            ("https://example.com", Some("https://example.com/")),
            ("example.com/a?b=c", Some("http://example.com/a?b=c")),
            ("tg://resolve?domain=x", Some("tg://resolve?domain=x")),
            ("http://127.0.0.1:8080/x", Some("http://127.0.0.1:8080/x")),
            ("localhost", None),
            ("http://localhost/", None),
            ("javascript:alert(1)", None),
            ("ftp://example.com", None),
            ("a b.com", None),
            ("", None),
        ] {
            assert_eq!(checked(link).as_deref(), kept, "{link}");
        }
    }
}
