//! What the local bot answers to Telegram by relay is its own fault, and no registration cures it.

use super::local_bot::{LocalBot, answer};
use super::scene::Scene;
use crate::fixture::eventually;
use hookbay_engine::api::types::{Mode, Standing};

/// Statuses that of a proxy are the way's fault: each of them once, with the same bot.
#[tokio::test]
async fn a_bot_that_refuses_is_said_to_fail_and_not_registered_again() {
    for status in [404, 503] {
        let bot = LocalBot::answering(move |_| answer(status, "text/plain", "no")).await;
        let scene = Scene::with(Mode::Relay, &bot).await;
        scene.say(5, "hello");
        // The bot is blamed by what is written of it, which is after the answer to Telegram.
        scene.attempts_made(1).await;
        // Told once Telegram has tried again, for what arrived in the same second may have been taken.
        eventually("it is said that deliveries fail", || async {
            scene.bench.app.refresh_webhook(scene.bot).await.unwrap();
            let view = scene.bench.app.bot(scene.bot).await.unwrap();
            matches!(view.watch.standing, Standing::DeliveryFails { .. }).then_some(())
        })
        .await;
        let calls = scene.bench.telegram.control().calls(&scene.token).unwrap();
        let set = calls
            .iter()
            .filter(|call| call.method.eq_ignore_ascii_case("setWebhook"));
        assert_eq!(set.count(), 1, "{status}: the user's own");
    }
}
