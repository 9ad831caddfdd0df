//! Delivery over TLS: whom it trusts and what it says about whom it does not.

use std::sync::{Arc, Mutex};

use hookbay_sandbox::telegram::{Clock, Options};
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, date_time_ymd};
use rustls::ServerConfig;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use serde_json::Value;
use tokio_rustls::TlsAcceptor;

use crate::desk::{Desk, noon, with};
use crate::hook::{Hook, status};

pub const NAME: &str = "bot.localhost";

pub struct Authority {
    pem: String,
    issuer: Issuer<'static, KeyPair>,
}

pub fn authority() -> Authority {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = KeyPair::generate().unwrap();
    let pem = params.self_signed(&key).unwrap().pem();
    Authority {
        pem,
        issuer: Issuer::new(params, key),
    }
}

fn acceptor(cert: CertificateDer<'static>, key: &KeyPair) -> TlsAcceptor {
    chain(vec![cert], key)
}

fn chain(certs: Vec<CertificateDer<'static>>, key: &KeyPair) -> TlsAcceptor {
    let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    let config =
        ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(certs, key)
            .unwrap();
    TlsAcceptor::from(Arc::new(config))
}

pub fn signed(authority: &Authority, name: &str) -> TlsAcceptor {
    let key = KeyPair::generate().unwrap();
    let params = CertificateParams::new(vec![name.to_owned()]).unwrap();
    let cert = params.signed_by(&key, &authority.issuer).unwrap();
    acceptor(cert.der().clone(), &key)
}

pub async fn desk(roots: &[&Authority]) -> Desk {
    with(Options {
        allow_loopback: true,
        trusted_roots_pem: roots.iter().map(|root| root.pem.clone()).collect(),
        clock: Clock::manual(noon()),
        ..Options::default()
    })
    .await
}

async fn aim(desk: &Desk, hook: &Hook) {
    desk.set_url(&format!("https://{NAME}:{}/", hook.port))
        .await;
    desk.say("x");
}

const UNTRUSTED: &str = "SSL error {error:0A000086:SSL routines::certificate verify failed}";

/// Takes down what a client asks for: the name, and whether it would speak HTTP/2.
#[derive(Debug, Default)]
struct Asked(Mutex<Vec<(Option<String>, bool)>>);

impl ResolvesServerCert for Asked {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let name = hello.server_name().map(str::to_owned);
        let mut offered = hello.alpn().into_iter().flatten();
        let second = offered.any(|protocol| protocol == b"h2");
        self.0.lock().unwrap().push((name, second));
        // There is no certificate for anything.
        None
    }
}

/// What delivery asks for of a webhook at this host.
async fn asked(host: &str) -> (Option<String>, bool) {
    let asked = Arc::new(Asked::default());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_cert_resolver(Arc::clone(&asked) as Arc<dyn ResolvesServerCert>);
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let hook = Hook::serve(Some(acceptor), |_| status("200 OK")).await;
    let desk = desk(&[]).await;
    desk.set_url(&format!("https://{host}:{}/", hook.port))
        .await;
    desk.last_error().await;
    let asked = asked.0.lock().unwrap();
    asked[0].clone()
}

#[tokio::test]
async fn server_name_goes_along_unless_the_host_is_an_address() {
    assert_eq!(asked(NAME).await.0.as_deref(), Some(NAME));
    assert_eq!(asked("127.0.0.1").await.0, None);
}

#[tokio::test]
async fn the_second_protocol_is_never_offered() {
    assert!(!asked(NAME).await.1);
}

#[tokio::test]
async fn a_trusted_authority_is_enough() {
    let own = authority();
    let desk = desk(&[&own]).await;
    let hook = Hook::serve(Some(signed(&own, NAME)), |_| status("200 OK")).await;
    aim(&desk, &hook).await;
    assert_eq!(desk.attempt(1).await["delivered"], true);
    let head = &hook.received()[0].head;
    assert!(
        head.contains(&format!("Host: {NAME}:{}\r\n", hook.port)),
        "{head}"
    );
}

/// What is said of a webhook that this certificate is for, where one authority is trusted.
async fn refused(own: &Authority, acceptor: TlsAcceptor) -> String {
    let desk = desk(&[own]).await;
    let hook = Hook::serve(Some(acceptor), |_| status("200 OK")).await;
    aim(&desk, &hook).await;
    let error = desk.last_error().await;
    assert!(hook.received().is_empty());
    error
}

#[tokio::test]
async fn an_unknown_authority_is_refused() {
    let (own, other) = (authority(), authority());
    assert_eq!(refused(&own, signed(&other, NAME)).await, UNTRUSTED);
}

#[tokio::test]
async fn another_name_is_refused() {
    let own = authority();
    assert_eq!(
        refused(&own, signed(&own, "else.localhost")).await,
        UNTRUSTED
    );
}

#[tokio::test]
async fn plain_http_behind_an_https_url() {
    let desk = desk(&[]).await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let plain = tokio::spawn(async move {
        use tokio::io::AsyncWriteExt;
        let (mut stream, _) = listener.accept().await.unwrap();
        stream
            .write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            .await
            .unwrap();
        stream
    });
    desk.set_url(&format!("https://{NAME}:{port}/")).await;
    let error = desk.last_error().await;
    assert_eq!(
        error,
        "SSL error {error:0A00010B:SSL routines::wrong version number}"
    );
    drop(plain.await.unwrap());
}

/// setWebhook with a certificate.
async fn sent(desk: &Desk, port: u16, pem: String) -> Value {
    desk.clock.advance(chrono::TimeDelta::seconds(2));
    let pem = reqwest::multipart::Part::text(pem).file_name("own.pem");
    let form = reqwest::multipart::Form::new()
        .text("url", format!("https://{NAME}:{port}/"))
        .part("certificate", pem);
    let request = desk.client.post(desk.url("setWebhook")).multipart(form);
    request.send().await.unwrap().json().await.unwrap()
}

async fn upload(desk: &Desk, hook: &Hook, pem: String) {
    let answer = sent(desk, hook.port, pem).await;
    assert_eq!(answer["description"], "Webhook was set", "{answer}");
    desk.say("x");
}

#[tokio::test]
async fn an_uploaded_certificate_is_trusted_even_when_it_is_its_own_authority() {
    for is_ca in [false, true] {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(vec![NAME.to_owned()]).unwrap();
        if is_ca {
            params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        }
        let cert = params.self_signed(&key).unwrap();
        let desk = desk(&[]).await;
        let hook = Hook::serve(Some(acceptor(cert.der().clone(), &key)), |_| {
            status("200 OK")
        })
        .await;
        upload(&desk, &hook, cert.pem()).await;
        assert_eq!(
            desk.attempt(1).await["delivered"],
            true,
            "authority: {is_ca}"
        );
    }
}

#[tokio::test]
async fn with_an_uploaded_certificate_nothing_else_is_trusted_and_the_name_still_counts() {
    let own = authority();
    let desk_ = desk(&[&own]).await;
    let other = rcgen::generate_simple_self_signed(vec![NAME.to_owned()]).unwrap();
    let hook = Hook::serve(Some(signed(&own, NAME)), |_| status("200 OK")).await;
    upload(&desk_, &hook, other.cert.pem()).await;
    assert_eq!(desk_.last_error().await, UNTRUSTED);

    let desk_ = desk(&[]).await;
    let key = KeyPair::generate().unwrap();
    let params = CertificateParams::new(vec!["else.localhost".to_owned()]).unwrap();
    let cert = params.self_signed(&key).unwrap();
    let hook = Hook::serve(Some(acceptor(cert.der().clone(), &key)), |_| {
        status("200 OK")
    })
    .await;
    upload(&desk_, &hook, cert.pem()).await;
    assert_eq!(desk_.last_error().await, UNTRUSTED);
}

/// A certificate as `openssl req -x509 -subj /CN=<name>` makes it.
fn openssl_like(name: &str) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.distinguished_name.push(DnType::CommonName, name);
    params
}

/// The first delivery's result, or why there was none.
async fn outcome(desk: &Desk) -> String {
    let token = &desk.token;
    desk.until("an outcome", |control| {
        !control.deliveries(token).unwrap().is_empty()
            || control.last_error(token).unwrap().is_some()
    })
    .await;
    let error = desk.control.last_error(token).unwrap();
    let delivered = || desk.control.deliveries(token).unwrap()[0].result.clone();
    error.unwrap_or_else(delivered)
}

/// What delivery says of a webhook that has this certificate and uploaded it.
async fn uploaded(params: CertificateParams) -> String {
    let key = KeyPair::generate().unwrap();
    let cert = params.self_signed(&key).unwrap();
    let desk = desk(&[]).await;
    let hook = Hook::serve(Some(acceptor(cert.der().clone(), &key)), |_| {
        status("200 OK")
    })
    .await;
    upload(&desk, &hook, cert.pem()).await;
    outcome(&desk).await
}

#[tokio::test]
async fn an_uploaded_certificate_may_name_the_host_in_its_subject_alone() {
    assert_eq!(uploaded(openssl_like(NAME)).await, "200 OK");
    assert_eq!(uploaded(openssl_like("*.localhost")).await, "200 OK");
    assert_eq!(uploaded(openssl_like("else.localhost")).await, UNTRUSTED);
    let mut both = openssl_like(NAME);
    let other = CertificateParams::new(vec!["else.localhost".to_owned()]).unwrap();
    both.subject_alt_names = other.subject_alt_names;
    assert_eq!(uploaded(both).await, UNTRUSTED);
}

#[tokio::test]
async fn an_uploaded_certificate_expires() {
    // The desk's clock stands in January 2027.
    for (year, result) in [(2026, UNTRUSTED), (2028, "200 OK")] {
        let mut params = openssl_like(NAME);
        params.not_after = date_time_ymd(year, 1, 1);
        assert_eq!(uploaded(params).await, result);
    }
    let mut early = openssl_like(NAME);
    early.not_before = date_time_ymd(2028, 1, 1);
    assert_eq!(uploaded(early).await, UNTRUSTED);
}

#[tokio::test]
async fn a_certificate_of_a_trusted_authority_expires() {
    let own = authority();
    let key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::new(vec![NAME.to_owned()]).unwrap();
    params.not_after = date_time_ymd(2027, 2, 1);
    let cert = params.signed_by(&key, &own.issuer).unwrap();
    let desk = desk(&[&own]).await;
    let hook = Hook::serve(Some(acceptor(cert.der().clone(), &key)), |_| {
        status("200 OK")
    })
    .await;
    aim(&desk, &hook).await;
    assert_eq!(desk.attempt(1).await["delivered"], true);
    // A month later the old connection is closed, and a new one is not trusted.
    desk.clock.advance(chrono::TimeDelta::days(31));
    desk.say("too late");
    assert_eq!(desk.last_error().await, UNTRUSTED);
}

#[tokio::test]
async fn an_intermediate_authority_must_be_sent_along() {
    let root = authority();
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params
        .distinguished_name
        .push(DnType::CommonName, "In between");
    let key = KeyPair::generate().unwrap();
    let between = params.signed_by(&key, &root.issuer).unwrap();
    let issuer = Issuer::new(params, key);

    let key = KeyPair::generate().unwrap();
    let params = CertificateParams::new(vec![NAME.to_owned()]).unwrap();
    let leaf = params.signed_by(&key, &issuer).unwrap();
    let (leaf, between) = (leaf.der().clone(), between.der().clone());
    for (sent, result) in [
        (vec![leaf.clone(), between], "200 OK"),
        (vec![leaf], UNTRUSTED),
    ] {
        let desk = desk(&[&root]).await;
        let hook = Hook::serve(Some(chain(sent, &key)), |_| status("200 OK")).await;
        aim(&desk, &hook).await;
        assert_eq!(outcome(&desk).await, result);
    }
}

#[tokio::test]
async fn an_uploaded_certificate_that_is_none_is_refused_at_once() {
    let desk = desk(&[]).await;
    for pem in ["", "no certificate", "-----BEGIN CERTIFICATE-----\n!\n"] {
        let answer = sent(&desk, 8443, pem.to_owned()).await;
        let text = "Bad Request: bad webhook: Failed to set custom certificate file";
        assert_eq!(answer["description"], text, "{pem}");
        assert_eq!(desk.info().await["url"], "");
    }
}
