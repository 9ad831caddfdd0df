//! The edge over HTTP: `/sandbox/edge`.

use hookbay_sandbox::edge::EdgeOptions;
use hookbay_sandbox::{Sandbox, SandboxOptions};
use ngrok::prelude::{EndpointInfo, TunnelBuilder};
use serde_json::{Value, json};

use crate::agent::{builder, greet, seen, visit, within};

async fn sandbox() -> Sandbox {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let options = SandboxOptions {
        edge: Some(EdgeOptions::default()),
        ..SandboxOptions::default()
    };
    Sandbox::start(options).await.unwrap()
}

async fn act(sandbox: &Sandbox, order: Value) -> (u16, Value) {
    let url = format!("{}/sandbox/edge", sandbox.telegram.api_root());
    let request = reqwest::Client::new().post(url).json(&order);
    let answer = request.send().await.unwrap();
    (answer.status().as_u16(), answer.json().await.unwrap())
}

async fn view(sandbox: &Sandbox) -> Value {
    let url = format!("{}/sandbox/edge", sandbox.telegram.api_root());
    reqwest::get(url).await.unwrap().json().await.unwrap()
}

fn done() -> (u16, Value) {
    (200, json!({}))
}

#[tokio::test]
async fn refusals_are_switched_on_and_off() {
    let sandbox = sandbox().await;
    let edge = sandbox.edge.as_ref().unwrap();
    let order = json!({"action": "refuse_sign_in", "code": "ERR_NGROK_108"});
    assert_eq!(act(&sandbox, order).await, done());
    let refused = builder(edge).connect().await.err().unwrap();
    assert_eq!(ngrok::Error::error_code(&refused), Some("ERR_NGROK_108"));
    let accept = json!({"action": "accept_sign_in"});
    assert_eq!(act(&sandbox, accept).await, done());

    let session = builder(edge).connect().await.unwrap();
    assert_eq!(
        act(&sandbox, json!({"action": "refuse_bind"})).await,
        done()
    );
    let refused = session.http_endpoint().listen().await.err().unwrap();
    assert_eq!(ngrok::Error::error_code(&refused), Some("ERR_NGROK_320"));
    assert_eq!(
        act(&sandbox, json!({"action": "accept_bind"})).await,
        done()
    );
    let tunnel = session.http_endpoint().listen().await.unwrap();
    let expected = json!({"connections": 2, "sign_ins": 2, "sessions": 1, "urls": [tunnel.url()]});
    assert_eq!(view(&sandbox).await, expected);
}

#[tokio::test]
async fn a_line_is_cut_and_a_tunnel_stopped() {
    let sandbox = sandbox().await;
    let edge = sandbox.edge.as_ref().unwrap();
    let session = builder(edge).connect().await.unwrap();
    let tunnel = session.http_endpoint().listen().await.unwrap();
    let greeting = tokio::spawn(greet(tunnel));
    let order = json!({"action": "stop_tunnels", "code": "ERR_NGROK_3200", "message": "Bye."});
    assert_eq!(act(&sandbox, order).await, (200, json!({"told": 1})));
    let end = within("the listener's end", greeting).await.unwrap();
    assert!(end.unwrap().to_string().contains("Bye."));
    let (status, answer) = act(&sandbox, json!({"action": "stop_agents"})).await;
    assert_eq!(status, 200);
    assert_eq!(answer["answers"].as_array().unwrap().len(), 1);

    assert_eq!(act(&sandbox, json!({"action": "cut"})).await, done());
    seen(edge, |view| view.sign_ins == 2).await;
}

#[tokio::test]
async fn a_session_is_connected_but_dead_until_the_next() {
    let sandbox = sandbox().await;
    let edge = sandbox.edge.as_ref().unwrap();
    let session = builder(edge).connect().await.unwrap();
    let tunnel = session.http_endpoint().listen().await.unwrap();
    let url = tunnel.url().to_owned();
    tokio::spawn(greet(tunnel));
    assert_eq!(visit(edge, &url).await.0, 200);
    let order = json!({"action": "bad_gateway"});
    assert_eq!(act(&sandbox, order).await, done());
    let (status, page) = visit(edge, &url).await;
    assert_eq!(status, 502);
    assert!(page.contains("ERR_NGROK_3004"));
    let order = json!({"action": "hang_visitors"});
    assert_eq!(act(&sandbox, order).await, done());
    let patience = std::time::Duration::from_millis(300);
    let hanging = tokio::time::timeout(patience, visit(edge, &url)).await;
    assert!(hanging.is_err(), "it was answered");
    assert_eq!(edge.watch().borrow().sessions, 1);

    let session = builder(edge).connect().await.unwrap();
    let tunnel = session.http_endpoint().listen().await.unwrap();
    let url = tunnel.url().to_owned();
    tokio::spawn(greet(tunnel));
    assert_eq!(visit(edge, &url).await.0, 200);
}

#[tokio::test]
async fn what_is_not_understood_is_400_and_without_an_edge_it_is_404() {
    let with_edge = sandbox().await;
    let (status, answer) = act(&with_edge, json!({"action": "explode"})).await;
    assert_eq!(status, 400);
    assert!(answer["error"].as_str().unwrap().contains("explode"));
    let bare = Sandbox::start(SandboxOptions::default()).await.unwrap();
    let (status, answer) = act(&bare, json!({"action": "cut"})).await;
    assert_eq!(status, 404);
    assert!(answer["error"].as_str().unwrap().contains("--edge"));
}
