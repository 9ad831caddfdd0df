//! The listener: the test environment, and how it ends.

use serde_json::json;

use crate::desk::cloud;

#[tokio::test]
async fn the_test_environment_has_a_path_of_its_own() {
    let desk = cloud().await;
    let me = desk.done("getMe", json!({})).await;
    assert_eq!(desk.done("test/getMe", json!({})).await, me);
}

#[tokio::test]
async fn send_message_refuses_what_it_cannot_send() {
    let desk = cloud().await;
    let empty = desk
        .call("sendMessage", json!({"chat_id": 71_002_244}))
        .await;
    assert_eq!(empty["description"], "Bad Request: message text is empty");
    let stranger = desk
        .call("sendMessage", json!({"chat_id": 5, "text": "x"}))
        .await;
    assert_eq!(stranger["description"], "Bad Request: chat not found");
    assert!(desk.control.sent(&desk.token).unwrap().is_empty());
}

#[tokio::test]
async fn shutdown_ends_a_waiting_call() {
    let desk = cloud().await;
    let url = desk.url("getUpdates?timeout=50");
    let (client, telegram) = (desk.client.clone(), desk.telegram);
    let waiting = tokio::spawn(async move {
        client
            .get(url)
            .send()
            .await
            .map(|answer| answer.status().as_u16())
    });
    crate::desk::within("the shutdown", telegram.shutdown()).await;
    let ended = crate::desk::within("the call's end", waiting)
        .await
        .unwrap();
    assert!(!matches!(ended, Ok(200)), "{ended:?}");
}

#[tokio::test]
async fn shutdown_does_not_wait_for_a_request_that_stays_half_sent() {
    use tokio::io::AsyncWriteExt;
    for half in [
        "GET /bot1:a/getMe HTTP/1.1\r\nHost",
        "POST /sandbox/bots HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{",
    ] {
        let desk = cloud().await;
        let address = desk.telegram.api_root().replace("http://", "");
        let mut stream = tokio::net::TcpStream::connect(&address).await.unwrap();
        stream.write_all(half.as_bytes()).await.unwrap();
        // The server has seen it once it has answered a later connection.
        desk.info().await;
        crate::desk::within("the shutdown", desk.telegram.shutdown()).await;
        tokio::net::TcpListener::bind(address).await.unwrap();
    }
}
