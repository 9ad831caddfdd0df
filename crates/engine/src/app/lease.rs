//! Somebody else's webhook that ours took the place of: shown, put back, given up; and the user's
//! answer when another process has moved ours.

use super::App;
use crate::api::types::{BotView, Dispute, LeaseView, SettleDispute};
use crate::domain::history::Cause;
use crate::domain::ids::BotId;
use crate::domain::lease::TakeOver;
use crate::domain::public_url::Rules;
use crate::domain::webhook::WebhookOptions;
use crate::error::{Error, Result};
use crate::event::Change;
use crate::store::{BotKey, StoredBot};
use crate::webhooks::{Target, Theirs, Why, accepted};

impl App {
    /// Puts the previous webhook back.
    pub async fn give_back(&self, id: BotId) -> Result<BotView> {
        let turn = self.turn(id);
        let _turn = turn.lock().await;
        let stored = self.stored(id).await?;
        self.put_back(&stored, Cause::User).await?;
        let endpoint = self.endpoint(&stored.bot).await?;
        let target = Target {
            bot: id,
            endpoint: &endpoint,
            rules: Rules::for_environment(&stored.bot.environment),
        };
        self.after_change(&target, Ok(())).await?;
        self.bot(id).await
    }

    /// Gives the previous webhook up for good; ours stays.
    pub async fn end_lease(&self, id: BotId) -> Result<BotView> {
        let turn = self.turn(id);
        let _turn = turn.lock().await;
        self.stored(id).await?;
        self.shared.webhooks.end_lease(id).await?;
        self.shared.events.tell(Change::Webhook { bot_id: id });
        self.bot(id).await
    }

    /// What the user wants after another process has moved or deleted our webhook.
    pub async fn settle_dispute(&self, input: SettleDispute) -> Result<BotView> {
        let turn = self.turn(input.bot_id);
        let _turn = turn.lock().await;
        let stored = self.stored(input.bot_id).await?;
        match input.answer {
            Dispute::TakeBack => {
                let options = self.as_registered(&stored).await?;
                // The answer is the consent. A lease that is held stays that of the first webhook.
                let why = Why {
                    consent: Some(&TakeOver::default()),
                    ..Why::default()
                };
                self.register(&stored.bot, &options, why).await?;
            }
            Dispute::LetGo => self.shared.webhooks.let_go(input.bot_id).await?,
        }
        self.dispute_settled(input.bot_id).await;
        self.bot(input.bot_id).await
    }

    /// The user has answered: whoever looks after the bot's webhook need not wait any longer.
    async fn dispute_settled(&self, bot_id: BotId) {
        self.shared.refresher.forget_dispute(bot_id).await;
        self.shared.refresher.wake(bot_id).await;
        self.shared.events.tell(Change::Webhook { bot_id });
    }

    /// The wishes of the last registration, with the secret token that is in force.
    pub(super) async fn as_registered(&self, stored: &StoredBot) -> Result<WebhookOptions> {
        let registration = self.shared.store.registration(stored.key).await?;
        let wishes = registration.map(|last| last.wishes).unwrap_or_default();
        let secrets = accepted(&self.shared.vault, stored.bot.id).await?;
        Ok(WebhookOptions {
            drop_pending_updates: false,
            secret_token: secrets.into_iter().next(),
            max_connections: wishes.max_connections,
            allowed_updates: wishes.allowed_updates,
            ip_address: wishes.ip_address,
            certificate_pem: wishes.certificate_pem,
        })
    }

    /// Puts theirs back, or writes that it could not be; the caller has the bot's turn.
    pub(super) async fn put_back(&self, stored: &StoredBot, cause: Cause) -> Result<()> {
        let bot = &stored.bot;
        let done = async {
            let endpoint = self.endpoint(bot).await?;
            let target = Target {
                bot: bot.id,
                endpoint: &endpoint,
                rules: Rules::for_environment(&bot.environment),
            };
            self.shared.webhooks.give_back(&target, cause).await
        };
        let done = done.await;
        match &done {
            // What Telegram said before is true no more.
            Ok(()) => {
                self.forget_view(bot.id);
                self.shared.refresher.changed(bot.id).await;
            }
            Err(error) => {
                let webhooks = &self.shared.webhooks;
                webhooks.not_given_back(bot.id, cause, error).await?;
                if cause == Cause::User {
                    // Ours is wanted still, and may be gone.
                    self.shared.refresher.may_be_erased(bot.id).await;
                }
            }
        }
        self.shared.events.tell(Change::Webhook { bot_id: bot.id });
        done
    }

    /// A bot in whose place somebody else's webhook waits is not removed before that is back.
    pub(super) async fn put_back_before_removal(&self, stored: &StoredBot) -> Result<()> {
        if self.shared.store.lease(stored.key).await?.is_none() {
            return Ok(());
        }
        self.put_back(stored, Cause::User)
            .await
            .map_err(|error| Error {
                message: format!(
                    "The bot is not removed, because the webhook that it had before could not be put back: {}",
                    error.message
                ),
                remedy: format!(
                    "{} Or give up the previous webhook first, and remove the bot then.",
                    error.remedy
                ),
                ..error
            })
    }

    /// A bot's lease as shown.
    pub(super) async fn lease_view(&self, key: BotKey, bot: BotId) -> Option<LeaseView> {
        let lease = match self.shared.store.lease(key).await {
            Ok(lease) => lease?,
            Err(error) => {
                tracing::warn!(%bot, "its lease cannot be read: {error}");
                return None;
            }
        };
        // A keyring that cannot be read says so by itself.
        let theirs = Theirs::read(&self.shared.vault, bot).await.ok().flatten();
        Some(LeaseView {
            taken_at: lease.taken_at,
            url: lease.url,
            max_connections: lease.max_connections,
            allowed_updates: lease.allowed_updates,
            ip_address: lease.ip_address,
            has_custom_certificate: lease.has_custom_certificate,
            secret_token_kept: theirs.is_some_and(|theirs| theirs.secret_token.is_some()),
            certificate_kept: lease.certificate_pem.is_some(),
            state: lease.state,
        })
    }
}
