//! An agent made of the real ngrok client, which says hello to every visitor.

use std::time::Duration;

use futures_util::TryStreamExt;
use hookbay_sandbox::edge::{Edge, EdgeOptions, EdgeView, LocalhostNames};
use ngrok::Session;
use ngrok::session::SessionBuilder;
use ngrok::tunnel::{AcceptError, HttpTunnel};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

pub const AUTHTOKEN: &str = "2abcDEFghiJKLmnoPQRstuVWXyz_1234567890abcdefghijk";

pub async fn edge() -> Edge {
    Edge::start(EdgeOptions::default()).await.unwrap()
}

pub fn builder(edge: &Edge) -> SessionBuilder {
    // A second installation in the same process is refused, and need not happen.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut builder = Session::builder();
    builder
        .authtoken(AUTHTOKEN)
        .ca_cert(edge.ca_pem().into())
        .server_addr(edge.server_addr())
        .unwrap();
    builder
}

/// Greets every visitor; ends with the listener, and with why it ended.
pub async fn greet(mut tunnel: HttpTunnel) -> Option<AcceptError> {
    loop {
        let mut visitor = match tunnel.try_next().await {
            Ok(Some(visitor)) => visitor,
            Ok(None) => return None,
            Err(error) => return Some(error),
        };
        tokio::spawn(async move {
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") {
                head.push(visitor.read_u8().await.unwrap());
            }
            let hello = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello";
            visitor.write_all(hello).await.unwrap();
            visitor.shutdown().await.unwrap();
        });
    }
}

pub async fn visit(edge: &Edge, url: &str) -> (u16, String) {
    let client = reqwest::Client::builder()
        .tls_certs_only([reqwest::Certificate::from_pem(edge.ca_pem().as_bytes()).unwrap()])
        .dns_resolver(LocalhostNames)
        .pool_max_idle_per_host(0)
        .no_proxy()
        .build()
        .unwrap();
    let answer = within("an answer", client.get(url).send()).await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

pub async fn seen(edge: &Edge, wanted: impl FnMut(&EdgeView) -> bool) -> EdgeView {
    let mut view = edge.watch();
    let found = within("a change of the edge", view.wait_for(wanted)).await;
    found.unwrap().clone()
}

/// Fails the test when something that must happen does not.
pub async fn within<T>(what: &str, work: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(20), work)
        .await
        .unwrap_or_else(|_| panic!("waited in vain for {what}"))
}
