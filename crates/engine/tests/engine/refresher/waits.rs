//! A wait that Telegram asks for is kept by everything: the background, the buttons, and the window's
//! look.

use super::*;
use hookbay_engine::api::types::DeleteWebhook;
use hookbay_engine::error::{Code, Result};
use hookbay_sandbox::telegram::control::{Fault, FaultOrder};

/// The next call for this method is refused so.
fn asks_to_wait(rig: &Rig, bot: &Pair, method: &str, retry_after: u32) {
    let order = FaultOrder {
        fault: Fault::TooManyRequests { retry_after },
        calls: 1,
        method: Some(method.into()),
    };
    let done = rig.telegram.control().add_fault(&bot.token, order);
    done.unwrap();
}

fn calls(rig: &Rig, bot: &Pair) -> usize {
    rig.telegram.control().calls(&bot.token).unwrap().len()
}

fn left<T: std::fmt::Debug>(refused: Result<T>) -> u32 {
    let error = refused.unwrap_err();
    assert_eq!(error.code, Code::TooManyRequests, "{error:?}");
    error.retry_after.unwrap()
}

fn delete(bot: &Pair) -> DeleteWebhook {
    DeleteWebhook {
        bot_id: bot.id,
        drop_pending_updates: false,
        delete_foreign: false,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_button_and_no_look_goes_past_a_long_wait() {
    let rig = Rig::online(quick()).await;
    let (bot, other) = (rig.listening().await, rig.listening().await);
    asks_to_wait(&rig, &bot, "getWebhookInfo", 300);
    rig.stands(&bot, "told to wait", |standing| {
        matches!(standing, Standing::CannotAsk { error, .. } if error.retry_after == Some(300))
    })
    .await;
    let before = calls(&rig, &bot);

    let view = rig.app.refresh_webhook(bot.id).await.unwrap();
    assert_eq!(view.error.unwrap().code, Code::TooManyRequests);
    let view = rig.app.webhook_status(bot.id).await.unwrap();
    // What was known is still shown.
    assert!(view.info.is_some());
    assert!((290..=300).contains(&left(view.error.map_or(Ok(()), Err))));
    assert!(left(rig.app.set_webhook(set(bot.id)).await) > 290);
    assert!(left(rig.app.delete_webhook(delete(&bot)).await) > 290);
    let watch = rig.view(&bot).await.watch;
    let Standing::CannotAsk {
        until: Some(until), ..
    } = watch.standing
    else {
        panic!("{:?}", watch.standing);
    };
    let seconds = (until - Utc::now()).num_seconds();
    assert!((280..=300).contains(&seconds), "{seconds}");
    // It is looked at just then.
    let apart = (watch.next_check_at.unwrap() - until).abs();
    assert!(apart < chrono::TimeDelta::seconds(5), "{apart}");
    assert_eq!(calls(&rig, &bot), before, "Telegram was called meanwhile");

    // The wait is this bot's: Telegram has answered for the other one.
    let theirs = calls(&rig, &other);
    rig.app.refresh_webhook(other.id).await.unwrap();
    assert!(calls(&rig, &other) > theirs);
    // The background looked at nothing of it, so that there is one failure to tell of.
    let failed = |entry: &&HistoryEntry| entry.kind == EventKind::CheckFailed;
    assert_eq!(rig.history(&bot).await.iter().filter(failed).count(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_short_wait_is_waited_for_and_the_operation_is_done() {
    let rig = Rig::online(calm()).await;
    let bot = rig.listening().await;
    asks_to_wait(&rig, &bot, "getWebhookInfo", 2);
    rig.app.webhook_status(bot.id).await.unwrap();
    rig.app.delete_webhook(delete(&bot)).await.unwrap();
    let refused = rig.answers(&bot, "getWebhookInfo");
    let refused = refused.iter().find(|(_, status)| *status == 429).unwrap().0;
    let deleted = rig.answers(&bot, "deleteWebhook")[0].0;
    let waited = (deleted - refused).num_milliseconds();
    assert!(waited >= 1_990, "it went after {waited} ms");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_a_wait_that_the_user_met_it_is_looked_at_by_itself() {
    let rig = Rig::online(calm()).await;
    let bot = rig.listening().await;
    // Long enough that the state is seen while it stands.
    asks_to_wait(&rig, &bot, "deleteWebhook", 8);
    assert_eq!(left(rig.app.delete_webhook(delete(&bot)).await), 8);
    rig.stands(&bot, "told to wait", |standing| {
        matches!(standing, Standing::CannotAsk { .. })
    })
    .await;
    let refused = rig.answers(&bot, "deleteWebhook")[0].0;
    let looked = eventually("it is looked at again", || async {
        let looks = rig.answers(&bot, "getWebhookInfo");
        looks.into_iter().map(|(at, _)| at).find(|at| *at > refused)
    })
    .await;
    rig.stands(&bot, "right", |standing| *standing == Standing::Right)
        .await;
    let waited = (looked - refused).num_milliseconds();
    assert!((7_990..20_000).contains(&waited), "{waited} ms");
    assert_eq!(rig.view(&bot).await.webhook.unwrap().error, None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cure_that_is_told_to_wait_leaves_the_webhook_and_comes_at_the_waits_end() {
    let rig = Rig::online(calm()).await;
    let bot = rig.listening().await;
    let url = rig.registered_url(&bot).await;
    // Something wrong with the way there that a registration may cure.
    rig.set_elsewhere(&bot, json!({ "url": url, "secret_token": "another" }))
        .await;
    rig.says(&bot, "refused, then let in");
    eventually("the delivery fails", || async {
        let info = rig.call(&bot, "getWebhookInfo", json!({})).await;
        info["last_error_date"].is_number().then_some(())
    })
    .await;
    asks_to_wait(&rig, &bot, "setWebhook", 5);
    rig.app.refresh_webhook(bot.id).await.unwrap();
    assert_eq!(rig.registered_url(&bot).await, url, "it is gone meanwhile");
    let failed = rig.told(&bot, EventKind::RegisterFailed).await;
    let done = rig.registered_for(&bot, Cause::NewErrors).await;
    let waited = (done.at - failed.at).num_milliseconds();
    assert!((4_900..20_000).contains(&waited), "{waited} ms");
    assert_eq!(rig.answers(&bot, "deleteWebhook"), []);
    rig.received(&bot, 1).await;
    let story = rig.story(&bot).await;
    let removed = |told: &(EventKind, Option<Cause>)| told.0 == EventKind::RemovedElsewhere;
    assert!(!story.iter().any(removed), "{story:?}");
    // The truth about the number of connections.
    assert!(done.message.unwrap().contains("39 connections"));
}
