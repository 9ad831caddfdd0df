//! setWebhook and deleteWebhook.
//!
//! Replacing is not atomic: the old webhook is gone before the new URL is looked at, so a refused
//! URL leaves the bot with none. While its name is looked up a new one is pending, see
//! [`super::install`]: it excludes getUpdates already, and the next call takes its place.

use std::sync::Arc;

use bytes::Bytes;
use chrono::TimeDelta;

use super::{conflict, install};
use crate::telegram::answer::Answer;
use crate::telegram::bot::{Bot, Settings};
use crate::telegram::params::Params;
use crate::telegram::world::World;

/// What the caller asks for.
#[derive(Debug)]
pub struct Wanted {
    /// What the webhook will be.
    pub settings: Settings,
    /// The uploaded certificate.
    pub certificate: Option<Bytes>,
    /// The parameter as it came, for it counts only once the URL is accepted.
    pub allowed_updates: Option<String>,
    drop_pending: bool,
}

/// Sets the webhook to `url`, or removes it when that is empty.
pub async fn set(world: &Arc<World>, token: &str, params: &Params, url: &str) -> Answer {
    let removing = url.is_empty();
    let wanted = wanted(params, url, world.rules.local);
    let now = world.clock.now();
    let begun = world.change_bot(token, |bot| {
        if !removing {
            if bot.next_webhook_change.is_some_and(|next| now < next) {
                return Err(Answer::too_many_requests(1));
            }
            bot.next_webhook_change = Some(now + TimeDelta::seconds(1));
        }
        if bot.pending_webhook.is_none() && is_same(bot, &wanted) {
            bot.set_allowed(wanted.allowed_updates.as_deref());
            return Err(Answer::done(if removing {
                "Webhook is already deleted"
            } else {
                "Webhook is already set"
            }));
        }
        let had_one = bot.end_webhook();
        if wanted.drop_pending {
            bot.pending.clear();
        }
        if removing {
            return Err(Answer::done(if had_one {
                "Webhook was deleted"
            } else {
                "Webhook is already deleted"
            }));
        }
        bot.end_poll(409, "Conflict: terminated by setWebhook request");
        bot.pending_webhook = Some(wanted.settings.clone());
        Ok(bot.webhook_changes)
    });
    let change = match begun {
        None => return Answer::error(401, "Unauthorized"),
        Some(Err(answer)) => return answer,
        Some(Ok(change)) => change,
    };
    // A task of its own: the caller may hang up, and the webhook is set all the same.
    let (shared, whose) = (Arc::clone(world), token.to_owned());
    let installing = tokio::spawn(install::run(shared, whose, wanted, change));
    match installing.await {
        Ok(Ok(())) => Answer::done("Webhook was set"),
        Ok(Err(install::Refused::Replaced)) => {
            conflict(world, token, "Conflict: terminated by other setWebhook").await
        }
        Ok(Err(install::Refused::With(answer))) => answer,
        Err(_) => Answer::error(500, "Internal Server Error: restart"),
    }
}

fn wanted(params: &Params, url: &str, local: bool) -> Wanted {
    // What removes a webhook says nothing about one.
    let text = |name: &str| match url {
        "" => "",
        _ => params.text(name),
    };
    let certificate = params.file("certificate").filter(|_| !url.is_empty());
    let ip = text("ip_address");
    Wanted {
        settings: Settings {
            url: url.to_owned(),
            secret: text("secret_token").to_owned(),
            max_connections: max_connections(params, local),
            fixed_ip: (!ip.is_empty()).then(|| ip.to_owned()),
            has_certificate: certificate.is_some(),
        },
        certificate: certificate.map(|file| file.data.clone()),
        allowed_updates: params.get("allowed_updates").map(str::to_owned),
        drop_pending: params.is_true("drop_pending_updates"),
    }
}

fn is_same(bot: &Bot, wanted: &Wanted) -> bool {
    if wanted.drop_pending || wanted.settings.has_certificate {
        return false;
    }
    match &bot.webhook {
        None => wanted.settings.url.is_empty(),
        Some(webhook) => webhook.settings == wanted.settings,
    }
}

fn max_connections(params: &Params, local: bool) -> u32 {
    let (default, highest) = if local { (100, 100_000) } else { (40, 100) };
    let asked = params.number("max_connections").unwrap_or(default);
    u32::try_from(asked.clamp(1, highest)).unwrap_or(1)
}
