//! Telegram waits while the bot answers.

use super::answer::{Answer, Exchange};
use super::flights::{KEPT_FOR, Told};
use super::queue::Queue;
use super::target::Target;
use super::{Delivery, OfBot, Shared, attempt};
use crate::domain::delivery::{AttemptKind, Fault, Mode};
use crate::domain::ids::BotId;
use crate::domain::trouble::Trouble;
use crate::store::{About, BotKey, Fate, Holding, Outcome};
use bytes::Bytes;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

/// After a change of how updates are passed on, those that were committed just before it are looked
/// up: they may have been held in the old way.
const SETTLING: Duration = Duration::from_secs(5);

/// The headers of a bot's answer that Telegram reads.
const PASSED_BACK: [&str; 3] = ["content-type", "content-encoding", "retry-after"];

/// An update that was committed.
#[derive(Debug, Clone)]
pub struct Arrived {
    /// Whose.
    pub bot_id: BotId,
    /// Whose, short.
    pub bot: BotKey,
    /// Telegram's number.
    pub update_id: i64,
    /// What it is in order with.
    pub lane: String,
    /// The bytes as they came.
    pub body: Bytes,
    /// Whether it had been committed before.
    pub is_duplicate: bool,
}

/// What Telegram is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// The status.
    pub status: u16,
    /// Name and value.
    pub headers: Vec<(String, Vec<u8>)>,
    /// The body.
    pub body: Bytes,
}

/// None is a plain 200.
pub(super) type Said = Option<Reply>;

impl Reply {
    fn plain(status: u16) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: Bytes::new(),
        }
    }

    /// Telegram keeps the update and delivers it again.
    fn come_back() -> Self {
        Self {
            headers: vec![("retry-after".into(), b"1".to_vec())],
            ..Self::plain(503)
        }
    }

    fn of(answer: &Answer) -> Self {
        let passed = PASSED_BACK.iter().filter_map(|name| {
            let value = answer.headers.get(*name)?;
            Some(((*name).to_owned(), value.as_bytes().to_vec()))
        });
        Self {
            status: answer.status,
            headers: if answer.is_over {
                Vec::new()
            } else {
                passed.collect()
            },
            body: answer.body.clone(),
        }
    }
}

impl Delivery {
    /// Whether anything is passed on for a bot: the receiver asks at every update.
    pub fn concerns(&self, bot: BotKey) -> bool {
        self.of(bot)
            .is_some_and(|of| of.setting.mode != Mode::Record && !of.targets.is_empty())
    }

    /// Passes an update on. What Telegram is to be answered; `None` is a plain 200.
    pub async fn arrived(&self, arrived: Arrived) -> Option<Reply> {
        let of = self.of(arrived.bot)?;
        for (target, queue) in &of.targets {
            if of.setting.mode == Mode::Hold || !target.stored.answers {
                queue.look();
            }
        }
        let (target, queue) = of.answering()?;
        let is_settling = of.since.elapsed() < SETTLING;
        match of.setting.mode {
            Mode::Record => None,
            // One that had to come back was stored before, perhaps in another mode.
            Mode::Hold if !is_settling && !arrived.is_duplicate => None,
            Mode::Hold => match fate(&self.shared, &arrived, target).await {
                Some(Fate::Open) => hold(&self.shared, &arrived, target, queue).await,
                Some(_) => None,
                None => Some(Reply::come_back()),
            },
            Mode::Relay => {
                let said = self.flight(&of, arrived, is_settling);
                wait(said).await
            }
        }
    }

    /// Joins the flight of this update, or starts one. The flight goes on when Telegram hangs up.
    fn flight(&self, of: &Arc<OfBot>, arrived: Arrived, is_settling: bool) -> Told {
        let mut flights = of.flights.lock();
        if let Some(said) = flights.get(&arrived.update_id) {
            return said.clone();
        }
        let (say, said) = watch::channel(None);
        flights.insert(arrived.update_id, said.clone());
        drop(flights);
        let (shared, of) = (Arc::clone(&self.shared), Arc::clone(of));
        shared.flying.send_modify(|flying| *flying += 1);
        tokio::spawn(async move {
            let update_id = arrived.update_id;
            let (said, outcome) = fly(&shared, &of, &arrived, is_settling).await;
            let kept = of.flights.kept(&said);
            say.send_replace(Some(said));
            if let Some(outcome) = outcome {
                shared.recorder.write(of.id, outcome).await;
            }
            shared.flying.send_modify(|flying| *flying -= 1);
            let flights = Arc::clone(&of.flights);
            drop(of);
            if kept.is_some() {
                tokio::time::sleep(KEPT_FOR).await;
            }
            // Only now: whoever comes later finds it in the store.
            flights.forget(update_id, kept);
        });
        said
    }
}

async fn wait(mut said: Told) -> Said {
    let said = said.wait_for(Option::is_some).await;
    match said.as_deref() {
        Ok(Some(said)) => said.clone(),
        // The flight ended without a word, so the update is not delivered.
        _ => Some(Reply::come_back()),
    }
}

async fn fate(shared: &Shared, arrived: &Arrived, target: &Target) -> Option<Fate> {
    let fate = shared
        .store
        .fate(arrived.bot, arrived.update_id, target.stored.key)
        .await;
    fate.inspect_err(|error| tracing::warn!("an update cannot be looked up: {error}"))
        .ok()
}

/// Relays one update: what Telegram is answered, and what is to be written of it.
async fn fly(
    shared: &Shared,
    of: &OfBot,
    arrived: &Arrived,
    is_settling: bool,
) -> (Said, Option<Outcome>) {
    let Some((target, queue)) = of.answering() else {
        return (None, None);
    };
    if arrived.is_duplicate || is_settling {
        match fate(shared, arrived, target).await {
            Some(Fate::Open) => {}
            Some(Fate::Held) => {
                queue.look();
                return (None, None);
            }
            Some(fate @ Fate::Delivered { .. }) => return (earlier(fate), None),
            None => return (Some(Reply::come_back()), None),
        }
    }
    // Behind what is held of its chat, and not to a bot that is known to be away.
    if queue.standing.has(&arrived.lane) || queue.absent().is_some() {
        return (hold(shared, arrived, target, queue).await, None);
    }
    let at = shared.now().timestamp_millis();
    let about = About::UpdateId(arrived.update_id);
    let faulted = |trouble| {
        let kind = AttemptKind::Relay;
        let attempt = attempt::faulted(target, of.key, about, kind, trouble, at);
        Some(Outcome {
            attempt: Some(attempt),
            held: None,
        })
    };
    let delay = match of.faults.take() {
        Some(Fault::Drop) => return (None, faulted(Trouble::Dropped)),
        Some(Fault::Answer500) => return (Some(Reply::plain(500)), faulted(Trouble::Injected)),
        Some(Fault::Delay { ms }) => Some(Duration::from_millis(ms.into())),
        None => None,
    };
    let within = Duration::from_millis(of.setting.limits.answer_within_ms.into());
    let body = arrived.body.clone();
    let exchange = async {
        if let Some(delay) = delay {
            tokio::time::sleep(delay).await;
        }
        target
            .send(&shared.vault, &shared.hop, body, within, at)
            .await
    };
    let exchange = tokio::select! {
        exchange = exchange => exchange,
        // While Telegram still hears the answer.
        () = shared.no_more_waiting() => {
            return (hold(shared, arrived, target, queue).await, None);
        }
    };
    if exchange.is_delivered() {
        queue.streak.end();
    }
    let said = match &exchange.result {
        Ok(answer) if exchange.trouble() != Some(Trouble::Loop) => Some(Reply::of(answer)),
        _ => hold(shared, arrived, target, queue).await,
    };
    (said, Some(outcome(of, about, target, &exchange)))
}

fn outcome(of: &OfBot, about: About, target: &Target, exchange: &Exchange) -> Outcome {
    let attempt = attempt::of(target, of.key, about, AttemptKind::Relay, exchange);
    Outcome {
        attempt: Some(attempt),
        held: None,
    }
}

/// The answer that Telegram seems not to have got.
fn earlier(fate: Fate) -> Said {
    let Fate::Delivered {
        status,
        headers,
        body: Some(body),
    } = fate
    else {
        return None;
    };
    let passed = headers
        .into_iter()
        .filter(|(name, _)| PASSED_BACK.contains(&name.as_str()))
        .map(|(name, value)| (name, value.into_bytes()));
    Some(Reply {
        status,
        headers: passed.collect(),
        body: body.into(),
    })
}

/// Holds an update; Telegram gets its 200 only when it is in the queue.
async fn hold(shared: &Shared, arrived: &Arrived, target: &Target, queue: &Queue) -> Said {
    queue.standing.enter(&arrived.lane);
    let held = shared
        .store
        .hold(
            arrived.bot,
            arrived.update_id,
            (target.stored.key, target.stored.id),
            arrived.lane.clone(),
        )
        .await;
    if matches!(held, Ok(Holding::New)) {
        queue.standing.held(arrived.lane.as_str().into());
    } else {
        queue.standing.leave(&arrived.lane);
    }
    queue.look();
    match held {
        Ok(Holding::New | Holding::Already) => None,
        // The target was taken away meanwhile: the next time it goes where it has to go then.
        Ok(Holding::Nowhere) => Some(Reply::come_back()),
        Err(error) => {
            tracing::warn!(bot = %arrived.bot_id, "an update cannot be held: {error}");
            Some(Reply::come_back())
        }
    }
}
