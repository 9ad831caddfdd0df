//! The same registration once more, at the present public URL: with the wishes that it was made with
//! and the secret token that is kept, so that nothing that is on its way meets a closed door.
//!
//! Telegram does nothing about a setWebhook that changes nothing: it neither looks the host up again
//! nor forgets its errors. Deleting the webhook first would leave the bot without one for as long as
//! the second call takes, or does not come at all. So where all would be the same, one thing is
//! different: the number of connections, by one ([`Connections`]). It is the only difference that
//! harms nothing: the secret token is known to the local bot, and a fixed address would not be looked
//! up. One call does both, whatever becomes of this app meanwhile.
//!
//! A refusal may leave the bot without a webhook, as with every setWebhook. What was there is then put
//! back ([`put_back`]).

use super::{Target, Webhooks, check, put_back};
use crate::domain::history::Cause;
use crate::domain::public_url::webhook_url;
use crate::domain::token::SecretToken;
use crate::domain::webhook::{WebhookInfo, WebhookOptions};
use crate::error::Result;
use crate::secret::Secret;
use crate::store::Wishes;
use crate::telegram::{Error as TelegramError, SetWebhookRequest};
use crate::vault::Key;

impl Webhooks {
    /// Registers again. `info` is what Telegram said of the webhook until now. Gives the URL.
    pub(super) async fn set_again(
        &self,
        target: &Target<'_>,
        public_base: &str,
        info: &WebhookInfo,
        wishes: Option<Wishes>,
        cause: Cause,
    ) -> Result<String> {
        let url = webhook_url(public_base, target.bot);
        // One that was registered before wishes were written down keeps what Telegram tells of it.
        let wishes = wishes.unwrap_or_else(|| Wishes {
            max_connections: info.max_connections,
            ..Wishes::default()
        });
        let connections = Connections::of(&url, info, &wishes);
        let done = self
            .try_set_again(target, &url, info, &wishes, connections)
            .await;
        let said = connections.said();
        self.record_set(target.bot, url.clone(), wishes, (cause, said), done)
            .await?;
        Ok(url)
    }

    async fn try_set_again(
        &self,
        target: &Target<'_>,
        url: &str,
        info: &WebhookInfo,
        wishes: &Wishes,
        connections: Connections,
    ) -> Result<()> {
        let options = WebhookOptions {
            max_connections: wishes.max_connections,
            allowed_updates: wishes.allowed_updates.clone(),
            ip_address: wishes.ip_address.clone(),
            certificate_pem: wishes.certificate_pem.clone(),
            ..WebhookOptions::default()
        };
        check::options(url, target.rules, &options)?;
        let request = SetWebhookRequest {
            url: url.to_owned(),
            certificate_pem: options.certificate_pem,
            ip_address: options.ip_address,
            max_connections: connections.first(),
            allowed_updates: options.allowed_updates,
            drop_pending_updates: false,
            secret_token: Some(self.kept_secret(target).await?),
        };
        let done = self.set_with(target, &request, connections).await;
        let Err(refused) = done else {
            return Ok(());
        };
        let before = put_back::Before {
            info,
            our_secret: request.secret_token.as_ref(),
            theirs: None,
        };
        let (told, stands) = put_back::after_failure(self, target, before, refused).await;
        // Telegram did what it did not confirm.
        if stands == put_back::Stands::Ours {
            return Ok(());
        }
        Err(told)
    }

    async fn set_with(
        &self,
        target: &Target<'_>,
        request: &SetWebhookRequest,
        connections: Connections,
    ) -> Result<(), TelegramError> {
        put_back::set_patiently(&self.client, target.endpoint, request).await?;
        let Connections::For(_, Some(wish)) = connections else {
            return Ok(());
        };
        let request = SetWebhookRequest {
            max_connections: Some(wish),
            ..request.clone()
        };
        put_back::set_patiently(&self.client, target.endpoint, &request).await
    }

    /// Of two that are accepted, the newer one. Where none is kept, a new one is, before Telegram
    /// knows it.
    async fn kept_secret(&self, target: &Target<'_>) -> Result<Secret> {
        let key = Key::SecretToken(target.bot);
        let kept = self.vault.get(key).await?;
        if let Some(secret) = kept.and_then(|all| all.lines().last()) {
            return Ok(secret);
        }
        let secret = SecretToken::random()?.into_secret();
        self.vault.set(key, secret.clone()).await?;
        Ok(secret)
    }
}

/// Telegram's own numbers where none is asked for: its cloud's, and a local server's.
const DEFAULTS: [u32; 2] = [40, 100];

/// How many connections are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Connections {
    /// As many as are wished for: the registration is a change already.
    Wished(Option<u32>),
    /// This many for the sake of the change, and at once what is wished for where that is one alone:
    /// updates are then to come one after the other.
    For(u32, Option<u32>),
}

impl Connections {
    fn of(url: &str, info: &WebhookInfo, wishes: &Wishes) -> Self {
        let asked = wishes.max_connections;
        let is_change =
            info.url != url || info.has_custom_certificate || wishes.certificate_pem.is_some();
        let Some(now) = info.max_connections.filter(|_| !is_change) else {
            return Self::Wished(asked);
        };
        let is_same = asked.map_or(DEFAULTS.contains(&now), |asked| asked == now);
        match now {
            _ if !is_same => Self::Wished(asked),
            0 | 1 => Self::For(2, Some(1)),
            _ => Self::For(now - 1, None),
        }
    }

    fn first(self) -> Option<u32> {
        match self {
            Self::Wished(wished) => wished,
            Self::For(other, _) => Some(other),
        }
    }

    /// What the history says of it.
    fn said(self) -> Option<String> {
        match self {
            Self::For(other, None) => Some(format!(
                "With {other} connections at the most, one fewer than before: a registration that changes nothing does nothing."
            )),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Connections;
    use crate::domain::webhook::WebhookInfo;
    use crate::store::Wishes;

    #[test]
    fn the_same_registration_differs_by_one_connection() {
        let url = "https://a.example/hook";
        let of = |at: &str, now, wished| {
            let info = WebhookInfo {
                url: at.into(),
                max_connections: Some(now),
                ..WebhookInfo::default()
            };
            let wishes = Wishes {
                max_connections: wished,
                ..Wishes::default()
            };
            Connections::of(url, &info, &wishes)
        };
        let fewer = |other| Connections::For(other, None);
        for (now, wished, expected) in [
            (7, Some(7), fewer(6)),
            (6, Some(7), Connections::Wished(Some(7))),
            (40, None, fewer(39)),
            (39, None, Connections::Wished(None)),
            (100, None, fewer(99)),
            (1, Some(1), Connections::For(2, Some(1))),
        ] {
            assert_eq!(of(url, now, wished), expected, "{now} {wished:?}");
        }
        let elsewhere = of("https://b.example/hook", 7, Some(7));
        assert_eq!(elsewhere, Connections::Wished(Some(7)));
    }
}
