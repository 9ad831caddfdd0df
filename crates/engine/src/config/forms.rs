//! The form of each setting: text in, a value or what is wrong with it out.

use super::found::quoted;
use super::setting::SettingName;
use crate::domain::api_root;
use crate::domain::policy::OnQuit;
use crate::domain::public_url::check_domain;
use crate::error::{Code, Error, Result};
use crate::secret::Secret;
use chrono::TimeDelta;
use std::net::{Ipv4Addr, SocketAddr};
use std::ops::RangeInclusive;
use tracing_subscriber::EnvFilter;
use url::{Host, Url};

/// Why a text is not of its form, after a colon, and what to do.
#[derive(Debug)]
pub(super) struct Refused {
    pub why: String,
    pub remedy: String,
}

type Form<T> = Result<T, Refused>;

fn refused<T>(why: &str, remedy: &str) -> Form<T> {
    Err(Refused {
        why: why.to_owned(),
        remedy: remedy.to_owned(),
    })
}

/// Checks what somebody wants to save.
pub fn check(name: SettingName, text: &str) -> Result<()> {
    let outcome = match name {
        SettingName::UseNgrok => flag(text).map(drop),
        SettingName::NgrokAuthtoken => authtoken(text).map(drop),
        SettingName::NgrokPort => port(text).map(drop),
        SettingName::WebhookDomain => domain(text).map(drop),
        SettingName::NgrokDomain => reserved_domain(text).map(drop),
        SettingName::TelegramRoot => root(text).map(drop),
        SettingName::LogLevel => log(text).map(drop),
        SettingName::CheckInterval => seconds(text).map(drop),
        SettingName::PendingThreshold => threshold(text).map(drop),
        SettingName::OnQuit => on_quit(text).map(drop),
        SettingName::Api => api(text).map(drop),
    };
    outcome.map_err(|refused| {
        let (variable, why) = (name.variable(), refused.why);
        let message = if name == SettingName::NgrokAuthtoken {
            format!("{variable} cannot be that: {why}")
        } else {
            format!("{variable} cannot be {}: {why}", quoted(text))
        };
        Error::new(Code::InvalidInput, message, refused.remedy)
    })
}

pub(super) fn flag(text: &str) -> Form<bool> {
    match text.trim().to_ascii_lowercase().as_str() {
        "true" | "1" | "yes" | "on" => Ok(true),
        "false" | "0" | "no" | "off" => Ok(false),
        _ => refused("it is neither true nor false.", "Write true or false."),
    }
}

pub(super) fn authtoken(text: &str) -> Form<Secret> {
    if text.trim().is_empty()
        || text
            .trim()
            .chars()
            .any(|c| c.is_whitespace() || c.is_control())
    {
        return refused(
            "an authtoken is one word.",
            "Copy yours from dashboard.ngrok.com, without anything around it.",
        );
    }
    Ok(Secret::new(text.trim()))
}

pub(super) fn port(text: &str) -> Form<u16> {
    match number(text, &(1..=65_535)).map(u16::try_from) {
        Some(Ok(port)) => Ok(port),
        _ => refused(
            "it is not a port.",
            "Give a number from 1 to 65535, such as 8000.",
        ),
    }
}

pub(super) fn seconds(text: &str) -> Form<TimeDelta> {
    match number(text, &(10..=86_400)) {
        Some(seconds) => Ok(TimeDelta::seconds(seconds)),
        None => refused(
            "it is not a number of seconds that can be waited.",
            "Give whole seconds from 10 to 86400, such as 300 for five minutes.",
        ),
    }
}

pub(super) fn threshold(text: &str) -> Form<i64> {
    match number(text, &(1..=100_000)) {
        Some(updates) => Ok(updates),
        None => refused(
            "it is not a number of updates.",
            "Give a whole number from 1 to 100000, such as 100.",
        ),
    }
}

fn number(text: &str, range: &RangeInclusive<i64>) -> Option<i64> {
    let text = text.trim();
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let number = digits.then(|| text.parse().ok())?;
    number.filter(|number| range.contains(number))
}

pub(super) fn domain(text: &str) -> Form<Url> {
    check_domain(text).map_err(|error| Refused {
        why: lower(&error.message),
        remedy: error.remedy,
    })
}

/// ngrok wants the bare name.
pub(super) fn reserved_domain(text: &str) -> Form<String> {
    let remedy = "Give the name alone, such as calm-otter.ngrok.app.";
    let url = domain(text).map_err(|refused| Refused {
        remedy: remedy.to_owned(),
        ..refused
    })?;
    match (url.host(), url.port()) {
        (Some(Host::Domain(name)), None) => Ok(name.to_owned()),
        (_, Some(_)) => refused("a domain at ngrok has no port.", remedy),
        _ => refused("it is not a name.", remedy),
    }
}

pub(super) fn root(text: &str) -> Form<String> {
    api_root::check(text).map_err(|error| Refused {
        why: lower(&error.message),
        remedy: error.remedy,
    })
}

/// `EnvFilter` would take any lone word as the name of a module, and a typing error as silence.
pub(super) fn log(text: &str) -> Form<String> {
    const LEVELS: [&str; 6] = ["off", "error", "warn", "info", "debug", "trace"];
    let text = text.trim();
    let wrong = || {
        refused(
            "it is not a log level.",
            "Give error, warn, info, debug or trace, or filter words such as warn,hookbay_engine=debug.",
        )
    };
    let is_word = |word: &str| {
        word.contains('=') || LEVELS.iter().any(|level| level.eq_ignore_ascii_case(word))
    };
    let is_filter = text.contains('[') || text.split(',').map(str::trim).all(is_word);
    if !is_filter || EnvFilter::try_new(text).is_err() {
        return wrong();
    }
    Ok(text.to_owned())
}

pub(super) fn on_quit(text: &str) -> Form<OnQuit> {
    match text.trim().to_ascii_lowercase().as_str() {
        "restore" => Ok(OnQuit::Restore),
        "delete" => Ok(OnQuit::Delete),
        "leave" => Ok(OnQuit::Leave),
        _ => refused(
            "it is not one of the three ways to quit.",
            "Write restore, delete or leave.",
        ),
    }
}

/// `None` is off. Port 0 is any free one.
pub(super) fn api(text: &str) -> Form<Option<SocketAddr>> {
    let text = text.trim();
    if text.eq_ignore_ascii_case("off") {
        return Ok(None);
    }
    if let Some(Ok(port)) = text.strip_prefix("localhost:").map(str::parse) {
        return Ok(Some(SocketAddr::from((Ipv4Addr::LOCALHOST, port))));
    }
    match text.parse() {
        Ok(address) => Ok(Some(address)),
        Err(_) => refused(
            "it is not an address with a port.",
            "Give one such as 127.0.0.1:4665, or off.",
        ),
    }
}

/// The beginning of a sentence, to stand after a colon.
fn lower(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(letters).collect()
    })
}

#[cfg(test)]
mod tests;
