//! A webhook as shown: Telegram's words, whose it is, and what its last error means.

use crate::domain::ids::BotId;
use crate::domain::public_url::{is_ours, webhook_url};
use crate::domain::token::mask_tokens;
use crate::domain::webhook::{Diagnosis, WebhookInfo};
use crate::error::{Error, Result};
use crate::telegram::diagnosis::diagnose;
use chrono::{DateTime, Utc};
use serde::Serialize;
use ts_rs::TS;

/// Whose a webhook is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
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
    /// What Telegram said at `checked_at`, seen from the present public base.
    pub fn new(
        bot: BotId,
        public_base: Option<&str>,
        answer: Result<WebhookInfo>,
        checked_at: DateTime<Utc>,
    ) -> Self {
        let desired_url = public_base.map(|base| webhook_url(base, bot));
        let (info, error) = match answer {
            Ok(info) => (
                Some(WebhookInfo {
                    url: mask_tokens(&info.url),
                    ..info
                }),
                None,
            ),
            Err(error) => (None, Some(error)),
        };
        let owner = info.as_ref().map_or(WebhookOwner::Unknown, |info| {
            owner(info, bot, desired_url.as_deref())
        });
        let diagnosis = info
            .as_ref()
            .and_then(|info| info.last_error_message.as_deref())
            .map(diagnose);
        Self {
            info,
            owner,
            desired_url,
            checked_at,
            error,
            diagnosis,
        }
    }

    /// The same answer of Telegram's, after the public base changed.
    #[must_use]
    pub fn seen_from(&self, bot: BotId, public_base: Option<&str>) -> Self {
        let desired_url = public_base.map(|base| webhook_url(base, bot));
        let owner = self
            .info
            .as_ref()
            .map_or(self.owner, |info| owner(info, bot, desired_url.as_deref()));
        Self {
            owner,
            desired_url,
            ..self.clone()
        }
    }
}

fn owner(info: &WebhookInfo, bot: BotId, desired: Option<&str>) -> WebhookOwner {
    if info.url.is_empty() {
        WebhookOwner::None
    } else if desired == Some(info.url.as_str()) {
        WebhookOwner::Ours
    } else if is_ours(&info.url, bot) {
        WebhookOwner::OursOutdated
    } else {
        WebhookOwner::Foreign
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_whose_it_is() {
        let bot = BotId::random();
        let owner_of = |url: String, base: Option<&str>| {
            let info = WebhookInfo {
                url,
                ..WebhookInfo::default()
            };
            WebhookView::new(bot, base, Ok(info), Utc::now()).owner
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
            owner_of("https://api.example.com/hook".into(), base),
            WebhookOwner::Foreign
        );
        assert_eq!(
            owner_of(webhook_url("https://a.example", BotId::random()), base),
            WebhookOwner::Foreign
        );
    }
}
