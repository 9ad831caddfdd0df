//! Tunnels on real parts: the ngrok client through the sandbox's edge, and real ports.

mod carry;
mod local;
mod lost;
mod refused;

use axum::{
    Router,
    body::Bytes,
    extract::{ConnectInfo, DefaultBodyLimit},
    routing::post,
};
use hookbay_engine::{
    error::{Code, Error},
    secret::Secret,
    tunnel::{self, DomainPlan, NgrokPlan, NgrokServer, Plan, Tunnel, TunnelState, ngrok::Timing},
};
use hookbay_sandbox::edge::{Edge, EdgeOptions, EdgeView, LocalhostNames, Refusal};
use std::{net::SocketAddr, time::Duration};
use tokio::{net::TcpListener, sync::watch, time::timeout};

const AUTHTOKEN: &str = "2abcDEFghiJKLmnoPQRstuVWXyz_1234567890abcdefghijk";

/// Longer than anything here takes, so that a failure is a failure.
const PATIENCE: Duration = Duration::from_secs(20);

fn echo() -> Router {
    Router::new()
        .route("/echo", post(async |body: Bytes| body))
        .route(
            "/who",
            post(async |ConnectInfo(who): ConnectInfo<SocketAddr>| who.to_string()),
        )
        .layer(DefaultBodyLimit::max(4 * 1024 * 1024))
}

async fn edge() -> Edge {
    Edge::start(EdgeOptions::default()).await.unwrap()
}

fn plan(edge: &Edge) -> NgrokPlan {
    NgrokPlan {
        authtoken: Secret::new(AUTHTOKEN),
        domain: None,
        server: Some(NgrokServer {
            addr: edge.server_addr(),
            ca_pem: Some(edge.ca_pem()),
        }),
    }
}

fn open(edge: &Edge) -> Box<dyn Tunnel> {
    tunnel::open(Plan::Ngrok(plan(edge)), echo())
}

fn client(edge: &Edge) -> reqwest::Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder()
        .tls_certs_only([reqwest::Certificate::from_pem(edge.ca_pem().as_bytes()).unwrap()])
        .dns_resolver(LocalhostNames)
        .timeout(PATIENCE)
        .no_proxy()
        .build()
        .unwrap()
}

async fn until(
    state: &mut watch::Receiver<TunnelState>,
    wanted: impl FnMut(&TunnelState) -> bool,
) -> TunnelState {
    let last = state.clone();
    match timeout(PATIENCE, state.wait_for(wanted)).await {
        Ok(state) => state.unwrap().clone(),
        Err(elapsed) => panic!("{elapsed}: still {:?}", *last.borrow()),
    }
}

async fn online(tunnel: &dyn Tunnel) -> String {
    let state = until(&mut tunnel.state(), |state| state.public_url().is_some()).await;
    state.public_url().unwrap().to_owned()
}

async fn failed(tunnel: &dyn Tunnel) -> Error {
    match until(&mut tunnel.state(), |state| {
        matches!(state, TunnelState::Failed { .. })
    })
    .await
    {
        TunnelState::Failed { error } => error,
        _ => unreachable!(),
    }
}

async fn reconnecting(tunnel: &dyn Tunnel) -> Error {
    let is = |state: &TunnelState| matches!(state, TunnelState::Reconnecting { .. });
    match until(&mut tunnel.state(), is).await {
        TunnelState::Reconnecting { error, .. } => error,
        _ => unreachable!(),
    }
}

async fn seen(edge: &Edge, wanted: impl FnMut(&EdgeView) -> bool) -> EdgeView {
    let mut view = edge.watch();
    timeout(PATIENCE, view.wait_for(wanted))
        .await
        .unwrap()
        .unwrap()
        .clone()
}

async fn echoed(client: &reqwest::Client, base: &str, body: Vec<u8>) -> Vec<u8> {
    let answer = client
        .post(format!("{base}/echo"))
        .body(body)
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 200);
    answer.bytes().await.unwrap().to_vec()
}
