//! The app that is killed: a process of its own, on the data that the last one left.

use crate::Result;
use hookbay_engine::api::types::{
    AddBot, ConfigureDelivery, Environment, Limits, Mode, Retention, SetRetention, SetWebhook,
    TargetInput, WebhookOptions,
};
use hookbay_engine::app::{App, Config, Parts, SandboxAddress, SandboxLauncher};
use hookbay_engine::config::Sources;
use hookbay_engine::domain::ids::BotId;
use hookbay_engine::error::Error;
use hookbay_engine::secret::Secret;
use serde_json::{Value, json};
use std::future::Future;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::pin::Pin;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::oneshot;

/// The secret token of both bots.
pub const SECRET: &str = "a-secret_of-the-crash-test";
/// An app that is not ready within so long never will be.
const READY_WITHIN: Duration = Duration::from_mins(1);

/// Where an app takes updates, and for whom.
#[derive(Debug, Clone)]
pub struct Place {
    /// The receiver's address.
    pub url: String,
    /// The bot that is relayed to, and the one that is held for.
    pub bots: [String; 2],
}

/// What a process is started with.
pub struct Start<'a> {
    /// The data folder.
    pub folder: &'a Path,
    /// The sandbox's Bot API.
    pub root: &'a str,
    /// The local bot.
    pub bot: &'a str,
    /// The keyring's service.
    pub service: &'a str,
}

/// A running process.
pub struct Process {
    child: Child,
    said: Option<oneshot::Receiver<String>>,
}

impl Process {
    /// Starts one.
    pub fn start(start: &Start<'_>) -> Result<Self> {
        let mut child = Command::new(std::env::current_exe()?)
            .arg("app")
            .arg(start.folder)
            .args([start.root, start.bot, start.service])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let (say, said) = oneshot::channel();
        let output = child.stdout.take().ok_or("the app has no output")?;
        std::thread::spawn(move || {
            let mut line = String::new();
            let _ = BufReader::new(output).read_line(&mut line);
            let _ = say.send(line);
        });
        Ok(Self {
            child,
            said: Some(said),
        })
    }

    /// Waits until it takes updates.
    pub async fn ready(&mut self) -> Result<Place> {
        let said = self.said.take().ok_or("it was asked already")?;
        let line = tokio::time::timeout(READY_WITHIN, said).await??;
        let said: Value =
            serde_json::from_str(&line).map_err(|_| "the app ended before it was ready")?;
        let text = |name: &str| said[name].as_str().unwrap_or_default().to_owned();
        Ok(Place {
            url: text("url"),
            bots: [text("relay"), text("hold")],
        })
    }

    /// SIGKILL.
    pub fn kill(&mut self) -> Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It is dead, unless something went wrong before.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A sandbox that runs already.
struct Running(String);

impl SandboxLauncher for Running {
    fn launch(
        &self,
    ) -> Pin<Box<dyn Future<Output = Result<SandboxAddress, Error>> + Send + 'static>> {
        let api_root = self.0.clone();
        Box::pin(async move { Ok(SandboxAddress { api_root }) })
    }
}

/// What a process does: it is the app, makes its two bots in its first life, says where it is, and
/// goes on until it is killed or its input ends.
pub async fn run(folder: &str, root: &str, bot: &str, service: &str) -> Result<()> {
    let variables = [
        ("HOOKBAY_DATA_DIR", folder),
        ("HOOKBAY_TELEGRAM_ROOT", root),
        ("HOOKBAY_KEYRING_SERVICE", service),
        ("HOOKBAY_API", "off"),
    ];
    let variables = variables.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let config = Config::from(Sources::of(variables, None))?;
    let parts = Parts {
        sandbox: Some(Arc::new(Running(root.to_owned()))),
        ..Parts::default()
    };
    let app = App::start(config, parts).await?;
    if app.overview().await?.bots.is_empty() {
        let first = app.start_sandbox().await?.id;
        prepare(&app, first, Mode::Relay, bot).await?;
        let token = Secret::new(made(root).await?);
        let second = app
            .add_bot(AddBot {
                token,
                environment: Environment::Sandbox,
                name: Some("Held".into()),
            })
            .await?;
        prepare(&app, second.id, Mode::Hold, bot).await?;
    }
    let (mut relay, mut hold) = (None, None);
    for bot in app.overview().await?.bots {
        match app.delivery(bot.id).await?.mode {
            Mode::Relay => relay = Some(bot.id),
            Mode::Hold => hold = Some(bot.id),
            Mode::Record => {}
        }
    }
    let url = app.sandbox_view().public_url;
    crate::say(&json!({ "url": url, "relay": relay, "hold": hold }).to_string());
    tokio::task::spawn_blocking(|| std::io::copy(&mut std::io::stdin(), &mut std::io::sink()))
        .await??;
    Ok(())
}

/// A webhook, somebody to deliver to, and nothing that is removed for its age.
async fn prepare(app: &App, bot_id: BotId, mode: Mode, bot: &str) -> Result<()> {
    let options = WebhookOptions {
        secret_token: Some(Secret::new(SECRET)),
        ..WebhookOptions::default()
    };
    app.set_webhook(SetWebhook {
        bot_id,
        options,
        take_over: None,
    })
    .await?;
    app.set_retention(SetRetention {
        bot_id,
        limits: Some(Retention {
            max_updates: None,
            max_days: None,
            max_bytes: None,
        }),
    })
    .await?;
    app.configure_delivery(ConfigureDelivery {
        bot_id,
        mode,
        limits: Limits {
            first_wait_ms: 10,
            longest_wait_ms: 100,
            ..Limits::default()
        },
        targets: vec![TargetInput {
            id: None,
            name: "Local bot".into(),
            url: format!(
                "{bot}/{}",
                if mode == Mode::Relay { "relay" } else { "hold" }
            ),
            answers: true,
            secret_token: None,
            headers: Vec::new(),
            certificate: None,
        }],
    })
    .await?;
    Ok(())
}

/// A bot's token, as BotFather would give it.
async fn made(root: &str) -> Result<String> {
    let answer = reqwest::Client::builder()
        .no_proxy()
        .build()?
        .post(format!("{root}/sandbox/bots"))
        .json(&json!({ "name": "Held", "username": "held_bot" }))
        .send()
        .await?;
    let made: Value = answer.json().await?;
    let token = made["token"].as_str().ok_or("the sandbox made no bot")?;
    Ok(token.to_owned())
}
