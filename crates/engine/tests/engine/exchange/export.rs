//! Updates written to a file, in each form.

use crate::delivery::local_bot::{LocalBot, answer};
use crate::delivery::scene::{Scene, sent_to, target};
use hookbay_engine::api::types::{
    ExportFormat, ExportWhat, Framework, HeaderInput, InjectUpdate, JobState, MakeSnippet, Mode,
    OfJob, ReplayUpdates, ScrubInput, SetFixturesFolder, UpdateSource,
};
use hookbay_engine::error::Code;
use hookbay_engine::secret::Secret;
use serde_json::{Value, json};
use std::process::Command;
use std::time::Duration;

#[tokio::test]
async fn export_import_export_is_the_same_bytes() {
    let from = Scene::new().await;
    for text in ["one", "two 😀 \u{2028}", "three"] {
        from.say(5, text);
    }
    from.update(
        "poll",
        &json!({ "id": "1", "question": "?", "options": [] }),
    );
    from.stored(4).await;
    let odd = "{ \"update_id\": 77,\n\n  \"message\": {\"text\": \"\\ud800\", \"n\": 1.0e2 } }\n";
    let inject = InjectUpdate {
        bot_id: from.bot,
        body: odd.into(),
        keep_id: true,
    };
    from.bench.app.inject_update(inject).await.unwrap();
    for (format, name) in [
        (ExportFormat::Jsonl, "a.jsonl"),
        (ExportFormat::JsonlPure, "b.jsonl"),
    ] {
        let to = Scene::new().await;
        let first = from.exported(from.export(format, &from.path(name))).await;
        assert_eq!(first.lines().count(), 5);
        let job = to.import(&from.path(name)).await;
        assert_eq!(super::counts(&job), (5, 0, 0, 0));
        let second = to.exported(to.export(format, &to.path(name))).await;
        assert_eq!(first, second, "{format:?}");
        assert!(
            to.rows()
                .await
                .iter()
                .all(|row| row.source == Some(UpdateSource::Imported))
        );
    }
    let lines = std::fs::read_to_string(from.path("a.jsonl")).unwrap();
    let first: Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
    assert_eq!(first["kind"], "message");
    assert_eq!(first["update"]["message"]["text"], "one", "oldest first");
}

#[tokio::test]
async fn a_selection_is_written_and_nothing_is_replaced_unasked() {
    let scene = Scene::new().await;
    for text in ["one", "two", "three"] {
        scene.say(5, text);
    }
    scene.stored(3).await;
    let app = &scene.bench.app;
    let rows = scene.rows().await;
    let path = scene.path("some.jsonl");
    let mut export = scene.export(ExportFormat::JsonlPure, &path);
    export.what = ExportWhat::Selection {
        seqs: vec![rows[0].seq, rows[2].seq, 999],
    };
    let job = app.export_updates(export.clone()).await.unwrap();
    let job = scene.ended(job.id).await;
    assert_eq!(
        (job.report.updates, job.report.refused, job.done, job.of),
        (2, 1, 3, Some(3))
    );
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains("one") && text.contains("three") && !text.contains("two"));
    let taken = app.export_updates(export.clone()).await.unwrap_err();
    assert_eq!(taken.code, Code::AlreadyThere);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
    export.overwrite = true;
    assert_eq!(scene.exported(export.clone()).await, text);
    export.path = scene.path("no/such/folder.jsonl").display().to_string();
    assert_eq!(
        app.export_updates(export.clone()).await.unwrap_err().code,
        Code::InvalidInput
    );
    export.path = "relative.jsonl".into();
    assert_eq!(
        app.export_updates(export).await.unwrap_err().code,
        Code::InvalidInput
    );
}

/// A bot with a secret that has got two updates, one of them in vain.
async fn delivered() -> (LocalBot, Scene) {
    let bot = LocalBot::answering(|got| {
        let status = if got.text() == "bad" { 500 } else { 200 };
        answer(
            status,
            "application/json",
            "{\"method\":\"sendMessage\",\"text\":\"ok\"}",
        )
    })
    .await;
    let scene = Scene::new().await;
    let mut to = target(&bot.url(), true);
    to.secret_token = Some(Secret::new("the-bots_own"));
    scene.deliver(Mode::Relay, to).await;
    scene.say(5, "it's $HOME \\\"`quoted`");
    scene.attempts_made(1).await;
    (bot, scene)
}

#[tokio::test]
async fn an_archive_is_valid_and_its_requests_come_back() {
    let (_bot, scene) = delivered().await;
    scene.say(6, "bad");
    scene.attempts_made(2).await;
    let path = scene.path("all.har");
    let text = scene.exported(scene.export(ExportFormat::Har, &path)).await;
    let archive: Value = serde_json::from_str(&text).unwrap();
    let schema = include_str!("har-1.2.schema.json");
    let schema = jsonschema::validator_for(&serde_json::from_str(schema).unwrap()).unwrap();
    let errors: Vec<_> = schema
        .iter_errors(&archive)
        .map(|error| error.to_string())
        .collect();
    assert_eq!(errors, [""; 0]);
    let broken = json!({ "log": { "version": "1.2", "creator": {}, "entries": [{}] } });
    assert!(!schema.is_valid(&broken), "the schema says something");
    let entries = archive["log"]["entries"].as_array().unwrap();
    let sorts: Vec<_> = entries
        .iter()
        .map(|entry| entry["_hookbay"].as_str().unwrap())
        .collect();
    assert_eq!(sorts[..2], ["received", "delivery"]);
    assert!(sorts.len() >= 4 && entries[1]["timings"]["wait"].as_f64().unwrap() > 0.0);
    assert!(!text.contains("the-bots_own") && !text.contains(&scene.token));
    let to = Scene::new().await;
    let job = to.import(&path).await;
    assert_eq!(super::counts(&job), (2, 0, sorts.len() as u64 - 2, 0));
    let [before, after] = [scene.rows().await, to.rows().await];
    assert_eq!(before.len(), after.len());
    for (before, after) in before.iter().zip(&after) {
        assert_eq!(
            (before.update_id, &before.summary),
            (after.update_id, &after.summary)
        );
        assert_eq!(before.received_at, after.received_at);
    }
}

#[tokio::test]
async fn a_script_sends_the_same_again() {
    let (bot, scene) = delivered().await;
    let path = scene.path("again.sh");
    let text = scene
        .exported(scene.export(ExportFormat::Curl, &path))
        .await;
    assert!(!text.contains("the-bots_own"));
    let run = |secret: Option<&str>| {
        let mut shell = Command::new("sh");
        shell
            .arg(&path)
            .env_remove("SECRET_TOKEN")
            .env_remove("TARGET_URL");
        shell.envs(secret.map(|secret| ("SECRET_TOKEN", secret)));
        tokio::task::spawn_blocking(move || shell.output().unwrap())
    };
    let refused = run(None).await.unwrap();
    assert!(!refused.status.success());
    assert!(String::from_utf8_lossy(&refused.stderr).contains("Set SECRET_TOKEN"));
    let done = run(Some("the-bots_own")).await.unwrap();
    assert!(done.status.success(), "{done:?}");
    let got = sent_to(&bot, 2).await;
    assert_eq!(got[0].json(), got[1].json());
    assert_eq!(got[0].path, got[1].path);
    let secret = got[1].header("x-telegram-bot-api-secret-token");
    assert_eq!(secret, Some("the-bots_own"));
    assert_eq!(got[1].header("content-type"), Some("application/json"));
}

#[tokio::test]
async fn a_script_asks_for_the_headers_that_the_bot_is_sent() {
    let bot = LocalBot::start().await;
    let scene = Scene::new().await;
    let mut to = target(&bot.url(), true);
    let header = |name: &str, value: &str| HeaderInput {
        name: name.into(),
        value: Some(Secret::new(value)),
    };
    to.headers = vec![
        header("authorization", "Bearer own"),
        header("x-it's-$HOME", "y"),
    ];
    scene.deliver(Mode::Relay, to).await;
    scene.say(5, "hi");
    sent_to(&bot, 1).await;
    let path = scene.path("again.sh");
    let export = scene.export(ExportFormat::Curl, &path);
    let text = scene.exported(export).await;
    assert!(!text.contains("Bearer own"), "{text}");
    let run = |own: Option<&str>| {
        let mut shell = Command::new("sh");
        shell.arg(&path).env_remove("TARGET_URL");
        shell.env("HEADER_X_IT_S__HOME", "z");
        shell.env_remove("HEADER_AUTHORIZATION");
        shell.envs(own.map(|own| ("HEADER_AUTHORIZATION", own)));
        tokio::task::spawn_blocking(move || shell.output().unwrap())
    };
    let refused = run(None).await.unwrap();
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(
        !refused.status.success() && said.contains("Set HEADER_AUTHORIZATION"),
        "{said}"
    );
    let done = run(Some("Basic \"$1'")).await.unwrap();
    assert!(done.status.success(), "{done:?}");
    let got = sent_to(&bot, 2).await;
    assert_eq!(got[1].header("authorization"), Some("Basic \"$1'"));
    assert_eq!(got[1].header("x-it's-$home"), Some("z"));
    assert_eq!(got[0].json(), got[1].json());
}

#[tokio::test]
async fn a_folder_of_fixtures_is_made_whole() {
    let scene = Scene::new().await;
    scene.say(5, "one");
    scene.update(
        "poll",
        &json!({ "id": "1", "question": "?", "options": [] }),
    );
    scene.stored(2).await;
    let folder = scene.path("fixtures of mine");
    let export = scene.export(ExportFormat::Fixtures, &folder);
    let app = &scene.bench.app;
    let job = app.export_updates(export.clone()).await.unwrap();
    assert_eq!(scene.ended(job.id).await.state, JobState::Done);
    let names = || {
        let mut names: Vec<_> = std::fs::read_dir(&folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    };
    let made = names();
    assert!(
        made.len() == 2 && made[1].ends_with("-poll.json"),
        "{made:?}"
    );
    std::fs::write(folder.join("own.txt"), "kept").unwrap();
    assert_eq!(
        app.export_updates(export.clone()).await.unwrap_err().code,
        Code::AlreadyThere
    );
    let mut over = export;
    over.overwrite = true;
    let job = app.export_updates(over).await.unwrap();
    assert_eq!(scene.ended(job.id).await.state, JobState::Done);
    assert_eq!(names().len(), 3);
}

#[tokio::test]
async fn what_is_personal_is_replaced_alike_in_the_whole_file() {
    let scene = Scene::new().await;
    scene.say(5, "Ann says hi");
    scene.say(5, "hi Ann");
    scene.stored(2).await;
    let mut export = scene.export(ExportFormat::JsonlPure, &scene.path("x.jsonl"));
    export.scrub = Some(ScrubInput::default());
    let text = scene.exported(export).await;
    assert!(!text.contains("Ann") && !text.contains("says"), "{text}");
    let lines: Vec<Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let [first, second] = [&lines[0]["message"], &lines[1]["message"]];
    assert_eq!(first["from"]["first_name"], second["from"]["first_name"]);
    let name = first["from"]["first_name"].as_str().unwrap();
    assert!(
        first["text"]
            .as_str()
            .unwrap()
            .starts_with(&format!("{name} "))
    );
    assert!(
        second["text"]
            .as_str()
            .unwrap()
            .ends_with(&format!(" {name}"))
    );
}

#[tokio::test]
async fn each_fixture_has_the_program_beside_it_that_was_asked_for() {
    let scene = Scene::new().await;
    scene.say(5, "one");
    scene.update(
        "poll",
        &json!({ "id": "1", "question": "?", "options": [] }),
    );
    scene.stored(2).await;
    let app = &scene.bench.app;
    for (framework, ending) in [
        (Framework::PythonTelegramBot, "py"),
        (Framework::Grammy, "mjs"),
        (Framework::Teloxide, "rs"),
    ] {
        let folder = scene.path(ending);
        let mut export = scene.export(ExportFormat::Fixtures, &folder);
        export.program = Some(framework);
        let job = app.export_updates(export).await.unwrap();
        let job = scene.ended(job.id).await;
        assert_eq!((&job.state, job.report.updates), (&JobState::Done, 2));
        let own = SetFixturesFolder {
            bot_id: scene.bot,
            folder: Some(folder.display().to_string()),
        };
        let view = app.set_fixtures_folder(own).await.unwrap();
        assert_eq!(view.fixtures.len(), 2, "and no other files are fixtures");
        for fixture in view.fixtures {
            assert_eq!(fixture.problem, None);
            let make = MakeSnippet {
                bot_id: scene.bot,
                name: fixture.name.clone(),
                framework,
                save: false,
            };
            let snippet = app.snippet(make).await.unwrap();
            let beside = folder.join(format!("{}.{ending}", fixture.name));
            assert_eq!(std::fs::read_to_string(beside).unwrap(), snippet.text);
        }
        assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 4);
    }
    // A file has none.
    let mut lines = scene.export(ExportFormat::Jsonl, &scene.path("a.jsonl"));
    lines.program = Some(Framework::Grammy);
    assert_eq!(scene.exported(lines).await.lines().count(), 2);
}

#[tokio::test]
async fn an_archive_has_every_delivery_of_an_update_however_many() {
    let (bot, scene) = delivered().await;
    let app = &scene.bench.app;
    let seq = scene.rows().await[0].seq;
    let replay = ReplayUpdates {
        bot_id: scene.bot,
        seqs: vec![seq; 220],
        body: None,
        target: None,
        url: None,
        confirm_host: false,
        fresh_ids: false,
        carry_out: false,
        speed: None,
    };
    let job = app.replay(replay).await.unwrap().job.unwrap();
    // So many commits may take longer than anything else that a test waits for.
    let done = loop {
        let job = app.job(OfJob { id: job }).unwrap();
        if job.state != JobState::Running {
            break job.state;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    };
    assert_eq!(done, JobState::Done);
    assert_eq!(bot.got().len(), 221);
    let path = scene.path("all.har");
    let text = scene.exported(scene.export(ExportFormat::Har, &path)).await;
    let archive: Value = serde_json::from_str(&text).unwrap();
    let entries = archive["log"]["entries"].as_array().unwrap();
    let times: Vec<_> = entries
        .iter()
        .filter(|entry| entry["_hookbay"] == "delivery")
        .map(|entry| entry["startedDateTime"].as_str().unwrap())
        .collect();
    assert_eq!(times.len(), 221);
    assert!(times.is_sorted(), "the oldest first");
}
