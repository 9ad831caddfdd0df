//! Where it listens, with which token, and what keeps it from listening.

use super::{Api, Door, anywhere, client, listening, problem};
use crate::fixture::{Bench, eventually};
use hookbay_engine::api::types::{HttpApiState, VaultState};
use hookbay_engine::error::{Code, Error};
use hookbay_engine::event::Change;
use hookbay_engine::http;
use reqwest::{Method, StatusCode};
use tokio::net::TcpListener;
use tokio::sync::watch;

async fn failed(bench: &Bench) -> Error {
    eventually("it fails", || async {
        match bench.app.http_api_state() {
            HttpApiState::Failed { error } => Some(error),
            _ => None,
        }
    })
    .await
}

#[tokio::test]
async fn rotation_makes_the_old_token_useless() {
    let door = Door::open().await;
    let mut events = door.bench.app.watch();
    let new = door.bench.app.rotate_http_api_token().await.unwrap().token;
    assert_eq!(events.recv().await.unwrap().change, Change::HttpApi);
    assert_ne!(new, door.api.token);
    let old = door.api.call(Method::GET, "/v1/api/health");
    problem(old, StatusCode::UNAUTHORIZED).await;
    let call = door.api.bare(Method::GET, "/v1/api/health");
    let response = call.bearer_auth(&new).send().await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(door.bench.app.http_api_token().await.unwrap().token, new);
}

#[tokio::test]
async fn the_token_is_long_kept_and_each_apps_own() {
    let mut door = Door::open().await;
    assert_eq!(
        door.bench.app.overview().await.unwrap().vault,
        VaultState::Keyring
    );
    let token = door.api.token.clone();
    assert!(token.len() >= 43, "32 bytes and more");
    door.bench.restart().await;
    let again = door.bench.app.http_api_token().await.unwrap().token;
    assert_eq!(again, token);
    let other = Bench::new().await;
    assert_ne!(other.app.http_api_token().await.unwrap().token, token);
    // The end of the app was the end of its API.
    door.api.serving.await.unwrap();
    let call = client().get(&door.api.url).send().await;
    assert!(call.unwrap_err().is_connect());
}

#[tokio::test]
async fn the_token_reaches_no_file() {
    let door = Door::open().await;
    door.api.get("/v1/api/bots").await;
    door.bench.app.shutdown().await;
    let token = door.api.token.as_bytes();
    for entry in std::fs::read_dir(door.bench.folder.path()).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        assert!(!bytes.windows(token.len()).any(|window| window == token));
    }
}

#[tokio::test]
async fn a_taken_port_is_told_and_another_is_taken_instead() {
    let bench = Bench::new().await;
    let holder = TcpListener::bind(anywhere()).await.unwrap();
    let taken = holder.local_addr().unwrap();
    let (address, wanted) = watch::channel(Some(taken));
    let serving = tokio::spawn(http::serve(bench.app.clone(), wanted));
    let error = failed(&bench).await;
    assert_eq!(error.code, Code::PortTaken);
    assert_eq!(
        error.message,
        format!(
            "Port {} is in use by another program, so the HTTP API does not listen.",
            taken.port()
        )
    );
    assert!(error.remedy.contains("HOOKBAY_API"));
    let told = bench.app.overview().await.unwrap().http_api;
    assert_eq!(told, HttpApiState::Failed { error });

    address.send_replace(Some(anywhere()));
    let url = listening(&bench.app).await;
    assert!(!url.ends_with(&format!(":{}", taken.port())));
    drop(address);
    serving.await.unwrap();
    assert_eq!(bench.app.http_api_state(), HttpApiState::Off);
}

#[tokio::test]
async fn it_moves_with_its_address_and_can_be_off() {
    let Door { bench, api } = Door::open().await;
    // Leaves an idle connection behind, which must not hold the move up.
    api.get("/v1/api/health").await;
    let mut stream = api
        .call(Method::GET, "/v1/api/events")
        .send()
        .await
        .unwrap();
    api.address.send_replace(None);
    eventually("it is off", || async {
        (bench.app.http_api_state() == HttpApiState::Off).then_some(())
    })
    .await;
    while stream.chunk().await.unwrap().is_some() {}
    eventually("nobody listens", || async {
        client().get(&api.url).send().await.err()
    })
    .await;
    api.address.send_replace(Some(anywhere()));
    listening(&bench.app).await;
}

#[tokio::test]
async fn an_address_that_is_not_here_is_said_to_be_so() {
    let bench = Bench::new().await;
    let (_address, wanted) = watch::channel(Some("192.0.2.1:4665".parse().unwrap()));
    let _serving = tokio::spawn(http::serve(bench.app.clone(), wanted));
    let error = failed(&bench).await;
    assert_eq!(error.message, "192.0.2.1 is no address of this computer.");
}

#[tokio::test]
async fn two_apps_take_each_only_their_own_token() {
    let (one, other) = (Door::open().await, Bench::new().await);
    let other = Api::open(&other.app).await;
    let call = one.api.bare(Method::GET, "/v1/api/health");
    problem(call.bearer_auth(&other.token), StatusCode::UNAUTHORIZED).await;
}
