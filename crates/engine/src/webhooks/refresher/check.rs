//! One look at one bot: ask, decide, write down, act.

use super::{Around, Shown};
use crate::domain::bot::Bot;
use crate::domain::delivery::AttemptKind;
use crate::domain::history::Cause;
use crate::domain::ids::BotId;
use crate::domain::policy::Policy;
use crate::domain::public_url::{Rules, webhook_url};
use crate::domain::reconcile::{
    Blame, Decision, Desired, Memory, Observed, RECALLED, Seen, decide,
};
use crate::domain::standing::Standing;
use crate::domain::webhook::WebhookInfo;
use crate::error::{Code, Error, Result};
use crate::event::{Change, Events};
use crate::store::{BotKey, Registration, StoredBot};
use crate::telegram::blame::{answered_status, blame};
use crate::telegram::{Endpoint, SHORT_WAIT, Wait};
use crate::webhooks::{Target, Webhooks};
use chrono::{DateTime, Utc};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// A wait with no more than that left is waited for where the check is, and is not worth another.
const MOMENT: Duration = Duration::from_millis(100);

/// Failed deliveries to the local bot among which that of Telegram's last error is looked for.
const FAILED: u32 = 50;
/// So many seconds after a delivery to the local bot began, Telegram's error can be of it: the longest
/// answer, and two clocks that differ a little.
const SAME: std::ops::RangeInclusive<i64> = -10..=70;

/// What every check works with.
#[derive(Clone)]
pub(super) struct Tools {
    pub(super) around: Arc<dyn Around>,
    pub(super) webhooks: Webhooks,
    pub(super) events: Events,
}

/// One check to make.
pub(super) struct Job {
    pub(super) bot: BotId,
    /// What is remembered; `None` before the first check of a run.
    pub(super) memory: Option<Memory>,
    /// Set while this waits for its turn, where something done from here may have erased the webhook.
    pub(super) erased: Arc<AtomicBool>,
    pub(super) policy: Policy,
    /// By the user's button.
    pub(super) urged: bool,
    /// What Telegram said, where it need not be asked and nothing is to be done.
    pub(super) given: Option<Result<WebhookInfo>>,
}

/// What came of it.
pub(super) struct Outcome {
    pub(super) bot: BotId,
    /// `None` when the bot is not in the list any more.
    pub(super) found: Option<Found>,
}

pub(super) struct Found {
    pub(super) key: BotKey,
    pub(super) at: DateTime<Utc>,
    pub(super) memory: Memory,
    pub(super) standing: Standing,
    /// When to look again, where that is not just after the interval.
    pub(super) next: Option<DateTime<Utc>>,
    /// Updates that wait, where Telegram answered.
    pub(super) pending: Option<i64>,
    /// Whether Telegram was asked, and whether it answered.
    pub(super) answered: Option<bool>,
    /// How long the server wants to be left alone.
    pub(super) pause: Option<Duration>,
}

impl Found {
    fn resting(key: BotKey, memory: Memory, standing: Standing) -> Self {
        Self {
            key,
            at: Utc::now(),
            memory,
            standing,
            next: None,
            pending: None,
            answered: None,
            pause: None,
        }
    }

    /// Telegram was not asked, for a wait that it asked for runs.
    fn held_back(key: BotKey, memory: Memory, bot: &Bot, wait: Wait) -> Self {
        let standing = if bot.webhook_url.is_some() {
            waits(wait)
        } else {
            Standing::NotWanted
        };
        Self {
            next: Some(wait.until),
            ..Self::resting(key, memory, standing)
        }
    }

    pub(super) fn shown(&self, next_check_at: Option<DateTime<Utc>>) -> Shown {
        Shown {
            standing: self.standing.clone(),
            next_check_at,
        }
    }
}

pub(super) async fn run(job: Job, tools: Tools) -> Outcome {
    let (bot, asks) = (job.bot, job.given.is_none());
    let turn = tools.around.turn(bot);
    let turn = if asks { Some(turn.lock().await) } else { None };
    let found = match tools.webhooks.store.bot(bot).await {
        Ok(Some(stored)) => Some(tools.look(stored, job).await),
        Ok(None) => None,
        Err(error) => {
            let standing = Standing::CannotAsk { error, until: None };
            let key = tools.webhooks.store.key(bot);
            let memory = job.memory.unwrap_or_default();
            key.map(|key| Found::resting(key, memory, standing))
        }
    };
    drop(turn);
    Outcome { bot, found }
}

impl Tools {
    async fn look(&self, stored: StoredBot, job: Job) -> Found {
        let StoredBot { key, bot } = stored;
        if bot.paused && job.given.is_none() && !job.urged {
            return Found::resting(key, job.memory.unwrap_or_default(), Standing::Paused);
        }
        let mut memory = match job.memory {
            Some(memory) => memory,
            None => self.recalled(key, &job.policy).await,
        };
        if job.erased.swap(false, Ordering::Relaxed) {
            memory.may_be_erased();
        }
        let endpoint = self.around.endpoint(&bot).await;
        if let Err(error) = &endpoint
            && error.code == Code::Sandbox
        {
            return Found::resting(key, memory, Standing::NoPublicUrl);
        }
        let may_act = job.given.is_none();
        if may_act
            && let Ok(endpoint) = &endpoint
            && let Some(wait) = self.holds_back(endpoint, job.urged)
        {
            self.around.answered(&bot, Err(wait.error().into()));
            return Found::held_back(key, memory, &bot, wait);
        }
        if job.urged {
            memory.forgive();
        }
        let answer = match (job.given, &endpoint) {
            (Some(given), _) => given,
            (None, Err(error)) => Err(error.clone()),
            (None, Ok(endpoint)) => self.ask(endpoint).await,
        };
        if may_act {
            self.around.answered(&bot, answer.clone());
        }
        let registration = self.webhooks.store.registration(key).await.ok().flatten();
        let base = self.around.public_base(&bot.environment);
        let desired = Desired {
            bot: bot.id,
            registered: bot.webhook_url.as_deref(),
            public_base: base.as_deref(),
            rules: Rules::for_environment(&bot.environment),
            auto_refresh: bot.webhook_auto_refresh || job.urged,
            paused: bot.paused,
        };
        let blame = match &answer {
            Ok(info) => self.blamed(info, key).await,
            Err(_) => Blame::Unknown,
        };
        let now = Utc::now();
        let decision = {
            let observed = match &answer {
                Ok(info) => Observed::Answered(self.seen(info, blame, key, registration.as_ref())),
                Err(error) => Observed::Failed(error),
            };
            decide(&desired, &observed, &memory, &job.policy, now)
        };
        self.write(bot.id, &decision).await;
        let mut found = Found {
            key,
            at: now,
            memory: decision.memory,
            standing: decision.standing,
            next: decision.next,
            pending: answer.as_ref().ok().map(|info| info.pending_update_count),
            answered: may_act.then_some(answer.is_ok()),
            pause: pause(answer.as_ref().err()),
        };
        let (Some(cause), Ok(info), Ok(endpoint), Some(base)) =
            (decision.register, answer, endpoint, base.as_deref())
        else {
            return found;
        };
        if !may_act {
            // A new public URL is registered at once.
            if matches!(cause, Cause::UrlChanged | Cause::UrlInvalid) {
                found.next = Some(now);
            }
            let until = found.next.unwrap_or(now);
            found.standing = Standing::Waiting { cause, until };
            return found;
        }
        let target = Target {
            bot: bot.id,
            endpoint: &endpoint,
            rules: desired.rules,
        };
        let wishes = registration.map(|registration| registration.wishes);
        let url = webhook_url(base, bot.id);
        let done = self
            .webhooks
            .set_again(&target, base, &info, wishes, cause)
            .await;
        let now = Utc::now();
        match done {
            Ok(url) => {
                found.memory.registered(cause, &url, now);
                tracing::info!(bot = %bot.id, ?cause, "registered again");
                found.pending = self.ask_again(&bot, &endpoint).await.or(found.pending);
            }
            Err(error) => {
                tracing::warn!(bot = %bot.id, ?cause, "not registered again: {error}");
                let (standing, until) = found.memory.refused(cause, &url, &error, &job.policy, now);
                found.standing = standing;
                found.next = Some(until);
                // It may have erased what was there.
                self.ask_again(&bot, &endpoint).await;
            }
        }
        found
    }

    /// The wait that Telegram asked for, where it is too long to be waited for here.
    fn holds_back(&self, endpoint: &Endpoint, urged: bool) -> Option<Wait> {
        let patience = if urged { SHORT_WAIT } else { MOMENT };
        let wait = self.webhooks.client.wait(endpoint)?;
        (wait.left() > patience).then_some(wait)
    }

    async fn ask(&self, endpoint: &Endpoint) -> Result<WebhookInfo> {
        let info = self.webhooks.client.get_webhook_info(endpoint).await?;
        Ok(info)
    }

    /// After a registration, so that what is shown is Telegram's word.
    async fn ask_again(&self, bot: &Bot, endpoint: &Endpoint) -> Option<i64> {
        let stored = self.webhooks.store.bot(bot.id).await.ok().flatten()?;
        let info = self.ask(endpoint).await.ok()?;
        let pending = info.pending_update_count;
        self.around.answered(&stored.bot, Ok(info));
        Some(pending)
    }

    /// Whose fault the last error is. What the local bot answered in relay went to Telegram as it was:
    /// that is the handler's, also where the same status of a proxy's would be the way's.
    async fn blamed(&self, info: &WebhookInfo, key: BotKey) -> Blame {
        let Some(words) = info.last_error_message.as_deref() else {
            return Blame::Unknown;
        };
        let (Some(status), Some(at)) = (answered_status(words), info.last_error_date) else {
            return blame(words);
        };
        let failed = self.webhooks.store.attempts(key, None, true, None, FAILED);
        let failed = failed.await.unwrap_or_default();
        let is_relayed = failed.iter().any(|attempt| {
            attempt.kind == AttemptKind::Relay
                && attempt.status == Some(status)
                && SAME.contains(&(at - attempt.at / 1000))
        });
        if is_relayed {
            Blame::Handler
        } else {
            blame(words)
        }
    }

    fn seen<'a>(
        &self,
        info: &'a WebhookInfo,
        blame: Blame,
        key: BotKey,
        registration: Option<&Registration>,
    ) -> Seen<'a> {
        let last_at = self.webhooks.store.count(key).last_at;
        Seen {
            info,
            blame,
            registered_at: registration.map(|registration| registration.registered_at),
            last_success_at: last_at.and_then(DateTime::from_timestamp_millis),
        }
    }

    async fn recalled(&self, key: BotKey, policy: &Policy) -> Memory {
        let entries = self.webhooks.store.history(key, None, RECALLED).await;
        Memory::recall(&entries.unwrap_or_default(), policy, Utc::now())
    }

    async fn write(&self, bot: BotId, decision: &Decision) {
        if decision.entries.is_empty() {
            return;
        }
        let entries = decision.entries.clone();
        if let Err(error) = self.webhooks.store.add_history(entries).await {
            tracing::warn!(%bot, "entries of the history are lost: {error}");
        }
        self.events.tell(Change::Webhook { bot_id: bot });
    }
}

/// What to show while a wait runs that Telegram asked for.
pub(super) fn waits(wait: Wait) -> Standing {
    Standing::CannotAsk {
        error: wait.error().into(),
        until: Some(wait.until),
    }
}

fn pause(error: Option<&Error>) -> Option<Duration> {
    let error = error.filter(|error| error.code == Code::TooManyRequests)?;
    Some(Duration::from_secs(error.retry_after.unwrap_or(1).into()))
}
