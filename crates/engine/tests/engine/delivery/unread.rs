//! A relay's update that was held and given up before the queue had read of it.

use super::local_bot::{LocalBot, answer};
use super::scene::Scene;
use axum::body::Body;
use axum::http::Response;
use hookbay_engine::api::types::{AttemptKind, Mode};

#[tokio::test]
async fn its_chat_is_not_taken_for_one_with_something_held() {
    let bot = LocalBot::answering(|_| {
        let half = [Ok("half"), Err(std::io::Error::other("it crashed"))];
        Response::new(Body::from_stream(futures_util::stream::iter(half)))
    })
    .await;
    let scene = Scene::with(Mode::Relay, &bot).await;
    // In the place of a discard at that very moment.
    let file = scene.bench.config.data_dir.join("hookbay.sqlite");
    let connection = rusqlite::Connection::open(file).unwrap();
    connection
        .execute_batch(
            "CREATE TRIGGER given_up AFTER INSERT ON held_delivery WHEN NEW.origin = 'relay' \
             BEGIN DELETE FROM held_delivery WHERE id = NEW.id; END",
        )
        .unwrap();
    scene.say(5, "given up");
    scene.attempts_made(1).await;
    connection.execute_batch("DROP TRIGGER given_up").unwrap();
    bot.answer(|_| answer(200, "text/plain", ""));
    // The first of them may come before the queue has looked.
    for number in 1.. {
        scene.say(5, "hello");
        let attempts = scene.attempts_made(number + 1).await;
        if attempts[number].kind == AttemptKind::Relay {
            break;
        }
        assert!(
            number < 20,
            "they are held, and there is nothing before them"
        );
    }
}
