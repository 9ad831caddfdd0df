//! A bot's webhook: set, delete, status.
//!
//! Replacing a webhook is not atomic on Telegram's side: the old one is erased first, and when the
//! new one is then refused the bot has none (Bot API server, `on_webhook_closed`). So what can be
//! checked is checked here before the call, and when Telegram refuses all the same, the old URL is
//! put back. The place of somebody else's is taken with the user's consent only, and theirs is kept
//! for them ([`lease`]). The secret token is in the keyring before Telegram knows it, and the receiver
//! accepts the old and the new one while the call is under way, so that no update meets a closed
//! door.

mod again;
mod check;
mod give_back;
mod lease;
mod put_back;
mod record;
pub mod refresher;
mod secrets;
mod view;

pub use lease::Theirs;
pub use secrets::accepted;
pub use view::{Seen, WebhookOwner, WebhookView};

use crate::domain::history::Cause;
use crate::domain::ids::BotId;
use crate::domain::lease::TakeOver;
use crate::domain::public_url::{Rules, webhook_url};
use crate::domain::token::SecretToken;
use crate::domain::webhook::{WebhookInfo, WebhookOptions};
use crate::error::{Code, Error, Result};
use crate::secret::Secret;
use crate::store::{BotKey, Store, Wishes};
use crate::telegram::{Client, Endpoint, SetWebhookRequest};
use crate::vault::Vault;

/// What the operations work with. Cheap to clone.
#[derive(Clone)]
pub struct Webhooks {
    /// Where the registered URL is written.
    pub store: Store,
    /// Where secret tokens are kept, and where the receiver reads them.
    pub vault: Vault,
    /// The Bot API.
    pub client: Client,
}

/// One bot's webhook, and what is needed to speak of it.
pub struct Target<'a> {
    /// Which bot.
    pub bot: BotId,
    /// Where its Bot API is.
    pub endpoint: &'a Endpoint,
    /// What that Bot API accepts as a URL.
    pub rules: Rules,
}

/// Why a webhook is set, and what may be replaced.
#[derive(Debug, Clone, Copy)]
pub struct Why<'a> {
    /// What the history says.
    pub cause: Cause,
    /// The user agrees to replace somebody else's webhook.
    pub consent: Option<&'a TakeOver>,
}

impl Default for Why<'_> {
    fn default() -> Self {
        Self {
            cause: Cause::User,
            consent: None,
        }
    }
}

impl Webhooks {
    /// Registers `<public_base>/v1/api/webhooks/telegram/{bot_id}`, unless somebody else's webhook is
    /// there. What Telegram then says of it is another question, [`Self::status`]: that it cannot be
    /// asked does not undo this.
    pub async fn set(
        &self,
        target: &Target<'_>,
        public_base: &str,
        options: &WebhookOptions,
    ) -> Result<()> {
        self.set_over(target, public_base, options, Why::default())
            .await
    }

    /// The same, also over somebody else's webhook where the user agrees to that, or where it is not
    /// the user who asks.
    pub async fn set_over(
        &self,
        target: &Target<'_>,
        public_base: &str,
        options: &WebhookOptions,
        Why { cause, consent }: Why<'_>,
    ) -> Result<()> {
        let url = webhook_url(public_base, target.bot);
        check::options(&url, target.rules, options)?;
        consent.map_or(Ok(()), lease::check)?;
        let secret = match &options.secret_token {
            Some(text) => SecretToken::parse(text.expose())?,
            None => SecretToken::random()?,
        };
        let secret = secret.into_secret();
        let done = self.try_set(target, &url, options, secret, consent).await;
        self.record_set(target.bot, url, wishes(options), (cause, None), done)
            .await
    }

    async fn try_set(
        &self,
        target: &Target<'_>,
        url: &str,
        options: &WebhookOptions,
        secret: Secret,
        consent: Option<&TakeOver>,
    ) -> Result<()> {
        let before = self.client.get_webhook_info(target.endpoint).await?;
        let claim = lease::claim(self, target, &before, consent).await?;
        let old_secrets = match secrets::begin(self, target.bot, &secret).await {
            Ok(old_secrets) => old_secrets,
            Err(error) => {
                claim.withdraw(self, target.bot).await;
                return Err(error);
            }
        };
        let request = SetWebhookRequest {
            url: url.to_owned(),
            certificate_pem: options.certificate_pem.clone(),
            ip_address: options.ip_address.clone(),
            max_connections: options.max_connections,
            allowed_updates: options.allowed_updates.clone(),
            drop_pending_updates: options.drop_pending_updates,
            secret_token: Some(secret.clone()),
        };
        if let Err(refused) = put_back::set_patiently(&self.client, target.endpoint, &request).await
        {
            let open = put_back::is_open(&refused);
            let in_force = old_secrets.as_ref().and_then(|all| all.lines().next());
            let before = put_back::Before {
                info: &before,
                our_secret: in_force.as_ref(),
                theirs: claim.theirs(),
            };
            let (told, stands) = put_back::after_failure(self, target, before, refused).await;
            claim.failed(self, target.bot, stands, &told).await;
            // Where Telegram may know the new secret token, it stays accepted beside the others.
            if !open && stands != put_back::Stands::Ours {
                secrets::settle(self, target.bot, old_secrets).await?;
            }
            return Err(told);
        }
        // Telegram has it: what cannot be written now does not make it undone. Both secret tokens stay
        // accepted where the old one cannot be forgotten.
        let settled = async {
            claim.succeeded(self, target.bot).await?;
            secrets::settle(self, target.bot, Some(secret)).await
        };
        if let Err(error) = settled.await {
            tracing::warn!(bot = %target.bot, "the webhook is set, and not all of it is written down: {error}");
        }
        Ok(())
    }

    /// Deletes the webhook; somebody else's only where the user agrees to that.
    pub async fn delete(
        &self,
        target: &Target<'_>,
        drop_pending_updates: bool,
        foreign_too: bool,
    ) -> Result<()> {
        let done = async {
            if !foreign_too {
                let info = self.client.get_webhook_info(target.endpoint).await?;
                lease::refuse_foreign(&info, target.bot)?;
            }
            let telegram = &self.client;
            telegram
                .delete_webhook(target.endpoint, drop_pending_updates)
                .await?;
            Ok(())
        };
        let done = done.await;
        self.record_delete(target.bot, Cause::User, &done).await;
        done?;
        // Written before the keyring is asked: what is still wanted would be set again.
        self.store.set_webhook_url(target.bot, None).await?;
        secrets::forget(self, target.bot).await;
        Ok(())
    }

    fn key(&self, bot: BotId) -> Result<BotKey> {
        self.store.key(bot).ok_or_else(|| {
            Error::new(
                Code::NotFound,
                "There is no such bot in the list.",
                "It may have been removed; refresh.",
            )
        })
    }

    /// Asks Telegram, and writes that it was asked.
    pub async fn status(&self, target: &Target<'_>) -> Result<WebhookInfo> {
        let info = self.client.get_webhook_info(target.endpoint).await?;
        self.store
            .set_webhook_checked(target.bot, chrono::Utc::now())
            .await?;
        Ok(info)
    }
}

/// What of a registration's options outlives it.
fn wishes(options: &WebhookOptions) -> Wishes {
    Wishes {
        max_connections: options.max_connections,
        allowed_updates: options.allowed_updates.clone(),
        ip_address: options.ip_address.clone(),
        certificate_pem: options.certificate_pem.clone(),
    }
}
