//! Both sides in one process: the sandbox with its edge, and the app with a tunnel to it.

use super::echo::Bot;
use super::front::Front;
use super::people::{Delivered, Talk};
use crate::engine::{Running, SETTLED};
use crate::server::SECRET;
use anyhow::{Context, Result, bail};
use hookbay_engine::api::types::{
    AddBot, ConfigureDelivery, ConfigureTunnel, Limits, ListAttempts, ListUpdates, Mode,
    SetWebhook, TargetInput, TunnelKind, TunnelSettings, TunnelState, WebhookOptions,
};
use hookbay_engine::app::{App, Config, Parts};
use hookbay_engine::config::Sources;
use hookbay_engine::domain::bot::Environment;
use hookbay_engine::domain::ids::BotId;
use hookbay_engine::secret::Secret;
use hookbay_sandbox::edge::EdgeOptions;
use hookbay_sandbox::telegram::control::{NewBot, NewUser};
use hookbay_sandbox::telegram::{Control, Options};
use hookbay_sandbox::{Sandbox, SandboxOptions};
use serde_json::{Value, json};
use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// For what comes by itself.
const PATIENCE: Duration = Duration::from_secs(30);
/// What the edge takes from anybody.
const AUTHTOKEN: &str = "2abcDEFghiJKLmnoPQRstuVWXyz_1234567890abcdefghijk";

/// Where the webhook is.
#[derive(Clone, Copy)]
pub enum Way {
    /// At the bot.
    Direct,
    /// At the bot, behind TLS.
    Secure,
    /// At the receiver, on loopback.
    Receiver,
    /// At the edge, and through the tunnel at the receiver.
    Tunnel,
}

impl Way {
    /// What it is called where something is wrong with it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Direct => "to the bot directly",
            Self::Secure => "to the bot behind TLS",
            Self::Receiver => "through the receiver",
            Self::Tunnel => "through the tunnel",
        }
    }
}

/// All of it, running.
pub struct Rig {
    /// The bot.
    pub bot: Bot,
    /// What the bench itself calls with.
    pub client: reqwest::Client,
    sandbox: Sandbox,
    control: Control,
    app: App,
    id: BotId,
    token: String,
    /// The webhook's URL on loopback, and through the tunnel.
    urls: [String; 2],
}

impl Rig {
    /// Starts it; its database is in the folder.
    pub async fn start(folder: &Path) -> Result<Self> {
        let client = reqwest::Client::builder()
            .no_proxy()
            .pool_max_idle_per_host(128)
            .build()?;
        let front = Front::new()?;
        let options = SandboxOptions {
            telegram: Options {
                local: true,
                trusted_roots_pem: vec![front.pem.clone()],
                ..Options::default()
            },
            edge: Some(EdgeOptions::default()),
        };
        let sandbox = Sandbox::start(options).await?;
        let (control, api) = (sandbox.telegram.control(), sandbox.telegram.api_root());
        let token = control.add_bot(NewBot::default())?.token;
        let bot = Bot::start(client.clone(), &front, &api, &token).await?;
        let app = app(&sandbox, folder).await?;
        let added = app.add_bot(AddBot {
            token: Secret::new(&*token),
            environment: Environment::SelfHosted { api_root: api },
            name: None,
        });
        let id = added.await?.id;
        let tunnel = set(&app, id).await.context("through the tunnel")?;
        // Its way is on loopback and leads to the same receiver.
        let other = app.start_sandbox().await?.id;
        let local = set(&app, other).await.context("on loopback")?;
        let local = local.replace(&other.to_string(), &id.to_string());
        relay(&app, id, bot.url()).await?;
        Ok(Self {
            bot,
            client,
            sandbox,
            control,
            app,
            id,
            token,
            urls: [local, tunnel],
        })
    }

    /// New people, who have written to nobody.
    pub fn people(&self, count: usize) -> Vec<i64> {
        let new = || NewUser {
            first_name: "Ada".into(),
            ..NewUser::default()
        };
        (0..count).map(|_| self.control.add_user(new())).collect()
    }

    /// Sets the webhook so; Telegram takes one change a second.
    pub async fn point(&self, way: Way) -> Result<()> {
        let [local, tunnel] = &self.urls;
        let (direct, secure) = (self.bot.url(), self.bot.secure_url());
        let url = match way {
            Way::Direct => &direct,
            Way::Secure => &secure,
            Way::Receiver => local,
            Way::Tunnel => tunnel,
        };
        let api = self.sandbox.telegram.api_root();
        let call = format!("{api}/bot{}/setWebhook", self.token);
        let wanted = json!({ "url": url, "secret_token": SECRET, "max_connections": 100 });
        let began = Instant::now();
        loop {
            let answer = self.client.post(&call).json(&wanted).send().await?;
            let answer: Value = serde_json::from_slice(&answer.bytes().await?)?;
            if answer["ok"] == true {
                return Ok(());
            }
            if answer["error_code"] != 429 || began.elapsed() > PATIENCE {
                bail!("the webhook was not set: {}", answer["description"]);
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    }

    /// Somebody writes; the update that it is.
    pub fn says(&self, user: i64, text: &str) -> Result<i64> {
        let update = self.control.send_message(&self.token, Some(user), text)?;
        update.context("the bot's queue is full")
    }

    /// What was delivered, once nothing waits any more.
    pub async fn delivered(&self) -> Result<Delivered> {
        let idle = |control: &Control| control.pending(&self.token) == Ok(0);
        tokio::time::timeout(PATIENCE, self.control.until(idle))
            .await
            .context("updates wait and are not delivered")?;
        let attempts = self.control.deliveries(&self.token)?.into_iter();
        let delivered = attempts.filter(|attempt| attempt.delivered);
        Ok(delivered
            .map(|attempt| (attempt.update_id, (attempt.at, attempt.attempt)))
            .collect())
    }

    /// How long the relay of each of these took, the bot's time with it, in microseconds.
    pub async fn relayed(&self, talk: &Talk) -> Result<HashMap<i64, u32>> {
        let mut wanted: HashSet<i64> = talk.messages.iter().map(|it| it.update).collect();
        let mut places = HashMap::new();
        let mut before = None;
        while !wanted.is_empty() {
            let input = ListUpdates {
                bot_id: self.id,
                before,
                after: None,
                limit: 500,
            };
            let rows = self.app.list_updates(input).await?.rows;
            before = rows.iter().map(|row| row.seq).min();
            before.context("updates were answered and are not in the inbox")?;
            let found = rows.iter().filter(|row| wanted.remove(&row.update_id));
            places.extend(found.map(|row| (row.seq, row.update_id)));
        }
        let began = Instant::now();
        loop {
            // They are written a moment after the answer.
            let relayed = self.attempts(&places).await?;
            if relayed.len() == places.len() {
                return Ok(relayed);
            }
            if began.elapsed() > PATIENCE {
                bail!("{} of {} relays are recorded", relayed.len(), places.len());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    async fn attempts(&self, places: &HashMap<i64, i64>) -> Result<HashMap<i64, u32>> {
        let first = places.keys().min().copied().unwrap_or_default();
        let mut relayed = HashMap::new();
        let mut before = None;
        loop {
            let input = ListAttempts {
                bot_id: self.id,
                seq: None,
                failed: false,
                before,
                limit: 500,
            };
            let page = self.app.list_attempts(input).await?;
            for row in &page.rows {
                if let Some(update) = places.get(&row.seq) {
                    relayed.insert(*update, row.phases.total);
                }
            }
            before = page.rows.last().map(|row| row.id);
            // Neither list is in the other's order; a page of neighbours is enough for what is near.
            let past = page.rows.iter().all(|row| row.seq < first);
            if !page.more || past {
                return Ok(relayed);
            }
        }
    }

    /// Ends all of it.
    pub async fn stop(self) {
        self.app.shutdown().await;
        self.sandbox.shutdown().await;
    }
}

async fn app(sandbox: &Sandbox, folder: &Path) -> Result<App> {
    let edge = sandbox.edge.as_ref().context("there is no edge")?;
    let api = sandbox.telegram.api_root();
    let variables = [
        ("HOOKBAY_DATA_DIR", folder.display().to_string()),
        ("HOOKBAY_TELEGRAM_ROOT", api.clone()),
        ("HOOKBAY_KEYRING_SERVICE", "dev.hookbay.bench".into()),
        ("HOOKBAY_API", "off".into()),
    ];
    let variables = variables.map(|(name, value)| (name.to_owned(), value));
    let mut config = Config::from(Sources::of(variables, None))?;
    config.ngrok_server = Some((edge.server_addr(), Some(edge.ca_pem())));
    let parts = Parts {
        sandbox: Some(Arc::new(Running(api))),
        ..Parts::default()
    };
    let app = App::start(config, parts).await?;
    app.keep_for_this_run().await;
    app.configure_tunnel(ConfigureTunnel {
        settings: TunnelSettings {
            kind: TunnelKind::Ngrok,
            ..TunnelSettings::default()
        },
        ngrok_authtoken: Some(Secret::new(AUTHTOKEN)),
    })
    .await?;
    let began = Instant::now();
    while !matches!(app.tunnel().await?.state, TunnelState::Online { .. }) {
        if began.elapsed() > PATIENCE {
            bail!("the tunnel is not online after {PATIENCE:?}");
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    Ok(app)
}

/// Sets a bot's webhook; where it is.
async fn set(app: &App, bot_id: BotId) -> Result<String> {
    let options = WebhookOptions {
        secret_token: Some(Secret::new(SECRET)),
        ..WebhookOptions::default()
    };
    let set = SetWebhook {
        bot_id,
        options,
        take_over: None,
    };
    let view = app.set_webhook(set).await?;
    view.desired_url.context("there is no webhook")
}

async fn relay(app: &App, bot_id: BotId, url: String) -> Result<()> {
    app.configure_delivery(ConfigureDelivery {
        bot_id,
        mode: Mode::Relay,
        limits: Limits::default(),
        targets: vec![TargetInput {
            id: None,
            name: "Local bot".into(),
            url,
            answers: true,
            secret_token: None,
            headers: Vec::new(),
            certificate: None,
        }],
    })
    .await?;
    tokio::time::sleep(SETTLED).await;
    Ok(())
}
