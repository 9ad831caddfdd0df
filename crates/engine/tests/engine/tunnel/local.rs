//! The tunnels without ngrok: the user's domain, and this machine.

use super::*;
use crate::fixture::free_port;

#[tokio::test]
async fn a_domain_serves_its_port() {
    let edge = edge().await;
    let port = free_port();
    let tunnel = tunnel::open(Plan::Domain(domain(port)), echo());
    assert_eq!(online(&*tunnel).await, "https://api.example.com");
    let base = format!("http://127.0.0.1:{port}");
    assert_eq!(
        echoed(&client(&edge), &base, b"direct".to_vec()).await,
        b"direct"
    );
    timeout(Duration::from_secs(2), tunnel.close())
        .await
        .unwrap();
    TcpListener::bind(("127.0.0.1", port)).await.unwrap();
}

#[tokio::test]
async fn a_taken_port_is_told_and_can_be_retried() {
    let holder = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let port = holder.local_addr().unwrap().port();
    let tunnel = tunnel::open(Plan::Domain(domain(port)), echo());
    let error = failed(&*tunnel).await;
    assert_eq!(error.code, Code::PortTaken);
    assert_eq!(
        error.message,
        format!("Port {port} is in use by another program.")
    );
    drop(holder);
    tunnel.retry();
    online(&*tunnel).await;
    tunnel.close().await;
}

#[tokio::test]
async fn loopback_serves_a_free_port() {
    let edge = edge().await;
    let tunnel = tunnel::open(Plan::Loopback, echo());
    let url = online(&*tunnel).await;
    assert!(url.starts_with("http://127.0.0.1:"), "{url}");
    assert_eq!(
        echoed(&client(&edge), &url, b"here".to_vec()).await,
        b"here"
    );
    tunnel.close().await;
}

fn domain(port: u16) -> DomainPlan {
    DomainPlan {
        public_base: "https://api.example.com/".parse().unwrap(),
        port,
        bind_ip: [127, 0, 0, 1].into(),
    }
}
