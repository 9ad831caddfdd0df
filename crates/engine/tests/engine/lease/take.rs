//! Taking the place of somebody else's webhook: with consent only, and written down before.

use super::{Code, House, NOWHERE, Secret, TakeOver, code, consent, full, json};
use hookbay_engine::api::types::{LeaseState, WebhookOwner};

#[tokio::test]
async fn without_consent_nothing_is_changed_and_what_is_there_is_shown() {
    let house = House::new().await;
    let bot = house.bot().await;
    let theirs = house.theirs(&bot, full()).await;
    let error = house.set(&bot, None).await.unwrap_err();
    assert_eq!(error.code, Code::ForeignWebhook);
    assert!(error.message.contains("127.0.0.1:8443"), "{error:?}");
    assert_eq!(house.info(&bot).await, theirs);
    assert_eq!(house.calls(&bot, "setWebhook"), 1);
    let view = house.view(&bot).await;
    let webhook = view.webhook.unwrap();
    assert_eq!((webhook.owner, view.lease), (WebhookOwner::Foreign, None));
    assert_eq!(
        webhook.info.unwrap().url,
        "https://127.0.0.1:8443/their-bot?v=2"
    );
    assert_eq!((house.wanted(&bot), house.events(&bot)), (None, vec![]));
}

#[tokio::test]
async fn with_consent_all_that_telegram_tells_is_kept_and_no_secret_is_in_a_file() {
    let house = House::new().await;
    let bot = house.bot().await;
    let mut webhook = full();
    webhook["url"] = json!(format!(
        "https://ann:pass-word@127.0.0.1:8443/hook/{}",
        bot.token
    ));
    house.theirs(&bot, webhook).await;
    let supplied = TakeOver {
        secret_token: Some(Secret::new("their-secret-token")),
        certificate_pem: None,
    };
    house.set(&bot, Some(supplied)).await.unwrap();

    assert!(bot.is_ours(&house.info(&bot).await));
    let lease = house.view(&bot).await.lease.unwrap();
    let number = bot.token.split(':').next().unwrap();
    assert_eq!(
        lease.url,
        format!("https://••••@127.0.0.1:8443/hook/{number}:••••")
    );
    assert_eq!(lease.max_connections, Some(7));
    assert_eq!(lease.allowed_updates.unwrap(), ["message", "poll"]);
    assert_eq!(lease.ip_address.as_deref(), Some("127.0.0.1"));
    assert!(lease.secret_token_kept && !lease.certificate_kept);
    assert_eq!(lease.state, LeaseState::Held);
    assert_eq!(house.events(&bot), ["lease_taken by user"]);

    let half = bot.token.split(':').nth(1).unwrap();
    let mut bytes = Vec::new();
    for entry in std::fs::read_dir(&house.config.data_dir).unwrap() {
        bytes.extend(std::fs::read(entry.unwrap().path()).unwrap());
    }
    let holds = |text: &str| {
        bytes
            .windows(text.len())
            .any(|part| part == text.as_bytes())
    };
    assert!(
        holds("127.0.0.1:8443/hook/"),
        "the lease itself is in the database"
    );
    for secret in [half, "their-secret-token", "pass-word"] {
        assert!(!holds(secret), "{secret}");
    }
}

#[tokio::test]
async fn what_the_user_supplies_is_checked_before_anything_is_done() {
    let house = House::new().await;
    let bot = house.bot().await;
    let theirs = house.theirs(&bot, full()).await;
    let secret = TakeOver {
        secret_token: Some(Secret::new("a b")),
        ..TakeOver::default()
    };
    assert_eq!(
        code(house.set(&bot, Some(secret)).await),
        Code::InvalidInput
    );
    let certificate = TakeOver {
        certificate_pem: Some("no PEM".into()),
        ..TakeOver::default()
    };
    assert_eq!(
        code(house.set(&bot, Some(certificate)).await),
        Code::InvalidInput
    );
    assert_eq!(house.info(&bot).await, theirs);
    assert_eq!(house.view(&bot).await.lease, None);
}

#[tokio::test]
async fn when_ours_is_refused_theirs_is_back_with_its_secret_token_and_nothing_is_leased() {
    let mut house = House::new().await;
    let bot = house.bot().await;
    let server = super::theirs::Server::start("theirs").await;
    let webhook = json!({ "url": format!("{}/hook", server.root), "secret_token": "theirs" });
    let theirs = house.theirs(&bot, webhook).await;
    house.move_to(NOWHERE).await;
    let supplied = TakeOver {
        secret_token: Some(Secret::new("theirs")),
        ..TakeOver::default()
    };
    let error = house.set(&bot, Some(supplied)).await.unwrap_err();
    assert_eq!(error.code, Code::BadWebhook);
    assert!(error.remedy.ends_with("/hook was put back."), "{error:?}");
    assert_eq!(house.info(&bot).await, theirs);
    assert_eq!(
        (house.view(&bot).await.lease, house.events(&bot)),
        (None, vec![])
    );
    let control = house.telegram.control();
    control.send_message(&bot.token, None, "hello").unwrap();
    let mut seen = server.seen;
    assert_eq!(
        *seen.wait_for(|(yes, no)| yes + no > 0).await.unwrap(),
        (1, 0)
    );
}

#[tokio::test]
async fn when_theirs_cannot_be_put_back_either_it_waits_for_that() {
    let mut house = House::new().await;
    let bot = house.bot().await;
    let theirs = house.theirs(&bot, full()).await;
    house.move_to(NOWHERE).await;
    // Telegram takes one setWebhook a second.
    house.telegram.control().jump(2);
    // Ours is refused for its name; the call that puts theirs back fails.
    house
        .fault(
            &bot,
            "setWebhook",
            json!({ "fault": "slow", "milliseconds": 0 }),
        )
        .await;
    house
        .fault(
            &bot,
            "setWebhook",
            json!({ "fault": "server_error", "calls": 1_000 }),
        )
        .await;
    assert_eq!(
        code(house.set(&bot, Some(consent())).await),
        Code::BadWebhook
    );
    assert_eq!(house.info(&bot).await["url"], "");
    let lease = house.view(&bot).await.lease.unwrap();
    assert_eq!(lease.state, LeaseState::Returning);
    assert_eq!(house.events(&bot), ["lease_return_failed by user"]);

    let control = house.telegram.control();
    control.clear_faults(&bot.token).unwrap();
    house.app().give_back(bot.id).await.unwrap();
    assert_eq!(house.info(&bot).await, theirs);
    assert_eq!(house.view(&bot).await.lease, None);
}
