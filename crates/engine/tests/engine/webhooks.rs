//! What happens to a bot's webhook when Telegram refuses, stays silent or forgets.

use crate::fixture::{Bench, eventually, free_port, proxied};
use hookbay_engine::api::types::{
    AddBot, BotView, ConfigureTunnel, DeleteWebhook, SetWebhook, TakeOver, TunnelState, WatchBot,
    WebhookOwner,
};
use hookbay_engine::domain::bot::{Bot, Environment};
use hookbay_engine::domain::ids::BotId;
use hookbay_engine::domain::public_url::Rules;
use hookbay_engine::domain::token::Token;
use hookbay_engine::domain::webhook::WebhookOptions;
use hookbay_engine::error::Code;
use hookbay_engine::secret::Secret;
use hookbay_engine::store::Store;
use hookbay_engine::telegram::{Client as BotApi, Endpoint};
use hookbay_engine::vault::{Key, Vault};
use hookbay_engine::webhooks::{Target, Webhooks};
use hookbay_sandbox::telegram::control::NewBot;
use hookbay_sandbox::telegram::{Options, Telegram};
use reqwest::{Client, StatusCode};
use serde_json::{Value, json};

/// A bot whose Bot API is the sandbox's, as a server of one's own.
struct Desk {
    bench: Bench,
    bot: BotView,
    token: String,
    port: u16,
}

impl Desk {
    async fn new(domain: &str) -> Self {
        let bench = Bench::new().await;
        let token = bench.token().await;
        let api_root = bench.telegram.api_root();
        let bot = bench
            .app
            .add_bot(AddBot {
                token: Secret::new(&*token),
                environment: Environment::SelfHosted { api_root },
                name: None,
            })
            .await
            .unwrap();
        // Nothing is repaired behind the test's back.
        let watch = WatchBot {
            bot_id: bot.id,
            auto_refresh: Some(false),
            paused: None,
        };
        bench.app.watch_bot(watch).await.unwrap();
        let mut desk = Self {
            bench,
            bot,
            token,
            port: 0,
        };
        desk.move_to(domain).await;
        desk
    }

    /// The receiver behind that domain's proxy; this test is the proxy.
    async fn move_to(&mut self, domain: &str) {
        self.port = free_port();
        let settings = proxied(domain, self.port);
        self.bench
            .app
            .configure_tunnel(ConfigureTunnel {
                settings,
                ngrok_authtoken: None,
            })
            .await
            .unwrap();
        eventually("the port listens", || async {
            let state = self.bench.app.tunnel().await.unwrap().state;
            (state.public_url() == Some(domain)).then_some(())
        })
        .await;
    }

    async fn call(&self, method: &str, body: Value) -> Value {
        let url = format!(
            "{}/bot{}/{method}",
            self.bench.telegram.api_root(),
            self.token
        );
        let answer = Client::new().post(url).json(&body).send().await.unwrap();
        answer.json().await.unwrap()
    }

    async fn info(&self) -> Value {
        self.call("getWebhookInfo", json!({})).await["result"].clone()
    }

    async fn set(
        &self,
        secret: &str,
    ) -> hookbay_engine::error::Result<hookbay_engine::api::types::WebhookView> {
        let options = WebhookOptions {
            secret_token: Some(Secret::new(secret)),
            ..WebhookOptions::default()
        };
        let bot_id = self.bot.id;
        self.bench
            .app
            .set_webhook(SetWebhook {
                bot_id,
                options,
                take_over: None,
            })
            .await
    }

    async fn fault(&self, method: &str, fault: Value) {
        let mut order = json!({ "token": self.token, "method": method });
        for (name, value) in fault.as_object().unwrap() {
            order[name] = value.clone();
        }
        self.bench.control("faults", order).await;
    }

    /// What the receiver answers to a delivery with that secret token.
    async fn deliver(&self, secret: &str, update_id: u32) -> StatusCode {
        let url = format!(
            "http://127.0.0.1:{}/v1/api/webhooks/telegram/{}",
            self.port, self.bot.id
        );
        Client::new()
            .post(url)
            .header("x-telegram-bot-api-secret-token", secret)
            .body(json!({ "update_id": update_id }).to_string())
            .send()
            .await
            .unwrap()
            .status()
    }
}

/// A name that no resolver knows (RFC 6761), so that Telegram refuses it after it has erased the old.
const NOWHERE: &str = "https://bots.nowhere.invalid";

#[tokio::test]
async fn someone_elses_webhook_is_put_back_when_ours_is_refused() {
    let desk = Desk::new(NOWHERE).await;
    let theirs = json!({
        "url": "https://127.0.0.1:9443/their-bot", "max_connections": 7,
        "allowed_updates": ["message", "poll"], "secret_token": "theirs",
    });
    desk.call("setWebhook", theirs).await;

    let input = SetWebhook {
        take_over: Some(TakeOver::default()),
        ..crate::fixture::set(desk.bot.id)
    };
    let error = desk.bench.app.set_webhook(input).await.unwrap_err();
    assert_eq!(error.code, Code::BadWebhook);
    assert!(
        error
            .remedy
            .contains("https://127.0.0.1:9443/their-bot was put back, without its secret token"),
        "{error:?}"
    );
    let info = desk.info().await;
    assert_eq!(info["url"], "https://127.0.0.1:9443/their-bot");
    assert_eq!(info["max_connections"], 7);
    assert_eq!(info["allowed_updates"], json!(["message", "poll"]));
}

#[tokio::test]
async fn our_own_webhook_is_put_back_with_its_secret_token() {
    let mut desk = Desk::new("https://127.0.0.1:9443").await;
    desk.set("first").await.unwrap();
    let url = desk.info().await["url"].clone();

    desk.move_to(NOWHERE).await;
    let error = desk.set("second").await.unwrap_err();
    assert!(
        error.remedy.contains("The previous webhook was put back."),
        "{error:?}"
    );
    assert_eq!(desk.info().await["url"], url);
    assert_eq!(desk.deliver("first", 1).await, StatusCode::OK);
    assert_eq!(desk.deliver("second", 2).await, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn after_an_answer_that_was_lost_both_secret_tokens_are_accepted() {
    let desk = Desk::new("https://127.0.0.1:9443").await;
    desk.set("first").await.unwrap();
    desk.fault("setWebhook", json!({ "fault": "malformed" }))
        .await;
    assert_eq!(
        desk.set("second").await.unwrap_err().code,
        Code::MalformedAnswer
    );
    assert_eq!(desk.deliver("first", 1).await, StatusCode::OK);
    assert_eq!(desk.deliver("second", 2).await, StatusCode::OK);

    // A refusal that is certain changes nothing of that.
    desk.fault("setWebhook", json!({ "fault": "unauthorized" }))
        .await;
    let refused = desk.set("third").await.unwrap_err();
    assert_eq!(refused.code, Code::Unauthorized);
    assert_eq!(desk.deliver("first", 3).await, StatusCode::OK);
    assert_eq!(desk.deliver("second", 4).await, StatusCode::OK);
    assert_eq!(desk.deliver("third", 5).await, StatusCode::UNAUTHORIZED);

    // The next that succeeds is the only one.
    desk.set("fourth").await.unwrap();
    assert_eq!(desk.deliver("second", 6).await, StatusCode::UNAUTHORIZED);
    assert_eq!(desk.deliver("fourth", 7).await, StatusCode::OK);
}

#[tokio::test]
async fn a_deletion_stays_done_when_telegram_cannot_be_asked_after_it() {
    let desk = Desk::new("https://127.0.0.1:9443").await;
    desk.set("first").await.unwrap();
    desk.fault("getWebhookInfo", json!({ "fault": "server_error" }))
        .await;
    let view = desk
        .bench
        .app
        .delete_webhook(DeleteWebhook {
            bot_id: desk.bot.id,
            drop_pending_updates: false,
            // Told to delete whatever is there, so that Telegram is asked after it alone.
            delete_foreign: true,
        })
        .await
        .unwrap();
    assert!(view.error.is_some());
    assert_eq!((view.info, view.owner), (None, WebhookOwner::Unknown));
    assert_eq!(desk.info().await["url"], "");
}

#[tokio::test]
async fn what_telegram_said_stays_known_when_it_cannot_be_asked_again() {
    let desk = Desk::new("https://127.0.0.1:9443").await;
    desk.set("first").await.unwrap();
    desk.fault("getWebhookInfo", json!({ "fault": "server_error" }))
        .await;
    let view = desk.bench.app.webhook_status(desk.bot.id).await.unwrap();
    assert!(view.error.is_some());
    assert_eq!(view.owner, WebhookOwner::Ours);
    assert!(
        view.info
            .unwrap()
            .url
            .starts_with("https://127.0.0.1:9443/")
    );
}

#[tokio::test]
async fn a_tunnel_that_is_away_does_not_make_the_webhook_an_old_one() {
    let mut desk = Desk::new("https://127.0.0.1:9443").await;
    desk.set("first").await.unwrap();
    let owner = async |desk: &Desk| {
        let bot = desk.bench.app.bot(desk.bot.id).await.unwrap();
        bot.webhook.unwrap().owner
    };
    desk.bench.app.stop_tunnel().await.unwrap();
    assert_eq!(owner(&desk).await, WebhookOwner::Ours);
    desk.move_to("https://127.0.0.1:9444").await;
    assert_eq!(owner(&desk).await, WebhookOwner::OursOutdated);
}

#[tokio::test]
async fn a_fixed_address_that_telegram_cannot_reach_is_refused_here() {
    let bench = Bench::new().await;
    let token = bench.token().await;
    let bot = bench
        .app
        .add_bot(crate::fixture::cloud_bot(&token))
        .await
        .unwrap();
    let settings = proxied("https://bots.example.com", free_port());
    let input = ConfigureTunnel {
        settings,
        ngrok_authtoken: None,
    };
    bench.app.configure_tunnel(input).await.unwrap();
    eventually("the port listens", || async {
        let state = bench.app.tunnel().await.unwrap().state;
        matches!(state, TunnelState::Online { .. }).then_some(())
    })
    .await;
    for address in ["10.0.0.1", "127.0.0.1", "2001:db8::1", "nonsense"] {
        let options = WebhookOptions {
            ip_address: Some(address.into()),
            ..WebhookOptions::default()
        };
        let input = SetWebhook {
            bot_id: bot.id,
            options,
            take_over: None,
        };
        let error = bench.app.set_webhook(input).await.unwrap_err();
        assert_eq!(error.code, Code::InvalidInput, "{address}");
    }
}

#[tokio::test]
async fn what_was_deleted_is_wanted_no_more_though_the_keyring_keeps_its_secret_token() {
    let telegram = Telegram::start(Options::default()).await.unwrap();
    let card = telegram.control().add_bot(NewBot::default()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("hookbay.sqlite")).unwrap();
    let id = BotId::random();
    let bot = Bot {
        id,
        telegram_id: card.id,
        webhook_url: Some("https://bot.example.com/".into()),
        ..crate::store::bot()
    };
    store.add_bot(bot).await.unwrap();
    // No service has such a name, so that nothing can be kept or removed.
    let vault = Vault::open("\0").await;
    let removed = vault.remove(Key::SecretToken(id)).await;
    removed.unwrap_err();
    let webhooks = Webhooks {
        store: store.clone(),
        vault,
        client: BotApi::new().unwrap(),
    };
    let endpoint = Endpoint {
        root: telegram.api_root(),
        test: false,
        token: Token::parse(&card.token).unwrap(),
    };
    let target = Target {
        bot: id,
        endpoint: &endpoint,
        rules: Rules::for_environment(&Environment::Cloud),
    };
    webhooks.delete(&target, false, false).await.unwrap();
    let stored = store.bot(id).await.unwrap().unwrap();
    assert_eq!(stored.bot.webhook_url, None);
}
