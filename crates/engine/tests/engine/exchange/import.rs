//! Updates read from a file.

use super::{counts, message};
use crate::delivery::local_bot::LocalBot;
use crate::delivery::scene::{Scene, sent_to};
use hookbay_engine::api::types::{ImportUpdates, JobState, Mode, UpdateSource};
use hookbay_engine::error::Code;
use serde_json::json;
use std::io::Write;

#[tokio::test]
async fn an_answer_of_get_updates_is_read_and_goes_to_nobody() {
    let bot = LocalBot::start().await;
    let scene = Scene::with(Mode::Hold, &bot).await;
    let answer = format!(
        "{{\"ok\":true,\"result\":[{},\n{}]}}",
        message(10, "a"),
        message(11, "b")
    );
    let job = scene.import_text("updates.json", &answer).await;
    assert_eq!(
        (job.state.clone(), counts(&job)),
        (JobState::Done, (2, 0, 0, 0))
    );
    assert_eq!(job.done, answer.len() as u64);
    let rows = scene.rows().await;
    assert_eq!(
        (rows[0].update_id, rows[0].source),
        (11, Some(UpdateSource::Imported))
    );
    let again = scene.import_text("updates.json", &answer).await;
    assert_eq!(counts(&again), (0, 2, 0, 0));
    // What Telegram sends is delivered; those were not.
    scene.say(5, "real");
    assert_eq!(sent_to(&bot, 1).await[0].text(), "real");
    assert_eq!(scene.attempts_made(1).await.len(), 1);
    assert_eq!(scene.view().await.held, 0);
}

#[tokio::test]
async fn telegrams_own_takes_its_place_and_another_with_the_number_is_refused() {
    let bot = LocalBot::start().await;
    let scene = Scene::with(Mode::Hold, &bot).await;
    let first = scene.say(5, "first");
    scene.stored(1).await;
    let lines = [message(first, "another"), message(first + 1, "second")].join("\n");
    let job = scene.import_text("x.jsonl", lines).await;
    assert_eq!(counts(&job), (1, 0, 0, 1));
    let refusal = &job.report.refusals[0];
    assert!(
        refusal.reason.contains(&first.to_string()) && refusal.line == 1,
        "{refusal:?}"
    );
    assert_eq!(scene.say(5, "second"), first + 1);
    let texts: Vec<_> = sent_to(&bot, 2)
        .await
        .iter()
        .map(|got| got.text())
        .collect();
    assert_eq!(texts, ["first", "second"]);
    scene.telegram_is_content().await;
    assert_eq!(scene.rows().await.len(), 3);
}

#[tokio::test]
async fn each_form_is_recognised() {
    let scene = Scene::new().await;
    let pretty = serde_json::to_string_pretty(&json!({ "update_id": 1, "message": {} })).unwrap();
    let two = format!(
        "{pretty}\n{}\n",
        pretty
            .replace(": 1,", ": 2,")
            .replace("\"update_id\": 1", "\"update_id\": 2")
    );
    let now = chrono::Utc::now().to_rfc3339();
    let har = json!({ "log": { "version": "1.2", "pages": [], "entries": [
        { "request": { "method": "GET" }, "response": { "x": [1, 2] } },
        { "startedDateTime": now, "request": { "postData": { "text": message(7, "har") } } },
        { "request": { "postData": { "text": "a=b" } } },
    ] } });
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(message(8, "packed").as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    for (name, text, expected) in [
        ("pretty", two.into_bytes(), (2, 0, 0, 0)),
        (
            "list",
            format!("[{}, {}]", message(3, "c"), message(4, "d")).into_bytes(),
            (2, 0, 0, 0),
        ),
        (
            "bom",
            format!("\u{feff}{}\r\n\r\n{}", message(5, "e"), message(6, "f")).into_bytes(),
            (2, 0, 0, 0),
        ),
        ("har", har.to_string().into_bytes(), (1, 0, 1, 1)),
        ("packed", packed, (1, 0, 0, 0)),
        (
            "refusal",
            b"{\"ok\":false,\"error_code\":401,\"description\":\"Unauthorized\"}".to_vec(),
            (0, 0, 0, 1),
        ),
        ("nothing", Vec::new(), (0, 0, 0, 0)),
    ] {
        let job = scene.import_text(name, text).await;
        assert_eq!(job.state, JobState::Done, "{name}");
        assert_eq!(counts(&job), expected, "{name}: {:?}", job.report);
    }
    assert_eq!(scene.rows().await.len(), 8);
}

#[tokio::test]
async fn an_update_over_several_lines_is_one_wherever_its_first_line_ends() {
    let scene = Scene::new().await;
    // As Telegram writes them.
    let broken = |id: i64| message(id, "x").replacen(',', ",\n", 1);
    let inner = format!("{{\"received_at\":null,\n \"update\":{}}}", message(4, "x"));
    for (name, text, expected) in [
        ("one", broken(1), (1, 0, 0, 0)),
        (
            "two",
            format!("{}\n{}\n", broken(2), broken(3)),
            (2, 0, 0, 0),
        ),
        ("envelope", inner, (1, 0, 0, 0)),
        (
            "long",
            message(5, &"x\\u0020".repeat(100_000)).replacen(',', ",\n", 1),
            (1, 0, 0, 0),
        ),
        // Lines, of which the first is cut off or is none: it alone is refused.
        (
            "cut",
            format!("{{\"update_id\":6,\n{}", message(6, "x")),
            (1, 0, 0, 1),
        ),
        (
            "in a text",
            format!("{{\"update_id\":7,\"message\":{{\"te\n{}", message(7, "x")),
            (1, 0, 0, 1),
        ),
        (
            "in a value",
            format!(
                "{{\"update_id\":8,\"message\":\n{}\n{}",
                message(8, "x"),
                message(9, "x")
            ),
            (2, 0, 0, 1),
        ),
        ("whole", format!("{}\n{{\n", message(10, "x")), (1, 0, 0, 1)),
    ] {
        let job = scene.import_text(name, text).await;
        assert_eq!(job.state, JobState::Done, "{name}");
        assert_eq!(counts(&job), expected, "{name}: {:?}", job.report);
    }
}

#[tokio::test]
async fn old_updates_are_kept_as_old_and_the_user_is_told() {
    let scene = Scene::new().await;
    let line = format!(
        "{{\"received_at\":\"2020-05-01T12:00:00.123Z\",\"update\":{}}}",
        message(1, "old")
    );
    let job = scene.import_text("old.jsonl", line).await;
    assert_eq!(counts(&job), (1, 0, 0, 0));
    let note = job.report.note.unwrap();
    assert!(note.starts_with("1 of the updates"), "{note}");
}

#[tokio::test]
async fn what_is_no_file_is_refused_at_once() {
    let scene = Scene::new().await;
    for path in [
        scene.path("none.json"),
        scene.bench.folder.path().to_owned(),
    ] {
        let import = ImportUpdates {
            bot_id: scene.bot,
            path: path.display().to_string(),
        };
        let refused = scene.bench.app.import_updates(import).await.unwrap_err();
        assert_eq!(refused.code, Code::InvalidInput);
    }
}
