//! How a call is made: its encodings, its method and its path.

use serde_json::{Value, json};

use crate::desk::{Desk, cloud};

/// Sends a message with these words, and checks that they arrived.
async fn said(desk: &Desk, request: reqwest::RequestBuilder, words: &str) {
    let answer: Value = request.send().await.unwrap().json().await.unwrap();
    assert_eq!(answer["result"]["text"], words, "{answer}");
    assert_eq!(answer["result"]["chat"]["first_name"], "Ann");
    assert_eq!(desk.control.sent(&desk.token).unwrap().len(), 1);
}

fn words(text: &str) -> Value {
    json!({"text": text, "chat_id": "71002244"})
}

#[tokio::test]
async fn get_with_a_query() {
    let desk = cloud().await;
    let url = desk.url("sendMessage");
    let request = desk.client.get(url).query(&words("by query"));
    said(&desk, request, "by query").await;
}

#[tokio::test]
async fn post_with_a_form() {
    let desk = cloud().await;
    let url = desk.url("sendMessage");
    let request = desk.client.post(url).form(&words("by form"));
    said(&desk, request, "by form").await;
}

#[tokio::test]
async fn post_with_json() {
    let desk = cloud().await;
    let url = desk.url("sendMessage");
    let body = json!({"chat_id": 71_002_244, "text": "by json"});
    said(&desk, desk.client.post(url).json(&body), "by json").await;
}

#[tokio::test]
async fn post_with_parts() {
    let desk = cloud().await;
    let url = desk.url("sendMessage");
    let form = reqwest::multipart::Form::new()
        .text("chat_id", "71002244")
        .text("text", "by parts");
    said(&desk, desk.client.post(url).multipart(form), "by parts").await;
}

#[tokio::test]
async fn lists_in_json_as_they_are_or_as_text() {
    let desk = cloud().await;
    for list in [json!(["poll"]), json!("[\"poll\"]")] {
        let url = "https://9.9.9.9/";
        let set = json!({"url": url, "allowed_updates": list});
        assert_eq!(desk.set(set).await["ok"], true);
        assert_eq!(desk.info().await["allowed_updates"], json!(["poll"]));
        desk.set(json!({"url": url, "allowed_updates": []})).await;
    }
}

#[tokio::test]
async fn parameters_of_more_than_a_mebibyte_are_refused() {
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
async fn other_http_methods_are_501_without_a_body() {
    let desk = cloud().await;
    let answer = desk.client.put(desk.url("getMe")).send().await.unwrap();
    assert_eq!(answer.status(), 501);
    assert!(answer.bytes().await.unwrap().is_empty());
}

#[tokio::test]
async fn method_names_in_any_case() {
    let desk = cloud().await;
    let me = desk.call("getMe", json!({})).await;
    assert_eq!(me["ok"], true);
    for method in ["GETME", "getme", "GetMe"] {
        assert_eq!(desk.call(method, json!({})).await, me, "{method}");
    }
}

#[tokio::test]
async fn method_as_a_parameter() {
    let desk = cloud().await;
    let me = desk.call("getMe", json!({})).await;
    assert_eq!(me["ok"], true);
    let by_query = desk.call("?method=getMe", json!({})).await;
    let by_body = desk.call("", json!({"method": "getMe"})).await;
    assert_eq!((by_query, by_body), (me.clone(), me));
}
