//! What Telegram's last_error_message means, and what to do about it: the one table of these texts.
//! docs/troubleshooting.md is made from it.

use super::trouble::{Trouble, status_line, trouble};
use crate::domain::webhook::{Diagnosis, Mend};

/// What a last error of Telegram's means and what to do about it.
pub fn diagnose(last_error_message: &str) -> Diagnosis {
    let diagnosis = meaning(trouble(last_error_message));
    match status_line(last_error_message) {
        Some(status) => Diagnosis {
            cause: format!("The webhook answered {status}: {}", diagnosis.cause),
            ..diagnosis
        },
        None => diagnosis,
    }
}

/// What a trouble means and what to do about it. Of an answer, the cause is what comes behind
/// "The webhook answered 404 Not Found:".
pub fn meaning(trouble: Trouble) -> Diagnosis {
    let (cause, fix, mend) = match trouble {
        Trouble::NothingBehind => (
            "the tunnel or proxy is up, but the app behind it is not.",
            "Start the app behind it, and check the port that the tunnel or proxy forwards to.",
            Some(Mend::RetryTunnel),
        ),
        Trouble::NothingThere => (
            "there is nothing at that path.",
            "Set the webhook again, or correct the path in the reverse proxy.",
            Some(Mend::SetWebhook),
        ),
        Trouble::NotLetIn => (
            "it did not let Telegram in.",
            "Set the webhook again so that the secret token is the same on both sides, and take any sign-in or warning page of the tunnel out of the way.",
            Some(Mend::SetWebhook),
        ),
        Trouble::NoPost => (
            "that path takes no POST.",
            "Let the route accept POST; a probe shows whether the path leads here.",
            Some(Mend::Probe),
        ),
        Trouble::HandlerFailed => (
            "its handler failed.",
            "Look into the log of the bot, or of the proxy in front, for the error: registering again does not cure it.",
            None,
        ),
        Trouble::Redirect => (
            "a redirect, and Telegram follows none.",
            "Register the final URL: give the domain that the redirect leads to.",
            Some(Mend::OpenTunnel),
        ),
        Trouble::Gone => (
            "it is gone for good.",
            "Answer otherwise, or set the webhook anew: after 23 hours of 410 Telegram removes it.",
            Some(Mend::SetWebhook),
        ),
        Trouble::TooLarge => (
            "the update was too large for it.",
            "Raise the body limit of the proxy to at least 1 MB.",
            None,
        ),
        Trouble::TooOften => (
            "it was asked too often.",
            "Raise the rate limit of the proxy or tunnel, or lower max connections.",
            Some(Mend::OpenOptions),
        ),
        Trouble::OtherAnswer => (
            "only 200 to 299 counts as delivered.",
            "Answer 200 to every update.",
            None,
        ),
        Trouble::Refused => (
            "Nothing listens at the webhook's address and port.",
            "Start the tunnel or the reverse proxy, and check the port forwarding and the firewall.",
            Some(Mend::RetryTunnel),
        ),
        Trouble::NoAnswer => (
            "The webhook's address did not answer a connection attempt.",
            "Let Telegram's networks 149.154.160.0/20 and 91.108.4.0/22 through the firewall, and check that the address is right and the tunnel runs.",
            Some(Mend::Probe),
        ),
        Trouble::Reset => (
            "The webhook's side cut the connection in the middle of the request.",
            "Check the proxy or app in front for a crash, and that TLS is spoken at that port.",
            Some(Mend::Probe),
        ),
        Trouble::NoRoute => (
            "There is no route to the webhook's address.",
            "Check the address and the network of the computer it belongs to.",
            Some(Mend::OpenOptions),
        ),
        Trouble::NoNetwork => (
            "The network of the webhook's address cannot be reached.",
            "Check the address: it must be a public IPv4 address.",
            Some(Mend::OpenOptions),
        ),
        Trouble::TooSlow => (
            "Telegram got no complete answer within 60 seconds.",
            "Answer 200 first and do the work after that.",
            None,
        ),
        Trouble::CannotSend => (
            "Telegram could not send the update within 60 seconds.",
            "Check the network path to the webhook, and whether its TLS handshake hangs.",
            Some(Mend::Probe),
        ),
        Trouble::Untrusted => (
            "Telegram does not trust the webhook's certificate: it is expired, self-signed, for another host, or an intermediate certificate is missing.",
            "Serve the full certificate chain for this host; for a self-signed one, upload it when you set the webhook.",
            Some(Mend::OpenOptions),
        ),
        Trouble::NotTls => (
            "The webhook's port does not speak TLS.",
            "Terminate TLS at that port, or register the port that does.",
            Some(Mend::OpenTunnel),
        ),
        Trouble::HandshakeFailed => (
            "The TLS handshake with the webhook failed.",
            "Offer TLS 1.2 or newer with common ciphers at that port.",
            None,
        ),
        Trouble::BadUpload => (
            "Telegram cannot use the certificate that was uploaded.",
            "Upload the public certificate as PEM again, or none if it is from a public authority.",
            Some(Mend::OpenOptions),
        ),
        Trouble::TelegramsOwn => (
            "Telegram's server could not open a connection: a fault on its side.",
            "Wait: Telegram tries again by itself.",
            Some(Mend::Refresh),
        ),
        Trouble::Encoding => (
            "The webhook answered in a compression that Telegram cannot read.",
            "Answer without compression, or with gzip or deflate.",
            None,
        ),
        Trouble::ShortAnswer => (
            "The webhook's answer was shorter than its Content-Length says.",
            "Send as many bytes as the header promises, or let the web server count them.",
            None,
        ),
        Trouble::HttpVersion => (
            "The webhook answered in another version of HTTP than 1.0 or 1.1.",
            "Let the web server speak HTTP/1.1 to Telegram.",
            None,
        ),
        Trouble::Unknown => (
            "Telegram could not deliver, for a reason that Hookbay does not know.",
            "Telegram's own words are the best lead.",
            None,
        ),
    };
    Diagnosis {
        cause: cause.to_owned(),
        fix: fix.to_owned(),
        mend,
    }
}
