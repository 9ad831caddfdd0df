//! Every setting, resolved.

use super::TunnelKind;
use super::forms;
use super::found::{Found, find};
use super::saved::Saved;
use super::setting::{Origin, SettingName};
use super::sources::Sources;
use super::tunnel::{Route, TunnelSettings};
use super::way::{Decision, Signs, decide};
use crate::domain::policy::{OnQuit, Policy};
use crate::error::{Code, Error, Result};
use crate::secret::Secret;
use chrono::TimeDelta;
use std::net::{Ipv4Addr, SocketAddr};
use url::Url;

/// Telegram's own Bot API.
const CLOUD_ROOT: &str = "https://api.telegram.org";
/// Ours in detail, of others only what is wrong.
const LOG: &str = "warn,hookbay=info,hookbay_engine=info";
const PORT: u16 = 8000;
const API: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 4665);

/// What is in force, each with where it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Whether ngrok is wanted.
    pub use_ngrok: Found<Option<bool>>,
    /// ngrok's authtoken where it is given; a saved one is in the keyring.
    pub ngrok_authtoken: Found<Option<Secret>>,
    /// Where the receiver listens for the user's reverse proxy.
    pub ngrok_port: Found<u16>,
    /// The user's domain.
    pub webhook_domain: Found<Option<Url>>,
    /// A reserved domain at ngrok.
    pub ngrok_domain: Found<Option<String>>,
    /// The root of Telegram's cloud Bot API.
    pub telegram_root: Found<String>,
    /// `tracing`'s filter words.
    pub log: Found<String>,
    /// From one check of a bot to the next.
    pub check_interval: Found<TimeDelta>,
    /// More pending updates than this are too many.
    pub pending_threshold: Found<i64>,
    /// What becomes of leases when the app quits.
    pub on_quit: Found<OnQuit>,
    /// Where the HTTP API listens; `None` for nowhere.
    pub api: Found<Option<SocketAddr>>,
    /// Between ngrok and the domain.
    pub way: Decision,
}

impl Settings {
    /// Looks for each setting in each source.
    pub fn resolve(sources: &Sources, saved: &Saved) -> Self {
        let usual = Policy::default();
        let mut use_ngrok = find(SettingName::UseNgrok, sources, saved, forms::flag);
        let webhook_domain = find(SettingName::WebhookDomain, sources, saved, forms::domain);
        let way = decide(Signs {
            use_ngrok: given(&use_ngrok).map(|(flag, from)| (*flag, from)),
            domain: given(&webhook_domain).map(|(_, from)| from),
            chosen: saved.tunnel.kind,
            saved_domain: webhook_domain.value.is_some(),
        });
        if let (None, Some((_, from))) = (given(&use_ngrok), given(&webhook_domain)) {
            // A given domain decides this as well.
            use_ngrok = Found {
                value: Some(false),
                text: Some("false".into()),
                origin: from.clone(),
                locked: Some(format!(
                    "WEBHOOK_DOMAIN is set {0}, so the domain is used; USE_NGROK=true {0} changes that.",
                    from.place()
                )),
                error: use_ngrok.error,
            };
        }
        Self {
            use_ngrok,
            ngrok_authtoken: find(
                SettingName::NgrokAuthtoken,
                sources,
                saved,
                forms::authtoken,
            ),
            ngrok_port: find(SettingName::NgrokPort, sources, saved, forms::port)
                .or(PORT, &PORT.to_string()),
            webhook_domain,
            ngrok_domain: find(
                SettingName::NgrokDomain,
                sources,
                saved,
                forms::reserved_domain,
            ),
            telegram_root: find(SettingName::TelegramRoot, sources, saved, forms::root)
                .or(CLOUD_ROOT.into(), CLOUD_ROOT),
            log: find(SettingName::LogLevel, sources, saved, forms::log).or(LOG.into(), LOG),
            check_interval: find(SettingName::CheckInterval, sources, saved, forms::seconds).or(
                usual.check_interval,
                &usual.check_interval.num_seconds().to_string(),
            ),
            pending_threshold: find(
                SettingName::PendingThreshold,
                sources,
                saved,
                forms::threshold,
            )
            .or(
                usual.pending_threshold,
                &usual.pending_threshold.to_string(),
            ),
            on_quit: find(SettingName::OnQuit, sources, saved, forms::on_quit)
                .or(OnQuit::default(), "restore"),
            api: find(SettingName::Api, sources, saved, forms::api).or(Some(API), &API.to_string()),
            way,
        }
    }

    /// Every setting as shown, in the order of the page.
    pub fn shown(&self) -> [(SettingName, Found<()>); 11] {
        SettingName::ALL.map(|name| (name, self.shown_as(name)))
    }

    fn shown_as(&self, name: SettingName) -> Found<()> {
        match name {
            SettingName::UseNgrok => self.use_ngrok.shown(),
            SettingName::NgrokAuthtoken => self.ngrok_authtoken.shown(),
            SettingName::NgrokPort => self.ngrok_port.shown(),
            SettingName::WebhookDomain => self.webhook_domain.shown(),
            SettingName::NgrokDomain => self.ngrok_domain.shown(),
            SettingName::TelegramRoot => self.telegram_root.shown(),
            SettingName::LogLevel => self.log.shown(),
            SettingName::CheckInterval => self.check_interval.shown(),
            SettingName::PendingThreshold => self.pending_threshold.shown(),
            SettingName::OnQuit => self.on_quit.shown(),
            SettingName::Api => self.api.shown(),
        }
    }

    /// Refuses to change what is given from outside.
    pub fn unlocked(&self, name: SettingName) -> Result<()> {
        match self.shown_as(name).locked {
            None => Ok(()),
            Some(why) => Err(Error::new(
                Code::InvalidInput,
                why,
                "Change it there and start Hookbay again, or take it out there to set it here.",
            )),
        }
    }

    /// The numbers of the reconciler.
    pub fn policy(&self) -> Policy {
        Policy {
            check_interval: self.check_interval.value,
            pending_threshold: self.pending_threshold.value,
            ..Policy::default()
        }
    }

    /// The way that is in force.
    pub fn route(&self) -> Route {
        match self.way.kind {
            TunnelKind::None => Route::None,
            TunnelKind::Ngrok => Route::Ngrok {
                domain: self.ngrok_domain.value.clone(),
            },
            TunnelKind::Domain => Route::Domain {
                base: self.webhook_domain.value.clone(),
                port: self.ngrok_port.value,
            },
        }
    }

    /// The way and all that belongs to either, as the tunnel's page shows it.
    pub fn tunnel(&self) -> TunnelSettings {
        let port = &self.ngrok_port;
        TunnelSettings {
            kind: self.way.kind,
            ngrok_domain: self.ngrok_domain.text.clone(),
            webhook_domain: self.webhook_domain.text.clone(),
            port: (port.origin != Origin::Default).then_some(port.value),
        }
    }
}

/// A value that is out of the window's reach, with where it is.
fn given<T>(found: &Found<Option<T>>) -> Option<(&T, &Origin)> {
    let value = found.value.as_ref()?;
    found.origin.is_given().then_some((value, &found.origin))
}

#[cfg(test)]
mod tests;
