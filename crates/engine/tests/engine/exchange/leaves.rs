//! Nothing secret leaves, in no form.

use crate::delivery::local_bot::{LocalBot, answer};
use crate::delivery::scene::{Scene, target};
use hookbay_engine::api::types::{ExportFormat, HeaderInput, Mode, SaveFixture};
use hookbay_engine::secret::Secret;

#[tokio::test]
async fn no_token_and_no_secret_is_in_any_file() {
    let bot = LocalBot::answering(|got| answer(200, "text/plain", got.text())).await;
    let scene = Scene::new().await;
    let mut to = target(&format!("{}&key={}", bot.url(), scene.token), true);
    to.secret_token = Some(Secret::new("secret-of-the-bot"));
    to.headers = vec![HeaderInput {
        name: "authorization".into(),
        value: Some(Secret::new("Bearer of-the-proxy")),
    }];
    scene.deliver(Mode::Relay, to).await;
    // Somebody pastes the token into the chat, and the bot echoes it.
    scene.say(5, &format!("my token is {} ok", scene.token));
    scene.attempts_made(1).await;
    let row = scene.rows().await.remove(0);
    let app = &scene.bench.app;
    let mut texts = Vec::new();
    for (format, name) in [
        (ExportFormat::Jsonl, "a"),
        (ExportFormat::JsonlPure, "b"),
        (ExportFormat::Har, "c"),
        (ExportFormat::Curl, "d"),
    ] {
        texts.push(
            scene
                .exported(scene.export(format, &scene.path(name)))
                .await,
        );
    }
    let folder = scene.path("e");
    let job = app
        .export_updates(scene.export(ExportFormat::Fixtures, &folder))
        .await
        .unwrap();
    scene.ended(job.id).await;
    for entry in std::fs::read_dir(folder).unwrap() {
        texts.push(std::fs::read_to_string(entry.unwrap().path()).unwrap());
    }
    let saved = app.save_fixture(SaveFixture {
        bot_id: scene.bot,
        name: "f".into(),
        seq: Some(row.seq),
        body: None,
        scrub: None,
        overwrite: false,
    });
    texts.push(std::fs::read_to_string(saved.await.unwrap().path).unwrap());
    assert_eq!(texts.len(), 6);
    let (_, secret) = scene.token.split_once(':').unwrap();
    for text in &texts {
        assert!(text.contains("my token is"), "{text}");
        for word in [secret, "secret-of-the-bot", "of-the-proxy"] {
            assert!(!text.contains(word), "{word}: {text}");
        }
    }
}
