//! What was saved from the window, by setting.

use super::setting::SettingName;
use super::tunnel::{TunnelKind, TunnelSettings};
use std::collections::HashMap;

/// The saved settings. Those of the way to the public URL are the tunnel's own, which the tunnel's
/// page saves as well.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Saved {
    /// The way.
    pub tunnel: TunnelSettings,
    /// The rest, as written.
    pub rest: HashMap<SettingName, String>,
}

impl Saved {
    /// A setting as written; `None` where it was never saved.
    pub fn text(&self, name: SettingName) -> Option<String> {
        let text = match name {
            SettingName::UseNgrok => match self.tunnel.kind {
                TunnelKind::None => None,
                TunnelKind::Ngrok => Some("true".to_owned()),
                TunnelKind::Domain => Some("false".to_owned()),
            },
            SettingName::NgrokPort => self.tunnel.port.map(|port| port.to_string()),
            SettingName::WebhookDomain => self.tunnel.webhook_domain.clone(),
            SettingName::NgrokDomain => self.tunnel.ngrok_domain.clone(),
            // In the keyring.
            SettingName::NgrokAuthtoken => None,
            _ => self.rest.get(&name).cloned(),
        };
        text.filter(|text| !text.trim().is_empty())
    }

    /// Another value, which is of its form, or none.
    pub fn set(&mut self, name: SettingName, text: Option<String>) {
        match name {
            SettingName::UseNgrok => {
                let wants_ngrok =
                    text.is_some_and(|text| super::forms::flag(&text).unwrap_or(false));
                self.tunnel.kind = if wants_ngrok {
                    TunnelKind::Ngrok
                } else {
                    self.domain_or_none()
                };
            }
            SettingName::WebhookDomain => {
                self.tunnel.webhook_domain = text;
                if self.tunnel.kind != TunnelKind::Ngrok {
                    self.tunnel.kind = self.domain_or_none();
                }
            }
            SettingName::NgrokPort => {
                self.tunnel.port = text.and_then(|text| text.trim().parse().ok());
            }
            SettingName::NgrokDomain => self.tunnel.ngrok_domain = text,
            SettingName::NgrokAuthtoken => {}
            _ => {
                match text {
                    Some(text) => self.rest.insert(name, text),
                    None => self.rest.remove(&name),
                };
            }
        }
    }

    /// As the table has it: a domain and no ngrok is the domain.
    fn domain_or_none(&self) -> TunnelKind {
        match self.text(SettingName::WebhookDomain) {
            Some(_) => TunnelKind::Domain,
            None => TunnelKind::None,
        }
    }
}
