//! The one table that turns Telegram's refusals into types. The codes are the Bot API's promise;
//! the texts are not, so a text that is not known is kept and called `Other`.

use super::{BadWebhook, Conflict, Error};

/// What is refused with this code in these words.
pub fn refused(code: i64, description: String, retry_after: Option<u32>) -> Error {
    match code {
        401 => Error::Unauthorized {
            detail: description,
        },
        404 => Error::NotFound {
            detail: description,
        },
        409 => Error::Conflict {
            kind: conflict(&description),
            detail: description,
        },
        429 => Error::TooManyRequests {
            retry_after,
            detail: description,
        },
        400 => match bad_webhook(&description) {
            Some(reason) => Error::BadWebhook {
                reason,
                detail: description,
            },
            None => Error::Refused { code, description },
        },
        _ => Error::Refused { code, description },
    }
}

fn conflict(words: &str) -> Conflict {
    let words = words.strip_prefix("Conflict: ").unwrap_or(words);
    let known: [(&str, Conflict); 4] = [
        ("terminated by other setWebhook", Conflict::OtherSetWebhook),
        ("terminated by setWebhook", Conflict::SetWebhook),
        ("terminated by other getUpdates", Conflict::OtherGetUpdates),
        ("can't use getUpdates", Conflict::WebhookActive),
    ];
    known
        .iter()
        .find(|(start, _)| words.starts_with(start))
        .map_or(Conflict::Other, |(_, kind)| *kind)
}

fn bad_webhook(words: &str) -> Option<BadWebhook> {
    let words = words.strip_prefix("Bad Request: ").unwrap_or(words);
    let plain = [
        ("invalid webhook URL specified", BadWebhook::InvalidUrl),
        ("secret token is too long", BadWebhook::SecretTokenTooLong),
        (
            "secret token contains unallowed characters",
            BadWebhook::SecretTokenCharacters,
        ),
        ("certificate size is too big", BadWebhook::CertificateTooBig),
    ];
    if let Some((_, reason)) = plain
        .into_iter()
        .find(|(start, _)| words.starts_with(start))
    {
        return Some(reason);
    }
    let words = words.strip_prefix("bad webhook: ")?;
    if let Some(rest) = words.strip_prefix("IP address ")
        && let Some(address) = rest.strip_suffix(" is reserved")
    {
        return Some(BadWebhook::ReservedAddress {
            address: address.to_owned(),
        });
    }
    let known = [
        ("An HTTPS URL must be provided", BadWebhook::NotHttps),
        // Servers before 2021.
        ("HTTPS url must be provided", BadWebhook::NotHttps),
        ("Webhook can be set up only on ports", BadWebhook::Port),
        ("Failed to resolve host", BadWebhook::CannotResolve),
        ("IPv6-only addresses are not allowed", BadWebhook::Ipv6Only),
        ("Invalid IP address specified", BadWebhook::InvalidAddress),
    ];
    let reason = known
        .into_iter()
        .find(|(start, _)| words.starts_with(start));
    Some(reason.map_or(BadWebhook::Other, |(_, reason)| reason))
}

#[cfg(test)]
mod tests {
    use super::{bad_webhook, conflict, refused};
    use crate::telegram::{BadWebhook as Bad, Conflict, Error};

    #[test]
    fn knows_each_reason_for_a_bad_webhook() {
        let reserved = Bad::ReservedAddress {
            address: "127.0.0.1".into(),
        };
        for (words, reason) in [
            ("invalid webhook URL specified", Bad::InvalidUrl),
            ("secret token is too long", Bad::SecretTokenTooLong),
            (
                "secret token contains unallowed characters",
                Bad::SecretTokenCharacters,
            ),
            (
                "certificate size is too big (3145729 bytes)",
                Bad::CertificateTooBig,
            ),
            (
                "bad webhook: An HTTPS URL must be provided for webhook",
                Bad::NotHttps,
            ),
            (
                "bad webhook: HTTPS url must be provided for webhook",
                Bad::NotHttps,
            ),
            (
                "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443",
                Bad::Port,
            ),
            (
                "bad webhook: Failed to resolve host: Name or service not known",
                Bad::CannotResolve,
            ),
            (
                "bad webhook: Failed to resolve host: Temporary failure in name resolution",
                Bad::CannotResolve,
            ),
            ("bad webhook: IP address 127.0.0.1 is reserved", reserved),
            (
                "bad webhook: IPv6-only addresses are not allowed",
                Bad::Ipv6Only,
            ),
            (
                "bad webhook: Invalid IP address specified",
                Bad::InvalidAddress,
            ),
            ("bad webhook: something new", Bad::Other),
        ] {
            assert_eq!(
                bad_webhook(&format!("Bad Request: {words}")),
                Some(reason),
                "{words}"
            );
        }
        assert_eq!(bad_webhook("Bad Request: chat not found"), None);
    }

    #[test]
    fn knows_each_conflict() {
        for (words, kind) in [
            ("terminated by other setWebhook", Conflict::OtherSetWebhook),
            ("terminated by setWebhook request", Conflict::SetWebhook),
            (
                "terminated by other getUpdates request; make sure that only one bot instance is running",
                Conflict::OtherGetUpdates,
            ),
            (
                "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
                Conflict::WebhookActive,
            ),
            ("something new", Conflict::Other),
        ] {
            assert_eq!(conflict(&format!("Conflict: {words}")), kind, "{words}");
        }
    }

    #[test]
    fn keeps_what_it_does_not_know() {
        for code in [400, 403, 421, 500, -1] {
            let error = refused(code, "Something: new".into(), None);
            assert_eq!(
                error,
                Error::Refused {
                    code,
                    description: "Something: new".into()
                }
            );
        }
    }
}
