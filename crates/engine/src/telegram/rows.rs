//! Every refusal that is known, in Telegram's own words: for the documentation and for the test that
//! each has a cause and a fix of its own.

use super::refusal::refused;
use crate::error::Error as Shown;

/// Code, description, and seconds to wait.
const ROWS: &[(i64, &str, Option<u32>)] = &[
    (400, "Bad Request: invalid webhook URL specified", None),
    (400, "Bad Request: secret token is too long", None),
    (
        400,
        "Bad Request: secret token contains unallowed characters",
        None,
    ),
    (
        400,
        "Bad Request: certificate size is too big (3145729 bytes)",
        None,
    ),
    (
        400,
        "Bad Request: bad webhook: An HTTPS URL must be provided for webhook",
        None,
    ),
    (
        400,
        "Bad Request: bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443",
        None,
    ),
    (
        400,
        "Bad Request: bad webhook: Failed to resolve host: Name or service not known",
        None,
    ),
    (
        400,
        "Bad Request: bad webhook: IP address 127.0.0.1 is reserved",
        None,
    ),
    (
        400,
        "Bad Request: bad webhook: IPv6-only addresses are not allowed",
        None,
    ),
    (
        400,
        "Bad Request: bad webhook: Invalid IP address specified",
        None,
    ),
    (401, "Unauthorized", None),
    (401, "Unauthorized: invalid token specified", None),
    (404, "Not Found", None),
    (404, "Not Found: method not found", None),
    (409, "Conflict: terminated by other setWebhook", None),
    (
        409,
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
        None,
    ),
    (409, "Conflict: terminated by setWebhook request", None),
    (
        409,
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
        None,
    ),
    (421, "Misdirected Request: unallowed token specified", None),
    (429, "Too Many Requests: retry after 5", Some(5)),
    (400, "Logged out", None),
    (400, "Bad Request: the bot has already been closed", None),
    (500, "Internal Server Error: restart", None),
    (
        500,
        "Internal Server Error: failed to save certificate",
        None,
    ),
];

/// Each refusal's words, and how it is told.
pub fn refusals() -> Vec<(&'static str, Shown)> {
    ROWS.iter()
        .map(|&(code, words, wait)| (words, refused(code, words.to_owned(), wait).into()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::refusals;
    use crate::error::Code;

    /// One test for each row: a word of what is told.
    macro_rules! rows {
        ($($row:ident: $words:expr => $code:ident, $lead:expr;)*) => {
            $(#[test]
            fn $row() {
                let rows = refusals();
                let (_, told) = rows.iter().find(|(words, _)| words.contains($words)).unwrap();
                assert_eq!(told.code, Code::$code);
                let said = format!("{} {}", told.message, told.remedy);
                assert!(said.contains($lead), "{said}");
            })*

            #[test]
            fn no_row_is_without_a_test() {
                let shown = [$($words),*];
                for (words, _) in refusals() {
                    assert!(shown.iter().any(|part| words.contains(part)), "{words}");
                }
            }
        };
    }

    rows! {
        invalid_webhook_url: "invalid webhook URL" => BadWebhook, "cannot read the webhook URL";
        secret_token_too_long: "too long" => BadWebhook, "256";
        secret_token_characters: "unallowed characters" => BadWebhook, "does not allow";
        certificate_too_big: "size is too big" => BadWebhook, "3 MiB";
        not_https: "HTTPS URL must" => BadWebhook, "https://";
        port: "only on ports" => BadWebhook, "8443";
        cannot_resolve: "Failed to resolve" => BadWebhook, "takes a minute";
        reserved_address: "is reserved" => BadWebhook, "127.0.0.1";
        ipv6_only: "IPv6-only" => BadWebhook, "A record";
        invalid_address: "Invalid IP address" => BadWebhook, "IPv4 address like";
        unauthorized: "Unauthorized" => Unauthorized, "revoked";
        malformed_token: "invalid token specified" => Unauthorized, "malformed";
        not_found: "Not Found" => TelegramNotFound, "no bot with this token";
        no_such_method: "method not found" => TelegramNotFound, "up to date";
        other_set_webhook: "terminated by other setWebhook" => Conflict, "that one counts";
        webhook_is_active: "can't use getUpdates" => Conflict, "polls this bot";
        ended_by_set_webhook: "terminated by setWebhook" => Conflict, "while updates were being fetched";
        other_get_updates: "terminated by other getUpdates" => Conflict, "Two programs";
        unallowed_token: "unallowed token" => TelegramRefused, "--filter";
        too_many_requests: "Too Many" => TooManyRequests, "5 seconds";
        logged_out: "Logged out" => TelegramRefused, "logged out";
        closed: "already been closed" => TelegramRefused, "closed";
        restart: "restart" => TelegramRefused, "restarted";
        certificate_not_saved: "failed to save certificate" => TelegramRefused, "disk";
    }

    #[test]
    fn each_refusal_has_a_cause_of_its_own_and_a_fix() {
        let rows = refusals();
        for (at, (words, told)) in rows.iter().enumerate() {
            assert!(!told.remedy.is_empty(), "{words}");
            for (other, there) in rows.iter().skip(at + 1) {
                assert_ne!(told.message, there.message, "{words} {other}");
            }
        }
    }
}
