//! Ours is registered once more at the same URL, and this app ends in the middle of it.

use super::{Guest, House, json};
use crate::fixture::eventually;
use hookbay_engine::domain::ids::BotId;

/// A bot whose webhook leads nowhere, so that a registration may cure it, and Telegram silent while
/// the button is pressed.
async fn in_the_middle(house: &House) -> Guest {
    let bot = house.bot().await;
    house.set(&bot, None).await.unwrap();
    house.only_report(&bot).await;
    // A look that began before that ends first: it would still register by itself.
    house.app().refresh_webhook(bot.id).await.unwrap();
    let control = house.telegram.control();
    control
        .send_message(&bot.token, None, "hello")
        .unwrap()
        .unwrap();
    eventually("its delivery fails", || async {
        let answer = house.call(&bot, "getWebhookInfo", json!({})).await;
        answer["result"]["last_error_date"]
            .is_number()
            .then_some(())
    })
    .await;
    let silent = json!({ "fault": "slow", "milliseconds": 25_000 });
    house.fault(&bot, "setWebhook", silent).await;
    let asked = house.calls(&bot, "getWebhookInfo");
    press(house, bot.id);
    // It was asked about, and the next call is under way: the registration.
    eventually("it is being registered", || async {
        let is_asked = house.calls(&bot, "getWebhookInfo") > asked;
        (is_asked && house.telegram.load().at_once == 1).then_some(())
    })
    .await;
    bot
}

fn press(house: &House, bot: BotId) {
    let app = house.app().clone();
    let (runtime, _) = house.running.as_ref().unwrap();
    runtime.spawn(async move { app.refresh_webhook(bot).await });
}

async fn was_never_away(house: &House, bot: &Guest) {
    assert!(bot.is_ours(&house.info(bot).await), "it is gone");
    assert_eq!(house.calls(bot, "deleteWebhook"), 0);
    assert_eq!(house.removals(bot), 0);
}

#[tokio::test]
async fn a_quit_in_between_leaves_it_registered() {
    let mut house = House::new().await;
    let bot = in_the_middle(&house).await;
    house.quit().await;
    was_never_away(&house, &bot).await;
    house.start().await;
    looked_at(&house, &bot).await;
    was_never_away(&house, &bot).await;
}

#[tokio::test]
async fn a_crash_in_between_leaves_it_registered() {
    let mut house = House::new().await;
    let bot = in_the_middle(&house).await;
    house.crash().await;
    was_never_away(&house, &bot).await;
    house.start().await;
    looked_at(&house, &bot).await;
    was_never_away(&house, &bot).await;
}

/// In this run.
async fn looked_at(house: &House, bot: &Guest) {
    eventually("it is looked at", || async {
        house
            .view(bot)
            .await
            .webhook
            .and_then(|webhook| webhook.info)
    })
    .await;
}
