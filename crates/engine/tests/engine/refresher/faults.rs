//! Each fault ends in the right entry and the right state, and so does its end.

use super::*;
use crate::fixture::{Bench, cloud_bot, free_port, proxied};
use hookbay_engine::error::Code;
use hookbay_sandbox::telegram::control::{Fault, FaultOrder, Name};

fn order(fault: Fault, method: &str) -> FaultOrder {
    FaultOrder {
        fault,
        calls: 1_000_000,
        method: Some(method.into()),
    }
}

/// Refusals of Telegram's, and the code of each.
fn refusals() -> Vec<(Fault, Code, &'static str)> {
    vec![
        (Fault::Unauthorized, Code::Unauthorized, "unauthorized"),
        (
            Fault::NotFound,
            Code::TelegramNotFound,
            "telegram_not_found",
        ),
        (Fault::Conflict, Code::Conflict, "conflict"),
        (
            Fault::TooManyRequests { retry_after: 1 },
            Code::TooManyRequests,
            "too_many_requests",
        ),
        (
            Fault::ServerError,
            Code::TelegramRefused,
            "telegram_refused",
        ),
        (Fault::Malformed, Code::MalformedAnswer, "malformed_answer"),
    ]
}

fn cannot_ask(code: Code) -> impl Fn(&Standing) -> bool {
    move |standing| match standing {
        Standing::CannotAsk { error, until } => error.code == code && until.is_some(),
        _ => false,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_check_that_fails_is_told_once_and_so_is_its_end() {
    let rig = Rig::online(quick()).await;
    for (fault, code, word) in refusals() {
        let bot = rig.listening().await;
        let control = rig.telegram.control();
        control
            .add_fault(&bot.token, order(fault, "getWebhookInfo"))
            .unwrap();
        rig.stands(&bot, word, cannot_ask(code)).await;
        let told = rig.told(&bot, EventKind::CheckFailed).await;
        assert_eq!(told.code.as_deref(), Some(word));
        control.clear_faults(&bot.token).unwrap();
        rig.stands(&bot, "right again", |now| *now == Standing::Right)
            .await;
        let expected = [
            (EventKind::CheckFailed, None),
            (EventKind::CheckRecovered, None),
        ];
        assert_eq!(rig.story(&bot).await, expected, "{word}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_registration_that_fails_is_told_and_made_later() {
    let rig = Rig::online(quick()).await;
    for (fault, code, word) in refusals() {
        let bot = rig.listening().await;
        let control = rig.telegram.control();
        control
            .add_fault(&bot.token, order(fault, "setWebhook"))
            .unwrap();
        rig.call(&bot, "deleteWebhook", json!({})).await;
        rig.stands(&bot, word, cannot_ask(code)).await;
        let told = rig.told(&bot, EventKind::RegisterFailed).await;
        assert_eq!(told.code.as_deref(), Some(word));
        assert_eq!(told.cause, Some(Cause::UrlMissing));
        control.clear_faults(&bot.token).unwrap();
        rig.stands(&bot, "right again", |now| *now == Standing::Right)
            .await;
        assert_ne!(rig.registered_url(&bot).await, "");
        let story = rig.story(&bot).await;
        let removed = story
            .iter()
            .filter(|told| told.0 == EventKind::RemovedElsewhere);
        assert_eq!(removed.count(), 1, "{word}: {story:?}");
        let last = (EventKind::Registered, Some(Cause::UrlMissing));
        assert_eq!(story.last(), Some(&last), "{word}");
    }
}

#[tokio::test]
async fn a_slow_answer_is_an_answer() {
    let rig = Rig::online(quick()).await;
    let bot = rig.listening().await;
    let slow = Fault::Slow { milliseconds: 400 };
    rig.telegram
        .control()
        .add_fault(&bot.token, order(slow, "getWebhookInfo"))
        .unwrap();
    let checked = rig.view(&bot).await.watch.last_checked_at;
    eventually("it is looked at", || async {
        (rig.view(&bot).await.watch.last_checked_at > checked).then_some(())
    })
    .await;
    assert_eq!(rig.view(&bot).await.watch.standing, Standing::Right);
    assert_eq!(rig.story(&bot).await, []);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_secret_token_that_somebody_changed_is_put_right() {
    let rig = Rig::online(quick()).await;
    let bot = rig.listening().await;
    let url = rig.registered_url(&bot).await;
    let theirs = json!({ "url": url, "secret_token": "another" });
    rig.set_elsewhere(&bot, theirs).await;
    rig.says(&bot, "refused, then let in");
    rig.received(&bot, 1).await;
    rig.stands(&bot, "right", |standing| *standing == Standing::Right)
        .await;
    let told = rig.told(&bot, EventKind::DeliveryError).await;
    let words = "Wrong response from the webhook: 401 Unauthorized";
    assert_eq!(told.detail.as_deref(), Some(words));
    rig.registered_for(&bot, Cause::NewErrors).await;
}

/// The receiver behind a domain; nobody serves TLS there.
async fn domain(rig: &Rig, base: impl Fn(u16) -> String) {
    let port = free_port();
    let settings = proxied(base(port), port);
    let input = ConfigureTunnel {
        settings,
        ngrok_authtoken: None,
    };
    rig.app.configure_tunnel(input).await.unwrap();
    rig.public_url().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_port_without_tls_is_registered_once_and_then_said_to_fail() {
    let rig = Rig::new(quick()).await;
    domain(&rig, |port| format!("https://127.0.0.1:{port}")).await;
    let bot = rig.listening().await;
    rig.says(&bot, "never arrives");
    let told = rig.told(&bot, EventKind::DeliveryError).await;
    assert!(told.detail.unwrap().starts_with("SSL error"));
    rig.registered_for(&bot, Cause::NewErrors).await;
    rig.stands(&bot, "failing", |standing| {
        matches!(standing, Standing::DeliveryFails { .. })
    })
    .await;
    // Telegram does nothing about a setWebhook that changes nothing.
    let calls = rig.telegram.control().calls(&bot.token).unwrap();
    let changes = calls.iter().filter(|call| call.method.ends_with('k'));
    let methods: Vec<&str> = changes.map(|call| call.method.as_str()).collect();
    assert_eq!(methods[..2], ["setWebhook", "setWebhook"]);
    assert!(!methods.contains(&"deleteWebhook"), "{methods:?}");
    let mut sets = calls
        .iter()
        .filter(|call| call.method == "setWebhook" && call.status == 200);
    assert_eq!(sets.nth(1).unwrap().parameters["max_connections"], "39");
    // Nothing was dropped.
    assert_eq!(rig.telegram.control().pending(&bot.token).unwrap(), 1);
}

#[tokio::test]
async fn a_host_that_telegram_cannot_resolve_is_a_registration_that_fails() {
    let rig = Rig::online(quick()).await;
    let bot = rig.listening().await;
    let before = rig.registered_url(&bot).await;
    domain(&rig, |_| "https://bots.nowhere.invalid".into()).await;
    let told = rig.told(&bot, EventKind::RegisterFailed).await;
    assert_eq!(told.code.as_deref(), Some("bad_webhook"));
    assert_eq!(told.cause, Some(Cause::UrlChanged));
    rig.stands(&bot, "refused", cannot_ask(Code::BadWebhook))
        .await;
    // Our own refused call has erased what was there, and put it back: nobody else is to blame.
    eventually("it is put back", || async {
        (rig.registered_url(&bot).await == before).then_some(())
    })
    .await;
    let story = rig.story(&bot).await;
    let removed = |told: &(EventKind, Option<Cause>)| told.0 == EventKind::RemovedElsewhere;
    assert!(!story.iter().any(removed), "{story:?}");
}

#[tokio::test]
async fn a_bot_api_without_a_name_or_without_tls_cannot_be_asked() {
    let mut bench = Bench::new().await;
    // As Telegram makes them: one of the sandbox's would not be sent away from this computer.
    let token = format!("4200:AAE{}", "x".repeat(32));
    let known = serde_json::json!({ "token": token, "name": "Pizza", "username": "pizza_bot" });
    bench.control("bots", known).await;
    let bot = bench.app.add_bot(cloud_bot(&token)).await.unwrap();
    let here = Name::Address("127.0.0.1".parse().unwrap());
    let control = bench.telegram.control();
    control.set_name("bots.example.com", here);
    let port = free_port();
    let input = ConfigureTunnel {
        settings: proxied("https://bots.example.com", port),
        ngrok_authtoken: None,
    };
    bench.app.configure_tunnel(input).await.unwrap();
    eventually("it is set", || async {
        bench.app.set_webhook(set(bot.id)).await.ok()
    })
    .await;
    let without_tls = bench.telegram.api_root().replace("http://", "https://");
    for (root, code) in [
        ("http://api.nowhere.invalid".to_owned(), Code::Dns),
        (without_tls, Code::Tls),
    ] {
        bench.telegram_at(&root);
        bench.restart().await;
        eventually("it cannot be asked", || async {
            let standing = bench.app.bot(bot.id).await.unwrap().watch.standing;
            cannot_ask(code)(&standing).then_some(())
        })
        .await;
    }
    let input = ListHistory {
        bot_id: bot.id,
        before: None,
        limit: 500,
    };
    let entries = bench.app.list_history(input).await.unwrap().entries;
    let failed = entries
        .iter()
        .filter(|entry| entry.kind == EventKind::CheckFailed);
    // One trouble over two starts is one entry.
    let codes: Vec<_> = failed.map(|entry| entry.code.clone().unwrap()).collect();
    assert_eq!(codes, ["dns"]);
}
