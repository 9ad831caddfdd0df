//! Binding: what the edge answers, and what of it outlives a lost line.

use std::sync::Arc;

use muxado::{OpenClose, SessionBuilder};
use ngrok::prelude::{EndpointInfo, TunnelBuilder};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::agent::{AUTHTOKEN, builder, edge, greet, seen, visit, within};

#[tokio::test]
async fn after_a_cut_the_client_reconnects_by_itself_and_visitors_reach_it_again() {
    let edge = edge().await;
    let session = builder(&edge).connect().await.unwrap();
    let tunnel = session.http_endpoint().listen().await.unwrap();
    let url = tunnel.url().to_owned();
    let greeting = tokio::spawn(greet(tunnel));
    assert_eq!(visit(&edge, &url).await, (200, "hello".to_owned()));

    edge.cut();
    let back = seen(&edge, |view| {
        view.sign_ins == 2 && view.sessions == 1 && !view.urls.is_empty()
    });
    assert_eq!(back.await.urls, [url.as_str()]);
    assert_eq!(visit(&edge, &url).await, (200, "hello".to_owned()));
    greeting.abort();
}

#[tokio::test]
async fn new_url_gives_a_reconnecting_client_another_url() {
    let edge = edge().await;
    let session = builder(&edge).connect().await.unwrap();
    let tunnel = session.http_endpoint().listen().await.unwrap();
    let old = tunnel.url().to_owned();
    edge.new_url();
    edge.cut();
    let back = seen(&edge, |view| {
        view.sign_ins == 2 && view.sessions == 1 && !view.urls.is_empty()
    });
    assert_ne!(back.await.urls, [old]);
}

#[tokio::test]
async fn a_domain_that_cannot_be_one_is_refused_with_an_answer() {
    let edge = edge().await;
    let session = builder(&edge).connect().await.unwrap();
    let mut endpoint = session.http_endpoint();
    let listening = endpoint.domain("bücher.example").listen();
    let refused = within("the refusal", listening).await.err().unwrap();
    assert_eq!(
        ngrok::Error::error_code(&refused),
        Some("ERR_NGROK_320"),
        "{refused}"
    );
}

#[tokio::test]
async fn id_and_token_are_kept_when_the_request_names_them() {
    let edge = edge().await;
    let mut agent = connect(&edge).await;
    let sign_in = json!({"ClientId": "", "Extra": {"AuthToken": AUTHTOKEN}});
    call(&mut agent, 0, &sign_in).await;
    let bind = |id: &str, token: &str| json!({"Id": id, "Proto": "https", "Opts": {}, "Extra": {"Token": token}});

    let first = call(&mut agent, 1, &bind("", "")).await;
    let (id, token) = (&first["Id"], &first["Extra"]["Token"]);
    assert!(!id.as_str().unwrap().is_empty());
    assert!(!token.as_str().unwrap().is_empty());

    let again = bind(id.as_str().unwrap(), token.as_str().unwrap());
    assert_eq!(call(&mut agent, 1, &again).await, first);
    let other = call(&mut agent, 1, &bind("mine", "my-token")).await;
    assert_eq!(
        (&other["Id"], &other["Extra"]["Token"], &other["URL"]),
        (&json!("mine"), &json!("my-token"), &first["URL"])
    );
}

/// An agent of bare frames.
async fn connect(edge: &hookbay_sandbox::edge::Edge) -> impl OpenClose {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut roots = RootCertStore::empty();
    roots
        .add(CertificateDer::from_pem_slice(edge.ca_pem().as_bytes()).unwrap())
        .unwrap();
    let config = ClientConfig::builder()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let tcp = TcpStream::connect(edge.server_addr()).await.unwrap();
    let name = ServerName::try_from("localhost").unwrap();
    let connector = tokio_rustls::TlsConnector::from(Arc::new(config));
    let tls = connector.connect(name, tcp).await.unwrap();
    SessionBuilder::new(tls).client().start()
}

async fn call(agent: &mut impl OpenClose, kind: u32, request: &Value) -> Value {
    let mut stream = agent.open().await.unwrap();
    let mut bytes = kind.to_be_bytes().to_vec();
    bytes.extend(serde_json::to_vec(request).unwrap());
    stream.write_all(&bytes).await.unwrap();
    let mut answer = Vec::new();
    within("the edge's answer", stream.read_to_end(&mut answer))
        .await
        .unwrap();
    serde_json::from_slice(&answer).unwrap()
}
