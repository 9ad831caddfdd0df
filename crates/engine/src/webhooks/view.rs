//! A webhook as shown: Telegram's words, whose it is, and what its last error means.

use crate::domain::ids::BotId;
use crate::domain::lease::shown_url;
use crate::domain::public_url::{is_ours, webhook_url};
use crate::domain::webhook::{Diagnosis, WebhookInfo};
use crate::error::{Error, Result};
use crate::telegram::diagnosis::diagnose;
use chrono::{DateTime, Utc};
use serde::Serialize;
use ts_rs::TS;

/// Whose a webhook is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum WebhookOwner {
    /// There is none.
    None,
    /// It leads to this receiver at its present public URL.
    Ours,
    /// We registered it, but the public URL has changed since.
    OursOutdated,
    /// Somebody else's.
    Foreign,
    /// Telegram could not be asked.
    Unknown,
}

/// A bot's webhook: Telegram's words, and whose it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS, utoipa::ToSchema)]
#[ts(export)]
pub struct WebhookView {
    /// Telegram's answer; `None` when it could not be asked, with `error` saying why.
    pub info: Option<WebhookInfo>,
    /// Whose webhook it is.
    pub owner: WebhookOwner,
    /// The URL that "Set webhook" would register now; `None` while there is no public URL.
    pub desired_url: Option<String>,
    /// When Telegram was asked.
    pub checked_at: DateTime<Utc>,
    /// Why Telegram could not be asked.
    pub error: Option<Error>,
    /// What the last error says and what to do about it.
    pub diagnosis: Option<Diagnosis>,
}

impl WebhookView {
    /// What Telegram said at `checked_at`.
    pub fn new(seen: Seen<'_>, answer: Result<WebhookInfo>, checked_at: DateTime<Utc>) -> Self {
        let (info, error) = match answer {
            Ok(info) => (
                Some(WebhookInfo {
                    url: shown_url(&info.url),
                    ..info
                }),
                None,
            ),
            Err(error) => (None, Some(error)),
        };
        let owner = info
            .as_ref()
            .map_or(WebhookOwner::Unknown, |info| seen.owner(info));
        let diagnosis = info
            .as_ref()
            .and_then(|info| info.last_error_message.as_deref())
            .map(diagnose);
        Self {
            info,
            owner,
            desired_url: seen.desired_url(),
            checked_at,
            error,
            diagnosis,
        }
    }

    /// The same answer of Telegram's, seen from where things are now.
    #[must_use]
    pub fn seen(&self, from: Seen<'_>) -> Self {
        Self {
            owner: self
                .info
                .as_ref()
                .map_or(self.owner, |info| from.owner(info)),
            desired_url: from.desired_url(),
            ..self.clone()
        }
    }

    /// What was known stays known when Telegram cannot be asked again.
    #[must_use]
    pub fn but_now(&self, error: Error) -> Self {
        Self {
            error: Some(error),
            ..self.clone()
        }
    }
}

/// From where a webhook is looked at.
#[derive(Debug, Clone, Copy)]
pub struct Seen<'a> {
    /// Whose webhook it is.
    pub bot: BotId,
    /// The public base, while there is one.
    pub public_base: Option<&'a str>,
    /// What was registered last from here.
    pub registered: Option<&'a str>,
}

impl Seen<'_> {
    fn desired_url(&self) -> Option<String> {
        self.public_base.map(|base| webhook_url(base, self.bot))
    }

    fn owner(&self, info: &WebhookInfo) -> WebhookOwner {
        let desired = self.desired_url();
        // A tunnel that is away has not changed its URL: what was registered still leads here.
        let right = desired.as_deref().or(self.registered);
        if info.url.is_empty() {
            WebhookOwner::None
        } else if right == Some(info.url.as_str()) {
            WebhookOwner::Ours
        } else if is_ours(&info.url, self.bot) {
            WebhookOwner::OursOutdated
        } else {
            WebhookOwner::Foreign
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_whose_it_is() {
        let bot = BotId::random();
        let registered = webhook_url("https://a.example", bot);
        let owner_of = |url: String, public_base: Option<&str>| {
            let info = WebhookInfo {
                url,
                ..WebhookInfo::default()
            };
            let seen = Seen {
                bot,
                public_base,
                registered: Some(&registered),
            };
            WebhookView::new(seen, Ok(info), Utc::now()).owner
        };
        let base = Some("https://a.example");
        assert_eq!(owner_of(String::new(), base), WebhookOwner::None);
        assert_eq!(
            owner_of(webhook_url("https://a.example", bot), base),
            WebhookOwner::Ours
        );
        assert_eq!(
            owner_of(webhook_url("https://b.example", bot), base),
            WebhookOwner::OursOutdated
        );
        assert_eq!(
            owner_of(webhook_url("https://b.example", bot), None),
            WebhookOwner::OursOutdated
        );
        assert_eq!(
            owner_of(webhook_url("https://a.example", bot), None),
            WebhookOwner::Ours,
            "a tunnel that is away has not changed its URL"
        );
        assert_eq!(
            owner_of("https://api.example.com/hook".into(), base),
            WebhookOwner::Foreign
        );
        assert_eq!(
            owner_of(webhook_url("https://a.example", BotId::random()), base),
            WebhookOwner::Foreign
        );
    }
}
