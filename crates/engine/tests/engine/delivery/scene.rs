//! An app with a bot whose webhook leads here, and Telegram's side of it.

use super::local_bot::{Got, LocalBot};
use crate::fixture::{Bench, eventually, set};
use hookbay_engine::api::types::{
    AddBot, AttemptRow, ConfigureDelivery, DeliveryView, Limits, ListAttempts, Mode, TargetInput,
};
use hookbay_engine::domain::bot::Environment;
use hookbay_engine::domain::ids::BotId;
use hookbay_engine::error::Result;
use hookbay_engine::secret::Secret;
use serde_json::json;

pub struct Scene {
    pub bench: Bench,
    pub bot: BotId,
    pub token: String,
}

/// Quick enough for a test, and with tries to spare.
pub fn limits() -> Limits {
    Limits {
        parallel_chats: 8,
        set_aside_after: 50,
        first_wait_ms: 10,
        longest_wait_ms: 100,
        answer_within_ms: 20_000,
    }
}

pub fn target(url: &str, answers: bool) -> TargetInput {
    TargetInput {
        id: None,
        name: "My bot".into(),
        url: url.into(),
        answers,
        secret_token: None,
        headers: Vec::new(),
        certificate: None,
    }
}

impl Scene {
    pub async fn new() -> Self {
        let bench = Bench::new().await;
        bench.app.start_sandbox().await.unwrap();
        let token = bench.token().await;
        let added = bench.app.add_bot(AddBot {
            token: Secret::new(&token),
            environment: Environment::Sandbox,
            name: None,
        });
        let bot = added.await.unwrap().id;
        bench.app.set_webhook(set(bot)).await.unwrap();
        Self { bench, bot, token }
    }

    /// A scene whose updates go to a bot.
    pub async fn with(mode: Mode, bot: &LocalBot) -> Self {
        let scene = Self::new().await;
        scene.deliver(mode, target(&bot.url(), true)).await;
        scene
    }

    pub async fn deliver(&self, mode: Mode, to: TargetInput) -> DeliveryView {
        self.configure(mode, limits(), vec![to]).await.unwrap()
    }

    pub async fn configure(
        &self,
        mode: Mode,
        limits: Limits,
        targets: Vec<TargetInput>,
    ) -> Result<DeliveryView> {
        let input = ConfigureDelivery {
            bot_id: self.bot,
            mode,
            limits,
            targets,
        };
        self.bench.app.configure_delivery(input).await
    }

    /// Somebody writes in a chat. Telegram delivers it when it can.
    pub fn say(&self, chat: i64, text: &str) -> i64 {
        let message = json!({
            "message_id": 1,
            "date": chrono::Utc::now().timestamp(),
            "chat": { "id": chat, "type": "private", "first_name": "Ann" },
            "from": { "id": chat, "is_bot": false, "first_name": "Ann" },
            "text": text,
        });
        self.update("message", &message)
    }

    pub fn update(&self, kind: &str, payload: &serde_json::Value) -> i64 {
        let control = self.bench.telegram.control();
        let payload = serde_json::value::to_raw_value(payload).unwrap();
        let sent = control.send_update(&self.token, kind, &payload);
        sent.unwrap().unwrap()
    }

    pub async fn view(&self) -> DeliveryView {
        self.bench.app.delivery(self.bot).await.unwrap()
    }

    /// Waits until so many updates are stored.
    pub async fn stored(&self, number: usize) {
        eventually("they are stored", || async {
            (self.bench.rows(self.bot).await.len() == number).then_some(())
        })
        .await;
    }

    /// Waits until the deliveries are as they should be.
    pub async fn until(&self, what: &str, met: impl Fn(&DeliveryView) -> bool) -> DeliveryView {
        eventually(what, || async {
            let view = self.view().await;
            met(&view).then_some(view)
        })
        .await
    }

    pub async fn attempts(&self) -> Vec<AttemptRow> {
        let input = ListAttempts {
            bot_id: self.bot,
            seq: None,
            failed: false,
            before: None,
            limit: 500,
        };
        self.bench.app.list_attempts(input).await.unwrap().rows
    }

    /// Waits until so many attempts are recorded; the oldest first.
    pub async fn attempts_made(&self, number: usize) -> Vec<AttemptRow> {
        eventually("attempts", || async {
            let mut rows = self.attempts().await;
            rows.reverse();
            (rows.len() >= number).then_some(rows)
        })
        .await
    }

    /// Waits until Telegram has nothing left to deliver, and fails if it saw a single error.
    pub async fn telegram_is_content(&self) {
        let control = self.bench.telegram.control();
        eventually("nothing pends at Telegram", || async {
            (control.pending(&self.token).unwrap() == 0).then_some(())
        })
        .await;
        for attempt in control.deliveries(&self.token).unwrap() {
            let attempt = serde_json::to_value(attempt).unwrap();
            assert_eq!(attempt["delivered"], true, "{attempt}");
        }
    }
}

/// Waits until a bot was sent so many updates.
pub async fn sent_to(bot: &LocalBot, number: usize) -> Vec<Got> {
    eventually("the bot gets updates", || async {
        let got = bot.got();
        (got.len() >= number).then_some(got)
    })
    .await
}
