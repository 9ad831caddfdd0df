//! Telegram's side: for each chat a caller that sends an update until it is acknowledged, and then
//! the next. It writes down what was acknowledged.

use crate::Result;
use crate::app::{Place, SECRET};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinSet;

/// Chats of each bot.
const CHATS: i64 = 8;
/// Between an answer and the next update of a chat, at the most; often nothing.
const PAUSE_MS: u64 = 25;
/// Before an update is sent again.
const AGAIN: Duration = Duration::from_millis(4);

/// An update that was answered 200.
#[derive(Debug, Clone, Copy)]
pub struct Acknowledged {
    /// 0 is relayed to, 1 is held for.
    pub bot: usize,
    /// Telegram's number; in a chat each is greater than the one before.
    pub update_id: i64,
}

/// All callers.
pub struct Callers {
    place: watch::Sender<Option<Place>>,
    enough: watch::Sender<bool>,
    tasks: JoinSet<Result<Vec<Acknowledged>>>,
    count: Arc<AtomicU64>,
}

impl Callers {
    /// They begin once there is an app.
    pub fn start(seed: u64) -> Result<Self> {
        let client = reqwest::Client::builder()
            .no_proxy()
            .timeout(Duration::from_mins(1))
            .build()?;
        let (place, _) = watch::channel(None);
        let (enough, _) = watch::channel(false);
        let mut tasks = JoinSet::new();
        let count = Arc::<AtomicU64>::default();
        for bot in 0..2 {
            let ids = Arc::new(AtomicI64::new(1_000));
            for chat in 1..=CHATS {
                let caller = Caller {
                    client: client.clone(),
                    bot,
                    chat,
                    ids: Arc::clone(&ids),
                    count: Arc::clone(&count),
                    random: StdRng::seed_from_u64(seed ^ (bot as u64) << 32 ^ chat.unsigned_abs()),
                };
                tasks.spawn(caller.call(place.subscribe(), enough.subscribe()));
            }
        }
        Ok(Self {
            place,
            enough,
            tasks,
            count,
        })
    }

    /// An app is there, or none.
    pub fn place(&self, place: Option<Place>) {
        self.place.send_replace(place);
    }

    /// How many were acknowledged so far.
    pub fn count(&self) -> u64 {
        self.count.load(Ordering::Relaxed)
    }

    /// Ends them after what they are about; gives all that was acknowledged.
    pub async fn finish(mut self) -> Result<Vec<Acknowledged>> {
        self.enough.send_replace(true);
        let mut all = Vec::new();
        while let Some(one) = self.tasks.join_next().await {
            all.extend(one??);
        }
        Ok(all)
    }
}

struct Caller {
    client: reqwest::Client,
    bot: usize,
    chat: i64,
    ids: Arc<AtomicI64>,
    count: Arc<AtomicU64>,
    random: StdRng,
}

impl Caller {
    async fn call(
        mut self,
        mut place: watch::Receiver<Option<Place>>,
        enough: watch::Receiver<bool>,
    ) -> Result<Vec<Acknowledged>> {
        let mut all = Vec::new();
        while !*enough.borrow() {
            let update_id = self.ids.fetch_add(1, Ordering::Relaxed);
            self.send(update_id, &mut place).await?;
            self.count.fetch_add(1, Ordering::Relaxed);
            all.push(Acknowledged {
                bot: self.bot,
                update_id,
            });
            if self.random.random_bool(0.7) {
                let pause = self.random.random_range(0..=PAUSE_MS);
                tokio::time::sleep(Duration::from_millis(pause)).await;
            }
        }
        Ok(all)
    }

    /// Sends an update until it is acknowledged, to whichever app is there.
    async fn send(&self, update_id: i64, place: &mut watch::Receiver<Option<Place>>) -> Result<()> {
        let chat = self.chat;
        let body = format!(
            r#"{{"update_id":{update_id},"message":{{"message_id":1,"date":1767225600,"chat":{{"id":{chat},"type":"private"}},"text":"hello"}}}}"#
        );
        loop {
            let Some(to) = place.wait_for(Option::is_some).await?.clone() else {
                continue;
            };
            let bot = &to.bots[self.bot];
            let answer = self
                .client
                .post(format!("{}/v1/api/webhooks/telegram/{bot}", to.url))
                .header("content-type", "application/json")
                .header("x-telegram-bot-api-secret-token", SECRET)
                .body(body.clone())
                .send()
                .await;
            match answer.map(|answer| answer.status().as_u16()) {
                Ok(200) => return Ok(()),
                // It was killed, or is about to be up.
                Ok(503) | Err(_) => tokio::time::sleep(AGAIN).await,
                Ok(other) => return Err(format!("an update was answered {other}").into()),
            }
        }
    }
}
