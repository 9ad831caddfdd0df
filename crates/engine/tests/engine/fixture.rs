//! A whole app on real parts: a data folder of its own, the session's keyring under a service of its
//! own, and a sandbox for Telegram.

use hookbay_engine::api::types::{
    AddBot, BotView, ListUpdates, SetWebhook, TunnelKind, TunnelSettings, UpdateRow,
};
use hookbay_engine::app::{App, Parts, SandboxAddress, SandboxLauncher};
use hookbay_engine::config::{Config, Sources};
use hookbay_engine::domain::bot::Environment;
use hookbay_engine::domain::ids::BotId;
use hookbay_engine::domain::webhook::WebhookOptions;
use hookbay_engine::error::Result;
use hookbay_engine::secret::Secret;
use hookbay_sandbox::telegram::control::NewBot;
use hookbay_sandbox::telegram::{Options, Telegram};
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

/// A sandbox that runs already.
struct Running(String);

impl SandboxLauncher for Running {
    fn launch(&self) -> Pin<Box<dyn Future<Output = Result<SandboxAddress>> + Send>> {
        let api_root = self.0.clone();
        Box::pin(async move { Ok(SandboxAddress { api_root }) })
    }
}

pub struct Bench {
    pub config: Config,
    pub telegram: Telegram,
    pub app: App,
    pub folder: tempfile::TempDir,
}

impl Bench {
    pub async fn new() -> Self {
        Self::with(|_| {}).await
    }

    /// One whose configuration is changed before it starts.
    pub async fn with(change: impl FnOnce(&mut Config)) -> Self {
        Self::trusting(Vec::new(), change).await
    }

    /// One whose Telegram trusts these authorities.
    pub async fn trusting(roots_pem: Vec<String>, change: impl FnOnce(&mut Config)) -> Self {
        let telegram = Telegram::start(Options {
            local: true,
            trusted_roots_pem: roots_pem,
            ..Options::default()
        })
        .await
        .unwrap();
        let folder = tempfile::tempdir().unwrap();
        let mut config = config(
            &folder.path().display().to_string(),
            &[
                ("HOOKBAY_TELEGRAM_ROOT", &telegram.api_root()),
                // Tests run beside each other, and have one port each where they want one.
                ("HOOKBAY_API", "off"),
            ],
        );
        change(&mut config);
        let app = start(&config, &telegram).await;
        Self {
            config,
            telegram,
            app,
            folder,
        }
    }

    /// From the next start on, Telegram's cloud is there.
    pub fn telegram_at(&mut self, root: &str) {
        let variables = [("HOOKBAY_TELEGRAM_ROOT", root), ("HOOKBAY_API", "off")];
        let owned = variables.map(|(name, value)| (name.to_owned(), value.to_owned()));
        self.config.sources = Sources::of(owned, None);
    }

    /// Ends the app and starts another on the same data.
    pub async fn restart(&mut self) {
        self.app.shutdown().await;
        self.app = start(&self.config, &self.telegram).await;
    }

    /// A sandbox that was started anew: it knows no bot.
    pub async fn forget_sandbox(&mut self) {
        self.telegram = Telegram::start(Options {
            local: true,
            ..Options::default()
        })
        .await
        .unwrap();
    }

    /// The sandbox's bot with its webhook set.
    pub async fn listening_bot(&self) -> BotView {
        let bot = self.app.start_sandbox().await.unwrap();
        self.app.set_webhook(set(bot.id)).await.unwrap();
        bot
    }

    pub async fn rows(&self, bot: BotId) -> Vec<UpdateRow> {
        let input = ListUpdates {
            bot_id: bot,
            before: None,
            after: None,
            limit: 500,
        };
        self.app.list_updates(input).await.unwrap().rows
    }

    /// A bot that Telegram's side knows, as BotFather would give its token.
    pub async fn token(&self) -> String {
        let made = self
            .control(
                "bots",
                serde_json::json!({ "name": "Pizza orders", "username": "pizza_bot" }),
            )
            .await;
        made["token"].as_str().unwrap().to_owned()
    }

    pub async fn control(&self, path: &str, body: serde_json::Value) -> serde_json::Value {
        let url = format!("{}/sandbox/{path}", self.telegram.api_root());
        let answer = reqwest::Client::new()
            .post(url)
            .json(&body)
            .send()
            .await
            .unwrap();
        assert!(answer.status().is_success(), "{path}: {}", answer.status());
        answer.json().await.unwrap()
    }
}

/// A data folder, a keyring service that nobody else uses, and what the environment says besides.
pub fn config(data_dir: &str, environment: &[(&str, &str)]) -> Config {
    let service = format!("dev.hookbay.test.{}", uuid::Uuid::new_v4());
    let variables = [
        ("HOOKBAY_DATA_DIR", data_dir),
        ("HOOKBAY_KEYRING_SERVICE", &service),
    ];
    let variables = variables.iter().chain(environment);
    let owned = |&(name, value): &(&str, &str)| (name.to_owned(), value.to_owned());
    Config::from(Sources::of(variables.map(owned), None)).unwrap()
}

async fn start(config: &Config, telegram: &Telegram) -> App {
    let sandbox: Arc<dyn SandboxLauncher> = Arc::new(Running(telegram.api_root()));
    App::start(
        config.clone(),
        Parts {
            sandbox: Some(sandbox),
            ..Parts::default()
        },
    )
    .await
    .unwrap()
}

/// A test that cannot be run here, and why. `cargo xtask test` counts it as skipped and says so; by itself
/// it fails, since it has shown nothing.
pub fn skipped(test: &str, why: &str) {
    let Some(file) = std::env::var_os("HOOKBAY_SKIPPED") else {
        panic!("{test} cannot be run: {why}");
    };
    let mut file = std::fs::File::options().append(true).open(file).unwrap();
    // In one piece, for other tests may write as well.
    std::io::Write::write_all(&mut file, format!("{test}: {why}\n").as_bytes()).unwrap();
}

pub fn set(bot_id: BotId) -> SetWebhook {
    SetWebhook {
        bot_id,
        options: WebhookOptions::default(),
        take_over: None,
    }
}

/// A domain whose proxy forwards to that port.
pub fn proxied(domain: impl Into<String>, port: u16) -> TunnelSettings {
    TunnelSettings {
        kind: TunnelKind::Domain,
        webhook_domain: Some(domain.into()),
        port: Some(port),
        ..TunnelSettings::default()
    }
}

/// A bot of that sandbox's as a Bot API server of one's own, and its token.
pub fn self_hosted(telegram: &Telegram) -> (AddBot, String) {
    let card = telegram.control().add_bot(NewBot {
        name: "Pizza orders".into(),
        username: "pizza_bot".into(),
        ..NewBot::default()
    });
    let token = card.unwrap().token;
    let bot = AddBot {
        token: Secret::new(&*token),
        environment: Environment::SelfHosted {
            api_root: telegram.api_root(),
        },
        name: None,
    };
    (bot, token)
}

pub fn cloud_bot(token: &str) -> AddBot {
    AddBot {
        token: Secret::new(token),
        environment: Environment::Cloud,
        name: None,
    }
}

/// A free port below those that the system gives to others by itself, so that nobody is given it
/// meanwhile.
pub fn free_port() -> u16 {
    loop {
        let port = rand::random_range(15_000..30_000);
        if std::net::TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}

/// Waits until `probe` gives something, for at most thirty seconds.
pub async fn eventually<T, F: Future<Output = Option<T>>>(
    what: &str,
    mut probe: impl FnMut() -> F,
) -> T {
    let patience = Duration::from_secs(30);
    let found = tokio::time::timeout(patience, async {
        loop {
            if let Some(found) = probe().await {
                return found;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    });
    found
        .await
        .unwrap_or_else(|_| panic!("never happened: {what}"))
}
