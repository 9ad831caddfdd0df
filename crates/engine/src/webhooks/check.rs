//! What can be known to be wrong before Telegram is asked.

use crate::domain::allowed_updates::KINDS;
use crate::domain::public_url::{self, Rules};
use crate::domain::webhook::WebhookOptions;
use crate::error::{Code, Error, Result};

/// Bot API: setWebhook, `certificate`.
const CERTIFICATE_LIMIT: usize = 3 << 20;

pub(super) fn options(url: &str, rules: Rules, options: &WebhookOptions) -> Result<()> {
    public_url::check(url, rules)?;
    if let Some(connections) = options.max_connections
        && !(1..=100).contains(&connections)
    {
        return Err(invalid(
            format!("Telegram opens 1 to 100 connections, not {connections}."),
            "Choose a number from 1 to 100.",
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
    if let Some(address) = &options.ip_address
        && address.parse::<std::net::Ipv4Addr>().is_err()
    {
        return Err(invalid(
            format!("{address:?} is not an IPv4 address."),
            "Write it as four numbers, such as 203.0.113.7, or leave it empty for DNS.",
        ));
    }
    certificate(options.certificate_pem.as_deref())
}

fn certificate(pem: Option<&str>) -> Result<()> {
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
