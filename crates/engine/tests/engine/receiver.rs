//! The public router, spoken to as a stranger and as Telegram.

use crate::fixture::Bench;
use hookbay_engine::api::types::{BotView, GetUpdate, SetWebhook};
use hookbay_engine::domain::webhook::WebhookOptions;
use hookbay_engine::secret::Secret;
use reqwest::{Client, Method, StatusCode};

const SECRET: &str = "a-secret_of-ours";

async fn listening(bench: &Bench) -> (BotView, String) {
    let bot = bench.app.start_sandbox().await.unwrap();
    let options = WebhookOptions {
        secret_token: Some(Secret::new(SECRET)),
        ..WebhookOptions::default()
    };
    let view = bench
        .app
        .set_webhook(SetWebhook {
            bot_id: bot.id,
            options,
            take_over: None,
        })
        .await
        .unwrap();
    (bot, view.desired_url.unwrap())
}

async fn post(url: &str, secret: Option<&str>, body: impl Into<reqwest::Body>) -> StatusCode {
    let mut request = Client::new()
        .post(url)
        .header("content-type", "application/json")
        .body(body);
    if let Some(secret) = secret {
        request = request.header("x-telegram-bot-api-secret-token", secret);
    }
    request.send().await.unwrap().status()
}

#[tokio::test]
async fn only_the_one_path_and_method_exist() {
    let bench = Bench::new().await;
    let (_, url) = listening(&bench).await;
    for method in [Method::GET, Method::PUT, Method::DELETE, Method::PATCH] {
        let answer = Client::new()
            .request(method.clone(), &url)
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), StatusCode::METHOD_NOT_ALLOWED, "{method}");
    }
    let base = url.split("/v1/").next().unwrap();
    for path in [
        "",
        "/",
        "/v1",
        "/v1/api/webhooks/telegram",
        "/v1/api/bots",
        "/health",
        "/sandbox/bots",
    ] {
        assert_eq!(
            post(&format!("{base}{path}"), Some(SECRET), "{}").await,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
    assert_eq!(
        post(&format!("{url}/webhook/status"), Some(SECRET), "{}").await,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn a_stranger_learns_nothing_and_stores_nothing() {
    let bench = Bench::new().await;
    let (bot, url) = listening(&bench).await;
    let unknown = url.replace(&bot.id.to_string(), &uuid::Uuid::new_v4().to_string());
    for (target, secret) in [
        (&url, None),
        (&url, Some("wrong")),
        (&url, Some("")),
        (&unknown, Some(SECRET)),
        (&unknown, None),
    ] {
        assert_eq!(
            post(target, secret, r#"{"update_id":1}"#).await,
            StatusCode::UNAUTHORIZED
        );
    }
    assert!(bench.rows(bot.id).await.is_empty());
    assert_eq!(bench.app.bot(bot.id).await.unwrap().refused.wrong_secret, 3);
    assert_eq!(bench.app.overview().await.unwrap().refused_unknown, 2);
}

#[tokio::test]
async fn what_is_no_update_is_refused_and_counted() {
    let bench = Bench::new().await;
    let (bot, url) = listening(&bench).await;
    for body in [
        &b""[..],
        b"{",
        b"[]",
        b"null",
        b"{\"message\":{}}",
        b"{\"update_id\":\"7\"}",
        b"{\"update_id\":7,\"x\":\"\xff\"}",
    ] {
        assert_eq!(
            post(&url, Some(SECRET), body).await,
            StatusCode::BAD_REQUEST,
            "{body:?}"
        );
    }
    assert_eq!(
        post(&url, Some(SECRET), vec![b' '; 2 << 20]).await,
        StatusCode::PAYLOAD_TOO_LARGE
    );
    let refused = bench.app.bot(bot.id).await.unwrap().refused;
    assert_eq!((refused.not_an_update, refused.too_large), (7, 1));
    assert!(bench.rows(bot.id).await.is_empty());
}

#[tokio::test]
async fn the_bytes_are_kept_as_they_came() {
    let bench = Bench::new().await;
    let (bot, url) = listening(&bench).await;
    let body = "{ \"update_id\":  9007199254740993,\n\"message\" : {\"text\":\"\\u0000 \\ud83c\\udf55 عمر\", \"n\":1.0e2} }";
    assert_eq!(post(&url, Some(SECRET), body).await, StatusCode::OK);
    assert_eq!(
        post(&url, Some(SECRET), body).await,
        StatusCode::OK,
        "delivered twice"
    );
    let rows = bench.rows(bot.id).await;
    assert_eq!(rows.len(), 1);
    let detail = bench
        .app
        .get_update(GetUpdate { seq: rows[0].seq })
        .await
        .unwrap();
    assert_eq!(detail.body, body);
}
