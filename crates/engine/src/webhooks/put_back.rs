//! When Telegram refuses the new webhook: the old one goes back.

use super::{Target, Webhooks};
use crate::domain::public_url::is_ours;
use crate::domain::token::mask_tokens;
use crate::domain::webhook::WebhookInfo;
use crate::error::Error;
use crate::secret::Secret;
use crate::telegram::{Client, Endpoint, Error as TelegramError, Network, SetWebhookRequest};
use std::time::Duration;

/// A wait that Telegram asks for is kept when it is short, as after a setWebhook a moment ago (one
/// a second is allowed); a longer one is the caller's to know.
const SHORT_WAIT: u32 = 3;

/// setWebhook, once more after a short retry_after.
pub(super) async fn set_patiently(
    client: &Client,
    endpoint: &Endpoint,
    request: &SetWebhookRequest,
) -> Result<(), TelegramError> {
    match client.set_webhook(endpoint, request).await {
        Err(TelegramError::TooManyRequests {
            retry_after: Some(seconds),
            ..
        }) if seconds <= SHORT_WAIT => {
            tokio::time::sleep(Duration::from_secs(seconds.into())).await;
            client.set_webhook(endpoint, request).await.map(drop)
        }
        other => other.map(drop),
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

/// Puts the previous webhook back if the refused call has erased it, and says so in the error.
pub(super) async fn after_refusal(
    webhooks: &Webhooks,
    target: &Target<'_>,
    before: &WebhookInfo,
    old_secret: Option<&Secret>,
    refused: Error,
) -> Error {
    if before.url.is_empty() {
        return refused;
    }
    let erased = match webhooks.client.get_webhook_info(target.endpoint).await {
        Ok(now) => now.url.is_empty(),
        // Whatever stopped this call has probably stopped that one too.
        Err(_) => false,
    };
    if !erased {
        return refused;
    }
    let ours = is_ours(&before.url, target.bot);
    let request = SetWebhookRequest {
        url: before.url.clone(),
        max_connections: before.max_connections,
        allowed_updates: before.allowed_updates.clone(),
        // Told is only the address in use; whether it was a fixed one, Telegram does not say.
        secret_token: old_secret.filter(|_| ours).cloned(),
        ..SetWebhookRequest::default()
    };
    let said = match set_patiently(&webhooks.client, target.endpoint, &request).await {
        Ok(()) if ours && before.has_custom_certificate => {
            "The previous webhook was put back, without its certificate, which Telegram does not \
             reveal: set it again with the certificate."
                .to_owned()
        }
        Ok(()) if ours => "The previous webhook was put back.".to_owned(),
        Ok(()) => format!(
            "The previous webhook {} was put back, without its secret token or certificate, which Telegram does not reveal.",
            mask_tokens(&before.url)
        ),
        Err(error) => {
            let error = Error::from(error);
            format!(
                "The previous webhook {} could not be put back: {error}",
                mask_tokens(&before.url)
            )
        }
    };
    Error {
        remedy: format!("{} {said}", refused.remedy),
        ..refused
    }
}
