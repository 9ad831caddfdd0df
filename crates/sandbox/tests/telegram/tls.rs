//! Delivery over TLS: whom it trusts and what it says about whom it does not.

use std::sync::Arc;

use hookbay_sandbox::telegram::{Clock, Options};
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::ServerConfig;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use serde_json::Value;
use tokio_rustls::TlsAcceptor;

use crate::desk::{Desk, noon, with};
use crate::hook::{Hook, status};

const NAME: &str = "bot.localhost";

struct Authority {
    pem: String,
    issuer: Issuer<'static, KeyPair>,
}

fn authority() -> Authority {
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
    let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    let config =
        ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![cert], key)
            .unwrap();
    TlsAcceptor::from(Arc::new(config))
}

fn signed(authority: &Authority, name: &str) -> TlsAcceptor {
    let key = KeyPair::generate().unwrap();
    let params = CertificateParams::new(vec![name.to_owned()]).unwrap();
    let cert = params.signed_by(&key, &authority.issuer).unwrap();
    acceptor(cert.der().clone(), &key)
}

async fn desk(roots: &[&Authority]) -> Desk {
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

#[tokio::test]
async fn an_unknown_authority_and_a_wrong_name_are_refused() {
    let (own, other) = (authority(), authority());
    for acceptor in [signed(&other, NAME), signed(&own, "else.localhost")] {
        let desk = desk(&[&own]).await;
        let hook = Hook::serve(Some(acceptor), |_| status("200 OK")).await;
        aim(&desk, &hook).await;
        assert_eq!(desk.last_error().await, UNTRUSTED);
        assert!(hook.received().is_empty());
    }
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

async fn upload(desk: &Desk, hook: &Hook, pem: String) {
    desk.clock.advance(chrono::TimeDelta::seconds(2));
    let part = reqwest::multipart::Part::text(pem).file_name("own.pem");
    let form = reqwest::multipart::Form::new()
        .text("url", format!("https://{NAME}:{}/", hook.port))
        .part("certificate", part);
    let request = desk.client.post(desk.url("setWebhook")).multipart(form);
    let answer: Value = request.send().await.unwrap().json().await.unwrap();
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
