//! Whose fault a failed delivery is, told from the same texts as [`super::diagnosis`].

use super::trouble::status_line;
use crate::domain::reconcile::Blame;

/// Whose fault a last error of Telegram's is. [`Blame::Way`] is said only where a registration at the
/// present URL and address, with the kept secret token, may cure it.
pub fn blame(last_error_message: &str) -> Blame {
    if let Some(status) = answered_status(last_error_message) {
        return answered(status);
    }
    let lower = last_error_message.trim().to_lowercase();
    TABLE
        .iter()
        .find(|(text, _)| lower.contains(text))
        .map_or(Blame::Unknown, |(_, blame)| *blame)
}

/// The status that the webhook answered with, where that is the last error; 0 where it is none.
pub fn answered_status(last_error_message: &str) -> Option<u16> {
    let answer = status_line(last_error_message)?;
    let number = answer.split(' ').next().unwrap_or_default();
    Some(number.parse().unwrap_or(0))
}

/// The first row whose text is in the message counts.
const TABLE: &[(&str, Blame)] = &[
    ("connection refused", Blame::Way),
    ("connection timed out", Blame::Way),
    ("connection reset by peer", Blame::Way),
    ("no route to host", Blame::Way),
    ("network is unreachable", Blame::Way),
    ("write timeout expired", Blame::Way),
    ("ssl error", Blame::Way),
    ("failed to resolve host", Blame::Way),
    ("read timeout expired", Blame::Handler),
    // The certificate that was uploaded is uploaded again and is no better.
    ("can't create an ssl", Blame::Handler),
    ("unsupported content-encoding", Blame::Handler),
    ("unexpected end of request content", Blame::Handler),
    ("http version not supported", Blame::Handler),
    ("can't connect to the webhook", Blame::Telegram),
];

fn answered(status: u16) -> Blame {
    match status {
        // A secret token of another registration, an old path, a tunnel whose app is elsewhere now.
        401 | 403 | 404 | 502..=504 => Blame::Way,
        _ => Blame::Handler,
    }
}

#[cfg(test)]
mod tests {
    use super::blame;
    use crate::domain::reconcile::Blame;

    #[test]
    fn each_known_text_has_its_blame() {
        for (words, expected) in [
            ("Connection refused", Blame::Way),
            ("Connection timed out", Blame::Way),
            ("Connection reset by peer", Blame::Way),
            ("No route to host", Blame::Way),
            ("Network is unreachable", Blame::Way),
            ("Write timeout expired", Blame::Way),
            (
                "SSL error {error:0A000086:SSL routines::certificate verify failed}",
                Blame::Way,
            ),
            (
                "Wrong response from the webhook: 401 Unauthorized",
                Blame::Way,
            ),
            ("Wrong response from the webhook: 403 ", Blame::Way),
            ("Wrong response from the webhook: 404 Not Found", Blame::Way),
            (
                "Wrong response from the webhook: 502 Bad Gateway",
                Blame::Way,
            ),
            ("Wrong response from the webhook: 503 ", Blame::Way),
            (
                "Wrong response from the webhook: 504 Gateway Timeout",
                Blame::Way,
            ),
            (
                "Wrong response from the webhook: 500 Internal Server Error",
                Blame::Handler,
            ),
            ("Wrong response from the webhook: 302 Found", Blame::Handler),
            (
                "Wrong response from the webhook: 405 Method Not Allowed",
                Blame::Handler,
            ),
            ("Wrong response from the webhook: 410 Gone", Blame::Handler),
            (
                "Wrong response from the webhook: 413 Payload Too Large",
                Blame::Handler,
            ),
            (
                "Wrong response from the webhook: 429 Too Many Requests",
                Blame::Handler,
            ),
            ("Wrong response from the webhook:", Blame::Handler),
            ("Read timeout expired", Blame::Handler),
            ("Can't create an SSL context: error", Blame::Handler),
            (
                "Unsupported Media Type: unsupported content-encoding",
                Blame::Handler,
            ),
            ("Can't connect to the webhook", Blame::Telegram),
            ("Can't connect to the webhook proxy", Blame::Telegram),
            ("Something new", Blame::Unknown),
        ] {
            assert_eq!(blame(words), expected, "{words}");
        }
    }
}
