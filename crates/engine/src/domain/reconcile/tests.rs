//! The rules as a table, each row one of them, and the promise that it comes to rest as a property.

mod settles;
mod table;
mod waits;

use super::*;
use crate::domain::bot::Environment;
use crate::error::Code;
use chrono::TimeDelta;

pub(super) const BASE: &str = "https://new.example.com";
pub(super) const OLD_BASE: &str = "https://old.example.com";

/// A bot, what is known of it, and the time: changed by each row in what it is about.
#[derive(Debug)]
pub(super) struct Scene {
    pub(super) bot: BotId,
    pub(super) registered: Option<String>,
    pub(super) base: Option<&'static str>,
    pub(super) auto_refresh: bool,
    pub(super) paused: bool,
    pub(super) info: WebhookInfo,
    pub(super) blame: Blame,
    pub(super) registered_at: Option<DateTime<Utc>>,
    pub(super) last_success_at: Option<DateTime<Utc>>,
    pub(super) error: Option<Error>,
    pub(super) memory: Memory,
    pub(super) policy: Policy,
    pub(super) now: DateTime<Utc>,
}

pub(super) fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000 + seconds, 0).unwrap()
}

impl Scene {
    /// Registered at the present URL an hour ago, and nothing is wrong.
    pub(super) fn right() -> Self {
        let bot = BotId::random();
        let url = webhook_url(BASE, bot);
        Self {
            bot,
            registered: Some(url.clone()),
            base: Some(BASE),
            auto_refresh: true,
            paused: false,
            info: WebhookInfo {
                url,
                ..WebhookInfo::default()
            },
            blame: Blame::Unknown,
            registered_at: Some(at(-3600)),
            last_success_at: None,
            error: None,
            memory: Memory::default(),
            policy: Policy::default(),
            now: at(0),
        }
    }

    pub(super) fn with(change: impl FnOnce(&mut Self)) -> Self {
        let mut scene = Self::right();
        change(&mut scene);
        scene
    }

    pub(super) fn failed_at(&mut self, seconds: i64, blame: Blame) {
        self.info.last_error_date = Some(at(seconds).timestamp());
        self.info.last_error_message = Some("Connection refused".into());
        self.blame = blame;
    }

    pub(super) fn decide(&self) -> Decision {
        let desired = Desired {
            bot: self.bot,
            registered: self.registered.as_deref(),
            public_base: self.base,
            rules: Rules::for_environment(&Environment::Cloud),
            auto_refresh: self.auto_refresh,
            paused: self.paused,
        };
        let seen = Seen {
            info: &self.info,
            blame: self.blame,
            registered_at: self.registered_at,
            last_success_at: self.last_success_at,
        };
        let observed = self
            .error
            .as_ref()
            .map_or(Observed::Answered(seen), Observed::Failed);
        decide(&desired, &observed, &self.memory, &self.policy, self.now)
    }

    /// Decides, remembers, and registers where that is decided; Telegram obeys.
    pub(super) fn step(&mut self) -> Decision {
        let decision = self.decide();
        self.memory = decision.memory.clone();
        if let Some(cause) = decision.register {
            let url = webhook_url(self.base.unwrap(), self.bot);
            self.memory.registered(cause, &url, self.now);
            self.registered = Some(url.clone());
            self.registered_at = Some(self.now);
            self.info = WebhookInfo {
                url,
                pending_update_count: self.info.pending_update_count,
                ..WebhookInfo::default()
            };
        }
        decision
    }

    pub(super) fn pass(&mut self, span: TimeDelta) {
        self.now += span;
    }
}

pub(super) fn kinds(decision: &Decision) -> Vec<EventKind> {
    decision.entries.iter().map(|entry| entry.kind).collect()
}

pub(super) fn error(code: Code) -> Error {
    Error::new(code, "It failed.", "Try again.")
}
