//! The whole app in a process of its own: receiver, store, deliveries and all that runs beside them. Its
//! Telegram is the sandbox, in the same process and idle; secrets are kept in memory.

use crate::server::SECRET;
use anyhow::{Context, Result, bail};
use hookbay_engine::api::types::{
    ConfigureDelivery, Limits, Mode, Retention, SetRetention, SetWebhook, TargetInput,
    WebhookOptions,
};
use hookbay_engine::app::{App, Config, Parts, SandboxAddress, SandboxLauncher};
use hookbay_engine::config::Sources;
use hookbay_engine::error::Result as Outcome;
use hookbay_engine::secret::Secret;
use hookbay_sandbox::telegram::{Options, Telegram};
use std::future::Future;
use std::io::Read;
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

/// After a change of how updates are passed on, each is looked up for so long.
pub const SETTLED: Duration = Duration::from_millis(5_200);

/// The name of the database in a data folder.
pub const DATABASE: &str = "hookbay.sqlite";

/// A sandbox that is there already, by its API root.
pub struct Running(pub String);

impl SandboxLauncher for Running {
    fn launch(&self) -> Pin<Box<dyn Future<Output = Outcome<SandboxAddress>> + Send>> {
        let api_root = self.0.clone();
        Box::pin(async move { Ok(SandboxAddress { api_root }) })
    }
}

/// The word for a mode, between the processes.
pub fn word(mode: Mode) -> &'static str {
    match mode {
        Mode::Relay => "relay",
        Mode::Hold => "hold",
        Mode::Record => "record",
    }
}

/// Serves until its input ends; says where on its first line of output.
pub fn serve(folder: &Path, mode: &str, bot: &str, kept: Option<u64>) -> Result<()> {
    let mode = match mode {
        "relay" => Mode::Relay,
        "hold" => Mode::Hold,
        "record" => Mode::Record,
        other => bail!("{other} is no mode"),
    };
    let runtime = tokio::runtime::Runtime::new()?;
    let (url, _app, _telegram) = runtime.block_on(start(folder, mode, bot, kept))?;
    let (address, path) = url
        .strip_prefix("http://")
        .and_then(|rest| rest.split_once('/'))
        .context("the webhook is elsewhere")?;
    crate::say(&format!("{address} /{path}"));
    std::io::stdin().read_to_end(&mut Vec::new())?;
    Ok(())
}

/// The app with one bot that passes its updates on in such a way.
pub async fn start(
    folder: &Path,
    mode: Mode,
    bot: &str,
    kept: Option<u64>,
) -> Result<(String, App, Telegram)> {
    let telegram = Telegram::start(Options {
        local: true,
        ..Options::default()
    })
    .await?;
    let variables = [
        ("HOOKBAY_DATA_DIR", folder.display().to_string()),
        ("HOOKBAY_TELEGRAM_ROOT", telegram.api_root()),
        ("HOOKBAY_KEYRING_SERVICE", "dev.hookbay.bench".into()),
        ("HOOKBAY_API", "off".into()),
    ];
    let variables = variables.map(|(name, value)| (name.to_owned(), value));
    let config = Config::from(Sources::of(variables, None))?;
    let parts = Parts {
        sandbox: Some(Arc::new(Running(telegram.api_root()))),
        ..Parts::default()
    };
    let app = App::start(config, parts).await?;
    app.keep_for_this_run().await;
    let bot_id = app.start_sandbox().await?.id;
    let options = WebhookOptions {
        secret_token: Some(Secret::new(SECRET)),
        ..WebhookOptions::default()
    };
    let set = SetWebhook {
        bot_id,
        options,
        take_over: None,
    };
    let url = app.set_webhook(set).await?.desired_url;
    if let Some(kept) = kept {
        let limits = Retention {
            max_updates: Some(kept),
            max_days: None,
            max_bytes: None,
        };
        app.set_retention(SetRetention {
            bot_id,
            limits: Some(limits),
        })
        .await?;
    }
    app.configure_delivery(ConfigureDelivery {
        bot_id,
        mode,
        limits: Limits::default(),
        targets: vec![TargetInput {
            id: None,
            name: "Local bot".into(),
            url: bot.to_owned(),
            answers: true,
            secret_token: None,
            headers: Vec::new(),
            certificate: None,
        }],
    })
    .await?;
    Ok((url.context("there is no webhook")?, app, telegram))
}
