//! An app behind ngrok's edge with one bot, whose updates are relayed.

use super::process::Process;
use crate::fixture::{config, eventually, set};
use hookbay_engine::api::types::{
    AddBot, AttemptRow, ConfigureDelivery, ConfigureTunnel, DeliveryView, Limits, ListAttempts,
    ListUpdates, Mode, TargetInput, TunnelKind, TunnelSettings, TunnelState,
};
use hookbay_engine::app::{App, Parts};
use hookbay_engine::domain::bot::Environment;
use hookbay_engine::domain::ids::BotId;
use hookbay_engine::secret::Secret;
use hookbay_sandbox::edge::{Edge, EdgeOptions};
use hookbay_sandbox::telegram::control::NewBot;
use hookbay_sandbox::telegram::{Control, Options, Telegram};
use hookbay_sandbox::{Sandbox, SandboxOptions};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// A framework takes its time for hundreds of updates, the more so beside other tests.
const PATIENCE: Duration = Duration::from_mins(2);

pub struct Rig {
    pub app: App,
    pub bot: BotId,
    pub token: String,
    telegram: Telegram,
    _edge: Edge,
    _folder: tempfile::TempDir,
}

impl Rig {
    pub async fn new() -> Self {
        let options = SandboxOptions {
            telegram: Options {
                allow_loopback: true,
                ..Options::default()
            },
            edge: Some(EdgeOptions::default()),
        };
        let Sandbox { telegram, edge } = Sandbox::start(options).await.unwrap();
        let edge = edge.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let variables = [
            ("HOOKBAY_TELEGRAM_ROOT", &*telegram.api_root()),
            ("HOOKBAY_API", "off"),
        ];
        let mut config = config(&folder.path().display().to_string(), &variables);
        config.ngrok_server = Some((edge.server_addr(), Some(edge.ca_pem())));
        let app = App::start(config, Parts::default()).await.unwrap();
        app.keep_for_this_run().await;
        connect(&app).await;
        let token = telegram.control().add_bot(NewBot {
            name: "Pizza orders".into(),
            username: "pizza_bot".into(),
            ..NewBot::default()
        });
        let token = token.unwrap().token;
        let added = app.add_bot(AddBot {
            token: Secret::new(&*token),
            environment: Environment::SelfHosted {
                api_root: telegram.api_root(),
            },
            name: None,
        });
        let bot = added.await.unwrap().id;
        app.set_webhook(set(bot)).await.unwrap();
        Self {
            app,
            bot,
            token,
            telegram,
            _edge: edge,
            _folder: folder,
        }
    }

    pub fn api(&self) -> String {
        self.telegram.api_root()
    }

    pub fn control(&self) -> Control {
        self.telegram.control()
    }

    /// Relays to this bot from now on.
    pub async fn relay_to(&self, bot: &Process, secret: &str) {
        let target = TargetInput {
            id: None,
            name: "My bot".into(),
            url: bot.url(),
            answers: true,
            secret_token: Some(Secret::new(secret)),
            headers: Vec::new(),
            certificate: None,
        };
        let input = ConfigureDelivery {
            bot_id: self.bot,
            mode: Mode::Relay,
            limits: Limits {
                // Soon there when the bot is.
                first_wait_ms: 10,
                longest_wait_ms: 100,
                answer_within_ms: 50_000,
                ..Limits::default()
            },
            targets: vec![target],
        };
        self.app.configure_delivery(input).await.unwrap();
    }

    /// Somebody writes in a private chat; the update's number.
    pub fn say(&self, chat: i64, text: &str) -> i64 {
        let message = json!({
            "message_id": 1,
            "date": chrono::Utc::now().timestamp(),
            "chat": { "id": chat, "type": "private", "first_name": "Ann" },
            "from": { "id": chat, "is_bot": false, "first_name": "Ann" },
            "text": text,
        });
        let message = serde_json::value::to_raw_value(&message).unwrap();
        let sent = self.control().send_update(&self.token, "message", &message);
        sent.unwrap().unwrap()
    }

    /// Chat and text of what the bot said, in its order.
    pub fn said_by_bot(&self) -> Vec<(i64, String)> {
        let sent = self.control().sent(&self.token).unwrap();
        let said = |message: &Value| {
            let chat = message["chat"]["id"].as_i64().unwrap();
            (chat, message["text"].as_str().unwrap().to_owned())
        };
        sent.iter().map(said).collect()
    }

    /// Waits until the bot said this in this chat.
    pub async fn hears(&self, chat: i64, text: &str) {
        eventually(&format!("the bot says {text:?}"), || async {
            let said = self.said_by_bot();
            said.contains(&(chat, text.to_owned())).then_some(())
        })
        .await;
    }

    pub fn pending(&self) -> usize {
        self.control().pending(&self.token).unwrap()
    }

    pub async fn view(&self) -> DeliveryView {
        self.app.delivery(self.bot).await.unwrap()
    }

    /// Telegram's number of each stored update, by its place in the inbox.
    pub async fn update_ids(&self) -> BTreeMap<i64, i64> {
        let input = ListUpdates {
            bot_id: self.bot,
            before: None,
            after: None,
            limit: 500,
        };
        let rows = self.app.list_updates(input).await.unwrap().rows;
        rows.iter().map(|row| (row.seq, row.update_id)).collect()
    }

    /// Every attempt so far, newest first.
    pub async fn attempts(&self) -> Vec<AttemptRow> {
        let mut all: Vec<AttemptRow> = Vec::new();
        loop {
            let input = ListAttempts {
                bot_id: self.bot,
                seq: None,
                failed: false,
                before: all.last().map(|row| row.id),
                limit: 500,
            };
            let page = self.app.list_attempts(input).await.unwrap();
            all.extend(page.rows);
            if !page.more {
                return all;
            }
        }
    }

    /// Waits for long, and says where it stood when it waited in vain.
    pub async fn until(&self, what: &str, met: impl AsyncFn() -> bool) {
        let started = Instant::now();
        while !met().await {
            if started.elapsed() > PATIENCE {
                let (said, pending) = (self.said_by_bot().len(), self.pending());
                let view = self.view().await;
                panic!("never: {what}; {said} said, {pending} pend, {view:#?}");
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Fails when Telegram had to deliver anything twice, or was answered with anything but success.
    pub fn telegram_saw_no_error(&self, updates: usize) {
        let control = self.control();
        assert_eq!(control.last_error(&self.token).unwrap(), None);
        let deliveries = control.deliveries(&self.token).unwrap();
        assert_eq!(deliveries.len(), updates);
        for delivery in deliveries {
            assert!(delivery.delivered && delivery.attempt == 1, "{delivery:?}");
        }
    }
}

async fn connect(app: &App) {
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
    eventually("the tunnel is online", || async {
        let state = app.tunnel().await.unwrap().state;
        matches!(state, TunnelState::Online { .. }).then_some(())
    })
    .await;
}
