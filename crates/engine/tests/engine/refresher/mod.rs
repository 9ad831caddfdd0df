//! The refresher in a whole app: Telegram's side and ngrok's side are the sandbox's.

mod faults;
mod many;
mod moves;
mod switches;
mod waits;
mod wakes;

use crate::fixture::{config, eventually, self_hosted};
use chrono::{DateTime, Utc};
use hookbay_engine::api::types::{
    BotView, Cause, ConfigureTunnel, EventKind, HistoryEntry, ListHistory, SetWebhook, Standing,
    TunnelKind, TunnelSettings, TunnelState,
};
use hookbay_engine::app::{App, Parts};
use hookbay_engine::domain::ids::BotId;
use hookbay_engine::domain::policy::Policy;
use hookbay_engine::domain::webhook::WebhookOptions;
use hookbay_engine::secret::Secret;
use hookbay_engine::webhooks::refresher::Pace;
use hookbay_sandbox::edge::{Edge, EdgeOptions};
use hookbay_sandbox::telegram::{LoadOptions, Options, Telegram};
use hookbay_sandbox::{Sandbox, SandboxOptions};
use serde_json::{Value, json};
use std::time::Duration;

/// Minutes become fractions of a second.
fn quick() -> Policy {
    let span = |milliseconds| chrono::TimeDelta::milliseconds(milliseconds);
    Policy {
        check_interval: span(150),
        first_wait: span(100),
        longest_wait: span(2_000),
        ..Policy::default()
    }
}

/// Nothing happens by the clock within a test's time.
fn calm() -> Policy {
    let hours = chrono::TimeDelta::hours;
    Policy {
        check_interval: hours(5),
        first_wait: hours(1),
        longest_wait: hours(9),
        ..Policy::default()
    }
}

struct Rig {
    app: App,
    telegram: Telegram,
    edge: Edge,
    _folder: tempfile::TempDir,
}

/// A bot on both sides.
struct Pair {
    id: BotId,
    token: String,
}

impl Rig {
    async fn new(policy: Policy) -> Self {
        Self::under(policy, LoadOptions::default()).await
    }

    async fn under(policy: Policy, load: LoadOptions) -> Self {
        Self::paced(policy, load, Pace::default()).await
    }

    async fn paced(policy: Policy, load: LoadOptions, pace: Pace) -> Self {
        let telegram = Options {
            allow_loopback: true,
            load,
            ..Options::default()
        };
        let options = SandboxOptions {
            telegram,
            edge: Some(EdgeOptions::default()),
        };
        let Sandbox { telegram, edge } = Sandbox::start(options).await.unwrap();
        let edge = edge.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let mut config = config(
            &folder.path().display().to_string(),
            &[
                ("HOOKBAY_TELEGRAM_ROOT", &telegram.api_root()),
                ("HOOKBAY_API", "off"),
            ],
        );
        config.ngrok_server = Some((edge.server_addr(), Some(edge.ca_pem())));
        let parts = Parts {
            policy: Some(policy),
            pace,
            ..Parts::default()
        };
        let app = App::start(config, parts).await.unwrap();
        app.keep_for_this_run().await;
        Self {
            app,
            telegram,
            edge,
            _folder: folder,
        }
    }

    /// Behind ngrok.
    async fn online(policy: Policy) -> Self {
        let rig = Self::new(policy).await;
        rig.connect().await;
        rig
    }

    async fn connect(&self) {
        configure(&self.app).await;
        self.public_url().await;
    }

    async fn public_url(&self) -> String {
        eventually("the tunnel is online", || async {
            match self.app.tunnel().await.unwrap().state {
                TunnelState::Online { public_url, .. } => Some(public_url),
                _ => None,
            }
        })
        .await
    }

    async fn bot(&self) -> Pair {
        let (input, token) = self_hosted(&self.telegram);
        let id = self.app.add_bot(input).await.unwrap().id;
        Pair { id, token }
    }

    /// A bot whose webhook the user has set.
    async fn listening(&self) -> Pair {
        let bot = self.bot().await;
        self.app.set_webhook(set(bot.id)).await.unwrap();
        self.stands(&bot, "right", |standing| *standing == Standing::Right)
            .await;
        bot
    }

    /// As another program would call the Bot API.
    async fn call(&self, bot: &Pair, method: &str, body: Value) -> Value {
        let url = format!("{}/bot{}/{method}", self.telegram.api_root(), bot.token);
        let call = reqwest::Client::new().post(url).json(&body);
        let answer: Value = call.send().await.unwrap().json().await.unwrap();
        answer["result"].clone()
    }

    /// When each call of ours for this method was answered, and with which status.
    fn answers(&self, bot: &Pair, method: &str) -> Vec<(DateTime<Utc>, u16)> {
        let calls = self.telegram.control().calls(&bot.token).unwrap();
        let of_method = calls.iter().filter(|call| call.method == method);
        of_method.map(|call| (call.at, call.status)).collect()
    }

    /// setWebhook is refused within a second of another one.
    async fn set_elsewhere(&self, bot: &Pair, body: Value) {
        eventually("the server lets it be set", || async {
            let done = self.call(bot, "setWebhook", body.clone()).await;
            (done == true).then_some(())
        })
        .await;
    }

    async fn registered_url(&self, bot: &Pair) -> String {
        let info = self.call(bot, "getWebhookInfo", json!({})).await;
        info["url"].as_str().unwrap_or_default().to_owned()
    }

    async fn view(&self, bot: &Pair) -> BotView {
        self.app.bot(bot.id).await.unwrap()
    }

    async fn stands(&self, bot: &Pair, what: &str, is: impl Fn(&Standing) -> bool) -> Standing {
        let last = std::sync::Mutex::new(Standing::Unchecked);
        let found = eventually(what, || async {
            let standing = self.view(bot).await.watch.standing;
            *last.lock().unwrap() = standing.clone();
            is(&standing).then_some(standing)
        });
        if let Ok(standing) = tokio::time::timeout(Duration::from_secs(25), found).await {
            return standing;
        }
        let last = last.lock().unwrap().clone();
        panic!("never {what}: {last:?}\n{:#?}", self.history(bot).await);
    }

    /// Newest first.
    async fn history(&self, bot: &Pair) -> Vec<HistoryEntry> {
        let input = ListHistory {
            bot_id: bot.id,
            before: None,
            limit: 500,
        };
        self.app.list_history(input).await.unwrap().entries
    }

    /// Kinds and causes, oldest first, without what the user did.
    async fn story(&self, bot: &Pair) -> Vec<(EventKind, Option<Cause>)> {
        let mut entries = self.history(bot).await;
        entries.retain(|entry| entry.cause != Some(Cause::User));
        entries.reverse();
        let told = |entry: &HistoryEntry| (entry.kind, entry.cause);
        entries.iter().map(told).collect()
    }

    async fn told(&self, bot: &Pair, kind: EventKind) -> HistoryEntry {
        eventually(&format!("{kind:?} is told"), || async {
            let mut entries = self.history(bot).await.into_iter();
            entries.find(|entry| entry.kind == kind)
        })
        .await
    }

    /// Waits until Telegram has confirmed a registration for this cause.
    async fn registered_for(&self, bot: &Pair, cause: Cause) -> HistoryEntry {
        eventually(&format!("registered for {cause:?}"), || async {
            let mut entries = self.history(bot).await.into_iter();
            entries.find(|entry| entry.kind == EventKind::Registered && entry.cause == Some(cause))
        })
        .await
    }

    fn says(&self, bot: &Pair, text: &str) {
        let sent = self.telegram.control().send_message(&bot.token, None, text);
        sent.unwrap().unwrap();
    }

    /// Waits until so many updates are stored.
    async fn received(&self, bot: &Pair, count: u64) {
        eventually(&format!("{count} updates arrive"), || async {
            (self.view(bot).await.update_count == count).then_some(())
        })
        .await;
    }
}

/// An ngrok tunnel to the edge that the app was given.
async fn configure(app: &App) {
    let input = ConfigureTunnel {
        settings: TunnelSettings {
            kind: TunnelKind::Ngrok,
            ..TunnelSettings::default()
        },
        ngrok_authtoken: Some(Secret::new(
            "2abcDEFghiJKLmnoPQRstuVWXyz_1234567890abcdefghijk",
        )),
    };
    app.configure_tunnel(input).await.unwrap();
}

fn set(bot_id: BotId) -> SetWebhook {
    SetWebhook {
        bot_id,
        options: WebhookOptions::default(),
        take_over: None,
    }
}
