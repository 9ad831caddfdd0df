//! Lines that are lost, and come back by themselves.

use super::*;

#[tokio::test]
async fn a_cut_line_comes_back_with_the_new_url() {
    let edge = edge().await;
    let tunnel = open(&edge);
    let old = online(&*tunnel).await;
    let client = client(&edge);
    echoed(&client, &old, b"before".to_vec()).await;

    edge.refuse_connections(true);
    edge.new_url();
    edge.cut();
    let error = reconnecting(&*tunnel).await;
    assert_eq!(error.code, Code::Ngrok);
    assert_eq!(error.message, "The connection to ngrok was lost.");
    assert!(error.detail.is_some());

    // A visitor of the meantime is told as ngrok tells it.
    seen(&edge, |view| view.urls.is_empty()).await;
    let answer = client
        .post(format!("{old}/echo"))
        .body("lost")
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 404);
    assert_eq!(answer.headers()["ngrok-error-code"], "ERR_NGROK_3200");

    edge.refuse_connections(false);
    let new = online(&*tunnel).await;
    assert_ne!(old, new);
    assert_eq!(echoed(&client, &new, b"after".to_vec()).await, b"after");
    tunnel.close().await;
}

#[tokio::test]
async fn without_new_url_the_url_stays() {
    let edge = edge().await;
    let tunnel = open(&edge);
    let before = online(&*tunnel).await;
    edge.cut();
    reconnecting(&*tunnel).await;
    assert_eq!(online(&*tunnel).await, before);
    assert_eq!(edge.watch().borrow().sign_ins, 2);
    tunnel.close().await;
}

#[tokio::test]
async fn retry_does_not_wait_for_the_next_try() {
    let edge = edge().await;
    edge.refuse_connections(true);
    let tunnel = open(&edge);
    // From the sixth failure on, a wait is 4 s or more.
    let far = |state: &TunnelState| matches!(state, TunnelState::Reconnecting { attempt: 6.., .. });
    let TunnelState::Reconnecting { next_try_at, .. } = until(&mut tunnel.state(), far).await
    else {
        panic!("it reconnects")
    };
    edge.refuse_connections(false);
    tunnel.retry();
    online(&*tunnel).await;
    assert!(chrono::Utc::now() < next_try_at, "it had waited for that");
    tunnel.close().await;
}

#[tokio::test]
async fn a_line_without_heartbeats_is_given_up() {
    let edge = edge().await;
    let timing = Timing {
        heartbeat: Duration::from_millis(200),
        tolerance: Duration::from_secs(2),
        ..Timing::default()
    };
    let tunnel = tunnel::ngrok::open(plan(&edge), timing, echo());
    online(&*tunnel).await;
    edge.mute_heartbeats(true);
    let error = reconnecting(&*tunnel).await;
    assert_eq!(
        error.detail.as_deref(),
        Some("ngrok stopped answering heartbeats")
    );
    edge.mute_heartbeats(false);
    let url = online(&*tunnel).await;
    assert_eq!(
        echoed(&client(&edge), &url, b"back".to_vec()).await,
        b"back"
    );
    tunnel.close().await;
}

#[tokio::test]
async fn an_edge_of_another_ca_is_not_trusted() {
    let (edge, other) = (edge().await, edge().await);
    let server = Some(NgrokServer {
        addr: edge.server_addr(),
        ca_pem: Some(other.ca_pem()),
    });
    let tunnel = tunnel::open(
        Plan::Ngrok(NgrokPlan {
            server,
            ..plan(&edge)
        }),
        echo(),
    );
    let error = reconnecting(&*tunnel).await;
    assert_eq!(
        error.message,
        "No secure connection to ngrok could be made."
    );
    assert_eq!(edge.watch().borrow().sign_ins, 0);
    tunnel.close().await;
}

#[tokio::test]
async fn ngrok_out_of_reach_is_tried_again() {
    let edge = edge().await;
    let plan = plan(&edge);
    edge.shutdown().await;
    let tunnel = tunnel::open(Plan::Ngrok(plan), echo());
    assert_eq!(
        reconnecting(&*tunnel).await.message,
        "ngrok cannot be reached."
    );
    timeout(Duration::from_secs(1), tunnel.close())
        .await
        .unwrap();
}
