//! The switches and the button.

use super::*;
use hookbay_engine::api::types::{WatchBot, WebhookOwner};

fn watch(bot: &Pair, auto_refresh: Option<bool>, paused: Option<bool>) -> WatchBot {
    WatchBot {
        bot_id: bot.id,
        auto_refresh,
        paused,
    }
}

fn calls(rig: &Rig, bot: &Pair) -> usize {
    rig.telegram.control().calls(&bot.token).unwrap().len()
}

#[tokio::test]
async fn a_paused_bot_is_left_alone_and_looked_after_again_when_resumed() {
    let rig = Rig::online(quick()).await;
    let bot = rig.listening().await;
    let other = rig.listening().await;
    let view = rig.app.watch_bot(watch(&bot, None, Some(true))).await;
    let view = view.unwrap();
    assert!(view.watch.paused && view.watch.standing == Standing::Paused);
    // Waits for the turn of a check that began before.
    rig.app.refresh_webhook(bot.id).await.unwrap();
    rig.call(&bot, "deleteWebhook", json!({})).await;
    let before = calls(&rig, &bot);
    // Another bot's checks are the clock.
    let checked = calls(&rig, &other);
    eventually("others are looked at", || async {
        (calls(&rig, &other) >= checked + 4).then_some(())
    })
    .await;
    // A check that ran while it was paused may have ended since.
    assert!(calls(&rig, &bot) <= before + 1);
    assert_eq!(rig.registered_url(&bot).await, "");

    rig.app
        .watch_bot(watch(&bot, None, Some(false)))
        .await
        .unwrap();
    rig.told(&bot, EventKind::RemovedElsewhere).await;
    rig.stands(&bot, "right", |standing| *standing == Standing::Right)
        .await;
    assert_ne!(rig.registered_url(&bot).await, "");
    rig.told(&bot, EventKind::Paused).await;
    rig.told(&bot, EventKind::Resumed).await;
}

#[tokio::test]
async fn without_auto_refresh_it_reports_only_and_the_button_repairs() {
    let rig = Rig::online(quick()).await;
    let bot = rig.listening().await;
    let off = rig.app.watch_bot(watch(&bot, Some(false), None)).await;
    assert!(!off.unwrap().watch.auto_refresh);
    // Waits for the turn of a check that began before.
    rig.app.refresh_webhook(bot.id).await.unwrap();
    rig.call(&bot, "deleteWebhook", json!({})).await;
    let cause = Cause::UrlMissing;
    let reports = |standing: &Standing| *standing == Standing::ReportOnly { cause };
    rig.stands(&bot, "reported", reports).await;
    assert_eq!(rig.registered_url(&bot).await, "");

    let view = rig.app.refresh_webhook(bot.id).await.unwrap();
    assert_eq!(view.owner, WebhookOwner::Ours);
    assert_eq!(rig.view(&bot).await.watch.standing, Standing::Right);
    let expected = [
        (EventKind::RemovedElsewhere, None),
        (EventKind::Registered, Some(cause)),
    ];
    assert_eq!(rig.story(&bot).await, expected);
    rig.told(&bot, EventKind::AutoRefreshOff).await;
}

#[tokio::test]
async fn the_button_waits_for_nothing() {
    let rig = Rig::online(calm()).await;
    let bot = rig.listening().await;
    for _ in 0..2 {
        rig.call(&bot, "deleteWebhook", json!({})).await;
        let view = rig.app.refresh_webhook(bot.id).await.unwrap();
        assert_eq!(view.owner, WebhookOwner::Ours);
    }
    let told = rig.story(&bot).await;
    let registered = told.iter().filter(|told| told.0 == EventKind::Registered);
    assert_eq!(registered.count(), 2);
}

#[tokio::test]
async fn another_interval_counts_at_once() {
    let rig = Rig::online(calm()).await;
    let bot = rig.listening().await;
    rig.call(&bot, "deleteWebhook", json!({})).await;
    rig.app.set_policy(quick());
    rig.registered_for(&bot, Cause::UrlMissing).await;
    eventually("it is set", || async {
        (!rig.registered_url(&bot).await.is_empty()).then_some(())
    })
    .await;
}

#[tokio::test]
async fn looking_at_the_status_repairs_nothing() {
    let rig = Rig::online(calm()).await;
    let bot = rig.listening().await;
    rig.call(&bot, "deleteWebhook", json!({})).await;
    let view = rig.app.webhook_status(bot.id).await.unwrap();
    assert_eq!(view.owner, WebhookOwner::None);
    let cause = Cause::UrlMissing;
    let waits = |standing: &Standing| matches!(standing, Standing::Waiting { cause: because, .. } if *because == cause);
    rig.stands(&bot, "waiting", waits).await;
    assert_eq!(rig.registered_url(&bot).await, "");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_check_never_meets_an_operation_of_the_users() {
    let load = LoadOptions {
        delay: Duration::from_millis(10),
        ..LoadOptions::default()
    };
    let policy = Policy {
        check_interval: chrono::TimeDelta::milliseconds(10),
        ..quick()
    };
    let rig = Rig::under(policy, load).await;
    rig.connect().await;
    let bot = rig.listening().await;
    let (before, asked) = (rig.telegram.load().calls, std::cell::Cell::new(0));
    eventually("checks run beside", || async {
        let view = rig.app.webhook_status(bot.id).await.unwrap();
        assert_eq!(view.owner, WebhookOwner::Ours);
        asked.set(asked.get() + 1);
        let besides = rig.telegram.load().calls - before - asked.get();
        (asked.get() >= 20 && besides >= 20).then_some(())
    })
    .await;
    let load = rig.telegram.load();
    assert_eq!(load.most_at_once, 1, "{load:?}");
}
