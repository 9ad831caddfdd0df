//! setWebhook with names of this machine.

use hookbay_sandbox::telegram::{Clock, Options};
use serde_json::{Value, json};

use crate::desk::{Desk, cloud, noon, with};

async fn refused(desk: &Desk, parameters: Value, description: &str) {
    let answer = desk.set(parameters.clone()).await;
    let expected = json!({"ok": false, "error_code": 400, "description": description});
    assert_eq!(answer, expected, "{parameters}");
}

#[tokio::test]
async fn localhost_names_are_this_machine_and_reserved() {
    let desk = cloud().await;
    let text = "Bad Request: bad webhook: IP address 127.0.0.1 is reserved";
    refused(&desk, json!({"url": "https://abc.localhost/"}), text).await;
}

#[tokio::test]
async fn allow_loopback_permits_the_address_and_port_but_not_http() {
    let desk = with(Options {
        allow_loopback: true,
        clock: Clock::manual(noon()),
        ..Options::default()
    })
    .await;
    let text = "Bad Request: bad webhook: An HTTPS URL must be provided for webhook";
    refused(&desk, json!({"url": "http://abc.localhost:5000/"}), text).await;
    desk.set_url("https://abc.localhost:5000/").await;
    assert_eq!(desk.info().await["ip_address"], "127.0.0.1");
}
