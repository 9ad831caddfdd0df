//! What Telegram's last_error_message means, and what to do about it. The texts are those of
//! telegram-bot-api's WebhookActor and of the system and OpenSSL below it.

use crate::domain::webhook::Diagnosis;

/// What a last error of Telegram's means and what to do about it.
pub fn diagnose(last_error_message: &str) -> Diagnosis {
    let words = last_error_message.trim();
    if let Some(answer) = words.strip_prefix("Wrong response from the webhook:") {
        return answered(answer.trim());
    }
    let lower = words.to_lowercase();
    let found = TABLE
        .iter()
        .find(|row| row.0.iter().all(|part| lower.contains(part)));
    let (cause, fix) = found.map_or(
        (
            "Telegram could not deliver, for a reason that Hookbay does not know.",
            "Telegram's own words are the best lead.",
        ),
        |row| (row.1, row.2),
    );
    say(cause, fix)
}

fn say(cause: impl Into<String>, fix: &str) -> Diagnosis {
    Diagnosis {
        cause: cause.into(),
        fix: fix.to_owned(),
        mend: None,
    }
}

type Row = (&'static [&'static str], &'static str, &'static str);

/// The first row whose words are all in the message counts.
const TABLE: &[Row] = &[
    (
        &["connection refused"],
        "Nothing listens at the webhook's address and port.",
        "Start the tunnel or the reverse proxy, and check the port forwarding and the firewall.",
    ),
    (
        &["connection timed out"],
        "The webhook's address did not answer a connection attempt.",
        "Let Telegram's networks 149.154.160.0/20 and 91.108.4.0/22 through the firewall, and check that the address is right and the tunnel runs.",
    ),
    (
        &["connection reset by peer"],
        "The webhook's side cut the connection in the middle of the request.",
        "Check the proxy or app in front for a crash, and that TLS is spoken at that port.",
    ),
    (
        &["no route to host"],
        "There is no route to the webhook's address.",
        "Check the address and the network of the computer it belongs to.",
    ),
    (
        &["network is unreachable"],
        "The network of the webhook's address cannot be reached.",
        "Check the address: it must be a public IPv4 address.",
    ),
    (
        &["read timeout expired"],
        "Telegram got no complete answer within 60 seconds.",
        "Answer 200 first and do the work after that.",
    ),
    (
        &["write timeout expired"],
        "Telegram could not send the update within 60 seconds.",
        "Check the network path to the webhook, and whether its TLS handshake hangs.",
    ),
    (
        &["ssl error", "certificate verify failed"],
        "Telegram does not trust the webhook's certificate: it is expired, self-signed, for another host, or an intermediate certificate is missing.",
        "Serve the full certificate chain for this host; for a self-signed one, upload it when you set the webhook.",
    ),
    (
        &["ssl error", "wrong version number"],
        "The webhook's port does not speak TLS.",
        "Terminate TLS at that port, or register the port that does.",
    ),
    (
        &["ssl error"],
        "The TLS handshake with the webhook failed.",
        "Offer TLS 1.2 or newer with common ciphers at that port.",
    ),
    (
        &["can't create an ssl"],
        "Telegram cannot use the certificate that was uploaded.",
        "Upload the public certificate as PEM again, or none if it is from a public authority.",
    ),
    (
        &["can't connect to the webhook"],
        "Telegram's server could not open a connection: a fault on its side.",
        "Wait: Telegram tries again by itself.",
    ),
    (
        &["unsupported content-encoding"],
        "The webhook answered in a compression that Telegram cannot read.",
        "Answer without compression, or with gzip or deflate.",
    ),
    (
        &["unexpected end of request content"],
        "The webhook's answer was shorter than its Content-Length says.",
        "Send as many bytes as the header promises, or let the web server count them.",
    ),
    (
        &["http version not supported"],
        "The webhook answered in another version of HTTP than 1.0 or 1.1.",
        "Let the web server speak HTTP/1.1 to Telegram.",
    ),
];

fn answered(status: &str) -> Diagnosis {
    let number = status.split(' ').next().unwrap_or_default();
    let cause = |why: &str| format!("The webhook answered {status}: {why}");
    match number.parse::<u16>().unwrap_or(0) {
        300..=399 => say(
            cause("a redirect, and Telegram follows none."),
            "Register the final URL.",
        ),
        401 | 403 => say(
            cause("it did not let Telegram in."),
            "Set the webhook again so that the secret token is the same on both sides, and take any sign-in or warning page of the tunnel out of the way.",
        ),
        404 => say(
            cause("there is nothing at that path."),
            "Set the webhook again, or correct the path in the reverse proxy.",
        ),
        405 => say(
            cause("that path takes no POST."),
            "Let the route accept POST.",
        ),
        410 => say(
            cause("it is gone for good."),
            "Answer otherwise, or set the webhook anew: after 23 hours of 410 Telegram removes it.",
        ),
        413 => say(
            cause("the update was too large for it."),
            "Raise the body limit of the proxy to at least 1 MB.",
        ),
        429 => say(
            cause("it was asked too often."),
            "Raise the rate limit of the proxy or tunnel, or lower max connections.",
        ),
        502..=504 => say(
            cause("the tunnel or proxy is up, but the app behind it is not."),
            "Start the app behind it, and check the port that the tunnel or proxy forwards to.",
        ),
        500..=599 => say(
            cause("its handler failed."),
            "Look into the bot's own log for the error.",
        ),
        _ => say(
            cause("only 200 to 299 counts as delivered."),
            "Answer 200 to every update.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::diagnose;

    #[test]
    fn each_known_text_has_its_own_diagnosis() {
        let known = [
            ("Wrong response from the webhook: 502 Bad Gateway", "behind"),
            ("Wrong response from the webhook: 503 ", "behind"),
            (
                "Wrong response from the webhook: 504 Gateway Timeout",
                "behind",
            ),
            ("Wrong response from the webhook: 404 Not Found", "path"),
            (
                "Wrong response from the webhook: 401 Unauthorized",
                "secret token",
            ),
            (
                "Wrong response from the webhook: 403 Forbidden",
                "secret token",
            ),
            (
                "Wrong response from the webhook: 405 Method Not Allowed",
                "POST",
            ),
            (
                "Wrong response from the webhook: 500 Internal Server Error",
                "log",
            ),
            ("Wrong response from the webhook: 302 Found", "final URL"),
            ("Wrong response from the webhook: 410 Gone", "23 hours"),
            (
                "Wrong response from the webhook: 413 Payload Too Large",
                "limit",
            ),
            (
                "Wrong response from the webhook: 429 Too Many Requests",
                "rate limit",
            ),
            ("Wrong response from the webhook: 418 I'm a teapot", "200"),
            ("Wrong response from the webhook:", "200"),
            ("Connection refused", "Nothing listens"),
            ("Connection timed out", "firewall"),
            ("Connection reset by peer", "cut the connection"),
            ("No route to host", "no route"),
            ("Network is unreachable", "cannot be reached"),
            ("Read timeout expired", "60 seconds"),
            ("Write timeout expired", "handshake"),
            (
                "SSL error {error:0A000086:SSL routines::certificate verify failed}",
                "full certificate chain",
            ),
            (
                "SSL error {error:1416F086:SSL routines:tls_process_server_certificate:certificate verify failed}",
                "full certificate chain",
            ),
            (
                "SSL error {error:0A00010B:SSL routines::wrong version number}",
                "does not speak TLS",
            ),
            (
                "SSL error {error:0A000410:SSL routines::sslv3 alert handshake failure}",
                "TLS 1.2",
            ),
            ("Can't create an SSL context: error", "uploaded"),
            ("Can't create an SSL connection: error", "uploaded"),
            ("Can't connect to the webhook", "its side"),
            ("Can't connect to the webhook proxy", "its side"),
            (
                "Unsupported Media Type: unsupported content-encoding",
                "gzip",
            ),
            (
                "Bad Request: unexpected end of request content",
                "Content-Length",
            ),
            ("HTTP Version Not Supported", "HTTP/1.1"),
        ];
        for (words, lead) in known {
            let diagnosis = diagnose(words);
            let said = format!("{} {}", diagnosis.cause, diagnosis.fix);
            assert!(said.contains(lead), "{words}: {said}");
            assert!(!said.contains("does not know."), "{words}");
        }
    }

    #[test]
    fn an_unknown_text_is_called_unknown() {
        for words in ["", "Something new", "🍕"] {
            assert!(diagnose(words).cause.contains("does not know"), "{words}");
        }
    }
}
