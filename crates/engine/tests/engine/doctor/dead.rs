//! Connected but dead: found, told, and repaired where it can be.

use super::server::{Authority, Does, Server};
use super::{AtEdge, configure, online, self_hosted};
use crate::fixture::{Bench, eventually, proxied, set};
use hookbay_engine::api::types::{EventKind, HistoryEntry};
use hookbay_engine::doctor::{Leg, Lost, Shot, Trust, send};
use hookbay_engine::domain::policy::Policy;
use hookbay_engine::error::Code;
use hookbay_engine::store::Store;
use hookbay_sandbox::edge::Deadness;
use std::time::{Duration, Instant};

/// What is written of the only bot, oldest first.
async fn history(bench: &Bench) -> Vec<HistoryEntry> {
    let store = Store::open(&bench.folder.path().join("hookbay.sqlite")).unwrap();
    let key = store.bots().await.unwrap()[0].key;
    let mut entries = store.history(key, None, 100).await.unwrap();
    entries.retain(|entry| {
        matches!(
            entry.kind,
            EventKind::TunnelDead | EventKind::TunnelRepaired
        )
    });
    entries.reverse();
    entries
}

#[tokio::test]
async fn a_dead_ngrok_line_is_found_dialled_anew_and_told_in_the_history() {
    let at = AtEdge::new().await;
    let (bot, _) = self_hosted(&at.bench).await;
    at.bench.app.set_webhook(set(bot.id)).await.unwrap();
    eventually("a good probe", || async {
        at.bench.app.tunnel().await.unwrap().probe
    })
    .await;

    at.edge.deaden(Deadness::BadGateway);
    let view = at.bench.app.probe().await.unwrap();
    let error = view.error.unwrap();
    assert_eq!(error.code, Code::ProbeLost);
    assert!(error.message.contains("ERR_NGROK_3004"), "{error:?}");

    // Nobody presses anything.
    let told = eventually("it is repaired", || async {
        let told = history(&at.bench).await;
        (told.len() == 2).then_some(told)
    })
    .await;
    assert_eq!(
        (told[0].kind, told[1].kind),
        (EventKind::TunnelDead, EventKind::TunnelRepaired)
    );
    assert_eq!(told[0].code.as_deref(), Some("probe_lost"));
    assert_eq!(at.edge.watch().borrow().sign_ins, 2);
    let tunnel = at.bench.app.tunnel().await.unwrap();
    assert_eq!(tunnel.probe.unwrap().error, None);
    assert_eq!(online(&at.bench).await, at.base);
}

/// Requests through the public URL are taken and never answered, and each probe takes its whole
/// patience to find that out.
#[tokio::test]
async fn a_line_that_hangs_is_found_within_an_interval_and_the_webhook_follows_the_new_url() {
    let at = AtEdge::new().await;
    let app = &at.bench.app;
    let (bot, token) = self_hosted(&at.bench).await;
    app.set_webhook(set(bot.id)).await.unwrap();
    app.set_policy(Policy {
        check_interval: chrono::TimeDelta::seconds(2),
        ..Policy::default()
    });
    eventually("a good probe", || async {
        app.tunnel().await.unwrap().probe
    })
    .await;

    at.edge.new_url();
    at.edge.deaden(Deadness::Hangs);
    let died = Instant::now();
    let control = at.bench.telegram.control();
    control
        .send_message(&token, None, "meanwhile")
        .unwrap()
        .unwrap();
    // Nobody presses anything.
    eventually("a lost probe", || async {
        app.tunnel().await.unwrap().probe?.error
    })
    .await;
    let told = |count| {
        let at = &at;
        async move {
            eventually("it is told", || async {
                let told = history(&at.bench).await;
                (told.len() >= count).then_some(told)
            })
            .await
        }
    };
    told(1).await;
    let told = told(2).await;
    println!("found and repaired {:?} after it died", died.elapsed());
    assert!(died.elapsed() < Duration::from_mins(5));
    assert_eq!(
        (told[0].kind, told[1].kind),
        (EventKind::TunnelDead, EventKind::TunnelRepaired)
    );
    let base = online(&at.bench).await;
    assert_ne!(base, at.base);
    eventually("the webhook leads there", || async {
        let webhook = app.webhook_status(bot.id).await.unwrap();
        (webhook.info?.url.starts_with(&base)).then_some(())
    })
    .await;
    eventually("the update arrives", || async {
        let rows = at.bench.rows(bot.id).await;
        (rows.len() == 1).then_some(())
    })
    .await;
}

#[tokio::test]
async fn the_user_need_not_wait_for_the_second_probe() {
    let at = AtEdge::new().await;
    at.edge.deaden(Deadness::BadGateway);
    eventually("a lost probe", || async {
        let probe = at.bench.app.probe().await.ok()?;
        probe.error
    })
    .await;
    at.bench.app.retry_tunnel().await.unwrap();
    eventually("a good probe", || async {
        let view = at.bench.app.tunnel().await.unwrap();
        view.probe.filter(|probe| probe.error.is_none())
    })
    .await;
    assert!(at.edge.watch().borrow().sign_ins >= 2);
}

#[tokio::test]
async fn a_line_that_takes_requests_and_answers_none_is_lost_at_the_answer() {
    let at = AtEdge::new().await;
    at.edge.deaden(Deadness::Hangs);
    let trust = Trust::new(Some(&at.edge.ca_pem())).unwrap();
    let url = format!("{}/x", at.base).parse().unwrap();
    let shot = Shot {
        url: &url,
        header: ("x-hookbay-probe", "n.s".into()),
        secret: None,
        patience: Duration::from_secs(5),
    };
    let lost = send(shot, &trust, |_| true).await.back.unwrap_err();
    assert_eq!(lost, Lost::Timeout { leg: Leg::Answer });
}

#[tokio::test]
async fn a_domains_dead_proxy_is_told_and_nothing_is_reopened() {
    let authority = Authority::new("Test");
    let bench = Bench::new().await;
    let (bot, _) = self_hosted(&bench).await;
    let identity = authority.sign("bot.localhost", |_| {});
    let (port, other) = (crate::fixture::free_port(), crate::fixture::free_port());
    let good = Server::start(Some(&identity), Does::Forwards(other)).await;
    behind(&bench, &good, other).await;
    bench.app.set_webhook(set(bot.id)).await.unwrap();

    let says = "HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
    let proxy = Server::start(Some(&identity), Does::Says(says)).await;
    behind(&bench, &proxy, port).await;
    let before = bench.app.tunnel().await.unwrap().state;
    for _ in 0..2 {
        let error = bench.app.probe().await.unwrap().error.unwrap();
        assert!(error.remedy.contains(&format!("port {port}")), "{error:?}");
    }
    let told = eventually("it is told", || async {
        let told = history(&bench).await;
        (!told.is_empty()).then_some(told)
    })
    .await;
    assert_eq!(told[0].kind, EventKind::TunnelDead);
    // The listener is the same one: its `since` has not moved.
    assert_eq!(bench.app.tunnel().await.unwrap().state, before);
}

/// The receiver behind that proxy.
async fn behind(bench: &Bench, proxy: &Server, port: u16) {
    let settings = proxied(proxy.url("bot.localhost"), port);
    configure(bench, settings, None).await;
    eventually("the port listens", || async {
        let view = bench.app.tunnel().await.unwrap();
        (view.state.public_url() == Some(&proxy.url("bot.localhost"))).then_some(())
    })
    .await;
}
