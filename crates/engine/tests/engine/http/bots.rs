//! The list of bots.

use super::{Door, answer, problem};
use crate::fixture::eventually;
use reqwest::{Method, StatusCode};
use serde_json::json;

#[tokio::test]
async fn a_bot_is_added_listed_renamed_and_removed() {
    let door = Door::open().await;
    assert_eq!(door.api.get("/v1/api/bots").await, json!({ "bots": [] }));
    let token = door.bench.token().await;

    let response = door
        .api
        .call(Method::POST, "/v1/api/bots")
        .json(&json!({ "token": token }))
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), StatusCode::CREATED);
    let place = response.headers()["location"].to_str().unwrap().to_owned();
    let text = response.text().await.unwrap();
    assert!(!text.contains(token.split(':').nth(1).unwrap()), "{text}");

    // It is looked after a moment later, which the card shows.
    let added = eventually("it is looked after", || async {
        let added = door.api.get(&place).await;
        (added["watch"]["standing"]["type"] == "not_wanted").then_some(added)
    })
    .await;
    assert_eq!(added["name"], "Pizza orders");
    assert_eq!(added["environment"], json!({ "type": "cloud" }));
    assert_eq!(
        door.api.get("/v1/api/bots").await,
        json!({ "bots": [added] })
    );

    let renamed = door
        .api
        .call(Method::PATCH, &place)
        .json(&json!({ "name": " Kitchen " }));
    assert_eq!(answer(renamed, StatusCode::OK).await["name"], "Kitchen");
    let blank = door
        .api
        .call(Method::PATCH, &place)
        .json(&json!({ "name": " " }));
    problem(blank, StatusCode::UNPROCESSABLE_ENTITY).await;

    let gone = door.api.call(Method::DELETE, &place).send().await.unwrap();
    assert_eq!(gone.status(), StatusCode::NO_CONTENT);
    assert!(gone.bytes().await.unwrap().is_empty());
    problem(door.api.call(Method::GET, &place), StatusCode::NOT_FOUND).await;
    problem(door.api.call(Method::DELETE, &place), StatusCode::NOT_FOUND).await;
}

#[tokio::test]
async fn a_token_that_cannot_be_added_is_refused() {
    let door = Door::open().await;
    let token = door.bench.token().await;
    let add = |body| door.api.call(Method::POST, "/v1/api/bots").json(&body);
    answer(add(json!({ "token": token })), StatusCode::CREATED).await;
    let wrong = format!("4242:{}", "w".repeat(35));
    for (body, status, code) in [
        (json!({ "token": token }), 409, "bot_exists"),
        (json!({ "token": "12345" }), 422, "token_malformed"),
        (json!({ "token": wrong }), 409, "unauthorized"),
        (json!({}), 422, "invalid_input"),
        (
            json!({ "token": wrong, "environment": { "type": "moon" } }),
            422,
            "invalid_input",
        ),
    ] {
        let status = StatusCode::from_u16(status).unwrap();
        let problem = problem(add(body), status).await;
        assert_eq!(problem["code"], code);
        assert!(!problem.to_string().contains(&token));
    }
    let empty = door.api.call(Method::POST, "/v1/api/bots");
    problem(empty, StatusCode::UNSUPPORTED_MEDIA_TYPE).await;
    let list = door.api.get("/v1/api/bots").await;
    assert_eq!(list["bots"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn the_tunnel_and_health_are_told() {
    let door = Door::open().await;
    let health = door.api.get("/v1/api/health").await;
    assert_eq!(
        health,
        json!({ "status": "ok", "version": env!("CARGO_PKG_VERSION") })
    );
    let tunnel = door.api.get("/v1/api/tunnel").await;
    assert_eq!(tunnel["state"], json!({ "type": "off" }));
}
