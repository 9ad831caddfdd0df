//! The sandbox as seen from the app: it is started on demand, and spoken to over its control API.

mod apart;
mod chat;
mod control;
mod news;

pub(super) use apart::check as check_apart;
pub(super) use control::Sandbox;

use super::App;
use crate::api::types::{AddBot, BotView, SandboxAccess, SandboxSay, SandboxView, TokenState};
use crate::domain::bot::{Bot, Environment};
use crate::domain::history::Cause;
use crate::domain::ids::BotId;
use crate::error::{Code, Error, Result};
use crate::event::Change;
use crate::secret::Secret;
use crate::store::StoredBot;
use crate::telegram::is_here;
use crate::tunnel::Plan;
use crate::vault::Key;
use crate::webhooks::Why;
use futures_util::future::BoxFuture;
use rand::Rng;
use rand::distr::Alphanumeric;
use serde::Deserialize;
use serde_json::{Value, json};
use url::Url;

/// Where a running sandbox is.
#[derive(Debug, Clone)]
pub struct SandboxAddress {
    /// The root of its Bot API, e.g. `http://127.0.0.1:40001`.
    pub api_root: String,
}

/// Starts a sandbox that lives as long as the app.
pub trait SandboxLauncher: Send + Sync {
    /// Starts it.
    fn launch(&self) -> BoxFuture<'static, Result<SandboxAddress>>;
}

#[derive(Deserialize)]
struct NewBot {
    token: String,
}

impl App {
    /// Starts the sandbox if it does not run, and gives its first bot, made if there is none.
    pub async fn start_sandbox(&self) -> Result<BotView> {
        self.open_sandbox().await?;
        if let Some(stored) = self.sandboxed().await?.into_iter().next() {
            let view = self.view(stored.clone()).await;
            if view.token_state != TokenState::Missing {
                return Ok(view);
            }
            self.remake(&stored).await?;
            return self.bot(stored.bot.id).await;
        }
        self.make_one("Sandbox bot", "sandbox_bot").await
    }

    /// One more bot in the sandbox.
    pub async fn another_sandbox_bot(&self) -> Result<BotView> {
        self.open_sandbox().await?;
        let names: Vec<_> = self.sandboxed().await?;
        let is_taken = |username: &str| {
            let mut names = names.iter().filter_map(|each| each.bot.username.as_deref());
            names.any(|name| name.eq_ignore_ascii_case(username))
        };
        let mut number = names.len() + 1;
        while is_taken(&format!("sandbox_{number}_bot")) {
            number += 1;
        }
        let (name, username) = (
            format!("Sandbox bot {number}"),
            format!("sandbox_{number}_bot"),
        );
        self.make_one(&name, &username).await
    }

    /// Where a program finds the sandbox, and the token that is this bot's there.
    pub async fn sandbox_access(&self, bot: BotId) -> Result<SandboxAccess> {
        let token = self.token_in_sandbox(bot).await?;
        Ok(SandboxAccess {
            api_root: self.shared.sandbox.address()?.api_root,
            token: token.expose().to_owned(),
        })
    }

    /// A Bot API server that is this app's own sandbox is the sandbox: a bot of it is marked as one, has its
    /// chats, and is made again with it.
    pub(super) fn at_home(&self, environment: Environment) -> Environment {
        let Environment::SelfHosted { api_root } = &environment else {
            return environment;
        };
        let (Ok(address), Ok(root)) = (self.shared.sandbox.address(), Url::parse(api_root)) else {
            return environment;
        };
        match Url::parse(&address.api_root) {
            Ok(home) if is_here(&root) && home.port() == root.port() => Environment::Sandbox,
            _ => environment,
        }
    }

    async fn make_one(&self, name: &str, username: &str) -> Result<BotView> {
        let body = json!({ "name": name, "username": username });
        let made: NewBot = self.shared.sandbox.order("bots", &body).await?;
        self.add_bot(AddBot {
            token: Secret::new(made.token),
            environment: Environment::Sandbox,
            name: None,
        })
        .await
    }

    /// A user of the sandbox writes to a bot of the sandbox.
    pub async fn sandbox_say(&self, input: SandboxSay) -> Result<()> {
        let token = self.token_in_sandbox(input.bot_id).await?;
        if input.text.trim().is_empty() {
            return Err(Error::new(
                Code::InvalidInput,
                "There is no text to send.",
                "Write a message first.",
            ));
        }
        let body = json!({ "token": token.expose(), "text": input.text });
        let said = self.shared.sandbox.order("messages", &body);
        said.await.map(|_: Value| ())
    }

    /// The sandbox as shown.
    pub fn sandbox_view(&self) -> SandboxView {
        let address = self.shared.sandbox.address().ok();
        SandboxView {
            running: address.is_some(),
            api_root: address.map(|address| address.api_root),
            public_url: self.shared.sandbox_way.public_url(),
        }
    }

    /// At the start: a sandbox forgets its bots when the app ends, so they are made again, and those
    /// that had a webhook get it back.
    pub(super) async fn resume_sandbox(&self) {
        let bots = match self.sandboxed().await {
            Ok(bots) => bots,
            Err(error) => return tracing::warn!("the sandbox is not resumed: {error}"),
        };
        if bots.is_empty() {
            return;
        }
        // All are there before the way opens: with it, they are looked after.
        for stored in &bots {
            if let Err(error) = self.make(&stored.bot).await {
                tracing::warn!(bot = %stored.bot.id, "it is not back in the sandbox: {error}");
            }
        }
        for stored in bots {
            if let Err(error) = self.listen(&stored).await {
                tracing::warn!(bot = %stored.bot.id, "it does not listen in the sandbox: {error}");
            }
        }
    }

    /// Starts the sandbox if it does not run, and hears of what happens there from then on.
    async fn launch_sandbox(&self) -> Result<()> {
        self.shared.sandbox.start().await?;
        self.hear_of_chats();
        Ok(())
    }

    async fn sandboxed(&self) -> Result<Vec<StoredBot>> {
        let mut bots = self.shared.store.bots().await?;
        bots.retain(|stored| stored.bot.environment == Environment::Sandbox);
        Ok(bots)
    }

    async fn remake(&self, stored: &StoredBot) -> Result<()> {
        self.make(&stored.bot).await?;
        self.listen(stored).await
    }

    /// Makes a bot known to the sandbox.
    async fn make(&self, bot: &Bot) -> Result<()> {
        self.launch_sandbox().await?;
        let token = self.sandbox_token(bot).await?;
        let username = bot.username.as_deref().unwrap_or_default();
        let body = json!({ "token": token.expose(), "name": bot.name, "username": username });
        let made = self.shared.sandbox.order("bots", &body);
        made.await.map(|_: Value| ())
    }

    /// Sets its webhook, if it had one, as it was set last.
    async fn listen(&self, stored: &StoredBot) -> Result<()> {
        self.open_sandbox().await?;
        let bot = &stored.bot;
        if bot.webhook_url.is_some() {
            let turn = self.turn(bot.id);
            let _turn = turn.lock().await;
            let options = self.as_registered(stored).await?;
            // Without anybody's consent: what somebody else has set in the sandbox stays.
            let why = Why {
                cause: Cause::SandboxStarted,
                consent: None,
            };
            self.register(bot, &options, why).await?;
        }
        Ok(())
    }

    /// A bot's token. One that was kept for an earlier run only is made anew: nobody needs the old
    /// one, since the sandbox takes any.
    async fn sandbox_token(&self, bot: &Bot) -> Result<Secret> {
        if let Some(token) = self.shared.vault.get(Key::Token(bot.id)).await? {
            return Ok(token);
        }
        let token = made_up_token(bot.telegram_id);
        self.shared
            .vault
            .set(Key::Token(bot.id), token.clone())
            .await?;
        self.shared.events.tell(Change::Bots);
        Ok(token)
    }

    async fn open_sandbox(&self) -> Result<()> {
        if self.shared.sandbox_way.public_url().is_some() {
            return Ok(());
        }
        self.launch_sandbox().await?;
        self.shared.sandbox_way.open(Plan::Loopback).await;
        self.shared.sandbox_way.settled().await;
        self.shared.events.tell(Change::Sandbox);
        Ok(())
    }
}

/// A token of the form every client accepts, that Telegram would never make.
fn made_up_token(telegram_id: i64) -> Secret {
    let rest: String = rand::rng()
        .sample_iter(Alphanumeric)
        .take(28)
        .map(char::from)
        .collect();
    Secret::new(format!("{telegram_id}:sandbox{rest}"))
}
