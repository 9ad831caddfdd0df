//! getWebhookInfo.

use serde_json::json;

use crate::telegram::answer::Answer;
use crate::telegram::update;
use crate::telegram::world::World;

/// What is known of the webhook; a pending one is shown already.
pub fn info(world: &World, token: &str) -> Answer {
    let now = world.clock.now();
    let info = world.look_at(token, |bot| {
        let set = bot.webhook.as_ref();
        let settings = set.map(|webhook| &webhook.settings);
        let settings = settings.or(bot.pending_webhook.as_ref());
        let mut info = json!({
            "url": settings.map_or("", |settings| &settings.url),
            "has_custom_certificate": settings.is_some_and(|settings| settings.has_certificate),
            "pending_update_count": bot.pending.count(now),
        });
        if let Some((at, message)) = &bot.last_error {
            info["last_error_date"] = json!(at.timestamp());
            info["last_error_message"] = json!(message);
        }
        if let Some(settings) = settings {
            info["max_connections"] = json!(settings.max_connections);
            let ip = set.map(|webhook| &webhook.ip);
            let ip = ip.or(settings.fixed_ip.as_ref());
            info["ip_address"] = json!(ip.map_or("<unknown>", |ip| ip));
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
