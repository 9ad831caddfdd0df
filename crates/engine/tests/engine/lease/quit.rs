//! What a quit leaves at Telegram.

use super::{House, consent, full, json};
use hookbay_engine::api::types::LeaseState;
use std::time::{Duration, Instant};

#[tokio::test]
async fn a_quit_puts_theirs_back_and_leaves_ours_alone() {
    let mut house = House::new().await;
    let (leased, own) = (house.bot().await, house.bot().await);
    let theirs = house.theirs(&leased, full()).await;
    house.set(&leased, Some(consent())).await.unwrap();
    house.set(&own, None).await.unwrap();
    house.quit().await;
    assert_eq!(house.info(&leased).await, theirs);
    assert!(own.is_ours(&house.info(&own).await));
    assert_eq!(house.events(&leased)[1..], ["lease_returned by quit"]);
    assert!(house.events(&own).is_empty());

    house.start().await;
    let view = house.view(&leased).await;
    assert_eq!((view.lease, house.wanted(&leased)), (None, None));
}

#[tokio::test]
async fn a_quit_that_deletes_keeps_what_waits_and_what_is_wanted() {
    let mut house = House::new().await;
    house.at_quit("delete").await;
    let (leased, own, moved) = (house.bot().await, house.bot().await, house.bot().await);
    let theirs = house.theirs(&leased, full()).await;
    house.set(&leased, Some(consent())).await.unwrap();
    house.set(&own, None).await.unwrap();
    house.set(&moved, None).await.unwrap();
    let third = house.theirs(&moved, full()).await;
    let control = house.telegram.control();
    control.send_message(&own.token, None, "hello").unwrap();
    house.quit().await;

    assert_eq!(house.info(&leased).await, theirs);
    let info = house.info(&own).await;
    assert_eq!(
        (&info["url"], &info["pending_update_count"]),
        (&json!(""), &json!(1))
    );
    assert!(house.wanted(&own).is_some());
    assert_eq!(house.events(&own), ["deleted by quit"]);
    assert_eq!(house.info(&moved).await, third, "it is not ours to delete");
}

#[tokio::test]
async fn a_quit_deletes_nothing_that_the_next_run_would_not_set_again() {
    let mut house = House::new().await;
    house.at_quit("delete").await;
    let (repaired, reported) = (house.bot().await, house.bot().await);
    house.set(&repaired, None).await.unwrap();
    house.set(&reported, None).await.unwrap();
    house.only_report(&reported).await;
    house.quit().await;
    assert_eq!(house.info(&repaired).await["url"], "");
    assert!(reported.is_ours(&house.info(&reported).await));
}

#[tokio::test]
async fn what_a_quit_deleted_is_set_again_by_the_next_run_and_blamed_on_nobody() {
    let mut house = House::new().await;
    house.at_quit("delete").await;
    let bot = house.bot().await;
    house.set(&bot, None).await.unwrap();
    house.quit().await;
    assert_eq!(house.info(&bot).await["url"], "");
    house.start().await;
    let back = || async { bot.is_ours(&house.info(&bot).await).then_some(()) };
    crate::fixture::eventually("ours is back", back).await;
    assert_eq!(house.removals(&bot), 0);
}

#[tokio::test]
async fn a_quit_that_leaves_touches_nothing_and_the_lease_is_held_on() {
    let mut house = House::new().await;
    house.at_quit("leave").await;
    let bot = house.bot().await;
    house.theirs(&bot, full()).await;
    house.set(&bot, Some(consent())).await.unwrap();
    house.only_report(&bot).await;
    let sets = house.calls(&bot, "setWebhook");
    house.quit().await;
    house.start().await;
    assert!(bot.is_ours(&house.info(&bot).await));
    assert_eq!(house.calls(&bot, "setWebhook"), sets);
    assert_eq!(
        house.view(&bot).await.lease.unwrap().state,
        LeaseState::Held
    );
    assert!(house.wanted(&bot).is_some());
}

#[tokio::test]
async fn what_telegram_refuses_at_the_quit_is_put_back_by_the_next_run() {
    let mut house = House::new().await;
    let bot = house.bot().await;
    let theirs = house.theirs(&bot, full()).await;
    house.set(&bot, Some(consent())).await.unwrap();
    // At the quit, and from the next run on until its first try has failed. A count of calls would
    // not do: the checks of the next run ask as well, and whose call comes first is not said.
    let fault = json!({ "fault": "server_error", "calls": 10_000 });
    house.fault(&bot, "getWebhookInfo", fault).await;
    house.quit().await;
    let state = house
        .database()
        .query_row("SELECT state FROM webhook_lease", [], |row| {
            row.get::<_, String>(0)
        });
    assert_eq!(state.unwrap(), "returning");
    assert_eq!(
        house.wanted(&bot),
        None,
        "nothing registers ours again meanwhile"
    );
    house.start().await;
    let failed = || async {
        let events = house.events(&bot);
        events
            .contains(&"lease_return_failed by crash".to_owned())
            .then_some(())
    };
    crate::fixture::eventually("the next run has tried", failed).await;
    house.telegram.control().clear_faults(&bot.token).unwrap();
    let until = || async { house.view(&bot).await.lease.is_none().then_some(()) };
    crate::fixture::eventually("the lease has ended", until).await;
    assert_eq!(house.info(&bot).await, theirs);
    assert_eq!(
        house.events(&bot)[1..],
        [
            "lease_return_failed by quit",
            "lease_return_failed by crash",
            "lease_returned by crash"
        ]
    );
}

#[tokio::test]
async fn a_quit_does_not_wait_for_a_telegram_that_is_silent() {
    let mut house = House::new().await;
    let bot = house.bot().await;
    let theirs = house.theirs(&bot, full()).await;
    house.set(&bot, Some(consent())).await.unwrap();
    let silent = json!({ "fault": "slow", "milliseconds": 25_000 });
    house.fault(&bot, "getWebhookInfo", silent).await;
    let started = Instant::now();
    house.quit().await;
    assert!(started.elapsed() < Duration::from_secs(20));
    assert_eq!(house.events(&bot)[1..], ["lease_return_failed by quit"]);
    house.start().await;
    house.is_back(&bot, &theirs).await;
}
