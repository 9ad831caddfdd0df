//! Somebody else's webhook that ours takes the place of, and how it comes back.

mod conflict;
mod crash;
mod cure;
mod dispute;
mod give_back;
mod quit;
mod sandbox;
mod take;
mod theirs;

use crate::fixture::{config, eventually, free_port, proxied, self_hosted, set};
use hookbay_engine::api::types::{
    BotView, ConfigureTunnel, SaveSettings, SetWebhook, SettingChange, SettingName, TakeOver,
    TunnelState, WatchBot, WebhookView,
};
use hookbay_engine::app::{App, Config, Parts, SandboxAddress, SandboxLauncher};
use hookbay_engine::domain::ids::BotId;
use hookbay_engine::error::{Code, Result};
use hookbay_engine::secret::Secret;
use hookbay_sandbox::telegram::control::Via;
use hookbay_sandbox::telegram::{Options, Telegram};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;
use tokio::runtime::{Builder, Runtime};

/// Our public base. Telegram's side resolves it, and nothing listens there.
const OURS: &str = "https://127.0.0.1:9443";
/// A name that no resolver knows (RFC 6761), so that Telegram refuses it after it has erased the old.
const NOWHERE: &str = "https://bots.nowhere.invalid";

struct Running(String);

impl SandboxLauncher for Running {
    fn launch(&self) -> futures_util::future::BoxFuture<'static, Result<SandboxAddress>> {
        let api_root = self.0.clone();
        Box::pin(async move { Ok(SandboxAddress { api_root }) })
    }
}

/// An app on a runtime of its own, which a crash takes away with everything on it.
struct House {
    telegram: Telegram,
    config: Config,
    running: Option<(Runtime, App)>,
    port: u16,
    _folder: tempfile::TempDir,
}

impl House {
    async fn new() -> Self {
        let telegram = Telegram::start(Options {
            local: true,
            ..Options::default()
        });
        let telegram = telegram.await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let config = config(
            &folder.path().display().to_string(),
            &[
                ("HOOKBAY_TELEGRAM_ROOT", &telegram.api_root()),
                ("HOOKBAY_API", "off"),
            ],
        );
        let mut house = Self {
            telegram,
            config,
            running: None,
            port: 0,
            _folder: folder,
        };
        house.start().await;
        house.move_to(OURS).await;
        house
    }

    fn app(&self) -> &App {
        &self.running.as_ref().unwrap().1
    }

    async fn start(&mut self) {
        let runtime = Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap();
        let parts = Parts {
            sandbox: Some(Arc::new(Running(self.telegram.api_root()))),
            ..Parts::default()
        };
        let start = runtime.spawn(App::start(self.config.clone(), parts));
        let app = start.await.unwrap().unwrap();
        self.running = Some((runtime, app));
        if self.port != 0 {
            self.online().await;
        }
    }

    /// What becomes of the webhooks at a quit, as the settings page saves it.
    async fn at_quit(&self, word: &str) {
        let change = SettingChange {
            name: SettingName::OnQuit,
            value: Some(word.into()),
        };
        let changes = vec![change];
        let saved = self.app().save_settings(SaveSettings { changes }).await;
        saved.unwrap();
    }

    /// The process is gone, with nothing said to anybody.
    async fn crash(&mut self) {
        let (runtime, app) = self.running.take().unwrap();
        let gone = move || runtime.shutdown_timeout(Duration::from_secs(5));
        tokio::task::spawn_blocking(gone).await.unwrap();
        drop(app);
    }

    async fn quit(&mut self) {
        let app = self.app().clone();
        let (runtime, _) = self.running.as_ref().unwrap();
        runtime
            .spawn(async move { app.shutdown().await })
            .await
            .unwrap();
        self.crash().await;
    }

    /// The receiver behind that domain's proxy.
    async fn move_to(&mut self, domain: &str) {
        self.port = free_port();
        let settings = proxied(domain, self.port);
        let input = ConfigureTunnel {
            settings,
            ngrok_authtoken: None,
        };
        self.app().configure_tunnel(input).await.unwrap();
        eventually("the port listens for this domain", || async {
            let state = self.app().tunnel().await.unwrap().state;
            (state.public_url() == Some(domain)).then_some(())
        })
        .await;
    }

    async fn online(&self) {
        eventually("the port listens", || async {
            let state = self.app().tunnel().await.unwrap().state;
            matches!(state, TunnelState::Online { .. }).then_some(())
        })
        .await;
    }

    /// A bot in the list, whose Bot API is the sandbox's as a server of one's own.
    async fn bot(&self) -> Guest {
        let (input, token) = self_hosted(&self.telegram);
        let id = self.app().add_bot(input).await.unwrap().id;
        Guest { id, token }
    }

    /// Somebody else's call with the bot's token, again while Telegram asks to wait.
    async fn call(&self, bot: &Guest, method: &str, body: Value) -> Value {
        let url = format!("{}/bot{}/{method}", self.telegram.api_root(), bot.token);
        eventually("Telegram lets the call in", || async {
            let call = reqwest::Client::new().post(&url).json(&body).send();
            let answer: Value = call.await.unwrap().json().await.unwrap();
            (answer["error_code"] != 429).then_some(answer)
        })
        .await
    }

    /// The webhook at Telegram, without what its deliveries met: most lead nowhere here.
    async fn info(&self, bot: &Guest) -> Value {
        let mut answer = self.call(bot, "getWebhookInfo", json!({})).await;
        let info = answer["result"].as_object_mut().unwrap();
        info.retain(|name, _| !name.starts_with("last_error"));
        answer["result"].take()
    }

    /// Somebody else's webhook, as getWebhookInfo tells of it.
    async fn theirs(&self, bot: &Guest, webhook: Value) -> Value {
        let answer = self.call(bot, "setWebhook", webhook).await;
        assert_eq!(answer["ok"], true, "{answer}");
        self.info(bot).await
    }

    async fn set(&self, bot: &Guest, take_over: Option<TakeOver>) -> Result<WebhookView> {
        let input = SetWebhook {
            take_over,
            ..set(bot.id)
        };
        self.app().set_webhook(input).await
    }

    /// Nothing listens where ours lead, and Telegram's side finds that out at once: a test that counts
    /// calls, or looks between two, has nothing registered again meanwhile.
    async fn only_report(&self, bot: &Guest) {
        let input = WatchBot {
            bot_id: bot.id,
            auto_refresh: Some(false),
            paused: None,
        };
        self.app().watch_bot(input).await.unwrap();
    }

    async fn fault(&self, bot: &Guest, method: &str, fault: Value) {
        let mut order = json!({ "token": bot.token, "method": method });
        for (name, value) in fault.as_object().unwrap() {
            order[name] = value.clone();
        }
        let url = format!("{}/sandbox/faults", self.telegram.api_root());
        let answer = reqwest::Client::new().post(url).json(&order).send().await;
        assert!(answer.unwrap().status().is_success());
    }

    async fn view(&self, bot: &Guest) -> BotView {
        self.app().bot(bot.id).await.unwrap()
    }

    /// How often a method was called, by whomever.
    fn calls(&self, bot: &Guest, method: &str) -> usize {
        let calls = self.telegram.control().calls(&bot.token).unwrap();
        calls
            .iter()
            .filter(|call| call.via == Via::Api && call.method.eq_ignore_ascii_case(method))
            .count()
    }

    /// Waits until the webhook at Telegram is that of `info`.
    async fn is_back(&self, bot: &Guest, info: &Value) {
        eventually("their webhook is back", || async {
            (self.info(bot).await == *info).then_some(())
        })
        .await;
    }

    fn database(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(self.config.data_dir.join("hookbay.sqlite")).unwrap()
    }

    /// The bot's history: what happened, why, and what was said, oldest first.
    fn history(&self, bot: &Guest) -> Vec<(String, Option<String>, String)> {
        let database = self.database();
        let mut statement = database
            .prepare(
                "SELECT kind, cause, coalesce(message, '') FROM webhook_event \
                 JOIN bot_instance ON key = bot WHERE id = ?1 \
                 AND (kind LIKE 'lease%' OR kind LIKE 'delete%') ORDER BY seq",
            )
            .unwrap();
        let rows = statement.query_map([bot.id.to_string()], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        });
        rows.unwrap()
            .map(Result::<_, rusqlite::Error>::unwrap)
            .collect()
    }

    /// Kinds and causes of the history, as `kind by cause`.
    fn events(&self, bot: &Guest) -> Vec<String> {
        let history = self.history(bot).into_iter();
        history
            .map(|(kind, cause, _)| format!("{kind} by {}", cause.unwrap_or_default()))
            .collect()
    }

    /// The entries of one kind: cause, URL, and what was said.
    fn told(&self, bot: &Guest, kind: &str) -> Vec<(String, String, String)> {
        let database = self.database();
        let mut statement = database
            .prepare(
                "SELECT coalesce(cause, ''), coalesce(url, ''), coalesce(message, '') \
                 FROM webhook_event JOIN bot_instance ON key = bot WHERE id = ?1 AND kind = ?2",
            )
            .unwrap();
        let rows = statement.query_map([bot.id.to_string(), kind.to_owned()], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        });
        rows.unwrap()
            .map(Result::<_, rusqlite::Error>::unwrap)
            .collect()
    }

    /// How often the history blames somebody else for a webhook that is gone.
    fn removals(&self, bot: &Guest) -> u32 {
        self.database()
            .query_row(
                "SELECT count(*) FROM webhook_event JOIN bot_instance ON key = bot \
                 WHERE id = ?1 AND kind = 'removed_elsewhere'",
                [bot.id.to_string()],
                |row| row.get(0),
            )
            .unwrap()
    }

    /// The URL that is wanted for a bot (`webhook_url`).
    fn wanted(&self, bot: &Guest) -> Option<String> {
        self.database()
            .query_row(
                "SELECT webhook_url FROM bot_platform_credential WHERE bot_id = ?1",
                [bot.id.to_string()],
                |row| row.get(0),
            )
            .unwrap()
    }
}

impl Drop for House {
    fn drop(&mut self) {
        if let Some((runtime, _)) = self.running.take() {
            // A test's own runtime must not wait for this one.
            runtime.shutdown_background();
        }
    }
}

/// A bot with the token that its other owner has as well.
struct Guest {
    id: BotId,
    token: String,
}

impl Guest {
    fn is_ours(&self, info: &Value) -> bool {
        let url = info["url"].as_str().unwrap_or_default();
        url == format!("{OURS}/v1/api/webhooks/telegram/{}", self.id)
    }
}

/// With nothing supplied of theirs.
fn consent() -> TakeOver {
    TakeOver::default()
}

/// Every option of a webhook that comes back from getWebhookInfo.
fn full() -> Value {
    json!({
        "url": "https://127.0.0.1:8443/their-bot?v=2",
        "max_connections": 7,
        "allowed_updates": ["message", "poll"],
        "secret_token": "theirs",
    })
}

/// By the operation's name, as a door does it.
async fn operation(house: &House, name: &str, input: Value) -> Result<Value> {
    hookbay_engine::api::call(house.app(), name, input).await
}

fn code(result: Result<impl std::fmt::Debug>) -> Code {
    result.unwrap_err().code
}
