//! The document and its page.

use super::{Door, answer};
use reqwest::{Method, StatusCode};
use serde_json::Value;
use std::collections::BTreeSet;

async fn document(door: &Door) -> Value {
    let open = door.api.bare(Method::GET, "/v1/api/openapi.json");
    answer(open, StatusCode::OK).await
}

#[tokio::test]
async fn the_document_describes_every_route_once() {
    let door = Door::open().await;
    let document = document(&door).await;
    assert_eq!(document["openapi"], "3.1.0");
    let mut ids = BTreeSet::new();
    let mut count = 0;
    for item in document["paths"].as_object().unwrap().values() {
        for operation in item.as_object().unwrap().values() {
            count += 1;
            ids.insert(operation["operationId"].as_str().unwrap().to_owned());
            assert!(!operation["summary"].as_str().unwrap().is_empty());
            for (status, response) in operation["responses"].as_object().unwrap() {
                let content = &response["content"];
                assert_eq!(
                    status.starts_with('2'),
                    content["application/problem+json"].is_null(),
                    "{status}"
                );
            }
        }
    }
    assert_eq!((ids.len(), count), (16, 16));
    let info = &document["components"]["schemas"]["WebhookInfo"];
    assert_eq!(info["required"].as_array().unwrap().len(), 9);
    let set = &document["components"]["schemas"]["SetWebhookBody"];
    assert!(set["required"].is_null());
}

#[tokio::test]
async fn the_page_needs_no_other_computer() {
    let door = Door::open().await;
    let moved = door.api.bare(Method::GET, "/docs").send().await.unwrap();
    assert_eq!(moved.headers()["location"], "/docs/");
    let response = door.api.bare(Method::GET, "/docs/").send().await.unwrap();
    let policy = response.headers()["content-security-policy"]
        .to_str()
        .unwrap()
        .to_owned();
    assert!(policy.starts_with("default-src 'none'") && !policy.contains("http"));
    let page = response.text().await.unwrap();
    let files: Vec<&str> = page
        .split('"')
        .filter(|word| {
            [".js", ".css", ".png"]
                .iter()
                .any(|end| word.ends_with(end))
        })
        .collect();
    assert!(files.len() >= 5, "{page}");
    for file in files {
        assert!(!file.contains("//"), "{file}");
        let path = format!("/docs/{}", file.trim_start_matches("./"));
        let response = door.api.bare(Method::GET, &path).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        assert!(!response.bytes().await.unwrap().is_empty(), "{path}");
    }
    let start = door.api.bare(Method::GET, "/docs/swagger-initializer.js");
    let start = start.send().await.unwrap().text().await.unwrap();
    assert!(start.contains("\"/v1/api/openapi.json\""), "{start}");
}
