//! How deliveries are set up.

use super::local_bot::LocalBot;
use super::scene::{Scene, limits, sent_to, target};
use crate::fixture::eventually;
use hookbay_engine::api::types::{HeaderInput, Limits, Mode, TargetInput};
use hookbay_engine::error::Code;
use hookbay_engine::secret::Secret;

#[tokio::test]
async fn secrets_are_in_the_keyring_alone_and_stay_when_they_are_not_given_again() {
    const TOKEN: &str = "987654:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw_";
    let bot = LocalBot::start().await;
    let mut scene = Scene::new().await;
    let mut to = target(&format!("http://{}/{TOKEN}", bot.addr), true);
    to.secret_token = Some(Secret::new("the-bots_own"));
    to.headers = vec![HeaderInput {
        name: "Authorization".into(),
        value: Some(Secret::new("Bearer of-mine")),
    }];
    let view = scene.deliver(Mode::Hold, to).await;
    let shown = &view.targets[0];
    assert!(shown.has_secret_token && shown.secrets_readable);
    assert_eq!(shown.headers, ["Authorization"]);
    assert!(shown.url.ends_with("987654:••••"), "{}", shown.url);
    let again = TargetInput {
        id: Some(shown.id),
        name: "Renamed".into(),
        headers: vec![HeaderInput {
            name: "authorization".into(),
            value: None,
        }],
        ..target(&shown.url, true)
    };
    let view = scene.deliver(Mode::Hold, again).await;
    assert_eq!(view.targets[0].name, "Renamed");
    scene.bench.restart().await;
    scene
        .bench
        .app
        .set_webhook(crate::fixture::set(scene.bot))
        .await
        .unwrap();
    scene.say(5, "hello");
    let got = sent_to(&bot, 1).await.remove(0);
    assert!(got.path.contains(TOKEN));
    assert_eq!(got.header("authorization"), Some("Bearer of-mine"));
    let secret = got.header("x-telegram-bot-api-secret-token");
    assert_eq!(secret, Some("the-bots_own"));
    scene.attempts_made(1).await;
    scene.bench.app.shutdown().await;
    for entry in std::fs::read_dir(&scene.bench.config.data_dir).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        for secret in ["the-bots_own", "Bearer of-mine", &TOKEN[7..]] {
            let found = bytes
                .windows(secret.len())
                .any(|part| part == secret.as_bytes());
            assert!(!found, "{secret} is on the disk");
        }
    }
}

#[tokio::test]
async fn what_cannot_work_is_refused_and_nothing_is_changed() {
    let scene = Scene::new().await;
    let url = "http://127.0.0.1:9/";
    let status = scene.bench.app.webhook_status(scene.bot).await.unwrap();
    let receiver = status.desired_url.unwrap();
    let unsound = Limits {
        parallel_chats: 0,
        ..limits()
    };
    let mut own = target(url, true);
    own.headers = vec![HeaderInput {
        name: "Content-Length".into(),
        value: Some(Secret::new("1")),
    }];
    let mut token = target(url, true);
    token.secret_token = Some(Secret::new("with space"));
    for (what, limits, targets) in [
        ("no target", limits(), vec![]),
        ("nobody answers", limits(), vec![target(url, false)]),
        (
            "two answer",
            limits(),
            vec![target(url, true), target(url, true)],
        ),
        ("limits", unsound, vec![target(url, true)]),
        ("no address", limits(), vec![target("localhost:80", true)]),
        (
            "a password",
            limits(),
            vec![target("http://a:b@localhost", true)],
        ),
        ("own header", limits(), vec![own]),
        ("secret token", limits(), vec![token]),
        ("itself", limits(), vec![target(&receiver, true)]),
    ] {
        let refused = scene.configure(Mode::Relay, limits, targets).await;
        let error = refused.expect_err(what);
        assert_eq!(error.code, Code::InvalidInput, "{what}: {error}");
    }
    let crossed = Limits {
        first_wait_ms: 2_000,
        longest_wait_ms: 1_000,
        ..limits()
    };
    let refused = scene.configure(Mode::Relay, crossed, vec![target(url, true)]);
    let error = refused.await.unwrap_err();
    assert_eq!(
        error.message,
        "The first wait is longer than the longest wait."
    );
    let view = scene.view().await;
    assert_eq!((view.mode, view.targets.len()), (Mode::Record, 0));
}

#[tokio::test]
async fn a_bot_that_is_removed_takes_its_targets_and_their_secrets_along() {
    let mut bot = LocalBot::start().await;
    let scene = Scene::new().await;
    let mut to = target(&bot.url(), true);
    to.secret_token = Some(Secret::new("the-bots_own"));
    scene.deliver(Mode::Hold, to).await;
    bot.kill().await;
    scene.say(5, "hello");
    scene.until("it is held", |view| view.held == 1).await;
    scene.bench.app.remove_bot(scene.bot).await.unwrap();
    let gone = scene.bench.app.delivery(scene.bot).await.unwrap_err();
    assert_eq!(gone.code, Code::NotFound);
    let file = scene.bench.config.data_dir.join("hookbay.sqlite");
    let connection = rusqlite::Connection::open(file).unwrap();
    eventually("its rows are gone", || async {
        let sql = "SELECT count(*) FROM bot_instance WHERE leaving = 1";
        let rows: i64 = connection.query_row(sql, [], |row| row.get(0)).unwrap();
        (rows == 0).then_some(())
    })
    .await;
    for table in [
        "delivery_target",
        "delivery_setting",
        "held_delivery",
        "delivery_attempt",
    ] {
        let sql = format!("SELECT count(*) FROM {table}");
        let rows: i64 = connection.query_row(&sql, [], |row| row.get(0)).unwrap();
        assert_eq!(rows, 0, "{table}");
    }
}
