//! A whole app without a window, for those who test its HTTP API from outside: the sandbox for
//! Telegram, a data folder that goes away with it, and secrets in memory only.
//!
//! It says where it is, in one line of JSON: `url`, `token`, `api_root` of the sandbox, `bot_id` of a bot
//! with a webhook and a few updates, and `spare_bot_id` of one that nobody misses. It ends with its
//! standard input.
#![expect(clippy::print_stdout, reason = "what started it reads its output")]

use chrono::{TimeDelta, Utc};
use hookbay_engine::api::types::{
    AddBot, Environment, HttpApiState, ListUpdates, SandboxSay, SetWebhook, WebhookOptions,
};
use hookbay_engine::app::{App, Config, Parts, SandboxAddress, SandboxLauncher};
use hookbay_engine::config::Sources;
use hookbay_engine::error::{Code, Error};
use hookbay_engine::http;
use hookbay_engine::secret::Secret;
use hookbay_sandbox::telegram::{Clock, Options, Telegram};
use serde_json::{Value, json};
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

type Result<T, E = Box<dyn std::error::Error>> = std::result::Result<T, E>;

const UPDATES: usize = 12;

/// A sandbox that runs already.
struct Running(String);

impl SandboxLauncher for Running {
    fn launch(
        &self,
    ) -> std::pin::Pin<Box<dyn Future<Output = Result<SandboxAddress, Error>> + Send>> {
        let api_root = self.0.clone();
        Box::pin(async move { Ok(SandboxAddress { api_root }) })
    }
}

#[tokio::main]
async fn main() -> Result<()> {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let folder = tempfile::tempdir()?;
    let clock = Clock::manual(Utc::now());
    let options = Options {
        local: true,
        clock: clock.clone(),
        ..Options::default()
    };
    let telegram = Telegram::start(options).await?;
    tokio::spawn(run(clock.clone(), Duration::from_millis(20)));
    let sandbox: Arc<dyn SandboxLauncher> = Arc::new(Running(telegram.api_root()));
    let variables = [
        ("HOOKBAY_DATA_DIR", folder.path().display().to_string()),
        ("HOOKBAY_TELEGRAM_ROOT", telegram.api_root()),
        ("HOOKBAY_KEYRING_SERVICE", "dev.hookbay.http-api".into()),
    ];
    let variables = variables.map(|(name, value)| (name.to_owned(), value));
    let config = Config::from(Sources::of(variables, None))?;
    let parts = Parts {
        sandbox: Some(sandbox),
        ..Parts::default()
    };
    let app = App::start(config, parts).await?;
    app.keep_for_this_run().await;
    let (bot_id, spare_bot_id) = fill(&app, &telegram).await?;
    // Telegram takes one setWebhook a second for each bot, and nobody shall wait for it.
    tokio::spawn(run(clock, Duration::from_millis(1)));

    let anywhere = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    let (address, wanted) = watch::channel(Some(anywhere));
    let serving = tokio::spawn(http::serve(app.clone(), wanted));
    let url = loop {
        match app.http_api_state() {
            HttpApiState::Listening { url } => break url,
            HttpApiState::Failed { error } => return Err(error.into()),
            HttpApiState::Off => tokio::time::sleep(Duration::from_millis(5)).await,
        }
    };
    let token = app.http_api_token().await?.token;
    let said = json!({
        "url": url,
        "token": token,
        "api_root": telegram.api_root(),
        "bot_id": bot_id,
        "spare_bot_id": spare_bot_id,
    });
    println!("{said}");

    // It lives as long as whoever holds the other end.
    tokio::task::spawn_blocking(|| std::io::copy(&mut std::io::stdin(), &mut std::io::sink()))
        .await??;
    drop(address);
    serving.await?;
    app.shutdown().await;
    telegram.shutdown().await;
    Ok(())
}

/// Lets the sandbox's time pass, a second in so long.
async fn run(clock: Clock, second: Duration) {
    loop {
        tokio::time::sleep(second).await;
        clock.advance(TimeDelta::seconds(1));
    }
}

/// A bot with its webhook and updates, and one more.
async fn fill(app: &App, telegram: &Telegram) -> Result<(String, String)> {
    let bot_id = app.start_sandbox().await?.id;
    app.set_webhook(SetWebhook {
        bot_id,
        options: WebhookOptions::default(),
        take_over: None,
    })
    .await?;
    for n in 1..=UPDATES {
        let text = format!("update {n}");
        app.sandbox_say(SandboxSay { bot_id, text }).await?;
    }
    let spare = app
        .add_bot(AddBot {
            token: Secret::new(made(telegram).await?),
            environment: Environment::Cloud,
            name: Some("Spare".into()),
        })
        .await?;
    let all = ListUpdates {
        bot_id,
        before: None,
        after: None,
        limit: 500,
    };
    while app.list_updates(all.clone()).await?.rows.len() < UPDATES {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    Ok((bot_id.to_string(), spare.id.to_string()))
}

/// A bot's token, as BotFather would give it.
async fn made(telegram: &Telegram) -> Result<String> {
    let answer = reqwest::Client::builder()
        .no_proxy()
        .build()?
        .post(format!("{}/sandbox/bots", telegram.api_root()))
        .json(&json!({ "name": "Pizza orders", "username": "pizza_bot" }))
        .send()
        .await?;
    let made: Value = answer.json().await?;
    let token = made["token"].as_str().map(str::to_owned);
    Ok(token.ok_or_else(|| Error::new(Code::Sandbox, "The sandbox made no bot.", ""))?)
}
