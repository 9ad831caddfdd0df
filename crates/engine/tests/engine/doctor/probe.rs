//! The probe: what the receiver makes of it, and each leg of its way.

use super::server::{Authority, Does, Server};
use super::{AtEdge, configure, online, self_hosted};
use crate::fixture::{Bench, eventually, proxied, set};
use hookbay_engine::domain::ids::BotId;
use hookbay_engine::domain::public_url::webhook_url;
use hookbay_engine::error::Code;
use hookbay_engine::event::Events;
use hookbay_engine::receiver::{
    Admission, PROBE_HEADER, Probes, Receiver, Refusals, Ticket, router,
};
use hookbay_engine::store::Store;
use hookbay_engine::tunnel::{self, Plan, Tunnel};
use hookbay_engine::vault::Vault;
use reqwest::{Client, Response};

/// A receiver on a port of this machine, with nothing behind it.
struct Open {
    probes: Probes,
    refusals: Refusals,
    base: String,
    _tunnel: Box<dyn Tunnel>,
    _folder: tempfile::TempDir,
}

impl Open {
    async fn new() -> Self {
        // The client here wants one, and no app has installed it.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let folder = tempfile::tempdir().unwrap();
        let vault = Vault::open("dev.hookbay.test.probe").await;
        vault.keep_for_this_run();
        let (probes, refusals) = (Probes::default(), Refusals::default());
        let router = router(Receiver {
            store: Store::open(&folder.path().join("hookbay.sqlite")).unwrap(),
            vault,
            refusals: refusals.clone(),
            events: Events::default(),
            probes: probes.clone(),
            relay: std::sync::Arc::new(hookbay_engine::receiver::Nobody),
        });
        let tunnel = tunnel::open(Plan::Loopback, router);
        let mut state = tunnel.state();
        let state = state.wait_for(|state| state.public_url().is_some()).await;
        let base = state.unwrap().public_url().unwrap().to_owned();
        Self {
            probes,
            refusals,
            base,
            _tunnel: tunnel,
            _folder: folder,
        }
    }

    async fn post(&self, header: &str) -> Response {
        let url = webhook_url(&self.base, BotId::random());
        let request = Client::new().post(url).header(PROBE_HEADER, header);
        request.body("{}").send().await.unwrap()
    }

    async fn stranger(&self) -> Response {
        let url = webhook_url(&self.base, BotId::random());
        Client::new().post(url).body("{}").send().await.unwrap()
    }
}

/// All of an answer but its date.
async fn whole(answer: Response) -> (u16, Vec<(String, String)>, String) {
    let status = answer.status().as_u16();
    let headers = answer.headers().iter();
    let headers = headers
        .filter(|(name, _)| *name != "date")
        .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()));
    (status, headers.collect(), answer.text().await.unwrap())
}

fn answers(ticket: &Ticket, answer: &Response) -> bool {
    let header = answer.headers().get(PROBE_HEADER);
    header.is_some_and(|value| ticket.is_answered_by(value.as_bytes()))
}

#[tokio::test]
async fn the_receiver_signs_the_nonce_back_once() {
    let open = Open::new().await;
    let ticket = open.probes.ticket();
    assert_eq!(ticket.arrival(), None);
    let answer = open.post(&ticket.header()).await;
    assert_eq!(answer.status(), 200);
    assert!(answers(&ticket, &answer));
    assert_eq!(ticket.arrival().unwrap().admission, Admission::Unknown);
    let answer_header = answer.headers()[PROBE_HEADER].to_str().unwrap().to_owned();
    assert_ne!(answer_header, ticket.header());
    assert!(
        !ticket.is_answered_by(ticket.header().as_bytes()),
        "an echo is no answer"
    );
    assert_eq!(open.refusals.unknown(), 0);
}

#[tokio::test]
async fn replayed_forged_and_expired_probes_are_strangers() {
    let open = Open::new().await;
    let stranger = whole(open.stranger().await).await;
    assert_eq!(stranger.0, 401);
    let replayed = open.probes.ticket();
    open.post(&replayed.header()).await;
    let fresh = open.probes.ticket();
    let nonce = fresh.header().split('.').next().unwrap().to_owned();
    let elsewhere = Probes::default().ticket().header();
    let expired = open.probes.ticket().header();
    let forged = [
        replayed.header(),
        format!("{nonce}.{}", "0".repeat(64)),
        format!("{nonce}."),
        nonce.clone(),
        ".".into(),
        "\u{e9}.\u{e9}\u{e9}".into(),
        elsewhere,
        expired,
    ];
    let count = u64::try_from(forged.len()).unwrap();
    for header in forged {
        let answer = whole(open.post(&header).await).await;
        assert_eq!(answer, stranger, "{header}");
    }
    assert_eq!(open.refusals.unknown(), 1 + count);
    assert_eq!(fresh.arrival(), None);
    assert_eq!(open.post(&fresh.header()).await.status(), 200);
}

#[tokio::test]
async fn through_ngrok_each_leg_is_measured_and_nothing_is_stored() {
    let at = AtEdge::new().await;
    let (bot, _) = self_hosted(&at.bench).await;
    at.bench.app.set_webhook(set(bot.id)).await.unwrap();
    let view = at.bench.app.probe().await.unwrap();
    assert_eq!((view.error, &view.public_url), (None, &at.base));
    let legs = [
        view.dns_ms,
        view.connect_ms,
        view.tls_ms,
        view.there_ms,
        view.back_ms,
    ];
    assert!(legs.iter().all(Option::is_some), "{legs:?}");
    let shown = at.bench.app.tunnel().await.unwrap().probe.unwrap();
    assert!(shown.at >= view.at && shown.error.is_none());
    assert!(at.bench.rows(bot.id).await.is_empty());
    assert_eq!(at.bench.app.overview().await.unwrap().refused_unknown, 0);
}

#[tokio::test]
async fn a_tunnel_that_comes_online_is_probed_by_itself() {
    let at = AtEdge::new().await;
    eventually("a probe", || async {
        at.bench.app.tunnel().await.unwrap().probe
    })
    .await;
}

#[tokio::test]
async fn without_a_tunnel_there_is_nothing_to_probe_and_loopback_is_left_alone() {
    let bench = Bench::new().await;
    bench.listening_bot().await;
    let error = bench.app.probe().await.unwrap_err();
    assert_eq!(error.code, Code::TunnelOffline);
    assert_eq!(bench.app.tunnel().await.unwrap().probe, None);
}

#[tokio::test]
async fn through_a_domains_proxy_it_comes_back_also_where_the_certificate_is_not_trusted() {
    let authority = Authority::new("Test");
    for (host, is_trusted) in [("bot.localhost", true), ("other.localhost", false)] {
        let ca = Some(("localhost:1".to_owned(), Some(authority.pem.clone())));
        let bench = Bench::with(|config| config.ngrok_server = ca).await;
        let port = crate::fixture::free_port();
        let identity = authority.sign(host, |_| {});
        let proxy = Server::start(Some(&identity), Does::Forwards(port)).await;
        let settings = proxied(proxy.url("bot.localhost"), port);
        configure(&bench, settings, None).await;
        online(&bench).await;
        let view = bench.app.probe().await.unwrap();
        assert!(view.back_ms.is_some(), "{view:?}");
        let told = view.error.map(|error| error.message);
        assert_eq!(told.is_none(), is_trusted, "{told:?}");
        assert!(told.is_none_or(|told| told.contains("not trust its certificate")));
    }
}
