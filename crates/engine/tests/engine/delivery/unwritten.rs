//! The database takes no deliveries for a while.

use super::local_bot::LocalBot;
use super::scene::{Scene, sent_to};
use hookbay_engine::api::types::Mode;
use rusqlite::Connection;
use std::time::{Duration, Instant};

/// From now on no attempt can be written, as on a disk without room.
fn refuse(scene: &Scene) -> Connection {
    let file = scene.bench.config.data_dir.join("hookbay.sqlite");
    let connection = Connection::open(file).unwrap();
    connection.busy_timeout(Duration::from_secs(10)).unwrap();
    let sql = "CREATE TRIGGER no_room BEFORE INSERT ON delivery_attempt \
               BEGIN SELECT RAISE(ABORT, 'no room'); END";
    connection.execute_batch(sql).unwrap();
    connection
}

#[tokio::test]
async fn it_is_told_and_tried_until_it_is_written_and_nothing_comes_twice() {
    let bot = LocalBot::start().await;
    let scene = Scene::with(Mode::Hold, &bot).await;
    let file = refuse(&scene);
    for chat in 0..3 {
        scene.say(chat, "hello");
    }
    sent_to(&bot, 3).await;
    let view = scene.until("it is told", |view| view.unwritten).await;
    assert!(view.words.contains("cannot be written"), "{}", view.words);
    let shown = scene.bench.app.bot(scene.bot).await.unwrap();
    assert!(shown.delivery.unwrap().unwritten);
    file.execute_batch("DROP TRIGGER no_room").unwrap();
    scene
        .until("it is written", |view| view.held == 0 && !view.unwritten)
        .await;
    assert_eq!(scene.attempts_made(3).await.len(), 3);
    assert_eq!(bot.got().len(), 3);
}

#[tokio::test]
async fn a_quit_does_not_wait_for_it_and_the_update_comes_again() {
    let bot = LocalBot::start().await;
    let mut scene = Scene::with(Mode::Hold, &bot).await;
    let file = refuse(&scene);
    scene.say(5, "hello");
    sent_to(&bot, 1).await;
    scene.until("it is told", |view| view.unwritten).await;
    let quit = Instant::now();
    scene.bench.app.shutdown().await;
    assert!(
        quit.elapsed() < Duration::from_secs(6),
        "{:?}",
        quit.elapsed()
    );
    file.execute_batch("DROP TRIGGER no_room").unwrap();
    scene.bench.restart().await;
    scene.until("it is delivered", |view| view.held == 0).await;
    assert_eq!(bot.got().len(), 2);
}
