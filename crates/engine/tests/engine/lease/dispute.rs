//! The user's answer when another process has moved our webhook.

use super::{Code, Guest, House, Secret, code, consent, full, json, operation};
use crate::fixture::set;
use hookbay_engine::api::types::WebhookOwner;
use reqwest::StatusCode;

#[tokio::test]
async fn taken_back_the_lease_stays_that_of_the_first_webhook() {
    let house = House::new().await;
    let bot = house.bot().await;
    let theirs = house.theirs(&bot, full()).await;
    house.set(&bot, Some(consent())).await.unwrap();
    let lease = house.view(&bot).await.lease;
    house
        .theirs(&bot, json!({ "url": "https://127.0.0.1:88/third" }))
        .await;

    let answer = json!({ "bot_id": bot.id, "answer": "take_back" });
    operation(&house, "settle_dispute", answer).await.unwrap();
    assert!(bot.is_ours(&house.info(&bot).await));
    let view = house.view(&bot).await;
    assert_eq!(
        (view.lease, view.webhook.unwrap().owner),
        (lease, WebhookOwner::Ours)
    );
    house.app().give_back(bot.id).await.unwrap();
    assert_eq!(house.info(&bot).await, theirs);
}

#[tokio::test]
async fn taken_back_without_a_lease_what_is_there_is_kept_for_them() {
    let house = House::new().await;
    let bot = house.bot().await;
    house.set(&bot, None).await.unwrap();
    let theirs = house.theirs(&bot, full()).await;
    let answer = json!({ "bot_id": bot.id, "answer": "take_back" });
    let view = operation(&house, "settle_dispute", answer).await.unwrap();
    assert_eq!(view["lease"]["url"], theirs["url"]);
    assert!(bot.is_ours(&house.info(&bot).await));
    house.app().give_back(bot.id).await.unwrap();
    assert_eq!(house.info(&bot).await, theirs);
}

#[tokio::test]
async fn a_lease_is_no_consent_to_take_the_place_of_who_moved_it_since() {
    let house = House::new().await;
    let bot = house.bot().await;
    house.theirs(&bot, full()).await;
    house.set(&bot, Some(consent())).await.unwrap();
    let third = json!({ "url": "https://127.0.0.1:88/third" });
    let third = house.theirs(&bot, third).await;
    let lease = house.view(&bot).await.lease;

    assert_eq!(code(house.set(&bot, None).await), Code::ForeignWebhook);
    assert_eq!(house.info(&bot).await, third);
    house.set(&bot, Some(consent())).await.unwrap();
    assert!(bot.is_ours(&house.info(&bot).await));
    assert_eq!(house.view(&bot).await.lease, lease);
    // Whose place it took is told, and whose webhook will be put back.
    let told = house.told(&bot, "taken_back");
    let [(cause, url, message)] = told.as_slice() else {
        panic!("{told:?}");
    };
    assert_eq!(
        (cause.as_str(), url.as_str()),
        ("user", "https://127.0.0.1:88/third")
    );
    assert!(message.contains("127.0.0.1:8443"), "{message}");
}

#[tokio::test]
async fn let_go_without_a_lease_is_told_too() {
    let house = House::new().await;
    let bot = house.bot().await;
    house.set(&bot, None).await.unwrap();
    house.theirs(&bot, full()).await;
    let answer = json!({ "bot_id": bot.id, "answer": "let_go" });
    operation(&house, "settle_dispute", answer).await.unwrap();
    let told = house.told(&bot, "let_go");
    assert_eq!(told, [("user".to_owned(), String::new(), String::new())]);
}

#[tokio::test]
async fn let_go_ours_is_not_wanted_and_telegram_is_not_asked() {
    let mut house = House::new().await;
    let bot = house.bot().await;
    house.theirs(&bot, full()).await;
    let mut input = set(bot.id);
    input.options.secret_token = Some(Secret::new("ours"));
    input.take_over = Some(consent());
    house.app().set_webhook(input).await.unwrap();
    let moved = house
        .theirs(&bot, json!({ "url": "https://127.0.0.1:88/third" }))
        .await;
    assert_eq!(deliver(&house, &bot).await, StatusCode::OK);
    let calls = house.telegram.control().calls(&bot.token).unwrap().len();

    let answer = json!({ "bot_id": bot.id, "answer": "let_go" });
    let view = operation(&house, "settle_dispute", answer).await.unwrap();
    assert_eq!(view["lease"], json!(null));
    assert_eq!(
        house.telegram.control().calls(&bot.token).unwrap().len(),
        calls
    );
    assert_eq!(house.wanted(&bot), None);
    assert_eq!(house.events(&bot)[1..], ["lease_ended by user"]);
    assert_eq!(house.told(&bot, "let_go").len(), 1);
    assert_eq!(deliver(&house, &bot).await, StatusCode::UNAUTHORIZED);
    house.quit().await;
    assert_eq!(house.info(&bot).await, moved);
}

/// What the receiver answers to an update that has our secret token.
async fn deliver(house: &House, bot: &Guest) -> StatusCode {
    let path = format!("v1/api/webhooks/telegram/{}", bot.id);
    reqwest::Client::new()
        .post(format!("http://127.0.0.1:{}/{path}", house.port))
        .header("x-telegram-bot-api-secret-token", "ours")
        .body(json!({ "update_id": 1 }).to_string())
        .send()
        .await
        .unwrap()
        .status()
}
