//! A bot's webhook, from the bot's id to what Telegram said.

use super::App;
use crate::api::types::{DeleteWebhook, SetWebhook, TunnelState, WebhookView};
use crate::domain::bot::{Bot, Environment};
use crate::domain::ids::BotId;
use crate::domain::public_url::Rules;
use crate::domain::webhook::WebhookInfo;
use crate::error::{Code, Error, Result};
use crate::event::Change;
use crate::webhooks::Target;
use chrono::Utc;
use std::sync::PoisonError;

impl App {
    /// Registers this receiver's URL with Telegram.
    pub async fn set_webhook(&self, input: SetWebhook) -> Result<WebhookView> {
        let bot = self.stored(input.bot_id).await?.bot;
        let turn = self.turn(bot.id);
        let _turn = turn.lock().await;
        let base = self
            .public_base(&bot.environment)
            .ok_or_else(|| self.offline(&bot.environment))?;
        let endpoint = self.endpoint(&bot).await?;
        let target = Target {
            bot: bot.id,
            endpoint: &endpoint,
            rules: Rules::for_environment(&bot.environment),
        };
        let info = self
            .shared
            .webhooks
            .set(&target, &base, &input.options)
            .await;
        self.asked_to_change(&bot, info)
    }

    /// Deletes the webhook at Telegram.
    pub async fn delete_webhook(&self, input: DeleteWebhook) -> Result<WebhookView> {
        let bot = self.stored(input.bot_id).await?.bot;
        let turn = self.turn(bot.id);
        let _turn = turn.lock().await;
        let endpoint = self.endpoint(&bot).await?;
        let target = Target {
            bot: bot.id,
            endpoint: &endpoint,
            rules: Rules::for_environment(&bot.environment),
        };
        let info = self
            .shared
            .webhooks
            .delete(&target, input.drop_pending_updates)
            .await;
        self.asked_to_change(&bot, info)
    }

    /// Asks Telegram. That it could not be asked is part of the answer, not a failure of the call.
    pub async fn webhook_status(&self, id: BotId) -> Result<WebhookView> {
        let bot = self.stored(id).await?.bot;
        let turn = self.turn(bot.id);
        let _turn = turn.lock().await;
        let info = self.ask(&bot).await;
        Ok(self.remember(&bot, info))
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

    fn asked_to_change(&self, bot: &Bot, info: Result<WebhookInfo>) -> Result<WebhookView> {
        match info {
            Ok(info) => Ok(self.remember(bot, Ok(info))),
            Err(error) => {
                // What was known before may no longer be true.
                self.shared.events.tell(Change::Webhook { bot_id: bot.id });
                Err(error)
            }
        }
    }

    fn remember(&self, bot: &Bot, info: Result<WebhookInfo>) -> WebhookView {
        let base = self.public_base(&bot.environment);
        let view = WebhookView::new(bot.id, base.as_deref(), info, Utc::now());
        self.shared
            .views
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(bot.id, view.clone());
        self.shared.events.tell(Change::Webhook { bot_id: bot.id });
        view
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
