//! A lease in the sandbox is like any other.

use super::{Guest, House, consent, full, json};
use crate::fixture::eventually;
use hookbay_engine::api::types::LeaseState;
use hookbay_sandbox::telegram::{Options, Telegram};

async fn sandbox_bot(house: &House) -> Guest {
    let id = house.app().start_sandbox().await.unwrap().id;
    let service = house.config.keyring_service.clone();
    let entry = move || {
        let entry = keyring::Entry::new(&service, &format!("bot/{id}/token"));
        entry.unwrap().get_password().unwrap()
    };
    let token = tokio::task::spawn_blocking(entry).await.unwrap();
    Guest { id, token }
}

#[tokio::test]
async fn in_the_sandbox_a_crash_puts_theirs_back_too() {
    let mut house = House::new().await;
    let bot = sandbox_bot(&house).await;
    let theirs = house.theirs(&bot, full()).await;
    house.set(&bot, None).await.unwrap_err();
    house.set(&bot, Some(consent())).await.unwrap();
    house.crash().await;
    house.start().await;
    house.is_back(&bot, &theirs).await;
    eventually("the lease has ended", || async {
        house.view(&bot).await.lease.is_none().then_some(())
    })
    .await;
}

#[tokio::test]
async fn at_the_start_nothing_is_taken_in_the_sandbox_without_being_asked() {
    let mut house = House::new().await;
    house.at_quit("leave").await;
    let bot = sandbox_bot(&house).await;
    house.set(&bot, None).await.unwrap();
    house.quit().await;
    let moved = house.theirs(&bot, full()).await;
    house.start().await;
    assert_eq!(house.info(&bot).await, moved);
    assert_eq!(house.view(&bot).await.lease, None);
}

#[tokio::test]
async fn what_the_sandbox_forgot_is_not_leased() {
    let mut house = House::new().await;
    house.at_quit("leave").await;
    let bot = sandbox_bot(&house).await;
    house
        .theirs(&bot, json!({ "url": "https://127.0.0.1:8443/h" }))
        .await;
    house.set(&bot, Some(consent())).await.unwrap();
    let lease = house.view(&bot).await.lease.unwrap();
    house.quit().await;
    let fresh = Options {
        local: true,
        ..Options::default()
    };
    house.telegram = Telegram::start(fresh).await.unwrap();
    house.start().await;
    let info = house.info(&bot).await;
    assert!(
        info["url"].as_str().unwrap().ends_with(&bot.id.to_string()),
        "{info}"
    );
    assert_eq!(lease.state, LeaseState::Held);
    assert_eq!(house.view(&bot).await.lease, Some(lease));
}
