//! Putting the previous webhook back by hand.

use super::theirs::Server;
use super::{Code, House, Secret, TakeOver, code, consent, full, json, operation};
use hookbay_engine::api::types::{LeaseState, WebhookOwner};
use hookbay_sandbox::edge::{Edge, EdgeOptions};

#[tokio::test]
async fn all_that_was_kept_comes_back_and_their_server_takes_updates_again() {
    let house = House::new().await;
    let bot = house.bot().await;
    let server = Server::start("theirs").await;
    let webhook = json!({
        "url": format!("{}/hook/{}", server.root, bot.token), "max_connections": 7,
        "allowed_updates": ["message", "poll"], "secret_token": "theirs",
    });
    let theirs = house.theirs(&bot, webhook).await;
    let supplied = TakeOver {
        secret_token: Some(Secret::new("theirs")),
        ..TakeOver::default()
    };
    house.set(&bot, Some(supplied)).await.unwrap();
    let view = operation(&house, "give_back", json!({ "bot_id": bot.id }))
        .await
        .unwrap();

    assert_eq!(house.info(&bot).await, theirs);
    assert_eq!(view["lease"], json!(null));
    assert_eq!(view["webhook"]["owner"], "foreign");
    assert_eq!(house.wanted(&bot), None);
    let history = house.history(&bot);
    assert_eq!(history[1].0, "lease_returned");
    assert_eq!(history[1].2, "", "nothing was lost");
    let control = house.telegram.control();
    control.send_message(&bot.token, None, "hello").unwrap();
    let mut seen = server.seen;
    assert_eq!(
        *seen.wait_for(|(yes, no)| yes + no > 0).await.unwrap(),
        (1, 0)
    );
    assert_eq!(code(house.app().give_back(bot.id).await), Code::NotFound);
}

#[tokio::test]
async fn a_fixed_address_comes_back_where_the_name_leads_nowhere() {
    let house = House::new().await;
    let bot = house.bot().await;
    let url = format!("{}/hook", super::NOWHERE);
    let webhook = json!({ "url": url, "ip_address": "127.0.0.1" });
    let theirs = house.theirs(&bot, webhook).await;
    assert_eq!(theirs["ip_address"], "127.0.0.1");
    house.set(&bot, Some(consent())).await.unwrap();
    house.app().give_back(bot.id).await.unwrap();
    assert_eq!(house.info(&bot).await, theirs);
}

#[tokio::test]
async fn the_default_kinds_come_back_after_ours_had_others() {
    let house = House::new().await;
    let bot = house.bot().await;
    let webhook = json!({ "url": "https://127.0.0.1:8443/h", "allowed_updates": [] });
    let theirs = house.theirs(&bot, webhook).await;
    assert_eq!(theirs["allowed_updates"], json!(null));
    let mut input = crate::fixture::set(bot.id);
    input.options.allowed_updates = Some(vec!["poll".into()]);
    input.options.max_connections = Some(3);
    input.take_over = Some(consent());
    house.app().set_webhook(input).await.unwrap();
    assert_eq!(house.info(&bot).await["allowed_updates"], json!(["poll"]));
    house.app().give_back(bot.id).await.unwrap();
    assert_eq!(house.info(&bot).await, theirs);
    let message = &house.history(&bot)[1].2;
    assert!(
        message.contains("without its secret token, if it had one"),
        "{message}"
    );
}

#[tokio::test]
async fn a_certificate_comes_back_where_the_user_supplied_it_and_is_said_to_be_lost_otherwise() {
    let house = House::new().await;
    let edge = Edge::start(EdgeOptions::default()).await.unwrap();
    for supplied in [Some(edge.ca_pem()), None] {
        let bot = house.bot().await;
        let url = format!("{}/bot{}/setWebhook", house.telegram.api_root(), bot.token);
        let file = reqwest::multipart::Part::text(edge.ca_pem()).file_name("certificate.pem");
        let form = reqwest::multipart::Form::new()
            .text("url", "https://127.0.0.1:8443/h")
            .part("certificate", file);
        let answer = reqwest::Client::new()
            .post(url)
            .multipart(form)
            .send()
            .await
            .unwrap();
        assert!(answer.status().is_success());
        let theirs = house.info(&bot).await;
        assert_eq!(theirs["has_custom_certificate"], true);

        let kept = supplied.is_some();
        let supplied = TakeOver {
            secret_token: None,
            certificate_pem: supplied,
        };
        house.set(&bot, Some(supplied)).await.unwrap();
        let lease = house.view(&bot).await.lease.unwrap();
        assert!(lease.has_custom_certificate && lease.certificate_kept == kept);
        house.app().give_back(bot.id).await.unwrap();
        let now = house.info(&bot).await;
        assert_eq!(now["has_custom_certificate"], kept);
        assert_eq!(now["url"], theirs["url"]);
        assert_eq!(house.history(&bot)[1].2.contains("its certificate"), !kept);
    }
}

#[tokio::test]
async fn a_webhook_that_somebody_has_moved_meanwhile_is_left_where_it_is() {
    let house = House::new().await;
    let bot = house.bot().await;
    house.theirs(&bot, full()).await;
    house.set(&bot, Some(consent())).await.unwrap();
    let moved = house
        .theirs(&bot, json!({ "url": "https://127.0.0.1:88/third" }))
        .await;
    let sets = house.calls(&bot, "setWebhook");

    let view = house.app().give_back(bot.id).await.unwrap();
    assert_eq!(view.lease, None);
    assert_eq!(view.webhook.unwrap().owner, WebhookOwner::Foreign);
    assert_eq!(house.info(&bot).await, moved);
    assert_eq!(house.calls(&bot, "setWebhook"), sets);
    let history = house.history(&bot);
    assert_eq!(history[1].0, "lease_ended");
    assert!(history[1].2.contains("127.0.0.1:88"), "{history:?}");
}

#[tokio::test]
async fn an_attempt_that_fails_waits_for_the_next_and_ours_goes_on() {
    let house = House::new().await;
    let bot = house.bot().await;
    let theirs = house.theirs(&bot, full()).await;
    house.set(&bot, Some(consent())).await.unwrap();
    let refusal = json!({ "fault": "server_error" });
    house.fault(&bot, "setWebhook", refusal).await;
    assert_eq!(
        code(house.app().give_back(bot.id).await),
        Code::TelegramRefused
    );
    assert_eq!(
        house.view(&bot).await.lease.unwrap().state,
        LeaseState::Returning
    );
    assert!(house.wanted(&bot).is_some());

    house.app().give_back(bot.id).await.unwrap();
    assert_eq!(house.info(&bot).await, theirs);
    let events = house.events(&bot);
    assert_eq!(
        events[1..],
        ["lease_return_failed by user", "lease_returned by user"]
    );
}

#[tokio::test]
async fn a_lease_that_is_given_up_never_comes_back() {
    let mut house = House::new().await;
    let bot = house.bot().await;
    house.theirs(&bot, full()).await;
    house.set(&bot, Some(consent())).await.unwrap();
    let view = house.app().end_lease(bot.id).await.unwrap();
    assert_eq!(view.lease, None);
    assert_eq!(house.events(&bot)[1..], ["lease_ended by user"]);
    let service = house.config.keyring_service.clone();
    let account = format!("bot/{}/lease", bot.id);
    let entry = move || {
        keyring::Entry::new(&service, &account)
            .unwrap()
            .get_password()
    };
    let left = tokio::task::spawn_blocking(entry).await.unwrap();
    assert!(matches!(left, Err(keyring::Error::NoEntry)));
    house.quit().await;
    assert!(bot.is_ours(&house.info(&bot).await));
}

#[tokio::test]
async fn a_bot_is_removed_only_once_the_previous_webhook_is_back() {
    let house = House::new().await;
    let bot = house.bot().await;
    let theirs = house.theirs(&bot, full()).await;
    house.set(&bot, Some(consent())).await.unwrap();
    house
        .fault(&bot, "setWebhook", json!({ "fault": "server_error" }))
        .await;
    let error = house.app().remove_bot(bot.id).await.unwrap_err();
    assert_eq!(error.code, Code::TelegramRefused);
    assert!(error.message.contains("not removed"), "{error:?}");
    assert!(house.view(&bot).await.lease.is_some());
    house.app().remove_bot(bot.id).await.unwrap();
    assert_eq!(house.info(&bot).await, theirs);
    assert!(house.app().overview().await.unwrap().bots.is_empty());
}
