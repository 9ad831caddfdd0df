//! Fixtures in a folder of the user's.

use crate::delivery::scene::Scene;
use hookbay_engine::api::types::{
    ExportFormat, Framework, JobState, MakeSnippet, OfFixture, RenameFixture, SaveFixture,
    ScrubInput, SetFixturesFolder,
};
use hookbay_engine::error::Code;

fn save(scene: &Scene, name: &str, body: &str) -> SaveFixture {
    SaveFixture {
        bot_id: scene.bot,
        name: name.into(),
        seq: None,
        body: Some(body.into()),
        scrub: None,
        overwrite: false,
    }
}

fn of(scene: &Scene, name: &str) -> OfFixture {
    OfFixture {
        bot_id: scene.bot,
        name: name.into(),
    }
}

#[tokio::test]
async fn an_update_is_saved_read_anew_renamed_and_removed() {
    let scene = Scene::new().await;
    let app = &scene.bench.app;
    scene.say(5, "hello");
    scene.stored(1).await;
    let seq = scene.rows().await[0].seq;
    assert_eq!(app.list_fixtures(scene.bot).await.unwrap().fixtures, []);
    let mut input = save(&scene, "greeting/1", "");
    (input.body, input.seq) = (None, Some(seq));
    let saved = app.save_fixture(input.clone()).await.unwrap();
    assert_eq!(
        (saved.name.as_str(), saved.who.as_deref()),
        ("greeting-1", Some("Ann"))
    );
    let read = app.read_fixture(of(&scene, "greeting-1")).await.unwrap();
    assert!(
        read.body.starts_with("{\n  \"update_id\": "),
        "{}",
        read.body
    );
    let taken = app.save_fixture(input.clone()).await.unwrap_err();
    assert_eq!(taken.code, Code::AlreadyThere);
    input.overwrite = true;
    app.save_fixture(input).await.unwrap();
    // By hand.
    std::fs::write(&saved.path, super::message(9, "changed")).unwrap();
    let view = app.list_fixtures(scene.bot).await.unwrap();
    assert_eq!(view.fixtures[0].summary.as_deref(), Some("changed"));
    std::fs::write(&saved.path, "{\n  \"update_id\": 1,\n  \"message\": }").unwrap();
    let view = app.list_fixtures(scene.bot).await.unwrap();
    let problem = view.fixtures[0].problem.clone().unwrap();
    assert_eq!(
        (problem.line, problem.column),
        (3, 14),
        "{}",
        problem.message
    );
    // The place is said beside it, and once.
    assert_eq!(problem.message, "It is not JSON: expected value.");
    let renamed = app.rename_fixture(RenameFixture {
        bot_id: scene.bot,
        name: "greeting-1".into(),
        to: "Пицца".into(),
    });
    assert_eq!(renamed.await.unwrap().name, "Пицца");
    assert!(!std::path::Path::new(&saved.path).exists());
    for name in ["greeting-1", "../hookbay", "a/b"] {
        app.read_fixture(of(&scene, name)).await.unwrap_err();
        app.remove_fixture(of(&scene, name)).await.unwrap_err();
    }
    let view = app.remove_fixture(of(&scene, "Пицца")).await.unwrap();
    assert_eq!(view.fixtures, []);
}

#[tokio::test]
async fn a_folder_of_ones_own_stays_over_a_restart() {
    let mut scene = Scene::new().await;
    let folder = scene.path("my bot/fixtures");
    let set = |folder: Option<String>| SetFixturesFolder {
        bot_id: scene.bot,
        folder,
    };
    let app = &scene.bench.app;
    let relative = app.set_fixtures_folder(set(Some("fixtures".into()))).await;
    assert_eq!(relative.unwrap_err().code, Code::InvalidInput);
    let own = folder.display().to_string();
    let view = app
        .set_fixtures_folder(set(Some(own.clone())))
        .await
        .unwrap();
    assert!(view.is_own_folder && view.folder == own);
    app.save_fixture(save(&scene, "one", &super::message(1, "x")))
        .await
        .unwrap();
    std::fs::write(folder.join("README.md"), "not ours").unwrap();
    assert!(folder.join("one.json").exists());
    let bot = scene.bot;
    scene.bench.restart().await;
    let view = scene.bench.app.list_fixtures(bot).await.unwrap();
    assert_eq!((view.fixtures.len(), view.folder), (1, own));
    let usual = SetFixturesFolder {
        bot_id: bot,
        folder: None,
    };
    let view = scene.bench.app.set_fixtures_folder(usual).await.unwrap();
    assert!(!view.is_own_folder && view.fixtures.is_empty());
}

#[tokio::test]
async fn what_is_no_update_is_not_saved_and_what_is_personal_goes_where_asked() {
    let scene = Scene::new().await;
    let app = &scene.bench.app;
    let refused = app
        .save_fixture(save(&scene, "x", "{\"message\":{}}"))
        .await;
    assert_eq!(refused.unwrap_err().code, Code::InvalidInput);
    let mut input = save(&scene, "x", &super::message(1, "Call Ann"));
    input.scrub = Some(ScrubInput {
        seed: Some("seed".into()),
        ids: true,
    });
    app.save_fixture(input.clone()).await.unwrap();
    let first = app.read_fixture(of(&scene, "x")).await.unwrap().body;
    assert!(!first.contains("Ann") && !first.contains("Call"), "{first}");
    input.name = "y".into();
    app.save_fixture(input).await.unwrap();
    let second = app.read_fixture(of(&scene, "y")).await.unwrap().body;
    assert_eq!(first, second);
}

#[tokio::test]
async fn a_snippet_stands_beside_its_fixture() {
    let scene = Scene::new().await;
    let app = &scene.bench.app;
    app.save_fixture(save(&scene, "start", &super::message(1, "/start")))
        .await
        .unwrap();
    let make = |name: &str, framework, save| MakeSnippet {
        bot_id: scene.bot,
        name: name.into(),
        framework,
        save,
    };
    for (framework, file) in [
        (Framework::PythonTelegramBot, "start.py"),
        (Framework::Grammy, "start.mjs"),
        (Framework::Teloxide, "start.rs"),
    ] {
        let shown = app.snippet(make("start", framework, false)).await.unwrap();
        assert_eq!((shown.file_name.as_str(), shown.path), (file, None));
        assert!(shown.text.contains("\"start.json\"") && shown.text.contains("pizza_bot"));
        let saved = app.snippet(make("start", framework, true)).await.unwrap();
        assert_eq!(
            std::fs::read_to_string(saved.path.unwrap()).unwrap(),
            shown.text
        );
        // The same once more is there already.
        let again = app.snippet(make("start", framework, true)).await.unwrap();
        std::fs::write(again.path.unwrap(), "changed by hand").unwrap();
        let again = app.snippet(make("start", framework, true)).await;
        assert_eq!(again.unwrap_err().code, Code::AlreadyThere);
    }
    let none = app.snippet(make("nothing", Framework::Grammy, false)).await;
    assert_eq!(none.unwrap_err().code, Code::NotFound);
    // Programs are no fixtures.
    assert_eq!(
        app.list_fixtures(scene.bot).await.unwrap().fixtures.len(),
        1
    );
}

#[tokio::test]
async fn no_name_leads_out_of_the_folder() {
    let scene = Scene::new().await;
    let app = &scene.bench.app;
    let folder = scene.path("deep/er/fixtures");
    let set = SetFixturesFolder {
        bot_id: scene.bot,
        folder: Some(folder.display().to_string()),
    };
    app.set_fixtures_folder(set).await.unwrap();
    let odd = "{\"update_id\":5,\"../../outside\":{}}";
    let saved = app.save_fixture(save(&scene, "../../outside", odd)).await;
    assert_eq!(saved.unwrap().name, "-..-outside");
    let renamed = app.rename_fixture(RenameFixture {
        bot_id: scene.bot,
        name: "-..-outside".into(),
        to: "../up\\and:out".into(),
    });
    assert_eq!(renamed.await.unwrap().name, "-up-and-out");
    // Nor is a name looked for there.
    let renamed = app.rename_fixture(RenameFixture {
        bot_id: scene.bot,
        name: "../fixtures/-up-and-out".into(),
        to: "x".into(),
    });
    assert_eq!(renamed.await.unwrap_err().code, Code::InvalidInput);
    // An update's kind is whatever Telegram calls it, and is part of a name.
    let job = scene.import_text("odd.jsonl", odd).await;
    assert_eq!(super::counts(&job), (1, 0, 0, 0));
    let mut export = scene.export(ExportFormat::Fixtures, &scene.path("deep/er/out"));
    export.program = Some(Framework::Grammy);
    let job = app.export_updates(export).await.unwrap();
    assert_eq!(scene.ended(job.id).await.state, JobState::Done);
    let names = |folder: &str| {
        let entries = std::fs::read_dir(scene.path(folder)).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<_> = names.collect();
        names.sort();
        names
    };
    assert_eq!(
        names("deep/er/out"),
        ["5-..-..-outside.json", "5-..-..-outside.mjs"]
    );
    assert_eq!(names("deep/er/fixtures"), ["-up-and-out.json"]);
    assert_eq!(names("deep/er"), ["fixtures", "out"]);
    assert_eq!(names("deep"), ["er"]);
}

#[tokio::test]
async fn programs_follow_their_fixture_to_its_new_name_unless_they_were_changed() {
    let scene = Scene::new().await;
    let app = &scene.bench.app;
    app.save_fixture(save(&scene, "hello", &super::message(1, "hi")))
        .await
        .unwrap();
    let make = |name: &str, framework| MakeSnippet {
        bot_id: scene.bot,
        name: name.into(),
        framework,
        save: true,
    };
    for framework in [
        Framework::PythonTelegramBot,
        Framework::Grammy,
        Framework::Teloxide,
    ] {
        app.snippet(make("hello", framework)).await.unwrap();
    }
    let folder = app.list_fixtures(scene.bot).await.unwrap().folder;
    let folder = std::path::PathBuf::from(folder);
    std::fs::write(folder.join("hello.mjs"), "my own").unwrap();
    std::fs::write(folder.join("bye.rs"), "another").unwrap();
    let rename = RenameFixture {
        bot_id: scene.bot,
        name: "hello".into(),
        to: "bye".into(),
    };
    assert_eq!(app.rename_fixture(rename).await.unwrap().name, "bye");
    let entries = std::fs::read_dir(&folder).unwrap();
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(
        names,
        ["bye.json", "bye.py", "bye.rs", "hello.mjs", "hello.rs"]
    );
    let program = std::fs::read_to_string(folder.join("bye.py")).unwrap();
    assert!(
        program.contains("\"bye.json\"") && !program.contains("hello"),
        "{program}"
    );
    let there = std::fs::read_to_string(folder.join("bye.rs")).unwrap();
    assert_eq!(there, "another");
    // It is what would be written now.
    app.snippet(make("bye", Framework::PythonTelegramBot))
        .await
        .unwrap();
}
