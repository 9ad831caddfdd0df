//! Somebody else's webhook that ours takes the place of, until it is put back.

use crate::domain::token::mask_tokens;
use crate::domain::webhook::WebhookInfo;
use crate::secret::Secret;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Where a lease is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum LeaseState {
    /// Ours is in the place of theirs.
    Held,
    /// Theirs is to be put back, and could not be yet.
    Returning,
}

/// The user agrees that somebody else's webhook is taken the place of. Telegram reveals neither its
/// secret token nor its certificate: what is left out here is lost when it is put back.
#[derive(Debug, Clone, Default, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct TakeOver {
    /// Their secret token.
    #[ts(type = "string | null")]
    pub secret_token: Option<Secret>,
    /// Their certificate, as PEM text.
    pub certificate_pem: Option<String>,
}

/// A lease as stored: nothing in it is secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lease {
    /// When.
    pub taken_at: DateTime<Utc>,
    /// Theirs as it may be shown; the whole URL is in the keyring.
    pub url: String,
    /// Theirs.
    pub max_connections: Option<u32>,
    /// Theirs; `None` is Telegram's default set.
    pub allowed_updates: Option<Vec<String>>,
    /// The address that Telegram delivered to. Whether it was a fixed one, Telegram does not say.
    pub ip_address: Option<String>,
    /// Whether theirs had a certificate.
    pub has_custom_certificate: bool,
    /// The certificate, where the user supplied it: public by nature.
    pub certificate_pem: Option<String>,
    /// Where it is in its life.
    pub state: LeaseState,
}

impl Lease {
    /// A lease of the webhook that Telegram tells of.
    pub fn of(info: &WebhookInfo, taken_at: DateTime<Utc>) -> Self {
        Self {
            taken_at,
            url: shown_url(&info.url),
            max_connections: info.max_connections,
            allowed_updates: info.allowed_updates.clone(),
            ip_address: info.ip_address.clone(),
            has_custom_certificate: info.has_custom_certificate,
            certificate_pem: None,
            state: LeaseState::Held,
        }
    }

    /// What theirs is put back without, if anything.
    pub fn lost(&self, secret_token_kept: bool) -> Option<&'static str> {
        let certificate_lost = self.has_custom_certificate && self.certificate_pem.is_none();
        match (secret_token_kept, certificate_lost) {
            (true, false) => None,
            (false, false) => Some("its secret token, if it had one"),
            (true, true) => Some("its certificate"),
            (false, true) => Some("its certificate, and its secret token if it had one"),
        }
    }
}

/// A URL as it may be kept and shown: without the tokens in it, and without a login before its host.
pub fn shown_url(url: &str) -> String {
    let start = url.find("://").map_or(0, |at| at + 3);
    let (scheme, rest) = url.split_at(start);
    let authority = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    match rest[..authority].rfind('@') {
        Some(at) => mask_tokens(&format!("{scheme}••••{}", &rest[at..])),
        None => mask_tokens(url),
    }
}

/// Where a URL leads, as a person names it: the host, with a port that is not the usual one.
pub fn host_of(url: &str) -> String {
    let full = if url.contains("://") {
        url.to_owned()
    } else {
        format!("https://{url}")
    };
    let parsed = url::Url::parse(&full).ok();
    let host = parsed.as_ref().and_then(|url| {
        let host = url.host_str()?;
        Some(
            url.port()
                .map_or_else(|| host.to_owned(), |port| format!("{host}:{port}")),
        )
    });
    host.unwrap_or_else(|| "an address that is no URL".to_owned())
}

#[cfg(test)]
mod tests {
    use super::{Lease, host_of, shown_url};
    use crate::domain::webhook::WebhookInfo;
    use chrono::Utc;

    #[test]
    fn a_url_is_shown_without_what_is_secret_in_it() {
        let token = format!("42:{}", "s".repeat(35));
        for (url, shown) in [
            (
                "https://a.example/hook?x=1@2",
                "https://a.example/hook?x=1@2",
            ),
            ("https://ann:pw@a.example/h", "https://••••@a.example/h"),
            ("https://ann:p@w@a.example", "https://••••@a.example"),
            ("ann:pw@a.example/h", "••••@a.example/h"),
            (
                &format!("https://ann:pw@a/{token}"),
                "https://••••@a/42:••••",
            ),
            ("", ""),
        ] {
            assert_eq!(shown_url(url), shown, "{url}");
        }
    }

    #[test]
    fn a_host_is_named_with_its_port() {
        assert_eq!(host_of("https://ann:pw@a.example:8443/x"), "a.example:8443");
        assert_eq!(host_of("a.example/x"), "a.example");
        assert_eq!(host_of("https://"), "an address that is no URL");
    }

    #[test]
    fn says_what_is_lost() {
        let info = WebhookInfo {
            has_custom_certificate: true,
            ..WebhookInfo::default()
        };
        let mut lease = Lease::of(&info, Utc::now());
        let certificate_too = lease.lost(false).unwrap_or_default();
        assert!(certificate_too.contains("certificate") && certificate_too.contains("secret"));
        assert_eq!(lease.lost(true), Some("its certificate"));
        lease.certificate_pem = Some("PEM".into());
        assert_eq!(lease.lost(true), None);
        assert!(
            lease
                .lost(false)
                .is_some_and(|lost| !lost.contains("certificate"))
        );
    }
}
