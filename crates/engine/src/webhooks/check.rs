//! What can be known to be wrong before Telegram is asked.

use crate::domain::allowed_updates::KINDS;
use crate::domain::public_url::{self, Rules};
use crate::domain::webhook::WebhookOptions;
use crate::error::{Code, Error, Result};
use std::net::IpAddr;

/// Bot API: setWebhook, `certificate`.
const CERTIFICATE_LIMIT: usize = 3 << 20;

pub(super) fn options(url: &str, rules: Rules, options: &WebhookOptions) -> Result<()> {
    public_url::check(url, rules)?;
    if let Some(connections) = options.max_connections
        && !(1..=rules.most_connections).contains(&connections)
    {
        let most = rules.most_connections;
        return Err(invalid(
            format!("Telegram opens 1 to {most} connections, not {connections}."),
            &format!("Choose a number from 1 to {most}."),
        ));
    }
    let unknown = options
        .allowed_updates
        .iter()
        .flatten()
        .find(|name| !KINDS.iter().any(|kind| kind.name == **name));
    if let Some(name) = unknown {
        return Err(invalid(
            format!("Telegram has no update kind called {name:?} and would ignore it."),
            "Use Telegram's own names, such as message or callback_query.",
        ));
    }
    if let Some(address) = &options.ip_address {
        ip_address(address, rules)?;
    }
    certificate(options.certificate_pem.as_deref())
}

/// A fixed address is checked like one from DNS (Bot API: setWebhook, `ip_address`).
fn ip_address(text: &str, rules: Rules) -> Result<()> {
    let as_numbers = "Write it as four numbers, such as 203.0.113.7, or leave it empty for DNS.";
    match text.parse::<IpAddr>() {
        Err(_) => Err(invalid(
            format!("{text:?} is not an IP address."),
            as_numbers,
        )),
        Ok(_) if !rules.public_addresses_only => Ok(()),
        Ok(IpAddr::V6(address)) => Err(invalid(
            format!("Telegram does not deliver to IPv6 addresses such as {address}."),
            as_numbers,
        )),
        Ok(IpAddr::V4(address)) if public_url::is_reserved(address) => Err(invalid(
            format!("Telegram cannot reach {address}: that address is not a public one."),
            "Give the public address of your domain, or leave it empty for DNS.",
        )),
        Ok(IpAddr::V4(_)) => Ok(()),
    }
}

pub(super) fn certificate(pem: Option<&str>) -> Result<()> {
    let Some(pem) = pem else { return Ok(()) };
    if pem.len() > CERTIFICATE_LIMIT {
        return Err(invalid(
            "The certificate is larger than 3 MiB.",
            "Give the public certificate alone.",
        ));
    }
    if pem.contains("PRIVATE KEY") {
        return Err(invalid(
            "This file holds a private key, which Telegram must not get.",
            "Give the public certificate alone.",
        ));
    }
    if !pem.contains("-----BEGIN CERTIFICATE-----") {
        return Err(invalid(
            "The certificate is not in PEM form.",
            "It begins with -----BEGIN CERTIFICATE-----.",
        ));
    }
    Ok(())
}

fn invalid(message: impl Into<String>, remedy: &str) -> Error {
    Error::new(Code::InvalidInput, message, remedy)
}
