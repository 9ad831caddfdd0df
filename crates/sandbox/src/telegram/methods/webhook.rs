//! setWebhook, deleteWebhook and getWebhookInfo.
//!
//! Replacing is not atomic: the old webhook is gone before the new URL is looked at, so a refused
//! URL leaves the bot with none. Success means that name and address are acceptable; whether
//! anything answers there shows only in getWebhookInfo.

use std::net::IpAddr;
use std::sync::Arc;

use chrono::TimeDelta;
use serde_json::json;

use super::conflict;
use crate::telegram::address::{self, Address};
use crate::telegram::answer::Answer;
use crate::telegram::bot::{Bot, Webhook};
use crate::telegram::delivery;
use crate::telegram::params::Params;
use crate::telegram::update;
use crate::telegram::world::World;

const MAX_CERTIFICATE: usize = 3 << 20;
const MAX_SECRET: usize = 256;

/// What the caller asks for.
struct Wanted<'a> {
    url: &'a str,
    secret: &'a str,
    max_connections: u32,
    fixed_ip: Option<&'a str>,
    certificate: Option<&'a [u8]>,
    drop_pending: bool,
}

/// Sets the webhook to `url`, or removes it when that is empty.
pub async fn set(world: &Arc<World>, token: &str, params: &Params, url: &str) -> Answer {
    let removing = url.is_empty();
    let wanted = Wanted {
        url,
        secret: if removing {
            ""
        } else {
            params.text("secret_token")
        },
        max_connections: max_connections(params, world.rules.local),
        fixed_ip: params
            .get("ip_address")
            .filter(|ip| !ip.is_empty() && !removing),
        certificate: params
            .file("certificate")
            .map(|file| &file[..])
            .filter(|_| !removing),
        drop_pending: params.is_true("drop_pending_updates"),
    };
    let now = world.clock.now();
    let begun = world.change_bot(token, |bot| {
        if !removing {
            if bot.next_webhook_change.is_some_and(|next| now < next) {
                return Err(Answer::too_many_requests(1));
            }
            bot.next_webhook_change = Some(now + TimeDelta::seconds(1));
        }
        bot.webhook_changes += 1;
        let unchanged = is_same(bot, &wanted);
        if unchanged {
            bot.set_allowed(params.get("allowed_updates"));
            return Err(Answer::done(if removing {
                "Webhook is already deleted"
            } else {
                "Webhook is already set"
            }));
        }
        bot.end_poll("Conflict: terminated by setWebhook request");
        bot.webhook = None;
        bot.last_error = None;
        if wanted.drop_pending {
            bot.pending.clear();
        }
        bot.set_allowed(params.get("allowed_updates"));
        Ok(bot.webhook_changes)
    });
    let change = match begun {
        None => return Answer::error(401, "Unauthorized"),
        Some(Err(answer)) => return answer,
        Some(Ok(_)) if removing => return Answer::done("Webhook was deleted"),
        Some(Ok(change)) => change,
    };
    install(world, token, &wanted, change).await
}

async fn install(world: &Arc<World>, token: &str, wanted: &Wanted<'_>, change: u64) -> Answer {
    let bad_webhook = |what: &str| Answer::bad_request(&format!("bad webhook: {what}"));
    let Some(Address { url, login }) = address::parse(wanted.url) else {
        return Answer::bad_request("invalid webhook URL specified");
    };
    if let Err(answer) = check(wanted) {
        return answer;
    }
    if let Err(what) = address::check_url(&url, world.rules) {
        return bad_webhook(&what);
    }
    let superseded = world.until(|state| {
        let changes = state.bots.get(token).map(|bot| bot.webhook_changes);
        (changes != Some(change)).then_some(())
    });
    let resolved = tokio::select! {
        biased;
        () = superseded => {
            return conflict(world, token, "Conflict: terminated by other setWebhook").await;
        }
        resolved = find_address(world, &url, wanted) => resolved,
    };
    let ip = match resolved {
        Ok(ip) => ip,
        Err(what) => return bad_webhook(&what),
    };
    let target = delivery::Target {
        url,
        login,
        ip,
        fixed_ip: wanted.fixed_ip.is_some(),
        secret: wanted.secret.to_owned(),
        max_connections: usize::try_from(wanted.max_connections).unwrap_or(1),
    };
    let Ok(tls) = delivery::tls_config(&world.roots, wanted.certificate) else {
        return bad_webhook("Failed to set custom certificate file");
    };
    let installed = world.change_bot(token, |bot| {
        if bot.webhook_changes != change {
            return false;
        }
        let task = delivery::start(Arc::clone(world), token.to_owned(), target, tls);
        bot.webhook = Some(Webhook {
            url: wanted.url.to_owned(),
            secret: wanted.secret.to_owned(),
            max_connections: wanted.max_connections,
            fixed_ip: wanted.fixed_ip.map(str::to_owned),
            ip: ip.to_string(),
            has_certificate: wanted.certificate.is_some(),
            task,
        });
        true
    });
    if installed == Some(true) {
        Answer::done("Webhook was set")
    } else {
        conflict(world, token, "Conflict: terminated by other setWebhook").await
    }
}

async fn find_address(
    world: &World,
    url: &url::Url,
    wanted: &Wanted<'_>,
) -> Result<IpAddr, String> {
    match wanted.fixed_ip {
        Some(ip) => address::check_fixed(ip, world.rules),
        None => address::resolve(url, world.rules).await,
    }
}

fn check(wanted: &Wanted<'_>) -> Result<(), Answer> {
    if wanted.secret.len() > MAX_SECRET {
        return Err(Answer::bad_request("secret token is too long"));
    }
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    if !wanted.secret.bytes().all(allowed) {
        return Err(Answer::bad_request(
            "secret token contains unallowed characters",
        ));
    }
    let size = wanted.certificate.map_or(0, <[u8]>::len);
    if size > MAX_CERTIFICATE {
        return Err(Answer::bad_request(&format!(
            "certificate size is too big ({size} bytes)"
        )));
    }
    Ok(())
}

fn is_same(bot: &Bot, wanted: &Wanted<'_>) -> bool {
    if wanted.drop_pending || wanted.certificate.is_some() {
        return false;
    }
    match &bot.webhook {
        None => wanted.url.is_empty(),
        Some(webhook) => {
            webhook.url == wanted.url
                && webhook.max_connections == wanted.max_connections
                && webhook.secret == wanted.secret
                && webhook.fixed_ip.as_deref() == wanted.fixed_ip
                && !webhook.has_certificate
        }
    }
}

fn max_connections(params: &Params, local: bool) -> u32 {
    let (default, highest) = if local { (100, 100_000) } else { (40, 100) };
    let asked = params.number("max_connections").unwrap_or(default);
    u32::try_from(asked.clamp(1, highest)).unwrap_or(1)
}

/// getWebhookInfo.
pub fn info(world: &World, token: &str) -> Answer {
    let now = world.clock.now();
    let info = world.look_at(token, |bot| {
        let mut info = json!({
            "url": bot.webhook.as_ref().map_or("", |webhook| &webhook.url),
            "has_custom_certificate": bot.webhook.as_ref().is_some_and(|w| w.has_certificate),
            "pending_update_count": bot.pending.count(now),
        });
        if let Some((at, message)) = &bot.last_error {
            info["last_error_date"] = json!(at.timestamp());
            info["last_error_message"] = json!(message);
        }
        if let Some(webhook) = &bot.webhook {
            info["max_connections"] = json!(webhook.max_connections);
            info["ip_address"] = json!(webhook.ip);
        }
        if bot.allowed != update::default_kinds() {
            info["allowed_updates"] = json!(bot.allowed);
        }
        info
    });
    info.map_or_else(
        || Answer::error(401, "Unauthorized"),
        |info| Answer::ok(&info),
    )
}
