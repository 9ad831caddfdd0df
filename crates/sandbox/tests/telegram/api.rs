//! Tokens, paths and the encodings of a call.

use serde_json::{Value, json};

use crate::desk::{cloud, local};

#[tokio::test]
async fn get_me_answers_in_every_encoding_and_case() {
    let desk = cloud().await;
    let me = desk.call("getMe", json!({})).await;
    assert_eq!(me["ok"], true);
    assert_eq!(me["result"]["username"], "desk_bot");
    assert_eq!(me["result"]["is_bot"], true);
    assert_eq!(me["result"]["can_join_groups"], true);
    for method in ["GETME", "test/GetMe", "?method=getMe"] {
        let answer: Value = desk
            .client
            .get(desk.url(method))
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap();
        assert_eq!(answer, me, "{method}");
    }
}

#[tokio::test]
async fn parameters_come_in_query_form_json_and_multipart() {
    let desk = cloud().await;
    let said = |text: &str| json!({"text": text, "chat_id": "71002244"});
    let part = |text: &str| {
        reqwest::multipart::Form::new()
            .text("chat_id", "71002244")
            .text("text", text.to_owned())
    };
    let url = desk.url("sendMessage");
    let requests = [
        desk.client.get(&url).query(&said("query")),
        desk.client.post(&url).form(&said("form")),
        desk.client
            .post(&url)
            .json(&json!({"chat_id": 71_002_244, "text": "json"})),
        desk.client.post(&url).multipart(part("multipart")),
    ];
    for (request, text) in requests
        .into_iter()
        .zip(["query", "form", "json", "multipart"])
    {
        let answer: Value = request.send().await.unwrap().json().await.unwrap();
        assert_eq!(answer["result"]["text"], text, "{answer}");
        assert_eq!(answer["result"]["chat"]["first_name"], "Ann");
    }
    let sent = desk.control.sent(&desk.token).unwrap();
    assert_eq!(sent.len(), 4);
}

#[tokio::test]
async fn other_http_methods_are_501_without_a_body() {
    let desk = cloud().await;
    let answer = desk.client.put(desk.url("getMe")).send().await.unwrap();
    assert_eq!(answer.status(), 501);
    assert!(answer.bytes().await.unwrap().is_empty());
}

async fn get(desk: &crate::desk::Desk, path: &str) -> (u16, Value) {
    let url = format!("{}{path}", desk.telegram.api_root());
    let answer = desk.client.get(url).send().await.unwrap();
    (answer.status().as_u16(), answer.json().await.unwrap())
}

#[tokio::test]
async fn a_wrong_token_is_401_and_a_malformed_one_404() {
    let desk = cloud().await;
    let wrong = "/bot123456:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/getMe";
    let unauthorized = json!({"ok": false, "error_code": 401, "description": "Unauthorized"});
    assert_eq!(get(&desk, wrong).await, (401, unauthorized));
    let not_found = json!({"ok": false, "error_code": 404, "description": "Not Found"});
    for path in [
        "/bot0123:abc/getMe",
        "/bot123/getMe",
        "/botabc:def/getMe",
        "/other",
    ] {
        assert_eq!(get(&desk, path).await, (404, not_found.clone()), "{path}");
    }
}

#[tokio::test]
async fn a_malformed_token_is_401_on_a_server_of_ones_own() {
    let desk = local().await;
    let answer = get(&desk, "/bot0123:abc/getMe").await;
    let text = "Unauthorized: invalid token specified";
    assert_eq!(
        answer,
        (
            401,
            json!({"ok": false, "error_code": 401, "description": text})
        )
    );
}

#[tokio::test]
async fn an_unknown_method_is_404() {
    let desk = cloud().await;
    let answer = desk.call("getNothing", json!({})).await;
    assert_eq!(answer["error_code"], 404);
    assert_eq!(answer["description"], "Not Found: method not found");
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
async fn parameters_of_more_than_a_mebibyte_are_413() {
    let desk = cloud().await;
    let form = |size: usize| {
        [
            ("text", "x".repeat(size)),
            ("chat_id", "71002244".to_owned()),
        ]
    };
    for (size, status) in [(1 << 20, 413), ((1 << 20) - 100, 400)] {
        let request = desk.client.post(desk.url("sendMessage")).form(&form(size));
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), status, "{size}");
    }
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
