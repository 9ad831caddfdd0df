//! The TLS check against servers with every kind of chain.

use super::server::{Authority, Does, Identity, Server, expired};
use chrono::Utc;
use hookbay_engine::api::types::{Finding, Mend};
use hookbay_engine::doctor::{Through, Trust, tls};
use hookbay_engine::domain::checkup::Verdict;

const HOST: &str = "bot.localhost";

async fn checked(identity: &Identity, trusted: &Authority, uploaded: Option<&str>) -> Verdict {
    let server = Server::start(Some(identity), Does::Closes).await;
    let trust = Trust::new(Some(&trusted.pem)).unwrap();
    let url = server.url(HOST).parse().unwrap();
    let through = Through::Domain { port: 8000 };
    tls::check(&url, &trust, uploaded, through, Utc::now()).await
}

#[track_caller]
fn assert_is(verdict: &Verdict, finding: Finding, word: &str) {
    assert_eq!(verdict.finding, finding, "{verdict:?}");
    assert!(verdict.sentence.contains(word), "{verdict:?}");
}

#[tokio::test]
async fn a_whole_chain_is_good() {
    let root = Authority::new("Root");
    let below = root.intermediate("Below");
    let direct = checked(&root.sign(HOST, |_| {}), &root, None).await;
    assert_is(&direct, Finding::Good, "more days");
    let chain = below.sign(HOST, |_| {}).followed_by(&below);
    assert_is(
        &checked(&chain, &root, None).await,
        Finding::Good,
        "trusted",
    );
}

#[tokio::test]
async fn a_missing_intermediate_is_recognised() {
    let root = Authority::new("Root");
    let below = root.intermediate("Below");
    let verdict = checked(&below.sign(HOST, |_| {}), &root, None).await;
    assert_is(
        &verdict,
        Finding::Bad,
        "intermediate certificate is missing",
    );
    assert!(verdict.fix.unwrap().contains("fullchain.pem"));
}

#[tokio::test]
async fn an_expired_one_and_one_for_another_host() {
    let root = Authority::new("Root");
    let verdict = checked(&root.sign(HOST, expired), &root, None).await;
    assert_is(&verdict, Finding::Bad, "expired on 1 January 2021");
    let verdict = checked(&root.sign("other.localhost", |_| {}), &root, None).await;
    assert_is(&verdict, Finding::Bad, "another host than bot.localhost");
}

#[tokio::test]
async fn one_that_expires_soon_or_is_not_valid_yet() {
    let root = Authority::new("Root");
    let soon = root.sign(HOST, |params| {
        let days = std::time::Duration::from_hours(3 * 24);
        params.not_after = (std::time::SystemTime::now() + days).into();
    });
    assert_is(
        &checked(&soon, &root, None).await,
        Finding::Care,
        "expires in 2 days",
    );
    let early = root.sign(HOST, |params| {
        params.not_before = rcgen::date_time_ymd(2999, 1, 1);
    });
    assert_is(
        &checked(&early, &root, None).await,
        Finding::Bad,
        "not valid yet",
    );
}

#[tokio::test]
async fn a_self_signed_one_is_good_only_when_it_was_uploaded() {
    let root = Authority::new("Root");
    let own = Identity::self_signed(HOST);
    let verdict = checked(&own, &root, None).await;
    assert_is(&verdict, Finding::Bad, "self-signed");
    assert_eq!(verdict.mend, Some(Mend::OpenOptions));
    assert_is(
        &checked(&own, &root, Some(&own.pem)).await,
        Finding::Good,
        "trusted",
    );
    let other = Identity::self_signed(HOST);
    assert_is(
        &checked(&own, &root, Some(&other.pem)).await,
        Finding::Bad,
        "self-signed",
    );
}

#[tokio::test]
async fn a_chain_of_another_authority() {
    let (root, other) = (Authority::new("Root"), Authority::new("Other"));
    let below = other.intermediate("Below");
    let chain = below.sign(HOST, |_| {}).followed_by(&below);
    assert_is(
        &checked(&chain, &root, None).await,
        Finding::Bad,
        "no public authority",
    );
}

#[tokio::test]
async fn no_tls_and_nobody_there() {
    let trust = Trust::new(None).unwrap();
    let through = Through::Domain { port: 8000 };
    let now = Utc::now();
    let plain = "http://127.0.0.1:1".parse().unwrap();
    let verdict = tls::check(&plain, &trust, None, through, now).await;
    assert_is(&verdict, Finding::Skipped, "plain http");
    let gone = format!("https://{HOST}:{}", crate::fixture::free_port())
        .parse()
        .unwrap();
    let verdict = tls::check(&gone, &trust, None, through, now).await;
    assert_is(&verdict, Finding::Skipped, "Nothing listens");
    let speaking = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = speaking.local_addr().unwrap().port();
    let speaker = tokio::spawn(async move {
        let (mut stream, _) = speaking.accept().await.unwrap();
        tokio::io::AsyncWriteExt::write_all(&mut stream, b"220 mail\r\n")
            .await
            .unwrap();
    });
    let mail = format!("https://{HOST}:{port}").parse().unwrap();
    let verdict = tls::check(&mail, &trust, None, through, now).await;
    speaker.await.unwrap();
    assert_is(&verdict, Finding::Bad, "does not speak TLS");
}
