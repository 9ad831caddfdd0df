//! The list of bots.

use super::App;
use super::sandbox::check_apart;
use crate::api::types::{AddBot, BotView, RenameBot, SetToken};
use crate::domain::api_root;
use crate::domain::bot::{Bot, Environment};
use crate::domain::ids::BotId;
use crate::domain::token::Token;
use crate::error::{Code, Error, Result};
use crate::event::Change;
use crate::secret::Secret;
use crate::store::StoredBot;
use crate::telegram::Endpoint;
use crate::vault::{Key, token_of};
use crate::webhooks::Seen;
use chrono::{DateTime, Utc};
use std::sync::PoisonError;

impl App {
    /// Adds a bot after Telegram has said (getMe) whose token it is.
    pub async fn add_bot(&self, input: AddBot) -> Result<BotView> {
        let token = Token::parse(input.token.expose())?;
        let environment = self.at_home(checked(input.environment)?);
        let name = input.name.map(|name| checked_name(&name)).transpose()?;
        // Two at once would each find that the other is not there yet.
        let _adding = self.shared.adding.lock().await;
        self.refuse_second(&token, &environment).await?;
        let endpoint = self.endpoint_with(&environment, token.clone())?;
        let me = self.shared.client.get_me(&endpoint).await?;
        let bot = Bot {
            id: BotId::random(),
            name: name.unwrap_or_else(|| me.first_name.clone()),
            telegram_id: me.id,
            username: me.username.clone(),
            environment,
            webhook_url: None,
            webhook_last_checked: None,
            webhook_auto_refresh: true,
            paused: false,
            created_at: Utc::now(),
        };
        let id = bot.id;
        // The token first: a bot in the list without its token would be half a bot.
        self.shared
            .vault
            .set(Key::Token(id), Secret::new(token.expose()))
            .await?;
        if let Err(error) = self.shared.store.add_bot(bot).await {
            let _ = self.shared.vault.remove(Key::Token(id)).await;
            return Err(error);
        }
        self.shared.refresher.changed(id).await;
        self.shared.events.tell(Change::Bots);
        self.bot(id).await
    }

    /// Gives a bot another name.
    pub async fn rename_bot(&self, input: RenameBot) -> Result<BotView> {
        let name = checked_name(&input.name)?;
        self.stored(input.bot_id).await?;
        self.shared.store.rename_bot(input.bot_id, name).await?;
        self.shared.events.tell(Change::Bots);
        self.bot(input.bot_id).await
    }

    /// Gives a bot its new token, after the old one was revoked.
    pub async fn set_token(&self, input: SetToken) -> Result<BotView> {
        let stored = self.stored(input.bot_id).await?;
        let token = Token::parse(input.token.expose())?;
        if token.telegram_id() != stored.bot.telegram_id {
            return Err(Error::new(
                Code::InvalidInput,
                "This token is another bot's.",
                "Add that bot with Add a bot, or paste this bot's own token.",
            ));
        }
        let endpoint = self.endpoint_with(&stored.bot.environment, token.clone())?;
        self.shared.client.get_me(&endpoint).await?;
        self.shared
            .vault
            .set(Key::Token(input.bot_id), Secret::new(token.expose()))
            .await?;
        self.shared.refresher.changed(input.bot_id).await;
        self.shared.events.tell(Change::Bots);
        self.bot(input.bot_id).await
    }

    /// Removes a bot, its updates and its secrets. Somebody else's webhook that ours took the place
    /// of is put back first; otherwise the webhook at Telegram stays as it is.
    pub async fn remove_bot(&self, id: BotId) -> Result<()> {
        // A webhook that is being set would leave its secret token behind.
        let turn = self.turn(id);
        let _turn = turn.lock().await;
        let stored = self.stored(id).await?;
        self.put_back_before_removal(&stored).await?;
        // Secrets first: when the keyring refuses, the bot stays in the list and can be removed again.
        self.shared.vault.remove(Key::Lease(id)).await?;
        self.shared.delivery.forget(stored.key).await?;
        self.shared.vault.remove(Key::SecretToken(id)).await?;
        self.shared.vault.remove(Key::Token(id)).await?;
        self.shared.store.leave(id, stored.key).await?;
        self.shared.leaver.look();
        self.forget_view(id);
        self.shared.refresher.changed(id).await;
        self.shared.events.tell(Change::Bots);
        Ok(())
    }

    /// One bot as shown.
    pub async fn bot(&self, id: BotId) -> Result<BotView> {
        Ok(self.view(self.stored(id).await?).await)
    }

    pub(super) async fn stored(&self, id: BotId) -> Result<StoredBot> {
        let bots = self.shared.store.bots().await?;
        bots.into_iter()
            .find(|stored| stored.bot.id == id)
            .ok_or_else(|| {
                Error::new(
                    Code::NotFound,
                    "There is no such bot in the list.",
                    "It may have been removed; refresh.",
                )
            })
    }

    /// Where a bot's Bot API is, with its token.
    pub(super) async fn endpoint(&self, bot: &Bot) -> Result<Endpoint> {
        let token = Token::parse(token_of(&self.shared.vault, bot.id).await?.expose())?;
        self.endpoint_with(&bot.environment, token)
    }

    fn endpoint_with(&self, environment: &Environment, token: Token) -> Result<Endpoint> {
        let cloud = || self.telegram_root();
        let (root, test) = match environment {
            Environment::Cloud => (cloud(), false),
            Environment::Test => (cloud(), true),
            Environment::SelfHosted { api_root } => (api_root.clone(), false),
            Environment::Sandbox => (self.shared.sandbox.address()?.api_root, false),
        };
        check_apart(environment, &root, &token)?;
        Ok(Endpoint { root, test, token })
    }

    async fn refuse_second(&self, token: &Token, environment: &Environment) -> Result<()> {
        let bots = self.shared.store.bots().await?;
        let same = bots.iter().find(|stored| {
            stored.bot.telegram_id == token.telegram_id() && stored.bot.environment == *environment
        });
        same.map_or(Ok(()), |stored| {
            Err(Error::new(
                Code::BotExists,
                format!("This bot is in the list already, as {}.", stored.bot.name),
                "Select it there; with a new token, use Replace token.",
            ))
        })
    }

    pub(super) async fn view(&self, stored: StoredBot) -> BotView {
        let bot = stored.bot;
        let base = self.public_base(&bot.environment);
        let count = self.shared.store.count(stored.key);
        let webhook = self
            .shared
            .views
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&bot.id)
            .cloned();
        BotView {
            id: bot.id,
            masked_token: format!("{}:••••", bot.telegram_id),
            token_state: self.shared.vault.token_state(bot.id).await,
            webhook: webhook.map(|view| {
                view.seen(Seen {
                    bot: bot.id,
                    public_base: base.as_deref(),
                    registered: bot.webhook_url.as_deref(),
                })
            }),
            update_count: count.updates,
            last_update_at: count.last_at.and_then(DateTime::from_timestamp_millis),
            refused: self.shared.refusals.of(bot.id),
            watch: self.watch_view(&bot, base.is_some()),
            lease: self.lease_view(stored.key, bot.id).await,
            delivery: self.delivery_summary(bot.id, stored.key).await,
            name: bot.name,
            username: bot.username,
            environment: bot.environment,
            created_at: bot.created_at,
        }
    }
}

fn checked_name(name: &str) -> Result<String> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > 64 || name.chars().any(char::is_control) {
        return Err(Error::new(
            Code::InvalidInput,
            "A bot's name has 1 to 64 characters.",
            "Give it a shorter name, on one line.",
        ));
    }
    Ok(name.to_owned())
}

fn checked(environment: Environment) -> Result<Environment> {
    let Environment::SelfHosted { api_root } = environment else {
        return Ok(environment);
    };
    let api_root = api_root::check(&api_root)?;
    Ok(Environment::SelfHosted { api_root })
}
