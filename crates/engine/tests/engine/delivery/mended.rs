//! A bot that has a trouble with one chat alone: the others go on, and once it is mended nothing was lost.

use super::local_bot::{Got, LocalBot, answer};
use super::scene::{Scene, limits, target};
use crate::fixture::eventually;
use axum::body::Body;
use axum::http::Response;
use hookbay_engine::api::types::{Limits, Mode, Trouble};

type Answer = fn(&Got) -> Response<Body>;

fn never(_: &Got) -> Response<Body> {
    let never = futures_util::stream::pending::<Result<String, std::io::Error>>();
    Response::new(Body::from_stream(never))
}

fn early(_: &Got) -> Response<Body> {
    let half = [
        Ok("half"),
        Err(std::io::Error::other("crashed in the middle")),
    ];
    Response::new(Body::from_stream(futures_util::stream::iter(half)))
}

fn redirect(got: &Got) -> Response<Body> {
    Response::builder()
        .status(307)
        .header("location", got.path.as_str())
        .body(Body::empty())
        .unwrap()
}

fn error(_: &Got) -> Response<Body> {
    answer(500, "text/plain", "KeyError")
}

/// A bot that has it with what chat 1 writes.
async fn suffers(trouble: Trouble, with: Answer) {
    let bot = LocalBot::answering(move |got: &Got| match got.chat() {
        1 => with(got),
        _ => answer(200, "text/plain", ""),
    })
    .await;
    let scene = Scene::new().await;
    let quick = Limits {
        answer_within_ms: if trouble == Trouble::Timeout {
            2_000
        } else {
            20_000
        },
        // Not set aside before the other chat is through, however slow the disk is.
        set_aside_after: 100,
        longest_wait_ms: 500,
        ..limits()
    };
    let to = vec![target(&bot.url(), true)];
    scene.configure(Mode::Hold, quick, to).await.unwrap();
    for text in ["first", "second"] {
        scene.say(1, text);
    }
    for number in 0..5 {
        scene.say(2, &number.to_string());
    }
    scene.stored(7).await;
    scene
        .until("the other chat goes on", |view| view.held == 2)
        .await;
    let of = |chat: i64| -> Vec<String> {
        let got = bot.got();
        let of = got.iter().filter(|got| got.chat() == chat);
        of.map(|got| got.text()).collect()
    };
    assert_eq!(of(2), ["0", "1", "2", "3", "4"]);
    eventually("it is told", || async {
        let attempts = scene.attempts().await;
        attempts
            .iter()
            .any(|attempt| attempt.trouble == Some(trouble))
            .then_some(())
    })
    .await;
    bot.answer(|_| answer(200, "text/plain", ""));
    scene.until("nothing is held", |view| view.held == 0).await;
    let texts = of(1);
    // The first was tried over and over, and the second came after it, once.
    assert_eq!(texts.iter().filter(|text| *text == "second").count(), 1);
    assert_eq!(texts.last().unwrap(), "second");
    scene.telegram_is_content().await;
}

#[tokio::test]
async fn it_never_answers_one_chat() {
    suffers(Trouble::Timeout, never).await;
}

#[tokio::test]
async fn it_closes_early_for_one_chat() {
    suffers(Trouble::ClosedEarly, early).await;
}

#[tokio::test]
async fn it_redirects_one_chat() {
    suffers(Trouble::Redirect, redirect).await;
}

#[tokio::test]
async fn it_fails_at_one_chat() {
    suffers(Trouble::Status, error).await;
}
