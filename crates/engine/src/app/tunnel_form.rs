//! The tunnel's form: what of it may be saved, beside what the environment says.

use super::App;
use super::settings::saved;
use crate::api::types::{SettingName, TunnelKind, TunnelSettings};
use crate::config::check;
use crate::domain::public_url::check_domain;
use crate::error::{Code, Error, Result};

impl App {
    /// What may be saved of it. What is given from outside stays as it was saved before, and is
    /// refused where it would differ: to save it would change nothing.
    pub(super) async fn unlocked(&self, mut input: TunnelSettings) -> Result<TunnelSettings> {
        let now = self.settings_now();
        let before = saved(&self.shared.store).await?.tunnel;
        let shown = now.tunnel();
        let same = |one: &Option<String>, other: &Option<String>| {
            let plain = |text: &Option<String>| {
                let text = text.as_deref().unwrap_or_default().trim();
                text.trim_start_matches("https://")
                    .trim_end_matches('/')
                    .to_owned()
            };
            plain(one) == plain(other)
        };
        if let Err(locked) = now.unlocked(SettingName::WebhookDomain) {
            if !same(&input.webhook_domain, &shown.webhook_domain) {
                return Err(locked);
            }
            input.webhook_domain = before.webhook_domain;
        }
        if let Err(locked) = now.unlocked(SettingName::NgrokDomain) {
            if !same(&input.ngrok_domain, &shown.ngrok_domain) {
                return Err(locked);
            }
            input.ngrok_domain = before.ngrok_domain;
        }
        if let Err(locked) = now.unlocked(SettingName::NgrokPort) {
            if input.port != shown.port {
                return Err(locked);
            }
            input.port = before.port;
        }
        if let Err(locked) = now.unlocked(SettingName::UseNgrok) {
            let (_, wanted) = self.with_tunnel(input.clone()).await?;
            if wanted.way.kind != input.kind {
                return Err(locked);
            }
            if now.way.kind == input.kind {
                input.kind = before.kind;
            }
        }
        Ok(input)
    }
}

/// Whether the chosen way can be opened at all: the other one's fields are only kept.
pub(super) fn checked(settings: &TunnelSettings) -> Result<()> {
    let text = |text: &Option<String>| text.as_deref().unwrap_or_default().trim().to_owned();
    match settings.kind {
        TunnelKind::None => Ok(()),
        TunnelKind::Domain => {
            check_domain(&text(&settings.webhook_domain))?;
            if settings.port == Some(0) {
                return Err(Error::new(
                    Code::InvalidInput,
                    "Port 0 cannot be forwarded to.",
                    "Choose a port from 1 to 65535, such as 8000.",
                ));
            }
            Ok(())
        }
        TunnelKind::Ngrok => match text(&settings.ngrok_domain) {
            name if name.is_empty() => Ok(()),
            name => check(SettingName::NgrokDomain, &name),
        },
    }
}
