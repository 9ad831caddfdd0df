//! The second half of setWebhook: what is checked once the old webhook is gone, and the start of
//! delivery. Success means that name and address are acceptable; whether anything answers there
//! shows only in getWebhookInfo.

use std::net::IpAddr;
use std::sync::Arc;

use super::webhook::Wanted;
use crate::telegram::address::{self, Address};
use crate::telegram::answer::Answer;
use crate::telegram::bot::Webhook;
use crate::telegram::delivery;
use crate::telegram::world::World;

const MAX_CERTIFICATE: usize = 3 << 20;
const MAX_SECRET: usize = 256;

/// Why a webhook was not set.
#[derive(Debug)]
pub enum Refused {
    /// Another change of the webhook came first.
    Replaced,
    /// For what the answer says.
    With(Answer),
}

fn bad(what: &str) -> Refused {
    Refused::With(Answer::bad_request(what))
}

fn bad_webhook(what: &str) -> Refused {
    bad(&format!("bad webhook: {what}"))
}

/// Checks what is wanted and sets the webhook, unless there was another change since `change`.
pub async fn run(
    world: Arc<World>,
    token: String,
    wanted: Wanted,
    change: u64,
) -> Result<(), Refused> {
    let installed = install(&world, &token, &wanted, change).await;
    world.change_bot(&token, |bot| {
        if bot.webhook_changes == change {
            bot.pending_webhook = None;
        }
    });
    installed
}

async fn install(
    world: &Arc<World>,
    token: &str,
    wanted: &Wanted,
    change: u64,
) -> Result<(), Refused> {
    let Some(Address { url, login }) = address::parse(&wanted.settings.url) else {
        return Err(bad("invalid webhook URL specified"));
    };
    check(wanted)?;
    world.change_bot(token, |bot| {
        bot.set_allowed(wanted.allowed_updates.as_deref());
    });
    address::check_url(&url, world.rules).map_err(|what| bad_webhook(&what))?;
    let replaced = world.until(|state| {
        let bot = state.bots.get(token);
        let current = bot.map(|bot| bot.webhook_changes) == Some(change);
        (state.closed || !current).then_some(())
    });
    let ip = tokio::select! {
        biased;
        () = replaced => return Err(why_replaced(world, token)),
        found = find_address(world, &url, wanted) => found.map_err(|what| bad_webhook(&what))?,
    };
    let target = delivery::Target {
        url,
        login,
        ip,
        fixed_ip: wanted.settings.fixed_ip.is_some(),
        secret: wanted.settings.secret.clone(),
        max_connections: usize::try_from(wanted.settings.max_connections).unwrap_or(1),
    };
    let tls = delivery::tls_config(world, wanted.certificate.as_deref())
        .map_err(|_| bad_webhook("Failed to set custom certificate file"))?;
    let installed = world.change(|state| {
        let bot = state.bots.get_mut(token).filter(|_| !state.closed)?;
        if bot.webhook_changes != change {
            return None;
        }
        let task = delivery::start(Arc::clone(world), token.to_owned(), change, target, tls);
        bot.webhook = Some(Webhook {
            settings: wanted.settings.clone(),
            ip: ip.to_string(),
            generation: change,
            task,
        });
        Some(())
    });
    installed.ok_or_else(|| why_replaced(world, token))
}

fn why_replaced(world: &World, token: &str) -> Refused {
    if world.look(|state| state.closed) {
        return Refused::With(Answer::error(500, "Internal Server Error: restart"));
    }
    match world.look_at(token, |bot| bot.revoked) {
        Some(false) => Refused::Replaced,
        _ => Refused::With(Answer::error(401, "Unauthorized")),
    }
}

async fn find_address(world: &World, url: &url::Url, wanted: &Wanted) -> Result<IpAddr, String> {
    match &wanted.settings.fixed_ip {
        Some(ip) => address::check_fixed(ip, world.rules),
        None => address::resolve(world, url).await,
    }
}

fn check(wanted: &Wanted) -> Result<(), Refused> {
    let secret = &wanted.settings.secret;
    if secret.len() > MAX_SECRET {
        return Err(bad("secret token is too long"));
    }
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    if !secret.bytes().all(allowed) {
        return Err(bad("secret token contains unallowed characters"));
    }
    let size = wanted.certificate.as_ref().map_or(0, |data| data.len());
    if size > MAX_CERTIFICATE {
        return Err(bad(&format!("certificate size is too big ({size} bytes)")));
    }
    Ok(())
}
