//! A running Telegram's side with one bot, and a client that calls it.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use hookbay_sandbox::telegram::control::{
    ChatTimeline, DEFAULT_USER, Did, Error, NewBot, NewChat, SECOND_USER, SandboxAct,
};
use hookbay_sandbox::telegram::{Clock, Control, Options, Telegram};
use serde_json::{Value, json};

pub struct Desk {
    pub telegram: Telegram,
    pub control: Control,
    pub clock: Clock,
    pub token: String,
    pub client: reqwest::Client,
}

pub fn noon() -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000, 0).unwrap()
}

/// As `telegram-bot-api --local`, with a clock that only the test moves.
pub async fn local() -> Desk {
    with(Options {
        local: true,
        clock: Clock::manual(noon()),
        ..Options::default()
    })
    .await
}

/// As the cloud, with a clock that only the test moves.
pub async fn cloud() -> Desk {
    with(Options {
        clock: Clock::manual(noon()),
        ..Options::default()
    })
    .await
}

pub async fn with(options: Options) -> Desk {
    // A second installation in the same process is refused, and need not happen.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let clock = options.clock.clone();
    let telegram = Telegram::start(options).await.unwrap();
    let control = telegram.control();
    let new = NewBot {
        name: "Desk".to_owned(),
        username: "desk_bot".to_owned(),
        ..NewBot::default()
    };
    let token = control.add_bot(new).unwrap().token;
    // Most tests are of what a bot does with people who have started it.
    for user in [DEFAULT_USER, SECOND_USER] {
        control.has_started(&token, user).unwrap();
    }
    Desk {
        telegram,
        control,
        clock,
        token,
        client: reqwest::Client::new(),
    }
}

impl Desk {
    pub fn url(&self, method: &str) -> String {
        format!("{}/bot{}/{method}", self.telegram.api_root(), self.token)
    }

    pub async fn call(&self, method: &str, parameters: Value) -> Value {
        let request = self.client.post(self.url(method)).json(&parameters);
        request.send().await.unwrap().json().await.unwrap()
    }

    /// Moves the clock past the limit of one setWebhook a second, then calls it.
    pub async fn set(&self, parameters: Value) -> Value {
        self.clock.advance(TimeDelta::seconds(2));
        self.call("setWebhook", parameters).await
    }

    pub async fn set_url(&self, url: &str) {
        let answer = self.set(json!({"url": url})).await;
        assert_eq!(answer["description"], "Webhook was set", "{answer}");
    }

    pub async fn info(&self) -> Value {
        self.call("getWebhookInfo", json!({})).await["result"].take()
    }

    pub fn say(&self, text: &str) -> i64 {
        let sent = self.control.send_message(&self.token, None, text);
        sent.unwrap().unwrap()
    }

    pub fn update(&self, kind: &str, payload: &Value) -> i64 {
        let raw = serde_json::value::to_raw_value(payload).unwrap();
        let sent = self.control.send_update(&self.token, kind, &raw);
        sent.unwrap().unwrap()
    }

    /// The result of a call that has to succeed.
    pub async fn done(&self, method: &str, parameters: Value) -> Value {
        let mut answer = self.call(method, parameters).await;
        assert_eq!(answer["ok"], true, "{method}: {answer}");
        answer["result"].take()
    }

    /// The description of a call that has to be refused.
    pub async fn refused(&self, method: &str, parameters: Value) -> String {
        let answer = self.call(method, parameters).await;
        assert_eq!(answer["ok"], false, "{method}: {answer}");
        answer["description"].as_str().unwrap().to_owned()
    }

    /// Ann does something, in private unless a chat is named.
    pub fn tries(&self, chat: Option<i64>, act: Value) -> Result<Did, Error> {
        let act: SandboxAct = serde_json::from_value(act).unwrap();
        self.control.act(&self.token, DEFAULT_USER, chat, act)
    }

    pub fn does(&self, chat: Option<i64>, act: Value) -> Did {
        self.tries(chat, act).unwrap()
    }

    /// A group or channel that Ann makes, with the bot in it.
    pub fn group(&self, kind: &str) -> i64 {
        let new = json!({"kind": kind, "title": "Friends", "by": DEFAULT_USER});
        let new: NewChat = serde_json::from_value(new).unwrap();
        self.control.add_chat(&self.token, new).unwrap().id
    }

    pub fn page(&self, chat: i64) -> ChatTimeline {
        self.control.chat(&self.token, chat, None, 50).unwrap()
    }

    /// The updates since the last look, without their ids.
    pub async fn news(&self) -> Vec<Value> {
        let updates = self.done("getUpdates", json!({})).await;
        let mut updates = updates.as_array().unwrap().clone();
        if let Some(last) = updates.last() {
            let next = last["update_id"].as_i64().unwrap() + 1;
            self.done("getUpdates", json!({"offset": next})).await;
        }
        for update in &mut updates {
            update.as_object_mut().unwrap().remove("update_id");
        }
        updates
    }

    pub async fn until(&self, what: &str, met: impl FnMut(&Control) -> bool) {
        within(what, self.control.until(met)).await;
    }

    /// Waits for the nth delivery attempt and returns it as JSON.
    pub async fn attempt(&self, number: usize) -> Value {
        let token = self.token.clone();
        self.until(&format!("attempt {number}"), |control| {
            control.deliveries(&token).unwrap().len() >= number
        })
        .await;
        let attempts = self.control.deliveries(&self.token).unwrap();
        serde_json::to_value(&attempts[number - 1]).unwrap()
    }

    pub async fn last_error(&self) -> String {
        let token = self.token.clone();
        self.until("an error", |control| {
            control.last_error(&token).unwrap().is_some()
        })
        .await;
        self.control.last_error(&self.token).unwrap().unwrap()
    }
}

/// Fails the test when something that must happen does not.
pub async fn within<T>(what: &str, work: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(20), work)
        .await
        .unwrap_or_else(|_| panic!("waited in vain for {what}"))
}
