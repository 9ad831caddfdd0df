//! Puts back somebody else's webhook that ours took the place of.
//!
//! Telegram is asked first. Where theirs is there already, as after a call whose answer was lost,
//! there is nothing to do; where a third party's is, nothing is set over it and the lease ends. Only
//! in the place of ours, or of none, theirs is registered with all that is known of it.

use super::lease::{self, Theirs};
use super::{Target, Webhooks, put_back, secrets};
use crate::domain::history::{Cause, EventKind, NewEvent};
use crate::domain::ids::BotId;
use crate::domain::lease::{Lease, LeaseState, host_of, shown_url};
use crate::error::{Code, Error, Result};
use crate::secret::Secret;
use crate::store::BotKey;
use chrono::Utc;

impl Webhooks {
    /// Puts theirs back and ends the lease. When that fails, [`Self::not_given_back`] writes it.
    pub async fn give_back(&self, target: &Target<'_>, cause: Cause) -> Result<()> {
        let key = self.key(target.bot)?;
        let lease = self.store.lease(key).await?.ok_or_else(none)?;
        let theirs = self.theirs(target.bot, &lease).await?;
        let info = self.client.get_webhook_info(target.endpoint).await?;
        let moved = lease::is_foreign(&info, target.bot) && info.url != theirs.url.expose();
        let mut event = NewEvent {
            cause: Some(cause),
            pending: Some(info.pending_update_count),
            ..NewEvent::new(target.bot, Utc::now(), EventKind::LeaseReturned)
        };
        if moved {
            event.kind = EventKind::LeaseEnded;
            event.url = Some(shown_url(&info.url));
            event.message = Some(format!(
                "Somebody else has set the webhook to {} meanwhile, so {} was not put back.",
                host_of(&info.url),
                lease.url
            ));
        } else if info.url == theirs.url.expose() {
            event.url = Some(lease.url);
            event.message = Some("It was back at Telegram already.".to_owned());
        } else {
            let request = theirs.request(&lease);
            let address = lease.ip_address.as_deref();
            put_back::set_as_it_was(&self.client, target.endpoint, &request, address).await?;
            event.message = lease
                .lost(theirs.secret_token.is_some())
                .map(|lost| format!("It is without {lost}, which Telegram does not reveal."));
            event.url = Some(lease.url);
        }
        self.store.end_lease(key, true, Some(event)).await?;
        lease::forget_theirs(self, target.bot).await;
        secrets::forget(self, target.bot).await;
        Ok(())
    }

    /// Theirs could not be put back: it waits for the next attempt. Ours stays wanted after the
    /// user's attempt only; at a quit or after a crash it is not registered again meanwhile.
    pub async fn not_given_back(&self, bot: BotId, cause: Cause, error: &Error) -> Result<()> {
        let key = self.key(bot)?;
        let Some(lease) = self.store.lease(key).await? else {
            return Ok(());
        };
        let event = NewEvent {
            cause: Some(cause),
            url: Some(lease.url),
            error: Some(error.clone()),
            ..NewEvent::new(bot, Utc::now(), EventKind::LeaseReturnFailed)
        };
        let is_news = self.is_news(key, &event).await?;
        let event = is_news.then_some(event);
        let unwanted = cause != Cause::User;
        self.store
            .set_lease_state(key, LeaseState::Returning, unwanted, event)
            .await
    }

    /// The user gives the previous webhook up for good; ours stays.
    pub async fn end_lease(&self, bot: BotId) -> Result<()> {
        let key = self.key(bot)?;
        let lease = self.store.lease(key).await?.ok_or_else(none)?;
        self.store
            .end_lease(key, false, Some(ended(bot, lease)))
            .await?;
        lease::forget_theirs(self, bot).await;
        Ok(())
    }

    /// Ours is not wanted any more, and what was before it is given up; Telegram is not asked.
    pub async fn let_go(&self, bot: BotId) -> Result<()> {
        let key = self.key(bot)?;
        let lease = self.store.lease(key).await?;
        let event = lease.map(|lease| ended(bot, lease));
        self.store.end_lease(key, true, event).await?;
        let let_go = NewEvent {
            cause: Some(Cause::User),
            ..NewEvent::new(bot, Utc::now(), EventKind::LetGo)
        };
        self.write(let_go).await;
        lease::forget_theirs(self, bot).await;
        secrets::forget(self, bot).await;
        Ok(())
    }

    /// The URL and secret token of theirs. A keyring that was not there when the lease was taken has
    /// kept neither, and then only a URL with nothing to hide is known still.
    async fn theirs(&self, bot: BotId, lease: &Lease) -> Result<Theirs> {
        if let Some(theirs) = Theirs::read(&self.vault, bot).await? {
            return Ok(theirs);
        }
        if lease.url.contains('•') {
            return Err(Error::new(
                Code::KeyringFailed,
                format!(
                    "The whole URL of {} is not in the keyring.",
                    host_of(&lease.url)
                ),
                "Start the program that it belongs to, which sets it again; then give up the previous webhook here.",
            ));
        }
        Ok(Theirs {
            url: Secret::new(&*lease.url),
            secret_token: None,
        })
    }

    /// One entry for a failure that repeats, however often it is tried without the user.
    async fn is_news(&self, key: BotKey, event: &NewEvent) -> Result<bool> {
        let last = self.store.history(key, None, 1).await?;
        let code = event
            .error
            .as_ref()
            .and_then(|error| serde_json::to_value(error.code).ok());
        Ok(event.cause == Some(Cause::User)
            || !last.iter().any(|last| {
                last.kind == event.kind
                    && last.cause == event.cause
                    && last.code.as_deref() == code.as_ref().and_then(|code| code.as_str())
            }))
    }
}

fn ended(bot: BotId, lease: Lease) -> NewEvent {
    NewEvent {
        cause: Some(Cause::User),
        url: Some(lease.url),
        ..NewEvent::new(bot, Utc::now(), EventKind::LeaseEnded)
    }
}

fn none() -> Error {
    Error::new(
        Code::NotFound,
        "There is no previous webhook of this bot's to put back.",
        "It may have been put back already; refresh.",
    )
}
