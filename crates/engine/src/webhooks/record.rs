//! What was done to a webhook, written down: the registration with its wishes, and the history.

use super::Webhooks;
use crate::domain::history::{Cause, EventKind, NewEvent};
use crate::domain::ids::BotId;
use crate::error::{Code, Error, Result};
use crate::store::{Registration, Wishes};
use chrono::{SubsecRound, Utc};

impl Webhooks {
    /// After a setWebhook: why, and what else there is to say. Gives back what came of it, or that it could not be written down.
    pub(super) async fn record_set(
        &self,
        bot: BotId,
        url: String,
        wishes: Wishes,
        (cause, said): (Cause, Option<String>),
        done: Result<()>,
    ) -> Result<()> {
        let message = said.filter(|_| done.is_ok());
        let (kind, error) = match &done {
            Ok(()) => (EventKind::Registered, None),
            // The user is asked, and nothing was tried.
            Err(error) if error.code == Code::ForeignWebhook => return done,
            Err(error) => (EventKind::RegisterFailed, Some(error.clone())),
        };
        // The database keeps milliseconds.
        let now = Utc::now().trunc_subsecs(3);
        if done.is_ok()
            && let Some(key) = self.store.key(bot)
        {
            let registration = Registration {
                registered_at: now,
                wishes,
            };
            self.store
                .set_registration(key, url.clone(), registration)
                .await?;
        }
        self.write(NewEvent {
            cause: Some(cause),
            url: Some(url),
            error,
            message,
            ..NewEvent::new(bot, now, kind)
        })
        .await;
        done
    }

    /// After a deleteWebhook.
    pub(super) async fn record_delete(&self, bot: BotId, cause: Cause, done: &Result<()>) {
        let (kind, error) = match done {
            Ok(()) => (EventKind::Deleted, None),
            Err(error) if error.code == Code::ForeignWebhook => return,
            Err(error) => (EventKind::DeleteFailed, Some(error.clone())),
        };
        self.write(NewEvent {
            cause: Some(cause),
            error,
            ..NewEvent::new(bot, Utc::now(), kind)
        })
        .await;
    }

    /// What Telegram has done stays done when it cannot be written into the history.
    pub(super) async fn write(&self, entry: NewEvent) {
        let bot = entry.bot_id;
        if let Err(error) = self.store.add_history(vec![entry]).await {
            let Error { message, .. } = error;
            tracing::warn!(%bot, "an entry of the history is lost: {message}");
        }
    }
}
