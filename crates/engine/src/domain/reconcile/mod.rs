//! What is to be done about a bot's webhook: [`decide`] looks at what is wanted, what Telegram says,
//! what is remembered and the time, and says what to do, what to show and what to write down. It does
//! nothing itself, and asked twice of the same it answers the same.
//!
//! The rules, in the order in which they are looked at:
//!
//! 1. A paused bot is left alone; it is not even asked about.
//! 2. Telegram cannot be asked: [`Standing::CannotAsk`]. Where the network or the server fails, it is
//!    asked again after the growing wait, at the latest after the check interval; a token that is
//!    refused (401, 404) is asked about after the interval, then ever more rarely; `retry_after` is
//!    kept. The history tells when it began and when it ended, not of each check.
//! 3. A webhook is wanted once the user has set one from here. Before that nothing is done, and nothing
//!    is told.
//! 4. Somebody else's URL while we hold the webhook: [`Standing::TakenOver`]. It is told once and never
//!    fought over; nothing is done before the user answers.
//! 5. Without a public URL there is nothing to register: [`Standing::NoPublicUrl`]. What is registered
//!    at the last public URL stays right while the tunnel is away.
//! 6. No URL: it is registered again ([`Cause::UrlMissing`]). When it has gone missing once more after
//!    [`POLLED_AFTER`] such registrations, it is most often a program that polls with getUpdates:
//!    [`Standing::Polled`], and nothing is done before the user answers. That it was removed is told
//!    once, and not where something that was done from here has erased it.
//! 7. Our URL, but not the present one: registered again, as [`Cause::UrlChanged`], or as
//!    [`Cause::UrlInvalid`] where Telegram could not deliver to it.
//! 8. An error newer than the last registration and the last update that arrived is told once for each
//!    date and text, whether something is done or not. Where the way may be to blame
//!    ([`Blame::Way`]), it is registered again once ([`Cause::NewErrors`]). When the error comes back,
//!    or is the handler's, that is said instead: [`Standing::DeliveryFails`]. For the way's, one more
//!    registration follows after each growing wait, for an address can move at any time.
//! 9. More pending updates than the threshold, not fewer than before: registered again once
//!    ([`Cause::PendingHigh`]), and while the wait for that cause lasts it is [`Standing::Backlog`].
//!    Pending updates are never dropped.
//! 10. Otherwise it is right.
//!
//! For one cause, a registration is followed by a wait: [`Policy::first_wait`], doubled with each
//! further one up to [`Policy::longest_wait`], and forgotten once the cause has not been seen for four
//! waits or check intervals, whichever is longer. A registration that was refused waits as long, and
//! as long as `retry_after` asks. The wait for [`Cause::UrlChanged`] is one URL's: a new public URL is
//! registered at once. With `webhook_auto_refresh` off it is said what would be done:
//! [`Standing::ReportOnly`].

mod failing;
mod memory;
mod recall;
mod right;

pub use memory::Memory;
pub use recall::RECALLED;

use crate::domain::history::{Cause, EventKind, NewEvent};
use crate::domain::ids::BotId;
use crate::domain::lease::host_of;
use crate::domain::policy::Policy;
use crate::domain::public_url::{self, Rules, is_ours, webhook_url};
use crate::domain::standing::Standing;
use crate::domain::webhook::WebhookInfo;
use crate::error::Error;
use chrono::{DateTime, Utc};

/// So many registrations for a missing webhook, and it is taken for polled.
pub const POLLED_AFTER: u32 = 3;

/// Whose fault a failed delivery is, as far as Telegram's words tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Blame {
    /// The way to the webhook: a registration at the present URL and address may cure it.
    Way,
    /// What answers there, or how it is set up: a registration cures nothing.
    Handler,
    /// Telegram's own side, which tries again by itself.
    Telegram,
    /// Nobody knows.
    Unknown,
}

/// What the user wants of a bot, and what there is to register.
#[derive(Debug, Clone, Copy)]
pub struct Desired<'a> {
    /// Which bot.
    pub bot: BotId,
    /// What was registered last from here; `None` when none is wanted.
    pub registered: Option<&'a str>,
    /// The public base, while there is one.
    pub public_base: Option<&'a str>,
    /// What the bot's Bot API accepts as a URL.
    pub rules: Rules,
    /// Whether it is repaired, or reported only.
    pub auto_refresh: bool,
    /// Whether it is left alone.
    pub paused: bool,
}

impl Desired<'_> {
    /// The URL to register, while there is a public base.
    pub fn url(&self) -> Option<String> {
        self.public_base.map(|base| webhook_url(base, self.bot))
    }
}

/// What came of asking Telegram.
#[derive(Debug, Clone, Copy)]
pub enum Observed<'a> {
    /// It answered.
    Answered(Seen<'a>),
    /// It could not be asked.
    Failed(&'a Error),
}

/// Telegram's answer, and what is known here besides.
#[derive(Debug, Clone, Copy)]
pub struct Seen<'a> {
    /// Telegram's answer.
    pub info: &'a WebhookInfo,
    /// Whose fault its last error is.
    pub blame: Blame,
    /// When Telegram confirmed the last registration.
    pub registered_at: Option<DateTime<Utc>>,
    /// When the last update arrived here.
    pub last_success_at: Option<DateTime<Utc>>,
}

/// What follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Register again, for this cause.
    pub register: Option<Cause>,
    /// What to show; where it is registered, what to show once Telegram has confirmed it.
    pub standing: Standing,
    /// What to write into the history.
    pub entries: Vec<NewEvent>,
    /// When to ask again, where that is not just after the check interval.
    pub next: Option<DateTime<Utc>>,
    /// What to remember.
    pub memory: Memory,
}

/// One decision in the making.
struct Case<'a> {
    desired: &'a Desired<'a>,
    policy: &'a Policy,
    now: DateTime<Utc>,
    memory: Memory,
    entries: Vec<NewEvent>,
}

/// What to do about a bot's webhook.
pub fn decide(
    desired: &Desired<'_>,
    observed: &Observed<'_>,
    memory: &Memory,
    policy: &Policy,
    now: DateTime<Utc>,
) -> Decision {
    let mut case = Case {
        desired,
        policy,
        now,
        memory: memory.clone(),
        entries: Vec::new(),
    };
    if desired.paused {
        return case.rests(Standing::Paused);
    }
    match observed {
        Observed::Failed(error) => case.cannot_ask(error),
        Observed::Answered(seen) => {
            if case.memory.failing.take().is_some() && desired.registered.is_some() {
                case.tell(EventKind::CheckRecovered, |_| {});
            }
            case.memory.forget_stale(policy, now);
            case.answered(seen)
        }
    }
}

impl Case<'_> {
    fn answered(mut self, seen: &Seen<'_>) -> Decision {
        let Some(registered) = self.desired.registered else {
            self.memory = Memory::default();
            return self.rests(Standing::NotWanted);
        };
        self.pending(seen.info.pending_update_count);
        let wanted = self.desired.url();
        let url = seen.info.url.as_str();
        if url.is_empty() {
            self.memory.taken_over = None;
            return self.missing();
        }
        let is_right = url == wanted.as_deref().unwrap_or(registered);
        if !is_right && !is_ours(url, self.desired.bot) && url != registered {
            return self.taken_over(url);
        }
        self.memory.taken_over = None;
        self.memory.erased = false;
        if is_right {
            return self.in_place(seen);
        }
        if public_url::check(url, self.desired.rules).is_ok() {
            self.needs(Cause::UrlChanged)
        } else {
            self.needs(Cause::UrlInvalid)
        }
    }

    fn taken_over(mut self, url: &str) -> Decision {
        let host = host_of(url);
        let known = self.memory.taken_over.take().filter(|(at, _)| *at == host);
        let since = known.as_ref().map_or(self.now, |(_, since)| *since);
        if known.is_none() {
            self.tell(EventKind::TakenOver, |entry| entry.url = Some(url.into()));
        }
        self.memory.taken_over = Some((host.clone(), since));
        self.rests(Standing::TakenOver { host, since })
    }

    fn missing(mut self) -> Decision {
        let known = self.memory.trouble(Cause::UrlMissing).is_some();
        let trouble = self.memory.see(Cause::UrlMissing, self.now);
        let (since, confirmed) = (trouble.since, trouble.confirmed);
        if !known && !self.memory.erased {
            let url = self.desired.registered.map(str::to_owned);
            self.tell(EventKind::RemovedElsewhere, |entry| entry.url = url);
        }
        if confirmed >= POLLED_AFTER {
            return self.rests(Standing::Polled { since });
        }
        self.needs(Cause::UrlMissing)
    }

    /// Registers for this cause, unless there is a reason not to.
    fn needs(mut self, cause: Cause) -> Decision {
        let Some(url) = self.desired.url() else {
            return self.rests(Standing::NoPublicUrl);
        };
        self.memory.see(cause, self.now);
        if !self.desired.auto_refresh {
            return self.rests(Standing::ReportOnly { cause });
        }
        match self.memory.wait(cause, &url, self.policy, self.now) {
            None => self.registers(cause),
            Some(until) => {
                let standing = self.memory.waits(cause, until);
                self.until(standing, until)
            }
        }
    }

    fn registers(self, cause: Cause) -> Decision {
        // Soon after it, to see whether it lasts.
        let next = self.now + self.policy.first_wait.min(self.policy.check_interval);
        Decision {
            register: Some(cause),
            ..self.until(Standing::Right, next)
        }
    }

    fn rests(self, standing: Standing) -> Decision {
        Decision {
            register: None,
            standing,
            entries: self.entries,
            next: None,
            memory: self.memory,
        }
    }

    fn until(self, standing: Standing, next: DateTime<Utc>) -> Decision {
        // A check is never later than the interval for waiting alone.
        let next = (next < self.now + self.policy.check_interval).then_some(next);
        Decision {
            next,
            ..self.rests(standing)
        }
    }

    fn tell(&mut self, kind: EventKind, fill: impl FnOnce(&mut NewEvent)) {
        let mut entry = NewEvent::new(self.desired.bot, self.now, kind);
        fill(&mut entry);
        self.entries.push(entry);
    }
}

#[cfg(test)]
mod tests;
