//! A conversation with a sandbox bot: written down, saved, listed, played, and played again after the
//! bot has changed.

mod files;

use crate::fixture::Bench;
use hookbay_engine::api::types::{
    AddBot, BotView, CheckScenario, DifferenceSide, Environment, ListScenarios, OfBot, OfScenario,
    PlayState, RecordScenario, RunScenario, SandboxSay, SaveScenario, ScenarioRun, StepState,
};
use hookbay_engine::error::Code;
use hookbay_engine::event::Change;
use hookbay_engine::secret::Secret;
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

const ANN: i64 = 71_002_244;

/// A bot that polls, and repeats what is said until it is told to do otherwise.
async fn bot(root: String, token: String, otherwise: Arc<AtomicBool>) {
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let call = async |method: &str, body: Value| -> Value {
        let request = http.post(format!("{root}/bot{token}/{method}")).json(&body);
        let answer: Value = request.send().await.unwrap().json().await.unwrap();
        answer["result"].clone()
    };
    let mut offset = 0;
    loop {
        let updates = call("getUpdates", json!({"offset": offset, "timeout": 20})).await;
        for update in updates.as_array().into_iter().flatten() {
            offset = update["update_id"].as_i64().unwrap() + 1;
            let text = if otherwise.load(Ordering::Relaxed) {
                json!("What?")
            } else {
                update["message"]["text"].clone()
            };
            let chat = &update["message"]["chat"]["id"];
            call("sendMessage", json!({"chat_id": chat, "text": text})).await;
        }
    }
}

struct Scene {
    bench: Bench,
    bot: BotView,
    token: String,
    otherwise: Arc<AtomicBool>,
}

impl Scene {
    async fn new() -> Self {
        let bench = Bench::new().await;
        bench.app.start_sandbox().await.unwrap();
        let token = bench.token().await;
        let added = bench.app.add_bot(AddBot {
            token: Secret::new(&token),
            environment: Environment::Sandbox,
            name: None,
        });
        let view = added.await.unwrap();
        let otherwise = Arc::new(AtomicBool::new(false));
        let root = bench.telegram.api_root();
        tokio::spawn(bot(root, token.clone(), Arc::clone(&otherwise)));
        Self {
            token,
            bench,
            bot: view,
            otherwise,
        }
    }

    async fn recorded(&self) -> String {
        let say = SandboxSay {
            bot_id: self.bot.id,
            text: "hello".into(),
        };
        self.bench.app.sandbox_say(say).await.unwrap();
        let control = self.bench.telegram.control();
        control
            .until(|it| !it.sent(&self.token).unwrap().is_empty())
            .await;
        let input = RecordScenario {
            bot_id: self.bot.id,
            chat_id: ANN,
            from_message_id: None,
            name: "A greeting".into(),
        };
        self.bench.app.record_scenario(input).await.unwrap().text
    }

    fn path(&self, name: &str) -> String {
        let folder = self.bench.folder.path().join("scenarios");
        folder.join(name).display().to_string()
    }

    async fn run(&self, name: &str) -> ScenarioRun {
        let input = RunScenario {
            bot_id: self.bot.id,
            path: self.path(name),
        };
        self.bench.app.run_scenario(input).await.unwrap()
    }
}

fn save(path: String, text: &str) -> SaveScenario {
    SaveScenario {
        path,
        text: text.into(),
        replace: false,
        was: None,
    }
}

#[tokio::test]
async fn a_conversation_is_recorded_saved_listed_and_played_until_the_bot_changes() {
    let scene = Scene::new().await;
    let text = scene.recorded().await;
    assert_eq!(
        text,
        "name: A greeting\nsteps:\n  - say: hello\n  - expect: hello\n"
    );
    let path = scene.path("greeting.yaml");
    let saved = scene
        .bench
        .app
        .save_scenario(save(path, &format!("{text}    within: 60s\n")))
        .await
        .unwrap();
    std::fs::write(scene.path("broken.yaml"), "steps:\n  - sey: x\n").unwrap();
    let list = ListScenarios {
        folder: scene.path(""),
    };
    let files = scene.bench.app.list_scenarios(list).await.unwrap().files;
    assert!(files[0].problem.as_ref().unwrap().starts_with("2:5: "));
    assert_eq!(files[1], saved);
    assert_eq!((saved.name.as_str(), saved.steps), ("greeting", 2));

    let mut events = scene.bench.app.watch();
    let run = scene.run("greeting.yaml").await;
    assert!(run.passed, "{run:#?}");
    let bot_id = scene.bot.id;
    let news = std::iter::from_fn(|| events.try_recv().ok());
    assert!(
        news.into_iter()
            .any(|event| event.change == Change::Chat { bot_id })
    );

    scene.otherwise.store(true, Ordering::Relaxed);
    let run = scene.run("greeting.yaml").await;
    assert_eq!(run.steps[1].state, StepState::Failed);
    let lines = &run.steps[1].problem.as_ref().unwrap().difference;
    let lines: Vec<_> = lines.iter().map(|it| (it.side, it.text.as_str())).collect();
    assert_eq!(
        lines,
        [
            (DifferenceSide::Wanted, "text: hello"),
            (DifferenceSide::Came, "text: What?")
        ]
    );
}

#[tokio::test]
async fn a_file_is_lost_only_if_that_is_wanted_and_only_for_a_scenario() {
    let scene = Scene::new().await;
    let app = &scene.bench.app;
    let (text, path) = ("steps: [wait: 0s]\n", scene.path("a.yaml"));
    app.save_scenario(save(path.clone(), text)).await.unwrap();
    let again = app.save_scenario(save(path.clone(), text)).await;
    let again = again.unwrap_err();
    assert!(again.message.ends_with("is there already."));
    assert_eq!(again.code, Code::AlreadyThere);
    let broken = SaveScenario {
        replace: true,
        ..save(path.clone(), "steps: 5")
    };
    let error = app.save_scenario(broken).await.unwrap_err();
    assert_eq!(
        error.message,
        "The scenario cannot be read: line 1, column 8."
    );
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
    let other = "name: b\nsteps: [wait: 0s]\n";
    let wanted = SaveScenario {
        replace: true,
        ..save(path.clone(), other)
    };
    app.save_scenario(wanted).await.unwrap();
    assert_eq!(std::fs::read_to_string(&path).unwrap(), other);
    for path in ["a.yaml", "/etc/passwd"] {
        let error = app
            .save_scenario(save(path.into(), text))
            .await
            .unwrap_err();
        assert_eq!(error.code, Code::InvalidInput, "{path}");
    }
}

#[tokio::test]
async fn a_chat_in_which_nothing_was_said_is_no_scenario() {
    let scene = Scene::new().await;
    let input = RecordScenario {
        bot_id: scene.bot.id,
        chat_id: ANN,
        from_message_id: None,
        name: String::new(),
    };
    let error = scene.bench.app.record_scenario(input).await.unwrap_err();
    assert_eq!(error.message, "Nothing was said in this chat.");
}

#[tokio::test]
async fn a_run_tells_how_far_it_is_and_can_be_cancelled() {
    let scene = Scene::new().await;
    let app = &scene.bench.app;
    let of = OfBot {
        bot_id: scene.bot.id,
    };
    assert_eq!(app.scenario_run(&of), None);
    let text = "steps:\n  - say: hello\n  - expect: hello\n    within: 60s\n  - wait: 10m\n  - say: never\n";
    app.save_scenario(save(scene.path("long.yaml"), text))
        .await
        .unwrap();

    let mut events = app.watch();
    let running = scene.run("long.yaml");
    let ask = async {
        let seen = loop {
            match app.scenario_run(&of) {
                Some(play) if play.done == 2 => break play,
                _ => drop(events.recv().await.unwrap()),
            }
        };
        assert_eq!(seen.state, PlayState::Running);
        let states: Vec<_> = seen.run.steps.iter().map(|step| step.state).collect();
        let (over, to_come) = (StepState::Passed, StepState::NotRun);
        assert_eq!(states, [over, over, to_come, to_come]);
        assert!(seen.run.steps[3].says.contains("never"), "{seen:#?}");
        let again = RunScenario {
            bot_id: scene.bot.id,
            path: scene.path("long.yaml"),
        };
        let error = app.run_scenario(again).await.unwrap_err();
        assert_eq!(error.message, "A scenario is played with this bot already.");
        app.cancel_scenario(of).await.unwrap()
    };
    let (run, cancelled) = tokio::join!(running, ask);
    assert_eq!((cancelled.state, cancelled.done), (PlayState::Cancelled, 2));
    assert_eq!(cancelled.run, run);
    assert!(!run.passed);

    let text = "steps:\n  - say: hello\n  - expect: hello\n    within: 60s\n";
    app.save_scenario(save(scene.path("short.yaml"), text))
        .await
        .unwrap();
    let run = scene.run("short.yaml").await;
    assert!(run.passed, "{run:#?}");
    let seen = app.scenario_run(&of).unwrap();
    assert_eq!((seen.state, seen.done), (PlayState::Ended, 2));
    assert_eq!(seen.run, run);
    assert_eq!(app.cancel_scenario(of).await.unwrap(), seen);
}

#[tokio::test]
async fn whoever_asked_for_a_run_may_go_and_the_end_of_the_app_ends_it() {
    let scene = Scene::new().await;
    let app = &scene.bench.app;
    let text = "steps:\n  - wait: 10m\n";
    app.save_scenario(save(scene.path("long.yaml"), text))
        .await
        .unwrap();
    let of = OfBot {
        bot_id: scene.bot.id,
    };
    let mut events = app.watch();
    tokio::select! {
        _ = scene.run("long.yaml") => panic!("it waits for ten minutes"),
        () = async {
            while app.scenario_run(&of).is_none() {
                events.recv().await.unwrap();
            }
        } => {}
    }
    assert_eq!(app.scenario_run(&of).unwrap().state, PlayState::Running);
    app.shutdown().await;
    assert_eq!(app.scenario_run(&of).unwrap().state, PlayState::Cancelled);
}

#[tokio::test]
async fn what_is_recorded_begins_with_what_a_person_does() {
    let scene = Scene::new().await;
    scene.recorded().await;
    let from = |from_message_id| RecordScenario {
        bot_id: scene.bot.id,
        chat_id: ANN,
        from_message_id: Some(from_message_id),
        name: String::new(),
    };
    // The first message is hers, the second one the bot's answer.
    let app = &scene.bench.app;
    assert_eq!(app.record_scenario(from(1)).await.unwrap().steps, 2);
    let error = app.record_scenario(from(2)).await.unwrap_err();
    assert_eq!(error.message, "Nothing was said in this chat.");
}

#[tokio::test]
async fn a_text_is_checked_and_a_broken_file_is_read() {
    let scene = Scene::new().await;
    let app = &scene.bench.app;
    let check = |text: &str| app.check_scenario(&CheckScenario { text: text.into() });
    let good = check("steps:\n  - say: hello\n");
    assert_eq!((good.steps, good.mistake), (1, None));
    let broken = "steps:\n  - sey: hello\n";
    let mistake = check(broken).mistake.unwrap();
    assert_eq!((mistake.line, mistake.column), (2, 5));
    assert!(mistake.what.contains("sey"), "{}", mistake.what);

    let path = scene.path("broken.yaml");
    app.save_scenario(save(path.clone(), "steps: [wait: 0s]\n"))
        .await
        .unwrap();
    std::fs::write(&path, broken).unwrap();
    let read = app.read_scenario(OfScenario { path }).await.unwrap();
    assert_eq!((read.text.as_str(), read.steps), (broken, 0));
    let list = ListScenarios {
        folder: "scenarios".into(),
    };
    let error = app.list_scenarios(list).await.unwrap_err();
    assert_eq!(error.code, Code::InvalidInput);
}
