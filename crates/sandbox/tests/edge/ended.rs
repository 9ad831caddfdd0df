//! Work that ngrok itself ends: Stop and StopTunnel.

use ngrok::prelude::{EndpointInfo, TunnelBuilder};
use ngrok::tunnel::AcceptError;

use crate::agent::{builder, edge, greet, visit, within};

#[tokio::test]
async fn an_agent_that_is_asked_to_stop_says_why_it_does_not() {
    let edge = edge().await;
    let _session = builder(&edge).connect().await.unwrap();
    let answers = edge.stop_agents().await;
    let [Some(reason)] = &answers[..] else {
        panic!("{answers:?}");
    };
    assert!(reason.contains("no defined callback"), "{reason}");
}

#[tokio::test]
async fn an_agent_that_heeds_the_order_to_stop_answers_without_a_reason() {
    let edge = edge().await;
    let (asked, mut was_asked) = tokio::sync::mpsc::channel(1);
    let mut builder = builder(&edge);
    builder.handle_stop_command(move |_| {
        let asked = asked.clone();
        async move { asked.send(()).await.map_err(|error| error.to_string()) }
    });
    let _session = builder.connect().await.unwrap();
    assert_eq!(edge.stop_agents().await, [None]);
    within("the order to stop", was_asked.recv()).await.unwrap();
}

#[tokio::test]
async fn a_stopped_tunnel_ends_the_listener_with_ngroks_words_and_is_offline() {
    let edge = edge().await;
    let session = builder(&edge).connect().await.unwrap();
    let tunnel = session.http_endpoint().listen().await.unwrap();
    let url = tunnel.url().to_owned();
    let greeting = tokio::spawn(greet(tunnel));

    assert_eq!(edge.stop_tunnels("ERR_NGROK_334", "Taken over.").await, 1);
    let end = within("the listener's end", greeting).await.unwrap();
    let Some(AcceptError::ListenerClosed {
        message,
        error_code,
    }) = end
    else {
        panic!("{end:?}");
    };
    assert_eq!(message, "Taken over.");
    assert_eq!(error_code.as_deref(), Some("ERR_NGROK_334"));
    assert!(edge.watch().borrow().urls.is_empty());
    assert_eq!(edge.watch().borrow().sessions, 1);
    assert_eq!(visit(&edge, &url).await.0, 404);
}
