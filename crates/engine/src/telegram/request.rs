//! What setWebhook is asked.

use crate::secret::Secret;
use reqwest::RequestBuilder;
use reqwest::multipart::{Form, Part};
use serde::Serialize;

/// A setWebhook call (Bot API: setWebhook). What is `None` is not sent.
#[derive(Debug, Clone, Default)]
pub struct SetWebhookRequest {
    /// Where Telegram delivers to; empty removes the webhook.
    pub url: String,
    /// A self-signed certificate to trust, as PEM text.
    pub certificate_pem: Option<String>,
    /// A fixed address instead of DNS.
    pub ip_address: Option<String>,
    /// 1–100.
    pub max_connections: Option<u32>,
    /// Update kinds; `None` keeps the setting, an empty list means the default set.
    pub allowed_updates: Option<Vec<String>>,
    /// Drops what waits at Telegram.
    pub drop_pending_updates: bool,
    /// What Telegram sends along with every update.
    pub secret_token: Option<Secret>,
}

#[derive(Serialize)]
struct Body<'a> {
    url: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    ip_address: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_connections: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    allowed_updates: Option<&'a [String]>,
    drop_pending_updates: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    secret_token: Option<&'a str>,
}

impl SetWebhookRequest {
    /// As JSON, or as multipart where there is a file to send.
    pub(super) fn put_into(&self, request: RequestBuilder) -> RequestBuilder {
        let Some(certificate) = &self.certificate_pem else {
            return request.json(&Body {
                url: &self.url,
                ip_address: self.ip_address.as_deref(),
                max_connections: self.max_connections,
                allowed_updates: self.allowed_updates.as_deref(),
                drop_pending_updates: self.drop_pending_updates,
                secret_token: self.secret_token.as_ref().map(Secret::expose),
            });
        };
        // A part without a file name would count as a text, and Telegram ignores those.
        let file = Part::text(certificate.clone()).file_name("certificate.pem");
        let mut form = Form::new()
            .text("url", self.url.clone())
            .text(
                "drop_pending_updates",
                self.drop_pending_updates.to_string(),
            )
            .part("certificate", file);
        let kinds = self
            .allowed_updates
            .as_ref()
            .map(|kinds| serde_json::json!(kinds).to_string());
        for (name, value) in [
            ("ip_address", self.ip_address.clone()),
            (
                "max_connections",
                self.max_connections.map(|number| number.to_string()),
            ),
            ("allowed_updates", kinds),
            (
                "secret_token",
                self.secret_token
                    .as_ref()
                    .map(|secret| secret.expose().to_owned()),
            ),
        ] {
            if let Some(value) = value {
                form = form.text(name, value);
            }
        }
        request.multipart(form)
    }
}
