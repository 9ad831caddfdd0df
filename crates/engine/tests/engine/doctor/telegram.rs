//! The checks that ask Telegram: token, polling, webhook, clock.

use super::{AtEdge, assert_found, configure, examined, self_hosted};
use crate::fixture::{Bench, eventually, set};
use axum::http::header::DATE;
use chrono::{TimeDelta, Utc};
use hookbay_engine::api::types::{
    CheckName, Finding, Mend, SetWebhook, TakeOver, TunnelSettings, WatchBot,
};
use hookbay_engine::doctor::clock;
use hookbay_engine::telegram::Client;
use serde_json::json;

#[tokio::test]
async fn the_token_is_accepted_until_it_is_revoked() {
    let bench = Bench::new().await;
    let (bot, token) = self_hosted(&bench).await;
    let check = examined(&bench, Some(&bot), CheckName::Token).await;
    assert_found(&check, Finding::Good, "@pizza_bot");
    bench.control("revoke", json!({ "token": token })).await;
    let check = examined(&bench, Some(&bot), CheckName::Token).await;
    assert_found(&check, Finding::Bad, "revoked");
    assert_eq!(check.mend, Some(Mend::ReplaceToken));
}

#[tokio::test]
async fn faults_of_the_server_are_told_as_such() {
    let bench = Bench::new().await;
    let (bot, token) = self_hosted(&bench).await;
    for (fault, word) in [
        ("server_error", "restarted"),
        ("malformed", "not an answer"),
    ] {
        let order = json!({ "token": token, "fault": fault, "method": "getMe" });
        bench.control("faults", order).await;
        let check = examined(&bench, Some(&bot), CheckName::Token).await;
        assert_found(&check, Finding::Bad, word);
        assert_eq!(check.mend, Some(Mend::Refresh));
    }
}

/// A program that polls as bots do: again and again, a moment after it was refused.
fn poller(bench: &Bench, token: &str) -> tokio::task::JoinSet<()> {
    let url = format!("{}/bot{token}/getUpdates", bench.telegram.api_root());
    let mut polling = tokio::task::JoinSet::new();
    polling.spawn(async move {
        loop {
            let ask = reqwest::Client::new()
                .post(&url)
                .json(&json!({ "timeout": 30 }));
            let _ = ask.send().await;
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
    });
    polling
}

#[tokio::test]
async fn a_program_that_polls_is_recognised() {
    let bench = Bench::new().await;
    let (bot, token) = self_hosted(&bench).await;
    let polling = poller(&bench, &token);
    let check = examined(&bench, Some(&bot), CheckName::Polling).await;
    assert_found(&check, Finding::Bad, "Another program");
    assert!(check.sentence.contains("interrupted for a moment"));
    drop(polling);
}

#[tokio::test]
async fn nobody_polls_a_bot_whose_updates_wait_or_that_has_a_webhook() {
    let at = AtEdge::new().await;
    let (bot, token) = self_hosted(&at.bench).await;
    let body = json!({ "token": token, "text": "hello" });
    at.bench.control("messages", body).await;
    let check = examined(&at.bench, Some(&bot), CheckName::Polling).await;
    assert_found(&check, Finding::Good, "wait at Telegram");
    let pending = at.bench.telegram.control().pending(&token).unwrap();
    assert_eq!(pending, 1, "asking confirms nothing");
    at.bench.app.set_webhook(set(bot.id)).await.unwrap();
    let check = examined(&at.bench, Some(&bot), CheckName::Polling).await;
    assert_found(&check, Finding::Skipped, "has a webhook");
}

#[tokio::test]
async fn a_quiet_bot_is_not_polled() {
    let bench = Bench::new().await;
    let (bot, _) = self_hosted(&bench).await;
    let check = examined(&bench, Some(&bot), CheckName::Polling).await;
    assert_found(&check, Finding::Good, "No other program");
}

#[tokio::test]
async fn the_webhook_from_none_to_somebody_elses() {
    let at = AtEdge::new().await;
    let (bot, token) = self_hosted(&at.bench).await;
    // Nothing is repaired before it is looked at.
    let reported_only = WatchBot {
        bot_id: bot.id,
        auto_refresh: Some(false),
        paused: None,
    };
    at.bench.app.watch_bot(reported_only).await.unwrap();
    let look = || examined(&at.bench, Some(&bot), CheckName::Webhook);
    assert_found(&look().await, Finding::Skipped, "none was set from here");
    at.bench.app.set_webhook(set(bot.id)).await.unwrap();
    assert_found(&look().await, Finding::Good, "is ours");

    let call = |method: &str, body: serde_json::Value| {
        let url = format!("{}/bot{token}/{method}", at.bench.telegram.api_root());
        async move {
            reqwest::Client::new()
                .post(url)
                .json(&body)
                .send()
                .await
                .unwrap()
        }
    };
    call("deleteWebhook", json!({})).await;
    let check = look().await;
    assert_found(&check, Finding::Bad, "no webhook any more");
    assert_eq!(check.mend, Some(Mend::SetWebhook));
    call("setWebhook", json!({ "url": "http://127.0.0.1:9/other" })).await;
    assert_found(&look().await, Finding::Care, "somebody else's");

    let over = SetWebhook {
        take_over: Some(TakeOver::default()),
        ..set(bot.id)
    };
    at.bench.app.set_webhook(over).await.unwrap();
    at.edge.new_url();
    at.edge.cut();
    eventually("another URL", || async {
        let base = super::online(&at.bench).await;
        (base != at.base).then_some(())
    })
    .await;
    assert_found(&look().await, Finding::Bad, "earlier public URL");
}

#[tokio::test]
async fn a_delivery_error_is_told_with_its_cause_and_button() {
    let at = AtEdge::trusted(false).await;
    let (bot, token) = self_hosted(&at.bench).await;
    at.bench.app.set_webhook(set(bot.id)).await.unwrap();
    // The sandbox does not trust the edge's certificate.
    let body = json!({ "token": token, "text": "hello" });
    at.bench.control("messages", body).await;
    eventually("Telegram tells of it", || async {
        at.bench.telegram.control().last_error(&token).unwrap()
    })
    .await;
    let check = examined(&at.bench, Some(&bot), CheckName::Webhook).await;
    assert_found(
        &check,
        Finding::Bad,
        "does not trust the webhook's certificate",
    );
    assert_eq!(check.mend, Some(Mend::OpenOptions));
    assert!(check.detail.unwrap().starts_with("SSL error"));
}

/// A server whose clock is off by this.
async fn server_off_by(off: TimeDelta) -> (String, tokio::task::JoinSet<()>) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let root = format!("http://{}", listener.local_addr().unwrap());
    let router = axum::Router::new().fallback(async move || {
        let date = Utc::now() + off;
        (
            [(DATE, date.format("%a, %d %b %Y %H:%M:%S GMT").to_string())],
            "x",
        )
    });
    let mut serving = tokio::task::JoinSet::new();
    serving.spawn(async move { axum::serve(listener, router).await.unwrap() });
    (root, serving)
}

#[tokio::test]
async fn the_clock_is_held_against_the_servers() {
    let client = Client::new().unwrap();
    for (off, finding, word) in [
        (TimeDelta::zero(), Finding::Good, "agrees"),
        (TimeDelta::seconds(-30), Finding::Care, "seconds ahead"),
        (TimeDelta::seconds(30), Finding::Care, "seconds behind"),
        (TimeDelta::hours(5), Finding::Bad, "behind"),
        (TimeDelta::days(-400), Finding::Bad, "days ahead"),
    ] {
        let (root, _serving) = server_off_by(off).await;
        let verdict = clock::check(&client, &root).await;
        assert_eq!(verdict.finding, finding, "{off}: {verdict:?}");
        assert!(verdict.sentence.contains(word), "{off}: {verdict:?}");
    }
    let gone = format!("http://127.0.0.1:{}", crate::fixture::free_port());
    let verdict = clock::check(&client, &gone).await;
    assert_eq!(verdict.finding, Finding::Skipped, "{verdict:?}");
}

#[tokio::test]
async fn without_a_tunnel_the_rest_is_examined_all_the_same() {
    let bench = Bench::new().await;
    configure(&bench, TunnelSettings::default(), None).await;
    let check = examined(&bench, None, CheckName::Clock).await;
    assert_found(&check, Finding::Good, "agrees");
    let check = examined(&bench, None, CheckName::Path).await;
    assert_found(&check, Finding::Bad, "no public URL");
    let check = examined(&bench, None, CheckName::Dns).await;
    assert_found(&check, Finding::Skipped, "no public URL");
}
