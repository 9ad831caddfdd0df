//! What a tunnel through ngrok carries, and how it ends.

use super::*;

#[tokio::test]
async fn a_request_through_ngrok_arrives_unaltered() {
    let edge = edge().await;
    let tunnel = open(&edge);
    let url = online(&*tunnel).await;
    assert!(
        url.starts_with("https://") && url.contains(".hookbay.localhost:"),
        "{url}"
    );
    assert_eq!(
        seen(&edge, |view| !view.urls.is_empty()).await.urls,
        std::slice::from_ref(&url)
    );
    let client = client(&edge);

    let body = b"{\"update_id\":1,  \"text\":\"\\u0041 \xf0\x9f\xa6\xa6\"}\r\n".to_vec();
    assert_eq!(echoed(&client, &url, body.clone()).await, body);

    let megabyte: Vec<u8> = (0..1_048_576_u32).map(|n| (n % 251) as u8).collect();
    assert!(echoed(&client, &url, megabyte.clone()).await == megabyte);

    let who = client
        .post(format!("{url}/who"))
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    assert!(who.parse::<SocketAddr>().unwrap().ip().is_loopback());
    tunnel.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_connections_at_once() {
    let edge = edge().await;
    let tunnel = open(&edge);
    let url = online(&*tunnel).await;
    let visits = (0..100_u32).map(|n| {
        let (client, url) = (client(&edge), url.clone());
        tokio::spawn(async move {
            let body = n.to_string().repeat(500).into_bytes();
            assert!(echoed(&client, &url, body.clone()).await == body);
        })
    });
    for visit in visits.collect::<Vec<_>>() {
        visit.await.unwrap();
    }
    tunnel.close().await;
}

#[tokio::test]
async fn close_is_seen_by_the_edge_at_once() {
    let edge = edge().await;
    let tunnel = open(&edge);
    let url = online(&*tunnel).await;
    let client = client(&edge);
    // Leaves an idle keep-alive connection behind, which must not hold the end up.
    echoed(&client, &url, b"x".to_vec()).await;
    let mut state = tunnel.state();
    timeout(Duration::from_secs(2), tunnel.close())
        .await
        .unwrap();
    assert_eq!(*state.borrow_and_update(), TunnelState::Off);
    let view = seen(&edge, |view| view.sessions == 0).await;
    assert_eq!((view.urls.len(), view.connections), (0, 1));
    assert_eq!(
        client
            .post(format!("{url}/echo"))
            .send()
            .await
            .unwrap()
            .status(),
        404
    );
}

#[tokio::test]
async fn a_dropped_tunnel_hangs_up() {
    let edge = edge().await;
    let tunnel = open(&edge);
    online(&*tunnel).await;
    drop(tunnel);
    seen(&edge, |view| view.sessions == 0).await;
}

#[tokio::test]
async fn a_reserved_domain_is_the_url() {
    let edge = edge().await;
    let domain = Some("calm-otter.ngrok.test".to_owned());
    let reserved = NgrokPlan {
        domain,
        ..plan(&edge)
    };
    let tunnel = tunnel::open(Plan::Ngrok(reserved), echo());
    let url = online(&*tunnel).await;
    assert_eq!(url, edge.public_url_for("calm-otter.ngrok.test"));
    let client = reqwest::Client::builder()
        .tls_certs_only([reqwest::Certificate::from_pem(edge.ca_pem().as_bytes()).unwrap()])
        .resolve("calm-otter.ngrok.test", edge.public_addr())
        .no_proxy()
        .build()
        .unwrap();
    assert_eq!(echoed(&client, &url, b"mine".to_vec()).await, b"mine");
    tunnel.close().await;
}
