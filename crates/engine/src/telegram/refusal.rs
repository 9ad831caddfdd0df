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

/// Which refusal it is, among those that have no type of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The bot was logged out of this server, to move to another.
    LoggedOut,
    /// The bot was closed on this server.
    Closed,
    /// The server is being restarted.
    Restart,
    /// The server could not write the certificate down.
    CertificateNotSaved,
    /// The server serves certain bots only.
    UnallowedToken,
    /// The text is no token.
    MalformedToken,
    /// The server does not know the method.
    NoSuchMethod,
    /// Another one.
    Other,
}

/// Which fault a refusal's words name.
pub fn fault(words: &str) -> Fault {
    let known = [
        ("logged out", Fault::LoggedOut),
        ("the bot has already been closed", Fault::Closed),
        ("restart", Fault::Restart),
        ("failed to save certificate", Fault::CertificateNotSaved),
        ("unallowed token specified", Fault::UnallowedToken),
        ("invalid token specified", Fault::MalformedToken),
        ("method not found", Fault::NoSuchMethod),
    ];
    let words = words.to_lowercase();
    known
        .iter()
        .find(|(part, _)| words.contains(part))
        .map_or(Fault::Other, |(_, fault)| *fault)
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
mod tests;
