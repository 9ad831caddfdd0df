//! Each way in which a probe can be lost.

use super::server::{Authority, Does, Identity, Server};
use crate::fixture::free_port;
use hookbay_engine::doctor::{Journey, Leg, Lost, Shot, Through, Trust, send};
use hookbay_engine::error::Code;
use std::time::Duration;

async fn shot(url: &str, trust: &Trust, patience: Duration) -> Journey {
    let url = url.parse().unwrap();
    let shot = Shot {
        url: &url,
        header: ("x-hookbay-probe", "n.s".into()),
        secret: None,
        patience,
    };
    send(shot, trust, |header| header == b"right").await
}

async fn lost(url: &str) -> Lost {
    let trust = Trust::new(None).unwrap();
    shot(url, &trust, Duration::from_mins(1))
        .await
        .back
        .unwrap_err()
}

/// Its code, and the sentence for each way.
fn told(lost: &Lost) -> String {
    let domain = lost.told(Through::Domain { port: 8000 });
    assert_eq!(domain.code, Code::ProbeLost);
    assert!(!domain.remedy.is_empty());
    format!("{} {} {:?}", domain.message, domain.remedy, domain.detail)
}

#[tokio::test]
async fn a_name_that_leads_nowhere() {
    let lost = lost("https://nowhere.invalid/x").await;
    assert!(matches!(lost, Lost::Name { .. }) && lost.is_perhaps_ours());
    assert!(!lost.may_be_cured_by_reopening());
    assert!(told(&lost).contains("nowhere.invalid"));
}

#[tokio::test]
async fn a_port_where_nothing_listens() {
    let port = free_port();
    let lost = lost(&format!("https://bot.localhost:{port}/x")).await;
    assert!(matches!(lost, Lost::Connect { refused: true, .. }) && !lost.is_perhaps_ours());
    assert!(told(&lost).contains("reverse proxy"));
}

#[tokio::test]
async fn a_port_without_tls() {
    let plain = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = plain.local_addr().unwrap().port();
    let speaking = tokio::spawn(async move {
        let (mut stream, _) = plain.accept().await.unwrap();
        tokio::io::AsyncWriteExt::write_all(&mut stream, b"SSH-2.0-x\r\n")
            .await
            .unwrap();
    });
    let lost = lost(&format!("https://bot.localhost:{port}/x")).await;
    speaking.await.unwrap();
    assert!(matches!(lost, Lost::Tls { .. }), "{lost:?}");
    assert!(told(&lost).contains("TLS"));
}

#[tokio::test]
async fn a_server_that_never_answers() {
    let authority = Authority::new("Test");
    let identity = authority.sign("bot.localhost", |_| {});
    let server = Server::start(Some(&identity), Does::Hangs).await;
    let trust = Trust::new(Some(&authority.pem)).unwrap();
    let url = format!("{}/x", server.url("bot.localhost"));
    let journey = shot(&url, &trust, Duration::from_secs(5)).await;
    let lost = journey.back.unwrap_err();
    assert_eq!(lost, Lost::Timeout { leg: Leg::Answer });
    assert!(lost.may_be_cured_by_reopening());
    assert!(told(&lost).contains("connected but dead"));
    assert!(journey.legs.tls.is_some() && journey.sent.is_some());
}

#[tokio::test]
async fn a_server_that_hangs_up() {
    let server = Server::start(Some(&Identity::self_signed("bot.localhost")), Does::Closes).await;
    let lost = lost(&format!("{}/x", server.url("bot.localhost"))).await;
    assert!(matches!(lost, Lost::Broken { .. }), "{lost:?}");
    assert!(told(&lost).contains("broke"));
}

#[tokio::test]
async fn strangers() {
    for (answer, word) in [
        (
            "HTTP/1.1 200 OK\r\ncontent-length: 7\r\n\r\nWelcome",
            "another program",
        ),
        (
            "HTTP/1.1 200 OK\r\nx-hookbay-probe: wrong\r\ncontent-length: 0\r\n\r\n",
            "another program",
        ),
        (
            "HTTP/1.1 404 Not Found\r\nx-hookbay-probe: right\r\ncontent-length: 0\r\n\r\n",
            "answered 404",
        ),
        (
            "HTTP/1.1 401 Unauthorized\r\ncontent-length: 0\r\n\r\n",
            "another Hookbay",
        ),
        (
            "HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n",
            "port 8000",
        ),
        (
            "HTTP/1.1 301 Moved\r\nlocation: https://www.example.com/\r\ncontent-length: 0\r\n\r\n",
            "redirect",
        ),
        (
            "HTTP/1.1 404 Not Found\r\nngrok-error-code: ERR_NGROK_3200\r\ncontent-length: 0\r\n\r\n",
            "ERR_NGROK_3200",
        ),
        (
            "HTTP/1.1 502 Bad Gateway\r\ncontent-length: 40\r\n\r\n<p>ngrok: gateway error ERR_NGROK_3004.</p>",
            "ERR_NGROK_3004",
        ),
    ] {
        let identity = Identity::self_signed("bot.localhost");
        let server = Server::start(Some(&identity), Does::Says(answer)).await;
        let lost = lost(&format!("{}/x", server.url("bot.localhost"))).await;
        assert!(matches!(lost, Lost::Stranger { .. }), "{answer}: {lost:?}");
        assert!(!lost.is_perhaps_ours());
        let is_tunnels = answer.contains("ngrok") || answer.contains(" 502 ");
        assert_eq!(lost.may_be_cured_by_reopening(), is_tunnels, "{answer}");
        assert!(told(&lost).contains(word), "{answer}: {}", told(&lost));
    }
}
