//! Each refusal's words.

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
