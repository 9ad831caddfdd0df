//! Updates that the bot fails at, while Telegram waits for all others.

use super::local_bot::{Got, LocalBot, answer};
use super::scene::{Scene, limits, target};
use axum::body::Body;
use axum::http::Response;
use hookbay_engine::api::types::{Limits, Mode};

#[tokio::test]
async fn each_is_set_aside_while_what_is_relayed_between_them_is_taken() {
    let bot = LocalBot::answering(|got: &Got| {
        if got.text() != "poison" {
            return answer(200, "text/plain", "");
        }
        let half = [Ok("half"), Err(std::io::Error::other("it crashed"))];
        Response::new(Body::from_stream(futures_util::stream::iter(half)))
    })
    .await;
    let scene = Scene::new().await;
    let two = Limits {
        set_aside_after: 2,
        ..limits()
    };
    let to = vec![target(&bot.url(), true)];
    scene.configure(Mode::Relay, two, to).await.unwrap();
    for number in 1..=6 {
        scene.say(number, "poison");
        scene
            .until("it is set aside", |view| {
                (view.held, view.aside) == (0, number.unsigned_abs())
            })
            .await;
        scene.say(100, "hello");
        // A relay's attempt, two that were held, and this one.
        let made = usize::try_from(number).unwrap() * 4;
        assert!(scene.attempts_made(made).await[made - 1].delivered);
    }
}
