//! Who is not let in.

use super::{Door, client, every_call, problem};
use futures_util::future::join_all;
use reqwest::{Method, StatusCode};
use serde_json::Value;

#[tokio::test]
async fn without_the_token_no_path_answers() {
    let door = Door::open().await;
    let half = &door.api.token[..door.api.token.len() - 1];
    let mut calls = every_call(&door.api).await;
    calls.push((Method::GET, "/v1/api/nothing".into()));
    calls.push((Method::GET, "/".into()));
    calls.push((Method::OPTIONS, "/v1/api/bots".into()));
    for (method, path) in calls {
        for token in [
            None,
            Some(String::new()),
            Some("Bearer ".into()),
            Some("Bearer wrong".into()),
            Some(format!("Bearer {half}")),
            Some(format!("Bearer {}x", door.api.token)),
            Some(format!("Basic {}", door.api.token)),
            Some(door.api.token.clone()),
        ] {
            let mut call = door.api.bare(method.clone(), &path);
            if let Some(token) = token {
                call = call.header("authorization", token);
            }
            let problem = problem(call, StatusCode::UNAUTHORIZED).await;
            assert_eq!(problem["code"], "api_refused", "{method} {path}");
        }
    }
    let challenge = door.api.bare(Method::GET, "/v1/api/bots").send().await;
    assert!(
        challenge.unwrap().headers()["www-authenticate"]
            .to_str()
            .unwrap()
            .starts_with("Bearer")
    );
}

#[tokio::test]
async fn two_tokens_at_once_are_none() {
    let door = Door::open().await;
    let call = door
        .api
        .call(Method::GET, "/v1/api/health")
        .header("authorization", "Bearer wrong");
    problem(call, StatusCode::UNAUTHORIZED).await;
}

#[tokio::test]
async fn a_foreign_host_is_refused_also_with_the_token() {
    let door = Door::open().await;
    let port = door.api.url.rsplit(':').next().unwrap();
    for path in [
        "/v1/api/health",
        "/docs/",
        "/v1/api/openapi.json",
        "/nothing",
    ] {
        for host in [
            "evil.example".to_owned(),
            format!("evil.example:{port}"),
            format!("127.0.0.1.evil.example:{port}"),
            "127.0.0.1".to_owned(),
            "localhost:1".to_owned(),
            format!("192.0.2.1:{port}"),
        ] {
            let call = door.api.call(Method::GET, path).header("host", &host);
            let problem = problem(call, StatusCode::FORBIDDEN).await;
            assert_eq!(problem["code"], "api_refused", "{host}");
        }
    }
    for host in [
        format!("localhost:{port}"),
        format!("127.0.0.1:{port}"),
        format!("[::1]:{port}"),
    ] {
        let call = door.api.call(Method::GET, "/v1/api/health");
        let response = call.header("host", &host).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::OK, "{host}");
    }
}

#[tokio::test]
async fn a_foreign_origin_is_refused_also_with_the_token() {
    let door = Door::open().await;
    let own = door.api.url.clone();
    for method in [Method::GET, Method::POST, Method::OPTIONS] {
        for origin in [
            "https://evil.example",
            "http://localhost:3000",
            "http://127.0.0.1",
            "null",
            "",
            &own.replace("http://", "https://"),
            &own.replace("127.0.0.1", "localhost"),
        ] {
            for path in ["/v1/api/bots", "/v1/api/openapi.json"] {
                let call = door
                    .api
                    .call(method.clone(), path)
                    .header("origin", origin)
                    .header("access-control-request-method", "POST");
                problem(call, StatusCode::FORBIDDEN).await;
            }
        }
    }
    let call = door.api.call(Method::GET, "/v1/api/health");
    let response = call.header("origin", &own).send().await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    assert!(
        response
            .headers()
            .get("access-control-allow-origin")
            .is_none()
    );
}

#[tokio::test]
async fn what_is_not_there_is_a_problem_too() {
    let door = Door::open().await;
    for path in ["/v1/api/nothing", "/v1/api/bots/", "/v1", "/"] {
        problem(door.api.call(Method::GET, path), StatusCode::NOT_FOUND).await;
    }
    for (method, path, allow) in [
        (Method::PUT, "/v1/api/bots", "GET,HEAD,POST"),
        (Method::OPTIONS, "/v1/api/health", "GET,HEAD"),
        (Method::POST, "/docs/", "GET,HEAD"),
    ] {
        let response = door.api.call(method.clone(), path).send().await.unwrap();
        assert_eq!(response.headers()["allow"], allow, "{path}");
        problem(door.api.call(method, path), StatusCode::METHOD_NOT_ALLOWED).await;
    }
}

#[tokio::test]
async fn too_many_calls_wait_and_a_stranger_cannot_use_them_up() {
    let door = Door::open().await;
    let stranger = client();
    let url = format!("{}/v1/api/health", door.api.url);
    let flood = (0..600).map(|_| stranger.get(&url).send());
    for response in join_all(flood).await {
        assert_eq!(response.unwrap().status(), StatusCode::UNAUTHORIZED);
    }
    door.api.get("/v1/api/health").await;

    // So many at once that no clock refills what they use.
    let flood = (0..600).map(|_| door.api.call(Method::GET, "/v1/api/health").send());
    let mut refused = 0;
    for response in join_all(flood).await {
        let response = response.unwrap();
        if response.status() == StatusCode::TOO_MANY_REQUESTS {
            let wait: u32 = response.headers()["retry-after"]
                .to_str()
                .unwrap()
                .parse()
                .unwrap();
            let body: Value = response.json().await.unwrap();
            assert_eq!(body["code"], "too_many_requests");
            assert_eq!(
                (body["retry_after"].as_u64(), wait > 0),
                (Some(wait.into()), true)
            );
            refused += 1;
        }
    }
    assert!(refused > 0);
}
