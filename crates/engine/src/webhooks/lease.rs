//! Somebody else's webhook, from the moment that ours is to take its place.
//!
//! Telegram forgets a webhook that another one replaces, so what it tells of theirs is written down
//! before ours is registered: the URL, which may hold a bot's token, and the secret token in the
//! keyring, the rest in the database. Telegram reveals neither secret token nor certificate; what
//! the user does not supply is lost, and [`Lease::lost`] says so. A claim is what one registration
//! has to do with a lease: made anew, kept from before, or none. It is settled by what Telegram
//! answered: where theirs still stands, nothing was taken; where the bot is left with none, or that
//! is not known, theirs waits to be put back ([`super::give_back`]).

use super::put_back::Stands;
use super::{Target, Webhooks, check};
use crate::domain::history::{Cause, EventKind, NewEvent};
use crate::domain::ids::BotId;
use crate::domain::lease::{Lease, LeaseState, TakeOver, host_of, shown_url};
use crate::domain::public_url::is_ours;
use crate::domain::token::SecretToken;
use crate::domain::webhook::WebhookInfo;
use crate::error::{Code, Error, Result};
use crate::secret::Secret;
use crate::store::BotKey;
use crate::telegram::SetWebhookRequest;
use crate::vault::{Key, Vault};
use chrono::Utc;
use serde::Deserialize;

/// What of theirs is secret, as the keyring holds it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Theirs {
    /// The whole URL.
    pub url: Secret,
    /// The secret token, where the user supplied it.
    #[serde(default)]
    pub secret_token: Option<Secret>,
}

impl Theirs {
    /// What the keyring holds for a bot's lease.
    pub async fn read(vault: &Vault, bot: BotId) -> Result<Option<Self>> {
        let kept = vault.get(Key::Lease(bot)).await?;
        // What is no such JSON is nothing that could be put back.
        Ok(kept.and_then(|kept| serde_json::from_str(kept.expose()).ok()))
    }

    async fn write(&self, vault: &Vault, bot: BotId) -> Result<()> {
        let text = serde_json::json!({
            "url": self.url.expose(),
            "secret_token": self.secret_token.as_ref().map(Secret::expose),
        });
        vault
            .set(Key::Lease(bot), Secret::new(text.to_string()))
            .await
    }

    /// The call that makes their webhook as it was. The address is left to DNS first, see
    /// [`super::put_back::set_as_it_was`]; the default set is asked for by its own name, an empty
    /// list, or ours would stay.
    pub(super) fn request(&self, lease: &Lease) -> SetWebhookRequest {
        SetWebhookRequest {
            url: self.url.expose().to_owned(),
            certificate_pem: lease.certificate_pem.clone(),
            max_connections: lease.max_connections,
            allowed_updates: Some(lease.allowed_updates.clone().unwrap_or_default()),
            secret_token: self.secret_token.clone(),
            ..SetWebhookRequest::default()
        }
    }
}

/// What a registration has to do with a lease.
pub(super) enum Claim {
    /// Nothing: no webhook of somebody else's is concerned.
    None,
    /// The webhook there was somebody else's until now.
    New(BotKey, Lease, Theirs),
    /// A lease from before stays, whatever is there now: somebody else's at this URL, or none of theirs.
    Kept(BotKey, Lease, Option<String>),
}

/// Whether a webhook is somebody else's.
pub(super) fn is_foreign(info: &WebhookInfo, bot: BotId) -> bool {
    !info.url.is_empty() && !is_ours(&info.url, bot)
}

/// Refuses to take the place of somebody else's webhook without consent; with it, writes down what
/// is there. A lease from before is not replaced: it is of the webhook that was there first.
pub(super) async fn claim(
    webhooks: &Webhooks,
    target: &Target<'_>,
    before: &WebhookInfo,
    consent: Option<&TakeOver>,
) -> Result<Claim> {
    let key = webhooks.key(target.bot)?;
    let known = webhooks.store.lease(key).await?;
    let consent = match (is_foreign(before, target.bot), consent) {
        (true, None) => {
            return Err(foreign(
                &before.url,
                "Agree to take its place, and Hookbay keeps what it needs to put it back; or leave it as it is.",
            ));
        }
        (true, Some(consent)) => Some(consent),
        (false, _) => None,
    };
    match (known, consent) {
        (None, None) => Ok(Claim::None),
        (Some(lease), None) => Ok(Claim::Kept(key, lease, None)),
        (Some(lease), Some(consent)) => {
            let over = Some(before.url.clone());
            complete(webhooks, target.bot, (key, lease.clone()), before, consent).await?;
            Ok(Claim::Kept(key, lease, over))
        }
        (None, Some(consent)) => {
            let mut lease = Lease::of(before, Utc::now());
            if lease.has_custom_certificate {
                lease.certificate_pem.clone_from(&consent.certificate_pem);
            }
            let theirs = Theirs {
                url: Secret::new(&*before.url),
                secret_token: consent.secret_token.clone(),
            };
            // The keyring first: a lease whose URL is not kept could not be given back.
            theirs.write(&webhooks.vault, target.bot).await?;
            webhooks.store.save_lease(key, lease.clone()).await?;
            Ok(Claim::New(key, lease, theirs))
        }
    }
}

/// The webhook that a lease is of stands there again, and the user may know more of it by now.
async fn complete(
    webhooks: &Webhooks,
    bot: BotId,
    (key, lease): (BotKey, Lease),
    before: &WebhookInfo,
    consent: &TakeOver,
) -> Result<()> {
    let Some(theirs) = Theirs::read(&webhooks.vault, bot).await? else {
        return Ok(());
    };
    if theirs.url.expose() != before.url {
        return Ok(());
    }
    if consent.secret_token.is_some() {
        let theirs = Theirs {
            secret_token: consent.secret_token.clone(),
            ..theirs
        };
        theirs.write(&webhooks.vault, bot).await?;
    }
    let now = Lease::of(before, lease.taken_at);
    let certificate = consent.certificate_pem.clone().or(lease.certificate_pem);
    let lease = Lease {
        certificate_pem: certificate.filter(|_| now.has_custom_certificate),
        state: lease.state,
        ..now
    };
    webhooks.store.save_lease(key, lease).await
}

/// Checks what the user supplied of theirs.
pub(super) fn check(consent: &TakeOver) -> Result<()> {
    if let Some(secret) = &consent.secret_token {
        SecretToken::parse(secret.expose())?;
    }
    check::certificate(consent.certificate_pem.as_deref())
}

impl Claim {
    /// What is put back should ours be refused, where it is theirs.
    pub(super) fn theirs(&self) -> Option<(&Lease, &Theirs)> {
        match self {
            Self::New(_, lease, theirs) => Some((lease, theirs)),
            Self::None | Self::Kept(..) => None,
        }
    }

    /// Telegram was not asked at all.
    pub(super) async fn withdraw(self, webhooks: &Webhooks, bot: BotId) {
        if let Self::New(key, ..) = self {
            drop_lease(webhooks, bot, key).await;
        }
    }

    /// Ours is in the place of theirs.
    pub(super) async fn succeeded(self, webhooks: &Webhooks, bot: BotId) -> Result<()> {
        let (key, event) = match self {
            Self::None => return Ok(()),
            Self::Kept(_, lease, None) if lease.state == LeaseState::Held => return Ok(()),
            // It is held again: theirs is not put back behind the user's back.
            Self::Kept(key, lease, over) => (key, over.map(|url| taken_back(bot, url, &lease))),
            Self::New(key, lease, theirs) => (key, Some(taken(bot, lease, &theirs))),
        };
        webhooks
            .store
            .set_lease_state(key, LeaseState::Held, false, event)
            .await
    }

    /// Ours was refused, or that is not known: `stands` says what is there now.
    pub(super) async fn failed(
        self,
        webhooks: &Webhooks,
        bot: BotId,
        stands: Stands,
        error: &Error,
    ) {
        let (key, lease, theirs) = match self {
            Self::New(key, lease, theirs) => (key, lease, theirs),
            Self::Kept(_, lease, Some(url)) if stands == Stands::Ours => {
                return webhooks.write(taken_back(bot, url, &lease)).await;
            }
            Self::None | Self::Kept(..) => return,
        };
        let (state, event) = match stands {
            Stands::AsBefore | Stands::SomebodyElses => {
                return drop_lease(webhooks, bot, key).await;
            }
            Stands::Ours => (LeaseState::Held, taken(bot, lease, &theirs)),
            Stands::None | Stands::Unknown => (
                LeaseState::Returning,
                NewEvent {
                    cause: Some(Cause::User),
                    url: Some(lease.url),
                    error: Some(error.clone()),
                    ..NewEvent::new(bot, Utc::now(), EventKind::LeaseReturnFailed)
                },
            ),
        };
        let written = webhooks
            .store
            .set_lease_state(key, state, false, Some(event))
            .await;
        if let Err(error) = written {
            // The lease itself is written, as held; what failed is told by the caller.
            tracing::warn!(%bot, "what became of its lease is not written: {error}");
        }
    }
}

fn taken(bot: BotId, lease: Lease, theirs: &Theirs) -> NewEvent {
    let message = lease
        .lost(theirs.secret_token.is_some())
        .map(|lost| format!("It will be put back without {lost}, which Telegram does not reveal."));
    NewEvent {
        cause: Some(Cause::User),
        url: Some(lease.url),
        message,
        ..NewEvent::new(bot, Utc::now(), EventKind::LeaseTaken)
    }
}

/// What is replaced now is not kept: the lease is of the webhook that was there first.
fn taken_back(bot: BotId, url: String, lease: &Lease) -> NewEvent {
    let which = host_of(&lease.url);
    NewEvent {
        cause: Some(Cause::User),
        url: Some(url),
        message: Some(format!(
            "The webhook of {which} stays the one to be put back."
        )),
        ..NewEvent::new(bot, Utc::now(), EventKind::TakenBack)
    }
}

/// Nothing was taken, so there is nothing to remember.
async fn drop_lease(webhooks: &Webhooks, bot: BotId, key: BotKey) {
    if let Err(error) = webhooks.store.end_lease(key, false, None).await {
        // It stays, and the next attempt to put it back finds that it is there.
        return tracing::warn!(%bot, "a lease that was not taken is still written: {error}");
    }
    forget_theirs(webhooks, bot).await;
}

/// The keyring's part of a lease that has ended.
pub(super) async fn forget_theirs(webhooks: &Webhooks, bot: BotId) {
    if let Err(error) = webhooks.vault.remove(Key::Lease(bot)).await {
        tracing::warn!(%bot, "an ended lease is still in the keyring: {error}");
    }
}

/// Refuses what would erase somebody else's webhook, of which nothing would be kept.
pub(super) fn refuse_foreign(info: &WebhookInfo, bot: BotId) -> Result<()> {
    if is_foreign(info, bot) {
        return Err(foreign(
            &info.url,
            "Agree to delete somebody else's webhook, of which nothing is kept; or leave it as it is.",
        ));
    }
    Ok(())
}

fn foreign(url: &str, remedy: &str) -> Error {
    Error::new(
        Code::ForeignWebhook,
        format!("This bot delivers to {} already.", host_of(url)),
        remedy,
    )
    .detail(shown_url(url))
}
