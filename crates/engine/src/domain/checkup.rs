//! What the doctor looks at, and how it found it.

use crate::domain::webhook::Mend;
use serde::Serialize;
use ts_rs::TS;

/// How a check ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Finding {
    /// As it should be.
    Good,
    /// It works, but look at it.
    Care,
    /// It does not work.
    Bad,
    /// It could not be checked, or there is nothing to check; the sentence says why.
    Skipped,
}

/// What is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum CheckName {
    /// Telegram accepts the token (getMe).
    Token,
    /// The domain's name leads to a public IPv4 address.
    Dns,
    /// The domain's certificate chain, and when it expires.
    Tls,
    /// The public URL's port is one that Telegram delivers to.
    Port,
    /// The public URL leads to this receiver.
    Path,
    /// The receiver takes the secret token that Telegram was given.
    Secret,
    /// This computer's clock against Telegram's.
    Clock,
    /// The keyring.
    Keyring,
    /// Room where the data is.
    Disk,
    /// What Telegram says of the webhook.
    Webhook,
    /// Whether another program polls with getUpdates.
    Polling,
}

/// One check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Check {
    /// What was checked.
    pub name: CheckName,
    /// How it ended.
    pub finding: Finding,
    /// One sentence: what is true.
    pub sentence: String,
    /// One sentence: what to do, where there is something to do.
    pub fix: Option<String>,
    /// What the app can do about it by itself.
    pub mend: Option<Mend>,
    /// Raw words, copyable.
    pub detail: Option<String>,
    /// How long it took, in milliseconds.
    #[ts(type = "number")]
    pub took_ms: u64,
}

/// How a check ended, before it is known which one it was and how long it took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// How it ended.
    pub finding: Finding,
    /// One sentence: what is true.
    pub sentence: String,
    /// One sentence: what to do.
    pub fix: Option<String>,
    /// What the app can do about it by itself.
    pub mend: Option<Mend>,
    /// Raw words.
    pub detail: Option<String>,
}

impl Verdict {
    fn new(finding: Finding, sentence: impl Into<String>) -> Self {
        Self {
            finding,
            sentence: sentence.into(),
            fix: None,
            mend: None,
            detail: None,
        }
    }

    /// As it should be.
    pub fn good(sentence: impl Into<String>) -> Self {
        Self::new(Finding::Good, sentence)
    }

    /// It works, but look at it.
    pub fn care(sentence: impl Into<String>, fix: impl Into<String>) -> Self {
        Self::new(Finding::Care, sentence).fix(fix)
    }

    /// It does not work.
    pub fn bad(sentence: impl Into<String>, fix: impl Into<String>) -> Self {
        Self::new(Finding::Bad, sentence).fix(fix)
    }

    /// It could not be checked, or there is nothing to check.
    pub fn skipped(sentence: impl Into<String>) -> Self {
        Self::new(Finding::Skipped, sentence)
    }

    fn fix(mut self, fix: impl Into<String>) -> Self {
        self.fix = Some(fix.into());
        self
    }

    /// Adds what the app can do about it.
    #[must_use]
    pub fn mend(mut self, mend: impl Into<Option<Mend>>) -> Self {
        self.mend = mend.into();
        self
    }

    /// Adds the other side's raw words.
    #[must_use]
    pub fn detail(mut self, detail: impl std::fmt::Display) -> Self {
        self.detail = Some(detail.to_string());
        self
    }

    /// The check that ended so.
    pub fn of(self, name: CheckName, took: std::time::Duration) -> Check {
        Check {
            name,
            finding: self.finding,
            sentence: self.sentence,
            fix: self.fix,
            mend: self.mend,
            detail: self.detail,
            took_ms: u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
        }
    }
}
