//! People who write at once, each after the answer to the last.

use super::echo::Echo;
use super::rig::Rig;
use anyhow::{Context, Result, bail};
use chrono::{DateTime, TimeDelta, Utc};
use futures_util::future::try_join_all;
use serde_json::json;
use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tokio::time::timeout;

/// Nobody waits longer than this for an answer.
const PATIENCE: Duration = Duration::from_secs(20);

/// Who writes, and for how long.
pub struct Crowd<'a> {
    /// Each in their own chat.
    pub users: &'a [i64],
    /// Not counted.
    pub warm_up: Duration,
    /// Counted.
    pub measured: Duration,
    /// Messages at the most, those that are not counted left out.
    pub most: usize,
}

/// A message and what became of it.
#[derive(Clone, Copy)]
pub struct Message {
    /// The update that it was.
    pub update: i64,
    /// When it was written.
    pub said: DateTime<Utc>,
    /// What the bot did.
    pub echo: Echo,
    /// When Telegram's side had the bot's 200.
    pub delivered: DateTime<Utc>,
}

/// All that was counted.
pub struct Talk {
    /// The messages.
    pub messages: Vec<Message>,
    /// How long it took.
    pub took: Duration,
}

impl Crowd<'_> {
    /// They write to the bot, wherever its webhook is; whether each was answered once, at the first try.
    pub async fn writes(&self, rig: &Rig) -> Result<(Talk, bool)> {
        rig.bot.take();
        let said = self.all(async |user, number| {
            let answered = rig.bot.hears(user);
            let said = Utc::now();
            let update = rig.says(user, &format!("Message {number}"))?;
            timeout(PATIENCE, answered)
                .await
                .with_context(|| format!("no answer within {PATIENCE:?}"))??;
            Ok((update, said))
        });
        let (said, took) = said.await?;
        let echoes = rig.bot.take();
        let delivered = rig.delivered().await?;
        let mut well = true;
        let message = |(update, said): (i64, DateTime<Utc>)| {
            let echo = *echoes.get(&update).context("an answer to nothing")?;
            let (delivered, tries) = *delivered
                .get(&update)
                .context("an update was answered and never delivered")?;
            well &= echo.times == 1 && tries == 1;
            Ok(Message {
                update,
                said,
                echo,
                delivered,
            })
        };
        let messages = said.into_iter().map(message).collect::<Result<Vec<_>>>()?;
        Ok((Talk { messages, took }, well))
    }

    /// They call the bot themselves; how many a second, and how long each took, in microseconds.
    pub async fn calls(&self, rig: &Rig) -> Result<(f64, Vec<u32>)> {
        let url = rig.bot.url();
        let called = self.all(async |user, number| {
            let update = json!({
                "update_id": number,
                "message": { "chat": { "id": user }, "text": format!("Message {number}") },
            });
            let began = Utc::now();
            let call = rig.client.post(&url).json(&update).send();
            call.await?.error_for_status()?.bytes().await?;
            Ok((micros(Utc::now() - began), began))
        });
        let (called, took) = called.await?;
        rig.bot.take();
        let rate = rate(called.len(), took);
        Ok((rate, called.into_iter().map(|(took, _)| took).collect()))
    }

    /// Everybody does it over and over until the time is over; what was begun in the time that counts.
    async fn all<T>(
        &self,
        once: impl AsyncFn(i64, usize) -> Result<(T, DateTime<Utc>)>,
    ) -> Result<(Vec<(T, DateTime<Utc>)>, Duration)> {
        let begin = Instant::now() + self.warm_up;
        let end = begin + self.measured;
        let (numbers, counted) = (AtomicUsize::new(1), AtomicUsize::new(0));
        let (once, numbers, counted) = (&once, &numbers, &counted);
        let each = self.users.iter().map(async |user| {
            let mut done = Vec::new();
            while Instant::now() < end {
                let counts = Instant::now() >= begin;
                if counts && counted.fetch_add(1, Ordering::Relaxed) >= self.most {
                    break;
                }
                let number = numbers.fetch_add(1, Ordering::Relaxed);
                let did = once(*user, number).await?;
                if counts {
                    done.push(did);
                }
            }
            anyhow::Ok(done)
        });
        let done = try_join_all(each).await?;
        // Whoever began in time is waited for.
        let took = begin.elapsed();
        let done: Vec<_> = done.into_iter().flatten().collect();
        if done.is_empty() {
            bail!("nothing was measured");
        }
        Ok((done, took))
    }
}

/// By update: when it was delivered, and at which try.
pub type Delivered = HashMap<i64, (DateTime<Utc>, u32)>;

/// A span of time, at least none.
pub fn micros(span: TimeDelta) -> u32 {
    let micros = span.num_microseconds().unwrap_or_default().max(0);
    u32::try_from(micros).unwrap_or(u32::MAX)
}

/// So many in a second.
#[expect(clippy::cast_precision_loss, reason = "no run comes near 2^52")]
pub fn rate(count: usize, took: Duration) -> f64 {
    count as f64 / took.as_secs_f64().max(1e-9)
}
