//! A run that ended without a quit.

use super::{House, consent, full, json};
use crate::fixture::eventually;
use hookbay_engine::api::types::{LeaseState, WebhookOwner};
use hookbay_sandbox::telegram::control::{Fault, FaultOrder};

#[tokio::test]
async fn after_a_crash_theirs_is_back_with_all_that_was_kept() {
    let mut house = House::new().await;
    let bot = house.bot().await;
    let mut webhook = full();
    webhook["url"] = json!(format!("https://127.0.0.1:8443/hook/{}", bot.token));
    let theirs = house.theirs(&bot, webhook).await;
    house.set(&bot, Some(consent())).await.unwrap();
    house.crash().await;
    assert!(bot.is_ours(&house.info(&bot).await));

    house.start().await;
    house.is_back(&bot, &theirs).await;
    eventually("the lease has ended", || async {
        house.view(&bot).await.lease.is_none().then_some(())
    })
    .await;
    assert_eq!(house.events(&bot)[1..], ["lease_returned by crash"]);
    assert_eq!(house.wanted(&bot), None);
    // It is there to be taken again, and asked about again.
    let seen = house.app().webhook_status(bot.id).await.unwrap();
    assert_eq!(seen.owner, WebhookOwner::Foreign);
    house.set(&bot, None).await.unwrap_err();
    house.set(&bot, Some(consent())).await.unwrap();
    assert_eq!(
        house.view(&bot).await.lease.unwrap().state,
        LeaseState::Held
    );
}

#[tokio::test]
async fn after_a_crash_between_the_two_steps_nothing_is_set_twice() {
    let mut house = House::new().await;
    let bot = house.bot().await;
    let theirs = house.theirs(&bot, full()).await;
    // The lease is written, and Telegram is not heard of any more.
    let silent = json!({ "fault": "slow", "milliseconds": 25_000 });
    house.fault(&bot, "setWebhook", silent).await;
    let (app, id) = (house.app().clone(), bot.id);
    let input = hookbay_engine::api::types::SetWebhook {
        take_over: Some(consent()),
        ..crate::fixture::set(id)
    };
    let (runtime, _) = house.running.as_ref().unwrap();
    runtime.spawn(async move { app.set_webhook(input).await });
    eventually("the lease is written", || async {
        house.view(&bot).await.lease.map(drop)
    })
    .await;
    house.crash().await;
    house.start().await;
    eventually("the lease has ended", || async {
        house.view(&bot).await.lease.is_none().then_some(())
    })
    .await;
    assert_eq!(house.info(&bot).await, theirs);
    assert_eq!(house.events(&bot), ["lease_returned by crash"]);
}

#[tokio::test]
async fn after_a_crash_a_lease_that_is_to_be_left_is_held_on() {
    let mut house = House::new().await;
    house.at_quit("leave").await;
    let bot = house.bot().await;
    house.theirs(&bot, full()).await;
    house.set(&bot, Some(consent())).await.unwrap();
    house.only_report(&bot).await;
    house.crash().await;
    house.start().await;
    assert_eq!(
        house.view(&bot).await.lease.unwrap().state,
        LeaseState::Held
    );
    assert!(house.wanted(&bot).is_some() && bot.is_ours(&house.info(&bot).await));
}

#[tokio::test]
async fn what_the_new_run_has_taken_again_is_not_put_back() {
    let mut house = House::new().await;
    let (again, other) = (house.bot().await, house.bot().await);
    for bot in [&again, &other] {
        house.theirs(bot, full()).await;
        house.set(bot, Some(consent())).await.unwrap();
    }
    let theirs = json!("https://127.0.0.1:8443/their-bot?v=2");
    house.crash().await;
    // Every try of the new run fails for both, until this test has it otherwise.
    let failing = json!({ "fault": "server_error", "calls": 10_000 });
    for bot in [&again, &other] {
        house.fault(bot, "getWebhookInfo", failing.clone()).await;
    }
    house.start().await;
    eventually("the first try has failed", || async {
        let failed = |bot| house.events(bot).len() >= 2;
        (failed(&again) && failed(&other)).then_some(())
    })
    .await;
    // It takes so long that the next try finds a lease to return, and waits for its turn.
    let control = house.telegram.control();
    for bot in [&again, &other] {
        control.clear_faults(&bot.token).unwrap();
    }
    let slow = FaultOrder {
        fault: Fault::Slow {
            milliseconds: 4_000,
        },
        calls: 1,
        method: Some("setWebhook".into()),
    };
    control.add_fault(&again.token, slow).unwrap();
    house.set(&again, None).await.unwrap();
    eventually("the other one is back", || async {
        (house.info(&other).await["url"] == theirs).then_some(())
    })
    .await;
    // Whoever asks now has waited for that turn to end.
    let seen = house.app().webhook_status(again.id).await.unwrap();
    assert_eq!(seen.owner, WebhookOwner::Ours);
    assert!(again.is_ours(&house.info(&again).await));
    assert_eq!(
        house.view(&again).await.lease.unwrap().state,
        LeaseState::Held
    );
    house.app().give_back(again.id).await.unwrap();
    assert_eq!(house.info(&again).await["url"], theirs);
}
