//! A session without a keyring, in a process of its own: which session it is in, a process cannot
//! change for itself.

use super::{anywhere, client, listening};
use crate::fixture::{Bench, eventually};
use hookbay_engine::api::types::HttpApiState;
use hookbay_engine::error::Code;
use hookbay_engine::http;
use std::process::Command;
use tokio::sync::watch;

const NAME: &str =
    "http::without_keyring::it_does_not_listen_before_there_is_a_place_for_the_token";
const INSIDE: &str = "HOOKBAY_TEST_WITHOUT_KEYRING";

#[test]
fn it_does_not_listen_before_there_is_a_place_for_the_token() {
    if std::env::var_os(INSIDE).is_some() {
        return tokio::runtime::Runtime::new().unwrap().block_on(inside());
    }
    let outcome = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", NAME, "--nocapture"])
        .env(INSIDE, "1")
        .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&outcome.stdout);
    assert!(
        outcome.status.success() && said.contains("1 passed"),
        "{said}\n{}",
        String::from_utf8_lossy(&outcome.stderr)
    );
}

async fn inside() {
    let bench = Bench::new().await;
    let (_address, wanted) = watch::channel(Some(anywhere()));
    let _serving = tokio::spawn(http::serve(bench.app.clone(), wanted));
    let error = eventually("it fails", || async {
        match bench.app.http_api_state() {
            HttpApiState::Failed { error } => Some(error),
            _ => None,
        }
    })
    .await;
    assert_eq!(error.code, Code::KeyringAbsent);
    assert!(error.remedy.contains("keep secrets for this run"));
    assert!(!bench.app.is_http_api_token(b""));
    bench.app.http_api_token().await.err().unwrap();

    bench.app.keep_for_this_run().await;
    let url = listening(&bench.app).await;
    let token = bench.app.http_api_token().await.unwrap().token;
    let call = client().get(format!("{url}/v1/api/health"));
    assert!(
        call.bearer_auth(token)
            .send()
            .await
            .unwrap()
            .status()
            .is_success()
    );
}
