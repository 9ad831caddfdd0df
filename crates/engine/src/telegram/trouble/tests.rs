//! Each row of what Telegram's server writes into last_error_message.

use super::{Trouble, sample, trouble};
use crate::telegram::diagnosis::{diagnose, meaning};

/// One test for each row: Telegram's text, the trouble, and a word of the advice.
macro_rules! rows {
    ($($row:ident: $text:expr => $trouble:ident, $lead:expr;)*) => {
        $(#[test]
        fn $row() {
            assert_eq!(trouble($text), Trouble::$trouble);
            let diagnosis = diagnose($text);
            let said = format!("{} {}", diagnosis.cause, diagnosis.fix);
            assert!(said.contains($lead), "{said}");
        })*

        /// Every trouble is shown by some row.
        #[test]
        fn no_trouble_is_without_a_row() {
            let shown = [$(Trouble::$trouble),*];
            for trouble in Trouble::ALL {
                assert!(shown.contains(&trouble), "{trouble:?}");
            }
        }
    };
}

rows! {
    wrong_response_502: "Wrong response from the webhook: 502 Bad Gateway" => NothingBehind, "answered 502 Bad Gateway: the tunnel";
    wrong_response_503_without_a_reason: "Wrong response from the webhook: 503 " => NothingBehind, "behind";
    wrong_response_504: "Wrong response from the webhook: 504 Gateway Timeout" => NothingBehind, "behind";
    wrong_response_404: "Wrong response from the webhook: 404 Not Found" => NothingThere, "path";
    wrong_response_401: "Wrong response from the webhook: 401 Unauthorized" => NotLetIn, "secret token";
    wrong_response_403: "Wrong response from the webhook: 403 Forbidden" => NotLetIn, "secret token";
    wrong_response_405: "Wrong response from the webhook: 405 Method Not Allowed" => NoPost, "POST";
    wrong_response_500: "Wrong response from the webhook: 500 Internal Server Error" => HandlerFailed, "log";
    wrong_response_530: "Wrong response from the webhook: 530 " => HandlerFailed, "log";
    wrong_response_302: "Wrong response from the webhook: 302 Found" => Redirect, "final URL";
    wrong_response_410: "Wrong response from the webhook: 410 Gone" => Gone, "23 hours";
    wrong_response_413: "Wrong response from the webhook: 413 Payload Too Large" => TooLarge, "limit";
    wrong_response_429: "Wrong response from the webhook: 429 Too Many Requests" => TooOften, "rate limit";
    wrong_response_418: "Wrong response from the webhook: 418 I'm a teapot" => OtherAnswer, "200";
    wrong_response_101: "Wrong response from the webhook: 101 Switching Protocols" => OtherAnswer, "200";
    wrong_response_without_a_status: "Wrong response from the webhook:" => OtherAnswer, "200";
    connection_refused: "Connection refused" => Refused, "Nothing listens";
    connection_timed_out: "Connection timed out" => NoAnswer, "firewall";
    connection_reset_by_peer: "Connection reset by peer" => Reset, "cut the connection";
    no_route_to_host: "No route to host" => NoRoute, "no route";
    network_is_unreachable: "Network is unreachable" => NoNetwork, "cannot be reached";
    read_timeout_expired: "Read timeout expired" => TooSlow, "60 seconds";
    write_timeout_expired: "Write timeout expired" => CannotSend, "handshake";
    certificate_verify_failed: "SSL error {error:0A000086:SSL routines::certificate verify failed}" => Untrusted, "full certificate chain";
    certificate_verify_failed_of_openssl_1: "SSL error {error:1416F086:SSL routines:tls_process_server_certificate:certificate verify failed}" => Untrusted, "full certificate chain";
    wrong_version_number: "SSL error {error:0A00010B:SSL routines::wrong version number}" => NotTls, "does not speak TLS";
    another_ssl_error: "SSL error {error:0A000410:SSL routines::sslv3 alert handshake failure}" => HandshakeFailed, "TLS 1.2";
    cannot_create_an_ssl_context: "Can't create an SSL context: error" => BadUpload, "uploaded";
    cannot_create_an_ssl_connection: "Can't create an SSL connection: error" => BadUpload, "uploaded";
    cannot_connect_to_the_webhook: "Can't connect to the webhook" => TelegramsOwn, "its side";
    cannot_connect_to_the_webhook_proxy: "Can't connect to the webhook proxy" => TelegramsOwn, "its side";
    unsupported_content_encoding: "Unsupported Media Type: unsupported content-encoding" => Encoding, "gzip";
    unexpected_end_of_request_content: "Bad Request: unexpected end of request content" => ShortAnswer, "Content-Length";
    http_version_not_supported: "HTTP Version Not Supported" => HttpVersion, "HTTP/1.1";
    nothing_at_all: "" => Unknown, "does not know";
    something_new: "🍕" => Unknown, "does not know";
}

#[test]
fn a_sample_is_of_its_trouble() {
    for of in Trouble::ALL {
        assert_eq!(trouble(sample(of)), of);
    }
}

#[test]
fn each_trouble_has_a_cause_and_a_fix_of_its_own() {
    for (at, trouble) in Trouble::ALL.into_iter().enumerate() {
        let here = meaning(trouble);
        for other in Trouble::ALL.into_iter().skip(at + 1) {
            let there = meaning(other);
            assert_ne!(here.cause, there.cause, "{trouble:?} {other:?}");
            assert_ne!(here.fix, there.fix, "{trouble:?} {other:?}");
        }
    }
}
