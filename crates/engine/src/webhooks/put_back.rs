//! When Telegram refuses the new webhook: the old one goes back.

use super::lease::Theirs;
use super::{Target, Webhooks};
use crate::domain::lease::{Lease, shown_url};
use crate::domain::public_url::is_ours;
use crate::domain::webhook::WebhookInfo;
use crate::error::Error;
use crate::secret::Secret;
use crate::telegram::{
    BadWebhook, Client, Endpoint, Error as TelegramError, Network, SHORT_WAIT, SetWebhookRequest,
};
use chrono::Utc;
use std::net::IpAddr;
use std::time::Duration;

/// setWebhook, once more after a short retry_after, which the client keeps.
pub(super) async fn set_patiently(
    client: &Client,
    endpoint: &Endpoint,
    request: &SetWebhookRequest,
) -> Result<(), TelegramError> {
    match client.set_webhook(endpoint, request).await {
        Err(TelegramError::TooManyRequests {
            retry_after: Some(seconds),
            ..
        }) if Duration::from_secs(seconds.into()) <= SHORT_WAIT => {
            client.set_webhook(endpoint, request).await.map(drop)
        }
        other => other.map(drop),
    }
}

/// Sets a webhook as it was before. Telegram tells the address in use, not whether it was a fixed one:
/// DNS is asked first, and where it knows no such name, the address was fixed.
pub(super) async fn set_as_it_was(
    client: &Client,
    endpoint: &Endpoint,
    request: &SetWebhookRequest,
    address: Option<&str>,
) -> Result<(), TelegramError> {
    let done = set_patiently(client, endpoint, request).await;
    let no_name = matches!(
        &done,
        Err(TelegramError::BadWebhook {
            reason: BadWebhook::CannotResolve,
            ..
        })
    );
    // It may also be the word `<unknown>`.
    match address.filter(|text| no_name && text.parse::<IpAddr>().is_ok()) {
        Some(address) => {
            let request = SetWebhookRequest {
                ip_address: Some(address.to_owned()),
                ..request.clone()
            };
            set_patiently(client, endpoint, &request).await
        }
        None => done,
    }
}

/// Whether Telegram may have done what it did not confirm.
pub(super) fn is_open(error: &TelegramError) -> bool {
    matches!(
        error,
        TelegramError::Malformed { .. }
            | TelegramError::Network {
                kind: Network::Timeout | Network::Other,
                ..
            }
    )
}

/// What Telegram has after a registration that failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stands {
    /// The webhook from before, also where it was put back.
    AsBefore,
    /// None, and the one from before could not be put back.
    None,
    /// Ours: Telegram did what it did not confirm.
    Ours,
    /// Another one, set at the same moment.
    SomebodyElses,
    /// It could not be asked.
    Unknown,
}

/// What was there before, and what is known of it.
pub(super) struct Before<'a> {
    /// As Telegram told.
    pub info: &'a WebhookInfo,
    /// Our secret token in force, where it was ours.
    pub our_secret: Option<&'a Secret>,
    /// What is kept of it, where it was somebody else's.
    pub theirs: Option<(&'a Lease, &'a Theirs)>,
}

/// Puts the previous webhook back if the failed call has erased it, and says so in the error.
pub(super) async fn after_failure(
    webhooks: &Webhooks,
    target: &Target<'_>,
    before: Before<'_>,
    failed: TelegramError,
) -> (Error, Stands) {
    let untouched = before.info.url.is_empty() || is_untouched(&failed);
    let error = Error::from(failed);
    if untouched {
        return (error, Stands::AsBefore);
    }
    let Ok(now) = webhooks.client.get_webhook_info(target.endpoint).await else {
        // Whatever stopped this call has probably stopped that one too.
        return (error, Stands::Unknown);
    };
    let now = now.url;
    if now == before.info.url {
        return (error, Stands::AsBefore);
    }
    if !now.is_empty() {
        let stands = if is_ours(&now, target.bot) {
            Stands::Ours
        } else {
            Stands::SomebodyElses
        };
        return (error, stands);
    }
    let (said, stands) = put_back(webhooks, target, &before).await;
    let remedy = format!("{} {said}", error.remedy);
    (Error { remedy, ..error }, stands)
}

/// Whether a call that failed so has certainly changed nothing.
fn is_untouched(failed: &TelegramError) -> bool {
    matches!(
        failed,
        TelegramError::Unauthorized { .. }
            | TelegramError::NotFound { .. }
            | TelegramError::TooManyRequests { .. }
            | TelegramError::BadRoot { .. }
            | TelegramError::NoClient { .. }
            | TelegramError::Network {
                kind: Network::Dns | Network::Connect | Network::Tls,
                ..
            }
    )
}

async fn put_back(
    webhooks: &Webhooks,
    target: &Target<'_>,
    before: &Before<'_>,
) -> (String, Stands) {
    let info = before.info;
    let ours = is_ours(&info.url, target.bot);
    let mut which = "The previous webhook".to_owned();
    if !ours {
        which = format!("{which} {}", shown_url(&info.url));
    }
    let (request, lost) = if let Some((lease, theirs)) = before.theirs {
        let lost = lease.lost(theirs.secret_token.is_some());
        (theirs.request(lease), lost)
    } else {
        let request = SetWebhookRequest {
            url: info.url.clone(),
            max_connections: info.max_connections,
            allowed_updates: info.allowed_updates.clone(),
            // Told is only the address in use; whether it was a fixed one, Telegram does not say.
            secret_token: before.our_secret.filter(|_| ours).cloned(),
            ..SetWebhookRequest::default()
        };
        (request, Lease::of(info, Utc::now()).lost(ours))
    };
    let address = info.ip_address.as_deref();
    if let Err(error) = set_as_it_was(&webhooks.client, target.endpoint, &request, address).await {
        let error = Error::from(error);
        let said = format!("{which} could not be put back: {error}");
        return (said, Stands::None);
    }
    let without = lost.map_or_else(String::new, |lost| {
        format!(", without {lost}, which Telegram does not reveal")
    });
    let then = if ours && lost.is_some() {
        ": set it again with the certificate."
    } else {
        "."
    };
    let said = format!("{which} was put back{without}{then}");
    (said, Stands::AsBefore)
}
