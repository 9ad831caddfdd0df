//! The user changes how a bot's updates are passed on.

use super::target::{self, Secrets};
use super::{Delivery, request};
use crate::domain::delivery::{Limits, Mode, TargetId};
use crate::domain::ids::BotId;
use crate::domain::token::mask_tokens;
use crate::error::{Code, Error, Result};
use crate::event;
use crate::secret::Secret;
use crate::store::{BotKey, DeliverySetting, StoredTarget};
use crate::vault::Key;
use hyper::header::HeaderValue;
use std::sync::PoisonError;
use url::Url;
use uuid::Uuid;

/// Targets of one bot at the most.
const TARGETS: usize = 8;

/// How a bot's updates are to be passed on from now on.
#[derive(Debug, Clone)]
pub struct Change {
    /// In which way.
    pub mode: Mode,
    /// Within which limits.
    pub limits: Limits,
    /// Where to; those that are not named any more go.
    pub targets: Vec<TargetChange>,
}

/// A target as the user wants it.
#[derive(Debug, Clone)]
pub struct TargetChange {
    /// Which one; none for a new one.
    pub id: Option<TargetId>,
    /// What the user calls it.
    pub name: String,
    /// Where; the masked one leaves it as it is.
    pub url: String,
    /// Whether Telegram gets its answers.
    pub answers: bool,
    /// What the bot expects as its secret token; none leaves it as it is, an empty one removes it.
    pub secret_token: Option<Secret>,
    /// Own headers; a value left out stays as it is.
    pub headers: Vec<(String, Option<Secret>)>,
    /// SHA-256 of a certificate to accept.
    pub certificate: Option<String>,
}

impl Delivery {
    /// Saves a change and does so from now on.
    pub async fn configure(&self, bot: BotId, key: BotKey, change: Change) -> Result<()> {
        let _changing = self.changing.lock().await;
        check(&change)?;
        let (_, before) = self.shared.store.delivery(key).await?;
        let mut targets = Vec::with_capacity(change.targets.len());
        for wanted in &change.targets {
            let known = before.iter().find(|known| Some(known.id) == wanted.id);
            targets.push(self.prepared(wanted, known).await?);
        }
        let setting = DeliverySetting {
            mode: change.mode,
            limits: change.limits,
        };
        // Secrets first: a target in the database without its secrets would be half a target.
        for (stored, secrets) in &targets {
            if stored.has_secrets {
                let text = secrets.text();
                self.shared.vault.set(Key::Target(stored.id), text).await?;
            }
        }
        let stored: Vec<_> = targets.into_iter().map(|(stored, _)| stored).collect();
        let keeps = |id| {
            stored
                .iter()
                .any(|stored: &StoredTarget| stored.id == id && stored.has_secrets)
        };
        let unneeded: Vec<_> = before
            .iter()
            .filter(|before| before.has_secrets && !keeps(before.id))
            .map(|before| before.id)
            .collect();
        self.shared.store.set_delivery(key, setting, stored).await?;
        self.load(bot, key).await?;
        for id in unneeded {
            self.shared.vault.remove(Key::Target(id)).await?;
        }
        self.shared
            .events
            .tell(event::Change::Delivery { bot_id: bot });
        Ok(())
    }

    /// Passes nothing on for a bot that is about to be removed, and forgets its targets' secrets.
    pub async fn forget(&self, key: BotKey) -> Result<()> {
        let _changing = self.changing.lock().await;
        let (_, targets) = self.shared.store.delivery(key).await?;
        for target in targets.iter().filter(|target| target.has_secrets) {
            self.shared.vault.remove(Key::Target(target.id)).await?;
        }
        let of = self
            .bots
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&key);
        for (_, queue) in of.iter().flat_map(|of| &of.targets) {
            queue.stop().await;
        }
        Ok(())
    }

    /// What the user sees of a target's secrets: the names of own headers, and whether there is a
    /// secret token. `None` when the keyring cannot be read.
    pub async fn secrets_of(&self, stored: &StoredTarget) -> Option<Secrets> {
        target::read(&self.shared.vault, stored).await.ok()
    }

    async fn prepared(
        &self,
        wanted: &TargetChange,
        known: Option<&StoredTarget>,
    ) -> Result<(StoredTarget, Secrets)> {
        let before = match known {
            Some(known) => target::read(&self.shared.vault, known)
                .await
                .map_err(target::unreadable)?,
            None => Secrets::default(),
        };
        let url = wanted.url.trim();
        let whole = match known {
            Some(known) if known.url == url => {
                before.url.as_ref().map_or(url, Secret::expose).to_owned()
            }
            _ => url.to_owned(),
        };
        let parsed = address(&whole)?;
        self.refuse_loop(&parsed)?;
        let shown = mask_tokens(parsed.as_str());
        let secrets = Secrets {
            secret_token: match &wanted.secret_token {
                None => before.secret_token.clone(),
                Some(token) if token.expose().is_empty() => None,
                Some(token) => Some(checked_token(token)?),
            },
            headers: headers(&wanted.headers, &before)?,
            url: (shown != parsed.as_str()).then(|| Secret::new(parsed.as_str())),
        };
        let stored = StoredTarget {
            key: 0,
            id: known.map_or_else(|| TargetId(Uuid::new_v4()), |known| known.id),
            name: wanted.name.trim().to_owned(),
            url: shown,
            answers: wanted.answers,
            has_secrets: !secrets.is_empty(),
            certificate: wanted.certificate.as_deref().map(str::to_ascii_lowercase),
        };
        Ok((stored, secrets))
    }

    /// Refuses a path of the receiver's own with a bot of ours in it.
    fn refuse_loop(&self, url: &Url) -> Result<()> {
        let bot = url
            .path_segments()
            .into_iter()
            .flatten()
            .filter_map(|part| part.parse::<BotId>().ok())
            .find(|bot| self.shared.store.key(*bot).is_some());
        if bot.is_some() && url.path().contains("/webhooks/telegram/") {
            let (message, remedy) = crate::domain::trouble::Trouble::Loop.words();
            return Err(refused(message, remedy));
        }
        Ok(())
    }
}

fn refused(message: impl Into<String>, remedy: &str) -> Error {
    Error::new(Code::InvalidInput, message, remedy)
}

fn check(change: &Change) -> Result<()> {
    if change.limits.first_wait_ms > change.limits.longest_wait_ms {
        return Err(refused(
            "The first wait is longer than the longest wait.",
            "Make the first wait shorter, or the longest one longer.",
        ));
    }
    if !change.limits.are_sound() {
        return Err(refused(
            "One of the limits is out of its bounds.",
            "Chats side by side: 1 to 64. Tries: 1 to 100. First wait: 0.01 to 60 s. Longest wait: 0.01 to \
             600 s. Time for an answer: 0.1 to 60 s.",
        ));
    }
    if change.targets.len() > TARGETS {
        return Err(refused(
            format!("A bot has {TARGETS} targets at the most."),
            "Remove one of them.",
        ));
    }
    let answering = change
        .targets
        .iter()
        .filter(|target| target.answers)
        .count();
    if answering != 1 && !change.targets.is_empty() {
        return Err(refused(
            "Exactly one target gives the answers that Telegram gets.",
            "Choose the one that answers; the others get copies.",
        ));
    }
    if change.targets.is_empty() && change.mode != Mode::Record {
        return Err(refused(
            "There is nobody to pass updates on to.",
            "Enter the address that your bot listens on, such as http://localhost:8080/webhook.",
        ));
    }
    Ok(())
}

fn address(text: &str) -> Result<Url> {
    // What was typed is not repeated: it may have a token in it.
    let url = Url::parse(text)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
        .ok_or_else(|| {
            refused(
                "This is not an http:// or https:// address.",
                "Write it as http://localhost:8080/webhook.",
            )
        })?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(refused(
            "A target's address has no user name or password in it.",
            "Add an own header called Authorization instead.",
        ));
    }
    if url.port() == Some(0) {
        return Err(refused(
            "Nothing can listen on port 0.",
            "Enter the port that your bot listens on.",
        ));
    }
    Ok(url)
}

fn checked_token(token: &Secret) -> Result<Secret> {
    let is_sound = (1..=256).contains(&token.expose().len())
        && token
            .expose()
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    if !is_sound {
        return Err(refused(
            "A secret token has 1 to 256 characters of A-Z, a-z, 0-9, _ and -.",
            "Copy it from your bot's settings.",
        ));
    }
    Ok(token.clone())
}

fn headers(wanted: &[(String, Option<Secret>)], before: &Secrets) -> Result<Vec<(String, Secret)>> {
    let mut headers = Vec::with_capacity(wanted.len());
    for (name, value) in wanted {
        let name = name.trim();
        if !request::may_be_own(name) {
            return Err(refused(
                format!("{name:?} cannot be an own header."),
                "Use another name; the secret token has a field of its own.",
            ));
        }
        let known = || {
            let mut known = before.headers.iter();
            known
                .find(|(known, _)| known.eq_ignore_ascii_case(name))
                .map(|(_, value)| value.clone())
        };
        let value = value.clone().or_else(known).ok_or_else(|| {
            refused(
                format!("The own header {name} has no value."),
                "Enter its value.",
            )
        })?;
        if HeaderValue::from_str(value.expose()).is_err() {
            return Err(refused(
                format!(
                    "The value of the own header {name} has characters that a header cannot carry."
                ),
                "Use plain characters on one line.",
            ));
        }
        headers.push((name.to_owned(), value));
    }
    Ok(headers)
}
