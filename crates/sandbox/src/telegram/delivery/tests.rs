//! What only a race shows over sockets: a delivery that ends after its webhook was replaced.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta};

use super::worker::{Done, Failure, Job};
use super::{Delivery, Target, delivery, tls_config};
use crate::telegram::address::{self, Rules};
use crate::telegram::bot::{AbortOnDrop, Bot, Settings, Webhook};
use crate::telegram::clock::Clock;
use crate::telegram::world::World;

const TOKEN: &str = "1:a";

fn world() -> Arc<World> {
    let rules = Rules {
        local: true,
        allow_loopback: true,
        stays_near: false,
    };
    let clock = Clock::manual(DateTime::UNIX_EPOCH + TimeDelta::days(1));
    let world = World::new(clock, rules, Vec::new());
    world.change(|state| {
        let mut bot = Bot::new(1, String::new(), String::new());
        bot.webhook_changes = 2;
        bot.webhook = Some(Webhook {
            settings: Settings {
                url: "http://h/".to_owned(),
                secret: String::new(),
                max_connections: 1,
                fixed_ip: None,
                has_certificate: false,
            },
            ip: "127.0.0.1".to_owned(),
            generation: 2,
            task: AbortOnDrop(tokio::spawn(async {})),
        });
        state.bots.insert(TOKEN.to_owned(), bot);
    });
    Arc::new(world)
}

fn of_generation(world: &Arc<World>, generation: u64) -> Delivery {
    let address = address::parse("http://h/").unwrap();
    let target = Target {
        url: address.url,
        login: String::new(),
        ip: [127, 0, 0, 1].into(),
        fixed_ip: false,
        secret: String::new(),
        max_connections: 1,
    };
    let tls = tls_config(world, None).unwrap();
    delivery(Arc::clone(world), TOKEN.to_owned(), generation, target, tls)
}

/// Tells the delivery of an answer to the bot's one update.
fn answered(delivery: &mut Delivery, code: u16) {
    let now = delivery.world.clock.now();
    delivery.load();
    let lane = delivery.lanes.take(now);
    let Job { lane, update, .. } = lane.unwrap();
    delivery.finish(Done {
        connection: None,
        target: Arc::clone(&delivery.target),
        reply: None,
        job: Some(Job {
            lane,
            update,
            attempt: 1,
        }),
        status: String::new(),
        result: Err(Failure::Status {
            code,
            reason: String::new(),
            retry_after: 0,
        }),
    });
}

#[tokio::test]
async fn a_replaced_delivery_says_nothing_about_the_new_webhook() {
    for (generation, touched) in [(1, false), (2, true)] {
        let world = world();
        let now = world.clock.now();
        world.change_bot(TOKEN, |bot| {
            bot.queue_update("poll", "{}", &serde_json::json!({}), now)
        });
        let mut delivery = of_generation(&world, generation);
        delivery.gone_since = Some(now - TimeDelta::hours(24));
        answered(&mut delivery, 500);
        let error = world.look_at(TOKEN, |bot| bot.last_error.clone());
        assert_eq!(error.flatten().is_some(), touched);

        world.clock.advance(TimeDelta::minutes(1));
        delivery.gone_since = Some(now - TimeDelta::hours(24));
        answered(&mut delivery, 410);
        let removed = world.look_at(TOKEN, |bot| bot.webhook.is_none());
        assert_eq!(removed, Some(touched));
    }
}
