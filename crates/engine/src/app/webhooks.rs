//! A bot's webhook, from the bot's id to what Telegram said.

use super::App;
use crate::api::types::{DeleteWebhook, SetWebhook, TunnelState, WebhookView};
use crate::domain::bot::{Bot, Environment};
use crate::domain::ids::BotId;
use crate::domain::public_url::Rules;
use crate::domain::webhook::{WebhookInfo, WebhookOptions};
use crate::error::{Code, Error, Result};
use crate::event::Change;
use crate::telegram::Endpoint;
use crate::webhooks::{Seen, Target, Why};
use chrono::Utc;
use std::sync::PoisonError;

impl App {
    /// Registers this receiver's URL with Telegram. Over somebody else's webhook that takes the
    /// user's consent, also while a lease is held: that was for another webhook, or for an earlier
    /// time.
    pub async fn set_webhook(&self, input: SetWebhook) -> Result<WebhookView> {
        let turn = self.turn(input.bot_id);
        let _turn = turn.lock().await;
        let stored = self.stored(input.bot_id).await?;
        let why = Why {
            consent: input.take_over.as_ref(),
            ..Why::default()
        };
        self.register(&stored.bot, &input.options, why).await
    }

    /// Registers it; the caller has the bot's turn.
    pub(super) async fn register(
        &self,
        bot: &Bot,
        options: &WebhookOptions,
        why: Why<'_>,
    ) -> Result<WebhookView> {
        let base = self
            .public_base(&bot.environment)
            .ok_or_else(|| self.offline(&bot.environment))?;
        let endpoint = self.endpoint(bot).await?;
        let target = Target {
            bot: bot.id,
            endpoint: &endpoint,
            rules: Rules::for_environment(&bot.environment),
        };
        let done = self
            .shared
            .webhooks
            .set_over(&target, &base, options, why)
            .await;
        self.show_foreign(bot, &target, &done).await;
        self.after_change(&target, done).await
    }

    /// What is there is shown beside the question whether it may go.
    async fn show_foreign(&self, bot: &Bot, target: &Target<'_>, done: &Result<()>) {
        if let Err(error) = done
            && error.code == Code::ForeignWebhook
        {
            let info = self.shared.webhooks.status(target).await;
            self.remember(bot, info);
        }
    }

    /// Deletes the webhook at Telegram; somebody else's with the user's consent only.
    pub async fn delete_webhook(&self, input: DeleteWebhook) -> Result<WebhookView> {
        let turn = self.turn(input.bot_id);
        let _turn = turn.lock().await;
        let bot = self.stored(input.bot_id).await?.bot;
        let endpoint = self.endpoint(&bot).await?;
        let target = Target {
            bot: bot.id,
            endpoint: &endpoint,
            rules: Rules::for_environment(&bot.environment),
        };
        let done = self
            .shared
            .webhooks
            .delete(&target, input.drop_pending_updates, input.delete_foreign)
            .await;
        self.show_foreign(&bot, &target, &done).await;
        self.after_change(&target, done).await
    }

    /// Asks Telegram. That it could not be asked is part of the answer, not a failure of the call. While
    /// a wait runs that Telegram asked for, it is not asked, and what is known is said.
    pub async fn webhook_status(&self, id: BotId) -> Result<WebhookView> {
        let turn = self.turn(id);
        let _turn = turn.lock().await;
        let bot = self.stored(id).await?.bot;
        if let Ok(endpoint) = self.endpoint(&bot).await
            && let Some(view) = self.held_back(&bot, &endpoint).await
        {
            return Ok(view);
        }
        let info = self.ask(&bot).await;
        self.shared.refresher.told(id, info.clone()).await;
        Ok(self.remember(&bot, info))
    }

    /// What is known of a bot, where Telegram asked to wait; it is looked at when the wait is over.
    async fn held_back(&self, bot: &Bot, endpoint: &Endpoint) -> Option<WebhookView> {
        let wait = self.shared.client.wait(endpoint)?;
        self.shared.refresher.held_back(bot.id, wait).await;
        Some(self.remember(bot, Err(wait.error().into())))
    }

    async fn ask(&self, bot: &Bot) -> Result<WebhookInfo> {
        let endpoint = self.endpoint(bot).await?;
        let rules = Rules::for_environment(&bot.environment);
        self.shared
            .webhooks
            .status(&Target {
                bot: bot.id,
                endpoint: &endpoint,
                rules,
            })
            .await
    }

    /// Telegram's word after a change. A change that was made stays made when Telegram cannot be
    /// asked of it.
    pub(super) async fn after_change(
        &self,
        target: &Target<'_>,
        done: Result<()>,
    ) -> Result<WebhookView> {
        if let Err(error) = done {
            if error.code == Code::TooManyRequests
                && let Ok(stored) = self.stored(target.bot).await
            {
                self.held_back(&stored.bot, target.endpoint).await;
            }
            // What was known before may no longer be true.
            self.shared
                .events
                .tell(Change::Webhook { bot_id: target.bot });
            return Err(error);
        }
        self.forget_view(target.bot);
        let bot = self.stored(target.bot).await?.bot;
        let info = self.shared.webhooks.status(target).await;
        self.shared.refresher.forget_dispute(target.bot).await;
        self.shared.refresher.told(target.bot, info.clone()).await;
        Ok(self.remember(&bot, info))
    }

    fn remember(&self, bot: &Bot, info: Result<WebhookInfo>) -> WebhookView {
        let view = self.see(bot, info);
        self.shared.events.tell(Change::Webhook { bot_id: bot.id });
        view
    }

    /// Remembers what Telegram said, and tells nobody.
    pub(super) fn see(&self, bot: &Bot, info: Result<WebhookInfo>) -> WebhookView {
        let base = self.public_base(&bot.environment);
        let seen = Seen {
            bot: bot.id,
            public_base: base.as_deref(),
            registered: bot.webhook_url.as_deref(),
        };
        let mut views = self
            .shared
            .views
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let view = match (info, views.get(&bot.id)) {
            (Err(error), Some(known)) => known.seen(seen).but_now(error),
            (info, _) => WebhookView::new(seen, info, Utc::now()),
        };
        views.insert(bot.id, view.clone());
        view
    }

    /// What Telegram said of a bot is true no more.
    pub(super) fn forget_view(&self, bot: BotId) {
        self.shared
            .views
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&bot);
    }

    /// The public base that leads here for bots of this environment: sandbox and real never mix.
    pub(super) fn public_base(&self, environment: &Environment) -> Option<String> {
        match environment {
            Environment::Sandbox => self.shared.sandbox_way.public_url(),
            _ => self.shared.way.public_url(),
        }
    }

    fn offline(&self, environment: &Environment) -> Error {
        if *environment == Environment::Sandbox {
            return Error::new(
                Code::Sandbox,
                "The sandbox is not running.",
                "Start it from the first page or with cargo xtask run -- --sandbox.",
            );
        }
        match self.shared.way.state() {
            TunnelState::Failed { error } | TunnelState::Reconnecting { error, .. } => Error {
                message: format!("There is no public URL to register. {}", error.message),
                code: Code::TunnelOffline,
                ..error
            },
            TunnelState::Connecting => Error::new(
                Code::TunnelOffline,
                "The tunnel is still connecting, so there is no public URL yet.",
                "Wait a moment and press Set webhook again.",
            ),
            TunnelState::Off | TunnelState::Online { .. } => Error::new(
                Code::TunnelOffline,
                "There is no tunnel, so Telegram has no way to this computer.",
                "Set up ngrok or your own domain in the tunnel's settings.",
            ),
        }
    }
}
