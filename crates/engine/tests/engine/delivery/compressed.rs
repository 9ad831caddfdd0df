//! A compressed answer goes back as it is, and is shown as it was before.

use super::local_bot::{Got, LocalBot};
use super::scene::{Scene, sent_to};
use crate::fixture::eventually;
use axum::body::Body;
use axum::http::Response;
use flate2::Compression;
use flate2::write::GzEncoder;
use hookbay_engine::api::types::{AttemptDetail, Encoding, GetAttempt, Mode};
use serde_json::json;
use std::io::Write;

fn gzip(body: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(body).unwrap();
    encoder.finish().unwrap()
}

fn coded(coding: &str, body: Vec<u8>) -> Response<Body> {
    Response::builder()
        .header("content-type", "application/json")
        .header("content-encoding", coding)
        .body(body.into())
        .unwrap()
}

async fn shown(scene: &Scene) -> AttemptDetail {
    let attempt = scene.attempts_made(1).await.remove(0);
    let detail = scene.bench.app.get_attempt(GetAttempt { id: attempt.id });
    detail.await.unwrap()
}

#[tokio::test]
async fn telegram_gets_the_bytes_and_the_user_the_text() {
    let bot = LocalBot::answering(|got: &Got| {
        let call = json!({ "method": "sendMessage", "chat_id": got.chat(), "text": "packed" });
        coded("gzip", gzip(call.to_string().as_bytes()))
    })
    .await;
    let scene = Scene::with(Mode::Relay, &bot).await;
    scene.say(5, "hello");
    sent_to(&bot, 1).await;
    // Telegram's side unpacks it by the header, so both came through.
    let control = scene.bench.telegram.control();
    eventually("the reply", || async {
        let sent = control.sent(&scene.token).unwrap();
        (sent.first()?["text"] == "packed").then_some(())
    })
    .await;
    let detail = shown(&scene).await;
    assert!(detail.response_is_text && detail.response_body.contains("\"packed\""));
    let expected = Encoding {
        name: "gzip".into(),
        is_decoded: true,
        is_whole: true,
    };
    assert_eq!(detail.encoding, Some(expected));
    assert!(!detail.cut);
}

#[tokio::test]
async fn a_bomb_is_shown_in_part() {
    let packed = gzip(&vec![b'x'; 64 << 20]);
    let bot = LocalBot::answering(move |_| coded("gzip", packed.clone())).await;
    let scene = Scene::with(Mode::Hold, &bot).await;
    scene.say(5, "hello");
    let detail = shown(&scene).await;
    assert_eq!(detail.response_body.len(), 1 << 20);
    let encoding = detail.encoding.unwrap();
    assert!(encoding.is_decoded && !encoding.is_whole);
}

#[tokio::test]
async fn a_coding_that_is_not_known_is_named() {
    let bot = LocalBot::answering(|_| coded("zstd", b"{}".to_vec())).await;
    let scene = Scene::with(Mode::Hold, &bot).await;
    scene.say(5, "hello");
    let detail = shown(&scene).await;
    assert_eq!(detail.response_body, "{}");
    let encoding = detail.encoding.unwrap();
    assert_eq!(
        (encoding.name.as_str(), encoding.is_decoded),
        ("zstd", false)
    );
}
