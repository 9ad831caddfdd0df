//! The same registration once more, at the present public URL: with the wishes that it was made with
//! and the secret token that is kept, so that nothing that is on its way meets a closed door.
//!
//! Telegram does nothing about a setWebhook that changes nothing: it neither looks the host up again
//! nor forgets its errors. So the webhook is deleted first where all would be the same; what waits
//! there keeps waiting, as it does through every setWebhook.
//!
//! A refusal may leave the bot without a webhook, as with every setWebhook. One that led elsewhere is
//! then put back, for nobody knows that it led nowhere; the same one again would be refused again.

use super::{Target, Webhooks, check, put_back};
use crate::domain::history::Cause;
use crate::domain::public_url::webhook_url;
use crate::domain::token::SecretToken;
use crate::domain::webhook::{WebhookInfo, WebhookOptions};
use crate::error::Result;
use crate::secret::Secret;
use crate::store::Wishes;
use crate::telegram::SetWebhookRequest;
use crate::vault::Key;

impl Webhooks {
    /// Registers again. `info` is what Telegram said of the webhook until now. Gives the URL.
    pub(super) async fn set_again(
        &self,
        target: &Target<'_>,
        public_base: &str,
        info: &WebhookInfo,
        wishes: Option<Wishes>,
        cause: Cause,
    ) -> Result<String> {
        let url = webhook_url(public_base, target.bot);
        // One that was registered before wishes were written down keeps what Telegram tells of it.
        let wishes = wishes.unwrap_or_else(|| Wishes {
            max_connections: info.max_connections,
            ..Wishes::default()
        });
        let done = self.try_set_again(target, &url, info, &wishes).await;
        self.record_set(target.bot, url.clone(), wishes, cause, done)
            .await?;
        Ok(url)
    }

    async fn try_set_again(
        &self,
        target: &Target<'_>,
        url: &str,
        info: &WebhookInfo,
        wishes: &Wishes,
    ) -> Result<()> {
        let options = WebhookOptions {
            max_connections: wishes.max_connections,
            allowed_updates: wishes.allowed_updates.clone(),
            ip_address: wishes.ip_address.clone(),
            certificate_pem: wishes.certificate_pem.clone(),
            ..WebhookOptions::default()
        };
        check::options(url, target.rules, &options)?;
        let request = SetWebhookRequest {
            url: url.to_owned(),
            certificate_pem: options.certificate_pem,
            ip_address: options.ip_address,
            max_connections: options.max_connections,
            allowed_updates: options.allowed_updates,
            drop_pending_updates: false,
            secret_token: Some(self.kept_secret(target).await?),
        };
        if info.url == url && request.certificate_pem.is_none() {
            self.client.delete_webhook(target.endpoint, false).await?;
        }
        let done = put_back::set_patiently(&self.client, target.endpoint, &request).await;
        let Err(refused) = done else {
            return Ok(());
        };
        if info.url == url {
            return Err(refused.into());
        }
        let before = put_back::Before {
            info,
            our_secret: request.secret_token.as_ref(),
            theirs: None,
        };
        let (told, stands) = put_back::after_failure(self, target, before, refused).await;
        // Telegram did what it did not confirm.
        if stands == put_back::Stands::Ours {
            return Ok(());
        }
        Err(told)
    }

    /// Of two that are accepted, the newer one. Where none is kept, a new one is, before Telegram
    /// knows it.
    async fn kept_secret(&self, target: &Target<'_>) -> Result<Secret> {
        let key = Key::SecretToken(target.bot);
        let kept = self.vault.get(key).await?;
        if let Some(secret) = kept.and_then(|all| all.lines().last()) {
            return Ok(secret);
        }
        let secret = SecretToken::random()?.into_secret();
        self.vault.set(key, secret.clone()).await?;
        Ok(secret)
    }
}
