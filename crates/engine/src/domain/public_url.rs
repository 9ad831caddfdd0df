//! What a webhook's URL must be. Replacing a webhook is not atomic on Telegram's side: a URL that it
//! refuses leaves the bot with none, so all that can be known here is checked before it is sent.

use crate::domain::{bot::Environment, ids::BotId};
use crate::error::{Code, Error, Result};
use std::net::Ipv4Addr;
use url::{Host, Url};

/// The path of every webhook of ours, before the bot's id.
pub const PATH: &str = "/v1/api/webhooks/telegram/";

/// The ports that Telegram's cloud delivers to.
pub const PORTS: [u16; 4] = [443, 80, 88, 8443];

/// How strict a Bot API server is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rules {
    /// Only `https://`.
    pub https_only: bool,
    /// Only ports 443, 80, 88 and 8443.
    pub telegram_ports_only: bool,
    /// No reserved address, no IPv6 address.
    pub public_addresses_only: bool,
    /// The most that `max_connections` may be (Bot API: setWebhook; a server's `--local`).
    pub most_connections: u32,
}

impl Rules {
    /// The rules of the server that serves a bot. A self-hosted server may run with `--local`, which
    /// lifts all three, and cannot be asked: it decides by itself.
    pub fn for_environment(environment: &Environment) -> Self {
        let strict = match environment {
            Environment::Cloud | Environment::Test => true,
            Environment::SelfHosted { .. } | Environment::Sandbox => false,
        };
        Self {
            https_only: strict,
            telegram_ports_only: strict,
            public_addresses_only: strict,
            most_connections: if strict { 100 } else { 100_000 },
        }
    }
}

/// Checks a webhook's URL before it goes to Telegram. Without a scheme, https is meant.
pub fn check(url: &str, rules: Rules) -> Result<Url> {
    let text = url.trim();
    let parsed = if text.contains("://") {
        Url::parse(text)
    } else {
        Url::parse(&format!("https://{text}"))
    };
    let parsed = parsed.map_err(|error| {
        bad(
            "The webhook URL is not a URL.",
            "Give one like https://bot.example.com.",
        )
        .detail(error)
    })?;
    if !matches!(parsed.scheme(), "http" | "https")
        || (rules.https_only && parsed.scheme() != "https")
    {
        return Err(bad(
            "Telegram delivers to https:// only.",
            "Use an https:// address: a tunnel gives one, or a reverse proxy with a certificate.",
        ));
    }
    if !parsed.username().is_empty() || parsed.password().is_some() {
        return Err(bad(
            "The webhook URL has a user name or password in it.",
            "Take the part before the @ out of the URL; the secret token protects the webhook.",
        ));
    }
    let port = parsed.port_or_known_default().unwrap_or(0);
    if port == 0 || (rules.telegram_ports_only && !PORTS.contains(&port)) {
        return Err(bad(
            format!("Telegram does not deliver to port {port}."),
            "Use port 443, 80, 88 or 8443.",
        ));
    }
    check_host(&parsed, rules)?;
    Ok(parsed)
}

fn check_host(url: &Url, rules: Rules) -> Result<()> {
    let public_name = "Use a public host name: a tunnel gives one.";
    match url.host() {
        None => Err(bad(
            "The webhook URL has no host.",
            "Give one like https://bot.example.com.",
        )),
        Some(_) if !rules.public_addresses_only => Ok(()),
        Some(Host::Ipv6(address)) => Err(bad(
            format!("Telegram does not deliver to IPv6 addresses such as {address}."),
            "Use a host name, or an IPv4 address.",
        )),
        Some(Host::Ipv4(address)) if is_reserved(address) => Err(bad(
            format!("Telegram cannot reach {address}: that address is not a public one."),
            public_name,
        )),
        Some(Host::Domain(name)) if is_localhost(name) => Err(bad(
            format!("Telegram cannot reach {name}: it means this computer only."),
            public_name,
        )),
        Some(_) => Ok(()),
    }
}

/// Whether a name always means this computer.
fn is_localhost(name: &str) -> bool {
    let name = name.trim_end_matches('.');
    name == "localhost" || name.ends_with(".localhost")
}

/// Whether Telegram calls an address reserved (telegram-bot-api: `IPAddress::is_reserved`).
pub fn is_reserved(address: Ipv4Addr) -> bool {
    const RANGES: [([u8; 4], u32); 14] = [
        ([0, 0, 0, 0], 8),
        ([10, 0, 0, 0], 8),
        ([100, 64, 0, 0], 10),
        ([127, 0, 0, 0], 8),
        ([169, 254, 0, 0], 16),
        ([172, 16, 0, 0], 12),
        ([192, 0, 0, 0], 24),
        ([192, 0, 2, 0], 24),
        ([192, 88, 99, 0], 24),
        ([192, 168, 0, 0], 16),
        ([198, 18, 0, 0], 15),
        ([198, 51, 100, 0], 24),
        ([203, 0, 113, 0], 24),
        // 224/4 and 240/4 together.
        ([224, 0, 0, 0], 3),
    ];
    let address = u32::from(address);
    RANGES
        .iter()
        .any(|&(range, bits)| (address ^ u32::from_be_bytes(range)) >> (32 - bits) == 0)
}

/// The webhook's URL of a bot: `<base>/v1/api/webhooks/telegram/<bot_id>`.
pub fn webhook_url(base: &str, bot_id: BotId) -> String {
    format!("{}{PATH}{bot_id}", base.trim_end_matches('/'))
}

/// Whether a URL leads to this bot's webhook at some base of ours.
pub fn is_ours(url: &str, bot_id: BotId) -> bool {
    Url::parse(url)
        .is_ok_and(|url| url.path().strip_prefix(PATH) == Some(bot_id.to_string().as_str()))
}

/// Checks a domain that the user's reverse proxy serves (`WEBHOOK_DOMAIN`): `https://host` and no
/// more. A bare host gets its `https://`.
pub fn check_domain(domain: &str) -> Result<Url> {
    let text = domain.trim();
    let wrong = |message: &str| {
        Err(Error::new(
            Code::InvalidInput,
            message,
            "Give it like https://api.example.com.",
        ))
    };
    if text.is_empty() {
        return wrong("The domain is empty.");
    }
    if text.contains(|character: char| character.is_whitespace() || character.is_control()) {
        return wrong("The domain has a space in it.");
    }
    let full = if text.contains("://") {
        text.to_owned()
    } else {
        format!("https://{text}")
    };
    let Ok(url) = Url::parse(&full) else {
        return wrong("The domain is not a host name.");
    };
    if url.scheme() != "https" {
        return wrong("The domain must begin with https://.");
    }
    if !url.username().is_empty() || url.password().is_some() {
        return wrong("The domain has a user name or password in it.");
    }
    if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
        return wrong("The domain has a path, and Hookbay adds its own.");
    }
    Ok(url)
}

fn bad(message: impl Into<String>, remedy: &str) -> Error {
    Error::new(Code::BadWebhook, message, remedy)
}

#[cfg(test)]
mod tests;
